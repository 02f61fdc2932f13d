"""A text that is searched, and a place in it that points to a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

# Digits, and what stands between groups of them.
_RUN = re.compile(r"[0-9][0-9 .()/–-]{5,}")
# What stands before the first group. (Within the pattern it would make the search five times slower.)
_BEFORE = re.compile(r"[+(]{1,2} ?\Z")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Characters `start` to `end` are a thing of this `kind` (`email`, `ip`, …)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Searched:
    """A text, and what several finders want to know of it: found once."""

    text: str

    @cached_property
    def numbers(self) -> list[tuple[int, int]]:
        """Where runs of digits, and of what stands between groups of them, begin and end: those of six
        characters and more. Most texts have few, and only there can there be a long number.
        """
        found = []
        for match in _RUN.finditer(self.text):
            start, end = match.span()
            before = _BEFORE.search(self.text, max(0, start - 3), start)
            found.append((before.start() if before else start, end))
        return found

    def in_numbers(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches of a pattern that fits nothing but runs of numbers."""
        for start, end in self.numbers:
            # A little more, for what the pattern wants not to follow.
            yield from pattern.finditer(self.text, start, end + 2)


# Everything of one kind in a text. Takes time in proportion to the text's length.
Finder: TypeAlias = Callable[[Searched], Iterator[Finding]]
