"""`roae inspect`: says what a path holds, shows it, checks it, compares it, traces what is in it.

Every verb works on what the project writes, by the columns and metadata that the files have: it needs no list
of records. Metadata, receipts and footers come first, then single columns and row groups, so that a folder of
any size answers at once and memory stays bounded.
"""

from __future__ import annotations

import argparse

from jobs.inspect.command import add_parser, arrange

__all__ = ["add_parser", "arrange", "inspect"]


def inspect(options: argparse.Namespace) -> int:
    """Does what the options say; returns the exit code. Raises UsageError for a path or a question that makes
    no sense.
    """
    from jobs.inspect.dispatch import dispatch  # noqa: PLC0415  (imports take a moment; --help need not wait)

    return dispatch(options)
