"""Errors of the command line."""

from __future__ import annotations


class UsageError(ValueError):
    """The command cannot be done as it was written: exit code 2, and the message says how to write it."""
