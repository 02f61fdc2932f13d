"""What the frozen model thinks of the responses: log-probabilities, computed once and kept on disk."""
