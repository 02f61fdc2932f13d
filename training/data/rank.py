"""Which of the processes that share the data this one is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rank:
    """The `index`-th, from 0, of `of`."""

    index: int = 0
    of: int = 1


ALONE = Rank()
