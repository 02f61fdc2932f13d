"""Text to token ids, and token ids to packed fixed-length sequences."""
