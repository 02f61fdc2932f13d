"""Preference pairs as packed batches, each pair's prompt laid once before both of its responses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.data.packing import PackedSteps
from training.data.rank import ALONE, Rank
from training.data.token_cache import TokenizedPairs
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


class PairBatches(PackedSteps[PairBatch]):
    """`batches[step]`: the batches of this rank, of a step that trains on `pairs_per_step` pairs in all. See
    PackedSteps.
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
        super().__init__(
            lengths_of(pairs),
            lambda numbers: pair_batch([pairs[n] for n in numbers], numbers, multiple, pad_id),
            tokens=tokens,
            per_step=pairs_per_step,
            seed=seed,
            rank=rank,
        )


def lengths_of(pairs: Sequence[Pair]) -> npt.NDArray[np.int64]:
    """Tokens that each pair takes up."""
    if isinstance(pairs, TokenizedPairs):
        return pairs.lengths
    return np.array([packed_length(pair) for pair in pairs], dtype=np.int64)


def packed_length(pair: Pair) -> int:
    """Tokens that a pair takes up."""
    return len(pair.prompt) + len(pair.chosen) + len(pair.rejected)
