"""Log-probabilities of chosen tokens, without ever holding the logits of a whole batch.

A batch of 16k tokens has 16k × 32k logits: 2 GB in float32, and as much again for their gradient. Here they
are made for some hundred positions at a time, forward and once more backward.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

# Positions at a time: 512 × 32,000 logits in float32 are 64 MB.
CHUNK = 512


def token_logprobs(hidden_ND: Tensor, head_VD: Tensor, target_N: Tensor, chunk: int = CHUNK) -> Tensor:
    """log p(target | hidden) for each of N positions, float32 [N]; differentiable in hidden states and head.

    Pass only the positions that count: of a preference pair those of the responses' tokens. The logits are
    computed in the type of the hidden states, their logsumexp in float32.
    """
    logprobs: Tensor = _TokenLogprobs.apply(hidden_ND, head_VD, target_N.long(), chunk)
    return logprobs


class _TokenLogprobs(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, hidden: Tensor, head: Tensor, target: Tensor, chunk: int) -> Tensor:
        normaliser = hidden.new_empty(len(hidden), dtype=torch.float32)
        chosen = torch.empty_like(normaliser)
        for part in _slices(len(hidden), chunk):
            logits = (hidden[part] @ head.T).float()
            normaliser[part] = logits.logsumexp(dim=-1)
            chosen[part] = logits.gather(1, target[part, None])[:, 0]
        ctx.save_for_backward(hidden, head, target, normaliser)
        ctx.chunk = chunk
        return chosen - normaliser

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        (gradient,) = gradients
        hidden, head, target, normaliser = ctx.saved_tensors
        needs_hidden, needs_head, *_ = ctx.needs_input_grad
        to_hidden = torch.empty_like(hidden) if needs_hidden else None
        # Sums over many positions: float32 until the end.
        to_head = torch.zeros_like(head, dtype=torch.float32) if needs_head else None
        for part in _slices(len(hidden), ctx.chunk):
            # d log p / d logits = onehot(target) − p
            to_logits = (hidden[part] @ head.T).float().sub_(normaliser[part, None]).exp_().neg_()
            to_logits.scatter_add_(1, target[part, None], torch.ones_like(to_logits[:, :1]))
            to_logits = to_logits.mul_(gradient[part, None]).to(hidden.dtype)
            if to_hidden is not None:
                to_hidden[part] = to_logits @ head
            if to_head is not None:
                to_head += (to_logits.T @ hidden[part]).float()
        return to_hidden, to_head.to(head.dtype) if to_head is not None else None, None, None


def _slices(count: int, chunk: int) -> list[slice]:
    return [slice(start, min(start + chunk, count)) for start in range(0, count, chunk)]
