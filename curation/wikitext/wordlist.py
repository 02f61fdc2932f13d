"""Lists of names written as text, which read better than a string per name."""

from __future__ import annotations


def wordlist(text: str) -> list[str]:
    """The names in a text, separated by white space; `_` stands for a space inside a name."""
    return [name.replace("_", " ") for name in text.split()]
