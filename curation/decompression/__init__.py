"""Bytes out of stored files, compressed or not: a part at a time, and whole again after damage."""
