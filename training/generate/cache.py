"""Keys and values of what was read, a row of the batch each."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from training.model.config import MixtralConfig

# Places are made by this many: kernels like round numbers, and growing by one would copy at every step.
_STEP = 64


class KeyValueCache:
    """For each layer, `keys` and `values` [rows, K, S, C].

    The token at position p is at place p mod S, and S is never less than what a token can see: the tokens so
    far, or the window if that is less, beyond which a token takes the place of the one that has just left the
    window. Keys are kept rotated, so that attention need not know their order. Rows and S grow as they
    are needed.
    """

    def __init__(self, config: MixtralConfig, dtype: torch.dtype, device: torch.device) -> None:
        self._most = config.max_position_embeddings
        if config.sliding_window:
            self._most = min(self._most, config.sliding_window)
        self.rows = self.places = 0
        empty = torch.zeros(0, config.kv_heads, 0, config.head_dim, dtype=dtype, device=device)
        self.keys: list[Tensor] = [empty] * config.layers
        self.values: list[Tensor] = [empty] * config.layers

    def reserve(self, rows: int, tokens: int) -> None:
        """Makes room for so many rows of so many tokens (or the last of them that a window shows)."""
        tokens = min(tokens, self._most)
        if rows <= self.rows and tokens <= self.places:
            return
        places = self.places
        if tokens > places:
            # Half as much again, so that the copying of growing rows is a constant share of the work.
            wanted = max(tokens, places * 3 // 2)
            places = min(-(-wanted // _STEP) * _STEP, self._most)
        rows = max(rows, self.rows)
        for tensors in (self.keys, self.values):
            for layer, old in enumerate(tensors):
                # Zeros: what is masked is multiplied with 0, and 0 times what memory holds may be NaN.
                new = old.new_zeros(rows, old.shape[1], places, old.shape[3])
                new[: self.rows, :, : self.places] = old
                tensors[layer] = new
        self.rows, self.places = rows, places

    def copy(self, source: int, target: int) -> None:
        """Puts one row in another's place."""
        for tensor in (*self.keys, *self.values):
            tensor[target] = tensor[source]

    def write(self, layer: int, row_M: Tensor, place_M: Tensor, k_MKC: Tensor, v_MKC: Tensor) -> None:
        """Keeps M tokens' keys and values."""
        self.keys[layer][row_M, :, place_M] = k_MKC
        self.values[layer][row_M, :, place_M] = v_MKC

    def visible(self, positions: Sequence[int]) -> tuple[int, Tensor | None]:
        """What tokens at these N positions see once their own keys are written: how many of the first places
        are to be looked at, and [N, that many] of bool, which of them (None: all).
        """
        seen = min(-(-(max(positions) + 1) // _STEP) * _STEP, self.places)
        if min(positions) + 1 >= seen:
            return seen, None
        device = self.keys[0].device
        last_N1 = torch.tensor(positions, device=device)[:, None]
        return seen, torch.arange(seen, device=device) <= last_N1
