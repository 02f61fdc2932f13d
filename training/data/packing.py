"""Things of different lengths in bins of one size, and a run's steps over such bins."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from training.data.order import ShuffledOrder
from training.data.rank import ALONE, Rank
from training.errors import DataError

B = TypeVar("B")


class PackedSteps(Generic[B]):
    """`steps[step]`: the batches of this rank, of a step that trains on `per_step` things in all.

    Which things those are depends on the seed and the step alone. They are packed into as few batches of at
    most `tokens` as will do, the same number for every rank; `make` makes a batch of the things with these
    numbers. With fewer things than `per_step` in all, a step has as many as can be shared out evenly.

    Raises DataError if there is nothing, if a thing is longer than a batch (such are to be set aside, and
    counted, before), or if a step's things do not divide among the ranks.
    """

    def __init__(
        self,
        lengths: npt.NDArray[np.int64],
        make: Callable[[Sequence[int]], B],
        *,
        tokens: int,
        per_step: int,
        seed: int = 0,
        rank: Rank = ALONE,
        what: str = "pair",
    ) -> None:
        if per_step < 1 or per_step % rank.of:
            raise DataError(
                f"{per_step} {what}s a step do not divide among {rank.of} processes: use a multiple of "
                f"{rank.of}"
            )
        if len(lengths) < rank.of:
            raise DataError(f"there are {len(lengths)} {what}s to train on, for {rank.of} processes")
        longest = int(lengths.argmax())
        if lengths[longest] > tokens:
            raise DataError(f"{what} {longest} has {lengths[longest]} tokens, and a batch holds {tokens}")
        self._lengths = lengths
        self._make = make
        self._tokens = tokens
        self._order = ShuffledOrder(len(lengths), seed)
        self._rank = rank
        self.per_step = min(per_step, len(lengths) // rank.of * rank.of)

    def steps_per_epoch(self) -> int:
        """Steps after which (nearly) as many things were read as there are."""
        return max(1, len(self._lengths) // self.per_step)

    def __getitem__(self, step: int) -> list[B]:
        numbers = [self._order[place] for place in range(step * self.per_step, (step + 1) * self.per_step)]
        bins = pack([int(self._lengths[n]) for n in numbers], self._tokens, self._rank.of)
        return [self._make([numbers[i] for i in one]) for one in bins[self._rank.index :: self._rank.of]]


def in_order(
    lengths: npt.NDArray[np.int64], make: Callable[[Sequence[int]], B], *, tokens: int, rank: Rank = ALONE
) -> list[B]:
    """Everything once, as batches of this rank; as many for every rank. For validation.

    The last few things are left out where they cannot be shared out evenly.
    """
    count = len(lengths) // rank.of * rank.of
    if not count:
        return []
    bins = pack([int(length) for length in lengths[:count]], tokens, rank.of)
    return [make(one) for one in bins[rank.index :: rank.of]]


def pack(lengths: Sequence[int], capacity: int, multiple: int = 1) -> list[list[int]]:
    """Indexes of `lengths` in bins of at most `capacity` that are alike in size: the longest first, each into
    the emptiest bin. As few bins as that needs, and a multiple of `multiple` (fewer things make fewer bins).

    Raises ValueError if one is longer than a bin.
    """
    if max(lengths, default=0) > capacity:
        raise ValueError(f"a thing of length {max(lengths)} does not fit into {capacity}")
    order = sorted(range(len(lengths)), key=lambda index: (-lengths[index], index))
    count = max(1, -(-sum(lengths) // capacity))
    while True:
        count = min(-(-count // multiple) * multiple, len(lengths))
        bins = _fill(order, lengths, capacity, count)
        if bins is not None:
            return bins
        count += 1


def _fill(order: list[int], lengths: Sequence[int], capacity: int, count: int) -> list[list[int]] | None:
    """Each thing, longest first, into the emptiest bin; None if one does not fit."""
    bins: list[list[int]] = [[] for _ in range(count)]
    used = [(0, number) for number in range(count)]
    for index in order:
        filled, number = heapq.heappop(used)
        if filled + lengths[index] > capacity:
            return None
        bins[number].append(index)
        heapq.heappush(used, (filled + lengths[index], number))
    return bins
