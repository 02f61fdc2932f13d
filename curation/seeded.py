"""Choices that look random and depend on the recipe's seed and the subject alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Choices:
    """A stream of choices (SplitMix64, Steele et al. 2014), seeded by text."""

    def __init__(self, seed: int, about: str) -> None:
        self._state = int.from_bytes(
            hashlib.blake2b(f"{seed}\t{about}".encode(), digest_size=8).digest(), "big"
        )

    def below(self, bound: int) -> int:
        """An integer from 0 to bound - 1."""
        self._state = state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        return (state ^ (state >> 31)) % bound

    def one(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[self.below(len(options))] if len(options) > 1 else options[0]

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.below(100) < percent


def fraction(seed: int, about: str) -> float:
    """A number between 0 and 1 (neither), by the seed and the text."""
    digest = hashlib.blake2b(f"{seed}\t{about}".encode(), digest_size=7).digest()
    return (int.from_bytes(digest, "big") + 1) / ((1 << 56) + 1)
