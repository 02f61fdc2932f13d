"""Attention over a packed layout: the same rule for every device, by what is fast there.

On CUDA it is one flex_attention call for the whole batch, whose block mask is built from the documents'
extents. Elsewhere it is one call of scaled_dot_product_attention per document or branch: flex_attention has
no backward there, and a dense mask would cost T² where documents need the sum of their squares.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn.attention.flex_attention import BlockMask, flex_attention
from torch.nn.functional import scaled_dot_product_attention

from training.model.layout import PackedLayout

# Tokens on a side of flex_attention's blocks.
BLOCK = 128

Attend = Callable[[Tensor, Tensor, Tensor], Tensor]


def attention_for(layout: PackedLayout, window: int = 0) -> Attend:
    """A function of queries [T, H, C], keys and values [T, K, C] → [T, H, C], for all layers of one batch.

    `window` is how many tokens a token sees, itself among them; 0 is without one.
    """
    if layout.position.is_cuda:
        return functools.partial(_flex, mask=block_mask(layout, window))
    return functools.partial(attend_by_pass, layout=layout, window=window)


def attend_by_pass(
    q_THC: Tensor, k_TKC: Tensor, v_TKC: Tensor, *, layout: PackedLayout, window: int
) -> Tensor:
    """The rule, one call of scaled_dot_product_attention for each document or branch."""
    outputs = []
    for one in layout.passes():
        queries = q_THC[one.start : one.end]
        keys, values = k_TKC[one.start : one.end], v_TKC[one.start : one.end]
        if one.prefix:
            prefix = slice(one.prefix_start, one.prefix_start + one.prefix)
            keys, values = torch.cat([k_TKC[prefix], keys]), torch.cat([v_TKC[prefix], values])
        outputs.append(_sdpa(queries, keys, values, one.prefix, window))
    if layout.padding:
        outputs.append(q_THC.new_zeros(layout.padding, *q_THC.shape[1:]))
    return torch.cat(outputs)


def _sdpa(q_SHC: Tensor, k_LKC: Tensor, v_LKC: Tensor, prefix: int, window: int) -> Tensor:
    """Causal attention of S queries that follow `prefix` keys; L = prefix + S."""
    tokens, seen = q_SHC.shape[0], k_LKC.shape[0]
    narrow = window and seen > window
    mask = None
    if prefix or narrow:
        gap = torch.arange(prefix, seen, device=q_SHC.device)[:, None] - torch.arange(
            seen, device=q_SHC.device
        )
        mask = (gap >= 0) & (gap < window) if narrow else gap >= 0
    heads = q_SHC.shape[1] // k_LKC.shape[1]
    output = scaled_dot_product_attention(
        q_SHC.transpose(0, 1)[None],
        _repeat(k_LKC, heads).transpose(0, 1)[None],
        _repeat(v_LKC, heads).transpose(0, 1)[None],
        attn_mask=mask,
        is_causal=mask is None and tokens > 1,
    )
    return output[0].transpose(0, 1)


def _repeat(x_LKC: Tensor, times: int) -> Tensor:
    """[L, K, C] → [L, K·times, C], each head that many times in a row."""
    return x_LKC if times == 1 else x_LKC.repeat_interleave(times, dim=1)


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
