"""What a document's text measures, and the rules that decide by it what is kept."""
