"""One pass of the model: the next token of every row that goes on, and whole prompts beside them.

The model is the one that is trained, block by block; only what a layer attends to is another: rows look at
the cache, prompts at themselves. All of a pass is one packed batch, so that weights are read once, and a
prompt that comes in holds up the others no longer than its own tokens take.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from training.generate.cache import KeyValueCache
from training.model.attention import ByDocument
from training.model.layout import PackedLayout, Segment
from training.model.mixtral import Mixtral, Rotation


@dataclass(frozen=True)
class NewPrompt:
    """A prompt that is read, and the rows of the cache that begin with it."""

    ids: Sequence[int]
    rows: list[int]


@dataclass(frozen=True)
class Going:
    """The first N rows of the cache: the last token of each, which it has not read yet, and its position."""

    tokens: list[int]
    positions: list[int]


@torch.no_grad()
def advance(model: Mixtral, cache: KeyValueCache, going: Going, prompts: Sequence[NewPrompt]) -> Tensor:
    """Logits [N + R, V] of what follows: for the rows that go on, then for each prompt's R, in their order,
    which are the cache's next.

    The cache grows as needed, and holds what was read afterwards.
    """
    device = model.embedding.weight.device
    ids = [np.asarray(going.tokens, dtype=np.int64), *(np.asarray(p.ids, dtype=np.int64) for p in prompts)]
    positions = [np.asarray(going.positions, dtype=np.int64), *(np.arange(len(p.ids)) for p in prompts)]
    rows = len(going.tokens) + sum(len(prompt.rows) for prompt in prompts)
    cache.reserve(rows, max(int(part.max()) + 1 for part in positions if len(part)))
    attention = _Attention(model, cache, going, prompts, device)
    position_T = torch.from_numpy(np.concatenate(positions)).to(device)
    x_TD = model.embedding(torch.from_numpy(np.concatenate(ids)).to(device))
    rotation = Rotation.at(position_T, model.config, x_TD.dtype)
    real_T = torch.ones_like(position_T, dtype=torch.bool)
    for layer, block in enumerate(model.blocks):
        attention.layer = layer
        x_TD, _ = block(x_TD, rotation, attention, real_T)
    last = np.cumsum([len(part) for part in ids])[1:] - 1
    repeated = np.repeat(last, [len(prompt.rows) for prompt in prompts])
    wanted = torch.from_numpy(np.concatenate([np.arange(len(going.tokens)), repeated])).to(device)
    return model.logits(model.norm(x_TD[wanted]))


class _Attention:
    """What every layer attends to in one pass: the model's `attend`, with `layer` set before each."""

    def __init__(
        self,
        model: Mixtral,
        cache: KeyValueCache,
        going: Going,
        prompts: Sequence[NewPrompt],
        device: torch.device,
    ) -> None:
        self.layer = 0
        self._cache = cache
        self._count = len(going.tokens)
        self._of_prompts: ByDocument | None = None
        if prompts:
            layout = PackedLayout.of([Segment(len(prompt.ids)) for prompt in prompts])
            self._of_prompts = ByDocument(layout, model.config.sliding_window)
        if self._count:
            self._seen, mask = cache.visible(going.positions)
            self._mask = None if mask is None else mask[:, None, None, :]
        # Where each token is kept: its index in the batch, its row and its place.
        index = [np.arange(self._count)]
        row = [np.arange(self._count)]
        place = [np.asarray(going.positions, dtype=np.int64) % cache.places]
        start = self._count
        for prompt in prompts:
            length = len(prompt.ids)
            kept = np.arange(max(0, length - cache.places), length)
            for number in prompt.rows:
                index.append(start + kept)
                row.append(np.full(len(kept), number))
                place.append(kept % cache.places)
            start += length
        self._index_M, self._row_M, self._place_M = (
            torch.from_numpy(np.concatenate(parts)).to(device) for parts in (index, row, place)
        )

    def __call__(self, q_THC: Tensor, k_TKC: Tensor, v_TKC: Tensor) -> Tensor:
        cache, count = self._cache, self._count
        if self._of_prompts is None:  # every token is kept, once
            cache.write(self.layer, self._row_M, self._place_M, k_TKC, v_TKC)
            return self._to_cache(q_THC)
        cache.write(self.layer, self._row_M, self._place_M, k_TKC[self._index_M], v_TKC[self._index_M])
        of_prompts = self._of_prompts(q_THC[count:], k_TKC[count:], v_TKC[count:])
        if not count:
            return of_prompts
        return torch.cat([self._to_cache(q_THC[:count]), of_prompts])

    def _to_cache(self, q_NHC: Tensor) -> Tensor:
        keys = self._cache.keys[self.layer][: self._count, :, : self._seen]
        values = self._cache.values[self.layer][: self._count, :, : self._seen]
        # The query heads that share keys are as queries of one head: [N, K, H/K, C].
        q_NKGC = q_NHC.view(len(q_NHC), keys.shape[1], -1, q_NHC.shape[2])
        return scaled_dot_product_attention(q_NKGC, keys, values, attn_mask=self._mask).flatten(1, 2)
