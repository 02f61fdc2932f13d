"""Which token sees which in a packed batch.

A batch is documents laid one after another. A document is a prompt, followed by any number of branches that
all continue it and do not see each other: none when pretraining, the chosen and the rejected response when
preferences are trained, so that their prompt is computed once. One rule says it all, for a query and a key:

    same document  ∧  the key is of the prompt or of the query's branch
                   ∧  the key is not after the query  ∧  it is less than `window` positions before it

Positions count along a branch: both responses begin where the prompt ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True)
class Segment:
    """Tokens of one document: `prompt` of them, then branches of these lengths."""

    prompt: int
    branches: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.prompt < 0 or any(length < 1 for length in self.branches) or not self.length:
            raise ValueError(f"a segment has tokens, and no empty branches: {self}")

    @property
    def length(self) -> int:
        """All its tokens."""
        return self.prompt + sum(self.branches)

    def passes(self, start: int) -> list[Pass]:
        """The attention calls that together are the rule for this document, which begins at `start`."""
        found = [Pass(start, start + self.prompt, start, 0)] if self.prompt else []
        first = start + self.prompt
        for length in self.branches:
            found.append(Pass(first, first + length, start, self.prompt))
            first += length
        return found


@dataclass(frozen=True)
class Pass:
    """One attention call: queries `start` to `end`, which see each other causally, and before them the
    `prefix` tokens from `prefix_start`.
    """

    start: int
    end: int
    prefix_start: int
    prefix: int


@dataclass(frozen=True)
class PackedLayout:
    """The rule's variables for each of T tokens: int32 tensors of shape [T].

    `position` counts along the branch, `document` from 0 in order, `branch` is 0 for the prompt. `padding` is
    the number of tokens at the end that belong to no document; each is a document of its own, which nothing
    sees.
    """

    segments: tuple[Segment, ...]
    padding: int
    position: Tensor
    document: Tensor
    branch: Tensor

    @classmethod
    def of(
        cls, segments: Sequence[Segment], padding: int = 0, device: torch.device | str = "cpu"
    ) -> PackedLayout:
        """The layout of these documents, one after another, with `padding` tokens behind them."""
        # Of each prompt and branch: where it begins in its document, its length, document and number.
        parts = [
            part
            for index, one in enumerate(segments)
            for part in (
                (0, one.prompt, index, 0),
                *((one.prompt, length, index, number) for number, length in enumerate(one.branches, 1)),
            )
        ]
        parts += [(0, 1, len(segments) + number, 0) for number in range(padding)]
        first, lengths, document, branch = np.array(parts, dtype=np.int32).reshape(-1, 4).T
        starts = np.cumsum(lengths, dtype=np.int32) - lengths
        position = np.arange(int(lengths.sum()), dtype=np.int32) + np.repeat(first - starts, lengths)
        return cls(
            segments=tuple(segments),
            padding=padding,
            position=torch.from_numpy(position).to(device),
            document=torch.from_numpy(np.repeat(document, lengths)).to(device),
            branch=torch.from_numpy(np.repeat(branch, lengths)).to(device),
        )

    @property
    def tokens(self) -> int:
        """T, padding and all."""
        return int(self.position.shape[0])

    def is_real(self) -> Tensor:
        """[T] of bool: the tokens that are no padding."""
        return torch.arange(self.tokens, device=self.position.device) < self.tokens - self.padding

    def sees(self, query: Tensor, key: Tensor, window: int = 0) -> Tensor:
        """The rule, for index tensors that broadcast; `window` 0 is without one."""
        gap = self.position[query] - self.position[key]
        same = self.document[query] == self.document[key]
        branch = (self.branch[key] == 0) | (self.branch[key] == self.branch[query])
        seen = same & branch & (gap >= 0)
        return seen & (gap < window) if window else seen

    def mask(self, window: int = 0) -> Tensor:
        """[T, T] of bool, query by key: the rule written out. For tests and for looking at."""
        index = torch.arange(self.tokens, device=self.position.device)
        return self.sees(index[:, None], index[None, :], window)

    def passes(self) -> list[Pass]:
        """The attention calls that together are the rule, in the order of their queries; padding has none."""
        found = []
        start = 0
        for segment in self.segments:
            found += segment.passes(start)
            start += segment.length
        return found
