"""Vocabularies that grow: a base without ChatML's tokens gets rows for them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from training.checkpoint.names import Place

_VOCABULARY = ("embedding.weight", "head.weight")


def is_smaller_vocabulary(place: Place, found: Sequence[int], expected: Sequence[int]) -> bool:
    """Whether a tensor is an embedding or head that lacks nothing but rows."""
    return (
        place.parameter in _VOCABULARY
        and len(found) == len(expected)
        and found[0] < expected[0]
        and list(found[1:]) == list(expected[1:])
    )


def grow_rows(rows: Tensor, count: int) -> Tensor:
    """[n, D] → [count, D]: new rows are the mean of the old, so that a new token's logit begins as an average
    one (Hewitt, "Initializing New Word Embeddings for Pretrained Language Models", 2021).
    """
    mean = rows.float().mean(dim=0, keepdim=True).to(rows.dtype)
    return torch.cat([rows, mean.expand(count - len(rows), -1)])
