"""Log-probabilities of chosen tokens, without ever holding the logits of a whole batch.

A batch of 16k tokens has 16k × 32k logits: 2 GB in float32, and as much again for their gradient. Here they
are made for some hundred positions at a time. Of a sum of log-probabilities the gradient is made in the same
go; where each has a weight that is known later, the logits are made once more, unless only the hidden states
have a gradient, whose rows are simply scaled.
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
    logprobs: Tensor = _TokenLogprobs.apply(*_wanted(hidden_ND, head_VD), target_N.long(), chunk)
    return logprobs


def summed_logprobs(hidden_ND: Tensor, head_VD: Tensor, target_N: Tensor, chunk: int = CHUNK) -> Tensor:
    """The sum of `token_logprobs`, float32 []: a fourth less arithmetic, since its gradient is the same for
    all of them.
    """
    total: Tensor = _SummedLogprobs.apply(*_wanted(hidden_ND, head_VD), target_N.long(), chunk)
    return total


def _wanted(hidden_ND: Tensor, head_VD: Tensor) -> tuple[Tensor, Tensor]:
    """Without gradients, if none are recorded: inside a function nothing else tells."""
    if torch.is_grad_enabled():
        return hidden_ND, head_VD
    return hidden_ND.detach(), head_VD.detach()


class _TokenLogprobs(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, hidden: Tensor, head: Tensor, target: Tensor, chunk: int) -> Tensor:
        needs_hidden, needs_head, *_ = ctx.needs_input_grad
        found = hidden.new_empty(len(hidden), dtype=torch.float32)
        normaliser = torch.empty_like(found)
        to_hidden = torch.empty_like(hidden) if needs_hidden and not needs_head else None
        for part in _slices(len(hidden), chunk):
            logits = hidden[part] @ head.T
            logprobs = logits.log_softmax(dim=-1, dtype=torch.float32)
            found[part] = _of(logprobs, target[part])
            if to_hidden is not None:
                to_hidden[part] = _away(logprobs.exp_(), target[part]).to(head.dtype) @ head
            else:
                normaliser[part] = _of(logits, target[part]).float() - found[part]
        if to_hidden is not None:
            ctx.save_for_backward(to_hidden)
        else:
            ctx.save_for_backward(hidden, head, target, normaliser)
        ctx.chunk = chunk
        return found

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        (gradient,) = gradients
        scale = -gradient[:, None]
        if len(ctx.saved_tensors) == 1:
            return (ctx.saved_tensors[0] * scale).to(ctx.saved_tensors[0].dtype), None, None, None
        hidden, head, target, normaliser = ctx.saved_tensors
        needs_hidden = ctx.needs_input_grad[0]
        to_hidden = torch.empty_like(hidden) if needs_hidden else None
        to_head = torch.zeros_like(head, dtype=torch.float32)
        for part in _slices(len(hidden), ctx.chunk):
            logits = (hidden[part] @ head.T).float()
            away = _away(logits.sub_(normaliser[part, None]).exp_(), target[part]).to(head.dtype)
            if to_hidden is not None:
                to_hidden[part] = (away @ head) * scale[part]
            _add_product(to_head, away, (hidden[part] * scale[part]).to(head.dtype))
        return to_hidden, to_head.to(head.dtype), None, None


class _SummedLogprobs(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, hidden: Tensor, head: Tensor, target: Tensor, chunk: int) -> Tensor:
        needs_hidden, needs_head, *_ = ctx.needs_input_grad
        found = hidden.new_empty(len(hidden), dtype=torch.float32)
        to_hidden = torch.empty_like(hidden) if needs_hidden else None
        # Sums over many positions: float32 until the end.
        to_head = torch.zeros_like(head, dtype=torch.float32) if needs_head else None
        for part in _slices(len(hidden), chunk):
            logprobs = (hidden[part] @ head.T).log_softmax(dim=-1, dtype=torch.float32)
            found[part] = _of(logprobs, target[part])
            if to_hidden is None and to_head is None:
                continue
            away = _away(logprobs.exp_(), target[part]).to(head.dtype)
            if to_hidden is not None:
                to_hidden[part] = away @ head
            if to_head is not None:
                _add_product(to_head, away, hidden[part])
        ctx.save_for_backward(to_hidden, to_head)
        ctx.dtype = head.dtype
        return found.sum()

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        scale = -gradients[0]
        found = []
        for gradient in ctx.saved_tensors:
            # Into the type of the weights at once: a float32 copy of the head's would be half a gigabyte.
            scaled = None if gradient is None else torch.empty_like(gradient, dtype=ctx.dtype)
            found.append(None if scaled is None else torch.mul(gradient, scale, out=scaled))
        return *found, None, None


def _of(values_NV: Tensor, target_N: Tensor) -> Tensor:
    return values_NV.gather(1, target_N[:, None])[:, 0]


def _away(probability_NV: Tensor, target_N: Tensor) -> Tensor:
    """In place, p − onehot(target): minus what d log p(target) / d logits is."""
    return probability_NV.scatter_add_(
        1, target_N[:, None], probability_NV.new_full((len(target_N), 1), -1.0)
    )


def _add_product(total_VD: Tensor, away_NV: Tensor, hidden_ND: Tensor) -> None:
    if total_VD.dtype == away_NV.dtype:
        total_VD.addmm_(away_NV.T, hidden_ND)
    else:
        total_VD.add_(away_NV.T @ hidden_ND)


def _slices(count: int, chunk: int) -> list[slice]:
    return [slice(start, min(start + chunk, count)) for start in range(0, count, chunk)]
