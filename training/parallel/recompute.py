"""Layers that keep their input alone and are computed again in the backward pass, by the same routes.

The second computation need not have the same last bits as the first (kernels are chosen anew, sums arrive in
another order), and a token whose experts are nearly equally probable may then go to another one: gradients
would be those of a function that was never computed, and buffers of other sizes. So a router's choice, 2·A
bytes a token and layer beside the 2·D of the layer's input, is kept and used again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from training.model.experts import MixtureOfExperts
from training.model.mixtral import Mixtral


def recompute_blocks(model: Mixtral) -> None:
    """Lets every layer of the model do so, whenever gradients are wanted."""
    for block in model.blocks:
        kept = None
        if isinstance(block.ffn, MixtureOfExperts):
            kept = block.ffn.router.choose = KeptChoice(block.ffn.router.choose)
        # The module stays, so that the names of its parameters do.
        block.forward = Recomputed(block.forward, kept)


class KeptChoice:
    """Stands before a router's `choose`; what it keeps belongs to one forward pass."""

    def __init__(self, choose: Callable[[Tensor, int], Tensor]) -> None:
        self._choose = choose
        self._keep: list[Tensor] | None = None
        self._again: list[Tensor] = []

    def __call__(self, probability_TE: Tensor, choices: int) -> Tensor:
        """[T, A]: chosen now, or as before."""
        if self._again:
            return self._again[0].long()
        chosen_TA = self._choose(probability_TE, choices)
        if self._keep is not None:
            self._keep.append(chosen_TA.to(torch.int16))
        return chosen_TA

    def contexts(self) -> tuple[AbstractContextManager[None], AbstractContextManager[None]]:
        """For the first computation, and for those after it."""
        kept: list[Tensor] = []
        return self._keeping(kept), self._repeating(kept)

    @contextlib.contextmanager
    def _keeping(self, kept: list[Tensor]) -> Iterator[None]:
        self._keep = kept
        try:
            yield
        finally:
            self._keep = None

    @contextlib.contextmanager
    def _repeating(self, kept: list[Tensor]) -> Iterator[None]:
        self._again = kept
        try:
            yield
        finally:
            self._again = []


class Recomputed:
    """A layer's `forward`, computed again in the backward pass."""

    def __init__(self, forward: Callable[..., Any], kept: KeptChoice | None) -> None:
        self._forward = forward
        self._contexts = kept.contexts if kept else _no_contexts

    def __call__(self, *arguments: Any) -> Any:
        """As the layer's own."""
        if not torch.is_grad_enabled():
            return self._forward(*arguments)
        return checkpoint(
            self._forward,
            *arguments,
            use_reentrant=False,
            preserve_rng_state=False,  # nothing in a layer is random
            context_fn=self._contexts,
        )


def _no_contexts() -> tuple[AbstractContextManager[None], AbstractContextManager[None]]:
    return contextlib.nullcontext(), contextlib.nullcontext()
