"""Orders that cost no memory, since what stands at any place is computed: shuffled, and mixed by weight."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction

_ROUNDS = 4


class ShuffledOrder:
    """A permutation of range(`count`) per epoch: `order[i]` for any i ≥ 0, the epoch being i // count.

    A Feistel network on the smallest even number of bits that holds `count`, walked until it lands inside
    (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002): constant time and memory, every thing
    once per epoch, another order in each epoch and for each seed.
    """

    def __init__(self, count: int, seed: int) -> None:
        if count < 1:
            raise ValueError(f"there is nothing to put in order: {count}")
        self._count = count
        self._half = max(1, ((count - 1).bit_length() + 1) // 2)
        self._mask = (1 << self._half) - 1
        self._seed = seed
        self._epoch = -1
        self._keys: list[int] = []

    def __getitem__(self, index: int) -> int:
        epoch, value = divmod(index, self._count)
        if epoch != self._epoch:
            self._keys = [_key(self._seed, epoch, number) for number in range(_ROUNDS)]
            self._epoch = epoch
        value = self._encrypt(value)
        while value >= self._count:
            value = self._encrypt(value)
        return value

    def _encrypt(self, value: int) -> int:
        left, right = value >> self._half, value & self._mask
        for key in self._keys:
            left, right = right, left ^ (_mix(right ^ key) & self._mask)
        return (left << self._half) | right


class WeightedOrder:
    """An endless order of things from several places, as evenly as their weights allow: after n of them, each
    place has given its share of n, give or take one for each time the places are halved.

    `order[i]` is (which place, the how-manieth from it). The places are halved again and again; of the first
    n things, ⌊n · share of the left half⌋ are of that half.
    """

    def __init__(self, weights: Sequence[float]) -> None:
        if not weights or min(weights) <= 0:
            raise ValueError(f"weights must be positive: {list(weights)}")
        self._weights = [Fraction(weight).limit_denominator(1_000_000) for weight in weights]
        if min(self._weights) <= 0:
            raise ValueError(f"weights may not differ a millionfold: {list(weights)}")

    def __getitem__(self, index: int) -> tuple[int, int]:
        low, high = 0, len(self._weights)
        while high - low > 1:
            middle = (low + high) // 2
            share = Fraction(sum(self._weights[low:middle]), sum(self._weights[low:high]))
            before = index * share.numerator // share.denominator
            if (index + 1) * share.numerator // share.denominator > before:
                index, high = before, middle
            else:
                index, low = index - before, middle
        return low, index


def _key(seed: int, epoch: int, number: int) -> int:
    digest = hashlib.blake2b(f"{seed} {epoch} {number}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _mix(value: int) -> int:
    """SplitMix64's finaliser: every bit of the output depends on every bit of the input."""
    value &= (1 << 64) - 1
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & (1 << 64) - 1
    return value ^ (value >> 31)
