"""Attention over a packed layout: the same rule for every device, by what is fast there.

On CUDA it is one flex_attention call for the whole batch, whose block mask is built from the documents'
extents. Elsewhere it is one call of scaled_dot_product_attention per document or branch, or for some short
documents together: flex_attention has no backward there, and a dense mask would cost T² where documents need
the sum of their squares.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.attention.flex_attention import BlockMask, flex_attention
from torch.nn.functional import scaled_dot_product_attention

from training.model.layout import PackedLayout, Segment

# Tokens on a side of flex_attention's blocks.
BLOCK = 128
# Documents are one call while they have no more tokens than this together: what the mask hides of so few
# costs less than a call does.
TOGETHER = 96

Attend = Callable[[Tensor, Tensor, Tensor], Tensor]


def attention_for(layout: PackedLayout, window: int = 0) -> Attend:
    """A function of queries [T, H, C], keys and values [T, K, C] → [T, H, C], for all layers of one batch.

    `window` is how many tokens a token sees, itself among them; 0 is without one.
    """
    if layout.position.is_cuda:
        return functools.partial(_flex, mask=block_mask(layout, window))
    return ByDocument(layout, window)


@dataclass(frozen=True)
class _Call:
    """One call of scaled_dot_product_attention: a piece of the queries, which see it and, before it, the keys
    of the piece `prefix`. Without a mask they see all before them.
    """

    piece: int
    prefix: int | None
    mask: Tensor | None


class ByDocument:
    """The rule, in calls of scaled_dot_product_attention over documents; for all layers of one batch, which
    share the masks.

    Tensors are cut into pieces once, not sliced for each call: a slice's gradient is as long as the batch.
    """

    def __init__(self, layout: PackedLayout, window: int) -> None:
        self._padding = layout.padding
        self._sizes: list[int] = []
        self._calls: list[_Call] = []
        start = 0
        for segments in _together(layout.segments):
            length = sum(segment.length for segment in segments)
            if length <= TOGETHER and (len(segments) > 1 or segments[0].branches):
                index = torch.arange(start, start + length, device=layout.position.device)
                mask = layout.sees(index[:, None], index[None, :], window)
                self._calls.append(_Call(len(self._sizes), None, mask))
                self._sizes.append(length)
            else:
                self._one(segments[0], start, window)
            start += length
        self._masks: list[Tensor | None] = []

    def _one(self, segment: Segment, start: int, window: int) -> None:
        """A document, its prompt and its branches apart."""
        first = len(self._sizes)
        for one in segment.passes(start):
            tokens, seen = one.end - one.start, one.prefix + one.end - one.start
            mask = None
            if one.prefix or (window and seen > window):
                gap = torch.arange(one.prefix, seen, dtype=torch.int32)[:, None]
                gap = gap - torch.arange(seen, dtype=torch.int32)
                mask = (gap >= 0) & (gap < window) if window else gap >= 0
            self._calls.append(_Call(len(self._sizes), first if one.prefix else None, mask))
            self._sizes.append(tokens)

    def __call__(self, q_THC: Tensor, k_TKC: Tensor, v_TKC: Tensor) -> Tensor:
        """[T, H, C], [T, K, C] and [T, K, C] → [T, H, C]."""
        if not self._masks:
            # As numbers that are added, once: of a mask that is true or false every layer would keep its own.
            self._masks = [_added(call.mask, q_THC) for call in self._calls]
        sizes = [*self._sizes, self._padding]
        q, k, v = (torch.split(x, sizes) for x in (q_THC, k_TKC, v_TKC))
        outputs = []
        for call, mask in zip(self._calls, self._masks, strict=True):
            keys, values = k[call.piece], v[call.piece]
            if call.prefix is not None:
                keys, values = torch.cat([k[call.prefix], keys]), torch.cat([v[call.prefix], values])
            outputs.append(_sdpa(q[call.piece], keys, values, mask))
        if self._padding:
            outputs.append(q_THC.new_zeros(self._padding, *q_THC.shape[1:]))
        return torch.cat(outputs)


def _together(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Neighbours that have no more than TOGETHER tokens, and by itself each that is longer."""
    found: list[Segment] = []
    for segment in segments:
        if found and sum(one.length for one in found) + segment.length > TOGETHER:
            yield found
            found = []
        found.append(segment)
    if found:
        yield found


def _added(mask: Tensor | None, like: Tensor) -> Tensor | None:
    if mask is None:
        return None
    hidden = torch.zeros(mask.shape, dtype=like.dtype, device=like.device)
    return hidden.masked_fill_(~mask.to(like.device), -torch.inf)


def _sdpa(q_SHC: Tensor, k_LKC: Tensor, v_LKC: Tensor, mask_SL: Tensor | None) -> Tensor:
    """Attention of S queries to L keys, the last S of which are their own; causal if there is no mask."""
    output = scaled_dot_product_attention(
        q_SHC.transpose(0, 1)[None],
        k_LKC.transpose(0, 1)[None],
        v_LKC.transpose(0, 1)[None],
        attn_mask=mask_SL,
        is_causal=mask_SL is None and q_SHC.shape[0] > 1,
        enable_gqa=q_SHC.shape[1] != k_LKC.shape[1],
    )
    return output[0].transpose(0, 1)


@functools.cache
def _compiled_flex() -> Any:
    return torch.compile(flex_attention, dynamic=False)


def _flex(q_THC: Tensor, k_TKC: Tensor, v_TKC: Tensor, *, mask: BlockMask) -> Tensor:
    output = _compiled_flex()(
        q_THC.transpose(0, 1)[None],
        k_TKC.transpose(0, 1)[None],
        v_TKC.transpose(0, 1)[None],
        block_mask=mask,
        enable_gqa=q_THC.shape[1] != k_TKC.shape[1],
    )
    return output[0].transpose(0, 1)  # type: ignore[no-any-return]


def block_mask(layout: PackedLayout, window: int = 0) -> BlockMask:
    """flex_attention's mask of the layout, from its documents' extents: [T/128]² work, not T².

    A block of keys is listed for a block of queries if some document of the one is among those of the other
    (and no more than `window` tokens may lie between); inside, the rule decides token by token.
    """
    device = layout.position.device
    blocks = -(-layout.tokens // BLOCK)
    first = layout.document[::BLOCK]
    last = layout.document[torch.arange(1, blocks + 1, device=device).mul(BLOCK).clamp(max=layout.tokens) - 1]
    index = torch.arange(blocks, device=device)
    # Documents come in order, so those of a block are an interval.
    meets = (first[None, :] <= last[:, None]) & (first[:, None] <= last[None, :])
    listed = meets & (index[None, :] <= index[:, None])

    def rule(batch: Tensor, head: Tensor, query: Tensor, key: Tensor) -> Tensor:
        return layout.sees(query, key, window)

    counts = listed.sum(dim=1, dtype=torch.int32)
    order = torch.argsort(listed.int(), dim=1, descending=True, stable=True).to(torch.int32)
    return BlockMask.from_kv_blocks(
        counts[None, None],
        order[None, None],
        BLOCK_SIZE=BLOCK,
        mask_mod=rule,
        seq_lengths=(layout.tokens, layout.tokens),
    )
