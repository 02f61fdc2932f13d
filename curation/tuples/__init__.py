"""Commonsense tuples: reading their publishers' files, and choosing those worth learning from."""
