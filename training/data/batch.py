"""A packed batch: what the model reads, and which of its positions are scored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.model.layout import PackedLayout, Segment

Ids = npt.NDArray[np.int64]


P = TypeVar("P", bound="Packed")
P_co = TypeVar("P_co", bound="Packed", covariant=True)


class Packed(Protocol):
    """What every batch is: packed tokens on a device, some of whose positions are scored."""

    @property
    def layout(self) -> PackedLayout:
        """Which token sees which."""

    @property
    def scored(self) -> Tensor:
        """[N]: positions where logits are made."""

    def to(self: P, device: torch.device | str) -> P:
        """The same on another device."""


class Batches(Protocol[P_co]):
    """A step's batches for this rank, by the step's number alone."""

    def __getitem__(self, step: int) -> Sequence[P_co]: ...


@dataclass(frozen=True)
class Batch:
    """`tokens` [T] of int64 laid out as `layout`. At the positions `scored` [N] the model is to predict the
    tokens `target` [N].
    """

    tokens: Tensor
    layout: PackedLayout
    scored: Tensor
    target: Tensor

    def to(self, device: torch.device | str) -> Batch:
        """The same on another device."""
        layout = PackedLayout.of(self.layout.segments, self.layout.padding, device)
        rest = (self.scored, self.target)
        return Batch(self.tokens.to(device), layout, *(tensor.to(device) for tensor in rest))


@dataclass(frozen=True)
class Text:
    """One document's (or conversation's) token ids [n] and, for each, whether it is to be predicted.

    The first is never predicted: there is nothing before it.
    """

    ids: Ids
    predicted: npt.NDArray[np.bool_]


def batch_of(texts: Iterable[Text], length: int, pad_id: int) -> Batch:
    """Texts side by side, no one seeing another, filled up to `length` tokens with padding.

    Raises ValueError if they are longer than that, or none.
    """
    texts = [text for text in texts if len(text.ids)]
    used = sum(len(text.ids) for text in texts)
    if not 0 < used <= length:
        raise ValueError(f"{used} tokens do not make a batch of {length}")
    ids = np.full(length, pad_id, dtype=np.int64)
    scored, start = [], 0
    for text in texts:
        ids[start : start + len(text.ids)] = text.ids
        # The token before says what comes.
        scored.append(np.flatnonzero(text.predicted[1:]) + start)
        start += len(text.ids)
    where = np.concatenate(scored)
    return Batch(
        tokens=torch.from_numpy(ids),
        layout=PackedLayout.of([Segment(len(text.ids)) for text in texts], length - used),
        scored=torch.from_numpy(where),
        target=torch.from_numpy(ids[where + 1]),
    )
