"""Preference pairs as packed batches, each pair's prompt laid once before both of its responses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.data.order import ShuffledOrder
from training.data.rank import ALONE, Rank
from training.model.layout import PackedLayout, Segment
from training.text.chat import Pair


@dataclass(frozen=True)
class PairBatch:
    """`tokens` [T] of int64 laid out as `layout`. At the positions `scored` [N] the model is to predict the
    tokens `target` [N] of the responses: `side` [N] is 2·b for the b-th pair's chosen response and 2·b + 1
    for its rejected one. `pairs` [B] are the pairs' numbers in the data set.

    The prompt's last token predicts the first of both responses, so it is scored twice.
    """

    tokens: Tensor
    layout: PackedLayout
    scored: Tensor
    target: Tensor
    side: Tensor
    pairs: Tensor

    def to(self, device: torch.device | str) -> PairBatch:
        """The same on another device."""
        layout = PackedLayout.of(self.layout.segments, self.layout.padding, device)
        rest = (self.scored, self.target, self.side, self.pairs)
        return PairBatch(self.tokens.to(device), layout, *(tensor.to(device) for tensor in rest))

    def lengths(self) -> Tensor:
        """[2B] of float32: how many tokens of each response are scored."""
        return torch.bincount(self.side, minlength=2 * len(self.pairs)).float()


def pair_batch(
    pairs: Sequence[Pair], numbers: Sequence[int], multiple: int = 1, pad_id: int = 0
) -> PairBatch:
    """These pairs side by side, filled up to a multiple of `multiple` tokens; `numbers` name them."""
    ids: list[np.ndarray] = []
    scored: list[np.ndarray] = []
    side: list[np.ndarray] = []
    segments = []
    start = 0
    for index, pair in enumerate(pairs):
        segments.append(Segment(len(pair.prompt), (len(pair.chosen), len(pair.rejected))))
        last = start + len(pair.prompt) - 1
        ids.append(pair.prompt)
        start += len(pair.prompt)
        for number, response in enumerate((pair.chosen, pair.rejected)):
            ids.append(response)
            scored.append(np.concatenate([[last], np.arange(start, start + len(response) - 1)]))
            side.append(np.full(len(response), 2 * index + number))
            start += len(response)
    padding = -start % multiple
    return PairBatch(
        tokens=torch.from_numpy(np.concatenate([*ids, np.full(padding, pad_id)])).long(),
        layout=PackedLayout.of(segments, padding),
        scored=torch.from_numpy(np.concatenate(scored)).long(),
        target=torch.from_numpy(np.concatenate([r for p in pairs for r in (p.chosen, p.rejected)])).long(),
        side=torch.from_numpy(np.concatenate(side)).long(),
        pairs=torch.tensor(list(numbers)),
    )


class PairBatches:
    """`batches[step]`: the batches of this rank, of a step that trains on `pairs_per_step` pairs in all.

    Which pairs those are depends on the seed and the step alone. They are packed into as few batches of at
    most `tokens` as will do, the same number for every rank. Raises ValueError if a pair is longer than that:
    such pairs are to be set aside (and counted) before.
    """

    def __init__(
        self,
        pairs: Sequence[Pair],
        *,
        tokens: int,
        pairs_per_step: int,
        seed: int = 0,
        rank: Rank = ALONE,
        multiple: int = 1,
        pad_id: int = 0,
    ) -> None:
        if not pairs:
            raise ValueError("there are no pairs to train on")
        self._pairs = pairs
        self._tokens = tokens
        self._pairs_per_step = min(pairs_per_step, len(pairs))
        self._order = ShuffledOrder(len(pairs), seed)
        self._rank = rank
        self._multiple = multiple
        self._pad_id = pad_id
        longest = max(range(len(pairs)), key=lambda index: packed_length(pairs[index]))
        if packed_length(pairs[longest]) > tokens:
            raise ValueError(
                f"pair {longest} has {packed_length(pairs[longest])} tokens, and a batch holds {tokens}"
            )

    @property
    def pairs_per_step(self) -> int:
        """Of all ranks together; fewer than asked for where there are fewer in all."""
        return self._pairs_per_step

    def steps_per_epoch(self) -> int:
        """Steps after which as many pairs were read as there are."""
        return max(1, len(self._pairs) // self._pairs_per_step)

    def __getitem__(self, step: int) -> list[PairBatch]:
        numbers = [
            self._order[place]
            for place in range(step * self._pairs_per_step, (step + 1) * self._pairs_per_step)
        ]
        bins = pack([packed_length(self._pairs[n]) for n in numbers], self._tokens, self._rank.of)
        return [
            pair_batch(
                [self._pairs[numbers[i]] for i in one],
                [numbers[i] for i in one],
                self._multiple,
                self._pad_id,
            )
            for one in bins[self._rank.index :: self._rank.of]
        ]


def packed_length(pair: Pair) -> int:
    """Tokens that a pair takes up."""
    return len(pair.prompt) + len(pair.chosen) + len(pair.rejected)


def pack(lengths: Sequence[int], capacity: int, multiple: int = 1) -> list[list[int]]:
    """Indexes of `lengths` in bins of at most `capacity` that are alike in size: the longest first, each into
    the emptiest bin. As few bins as that needs, and a multiple of `multiple` (fewer things make fewer bins).
    """
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
    used = [0] * count
    for index in order:
        emptiest = min(range(count), key=used.__getitem__)
        if used[emptiest] + lengths[index] > capacity:
            return None
        bins[emptiest].append(index)
        used[emptiest] += lengths[index]
    return bins
