"""Conversations as token ids, with what is to be learned of them marked."""
