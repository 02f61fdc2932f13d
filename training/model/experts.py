"""The sparse mixture of experts: a router that chooses A of E feed-forwards for each token, and those.

Every token's choices are sorted by expert, so that each expert is one matrix product over its tokens
(`grouped_mm`), of exactly as many rows as chose it: no token is dropped and none is padded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.model.config import MixtralConfig
from training.model.sharding import local
from training.model.swiglu import grouped_mm, swiglu


class RouterStatistics(NamedTuple):
    """What one layer's router did with the real tokens of a batch, as sums, so that batches can be added.

    `tokens` [] is how many there were, `chosen` [E] how often each expert was chosen (A times a token),
    `probability` [E] the sum of the router's probabilities, `squared_z` [] that of the squares of the
    logits' logsumexp. The last two carry gradients.
    """

    tokens: Tensor
    chosen: Tensor
    probability: Tensor
    squared_z: Tensor


class Routes(NamedTuple):
    """Where tokens go: `expert` [T, A], the chosen experts' numbers, and `weight` [T, A], which sums to 1."""

    expert: Tensor
    weight: Tensor


def most_probable(probability_TE: Tensor, choices: int) -> Tensor:
    """The numbers of each token's most probable experts, the most probable first: [T, A]."""
    return probability_TE.topk(choices, dim=-1).indices


class Router(nn.Module):
    """Chooses the A experts with the largest logits; their softmax alone is the weight (Mixtral, section 2.1
    of arXiv 2401.04088).

    `choose` may be replaced by what remembers the choice, so that a layer that is computed twice
    has the same.
    """

    def __init__(self, config: MixtralConfig) -> None:
        super().__init__()
        self.experts_per_token = config.experts_per_token
        self.choose: Callable[[Tensor, int], Tensor] = most_probable
        self.gate = nn.Linear(config.hidden_size, config.experts, bias=False)

    def forward(self, x_TD: Tensor, real_T: Tensor) -> tuple[Routes, RouterStatistics]:
        """Routes of all tokens, and statistics of those that are `real`: padding must not count."""
        logits_TE = self.gate(x_TD).float()
        probability_TE = logits_TE.softmax(dim=-1)
        expert_TA = self.choose(probability_TE.detach(), self.experts_per_token)
        weight_TA = probability_TE.gather(1, expert_TA)
        weight_TA = weight_TA / weight_TA.sum(dim=-1, keepdim=True)
        real_T1 = real_T[:, None].float()
        statistics = RouterStatistics(
            tokens=real_T.sum(),
            chosen=torch.zeros_like(probability_TE).scatter(1, expert_TA, 1.0).mul(real_T1).sum(dim=0),
            probability=(probability_TE * real_T1).sum(dim=0),
            squared_z=(logits_TE.logsumexp(dim=-1).square() * real_T).sum(),
        )
        return Routes(expert_TA, weight_TA.to(x_TD.dtype)), statistics


class GroupedExperts(nn.Module):
    """E SwiGLU feed-forwards: `down(silu(gate(x)) · up(x))`.

    `gate_up` is [E, 2F, D], gate before up, and `down` [E, D, F]: the fused layout of transformers 5.
    """

    def __init__(self, config: MixtralConfig) -> None:
        super().__init__()
        width, inner = config.hidden_size, config.intermediate_size
        self.gate_up = nn.Parameter(torch.empty(config.experts, 2 * inner, width))
        self.down = nn.Parameter(torch.empty(config.experts, width, inner))

    @property
    def number(self) -> int:
        """E."""
        return int(self.down.shape[0])

    def forward(self, x_ND: Tensor, counts_E: Tensor) -> Tensor:
        """[N, D] → [N, D], where the first `counts_E[0]` rows are the first expert's, and so on; N is the sum
        of the counts.
        """
        ends_E = counts_E.cumsum(0).to(torch.int32)
        gate_up, down = local(self.gate_up), local(self.down)
        gate_NF, up_NF = grouped_mm(x_ND, gate_up.transpose(1, 2), ends_E).chunk(2, dim=-1)
        return swiglu(gate_NF, up_NF, down, ends_E)


class MixtureOfExperts(nn.Module):
    """Router and experts together: [T, D] → [T, D].

    `dispatch` brings tokens to experts and back; it is replaced where experts are spread over processes.
    """

    def __init__(self, config: MixtralConfig) -> None:
        super().__init__()
        self.router = Router(config)
        self.experts = GroupedExperts(config)
        self.dispatch: Callable[[Tensor, Routes, nn.Module], Tensor] = mix

    def forward(self, x_TD: Tensor, real_T: Tensor) -> tuple[Tensor, RouterStatistics]:
        """The output, and what the router did."""
        routes, statistics = self.router(x_TD, real_T)
        return self.dispatch(x_TD, routes, self.experts), statistics


class ByExpert(NamedTuple):
    """N = T·A choices in the order of their experts: `order` [N], places in the flattened routes; `counts`
    [E], how many each expert has; `back` [N], where in that order each of the flattened routes stands.
    """

    order: Tensor
    counts: Tensor
    back: Tensor

    @classmethod
    def of(cls, routes: Routes, experts: int) -> ByExpert:
        """Sorted so that an expert's tokens keep their order."""
        chosen_N = routes.expert.flatten()
        order_N = chosen_N.argsort(stable=True)
        places_N = torch.arange(len(order_N), device=order_N.device)
        back_N = torch.empty_like(order_N).scatter_(0, order_N, places_N)
        return cls(order_N, torch.bincount(chosen_N, minlength=experts), back_N)

    def spread(self, x_TD: Tensor) -> Tensor:
        """Each token once for each of its experts, by expert: [T, D] → [N, D]."""
        out_ND: Tensor = _Spread.apply(x_TD, self.order, self.back)
        return out_ND

    def weighted(self, out_ND: Tensor, routes: Routes) -> Tensor:
        """Each token's weighted sum over its experts' outputs, [T, D]. Sums in a fixed order: the same bits
        on every run.
        """
        out_TD: Tensor = _Weighted.apply(out_ND, routes.weight, self.order, self.back)
        return out_TD


class _Spread(torch.autograd.Function):
    """Rows of tokens for their experts. The gradient is a sum over a token's rows, which are looked up;
    autograd's own would add them where they belong, one by one or, on a GPU, after sorting them again.
    """

    @staticmethod
    def forward(ctx: Any, x_TD: Tensor, order_N: Tensor, back_N: Tensor) -> Tensor:
        ctx.save_for_backward(back_N)
        ctx.tokens = len(x_TD)
        return x_TD.index_select(0, order_N // (len(order_N) // len(x_TD)))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        (gradient_ND,) = gradients
        (back_N,) = ctx.saved_tensors
        rows_TAD = gradient_ND.index_select(0, back_N).view(ctx.tokens, -1, gradient_ND.shape[1])
        return rows_TAD.sum(dim=1), None, None


class _Weighted(torch.autograd.Function):
    """A token's rows, weighted and summed; the gradient looks up where a row's token is."""

    @staticmethod
    def forward(ctx: Any, out_ND: Tensor, weight_TA: Tensor, order_N: Tensor, back_N: Tensor) -> Tensor:
        ctx.save_for_backward(out_ND, weight_TA, order_N, back_N)
        back_AT = back_N.view(weight_TA.shape).T
        y_TD = out_ND.index_select(0, back_AT[0]) * weight_TA[:, :1]
        for choice in range(1, weight_TA.shape[1]):
            y_TD.addcmul_(out_ND.index_select(0, back_AT[choice]), weight_TA[:, choice, None])
        return y_TD

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        (gradient_TD,) = gradients
        out_ND, weight_TA, order_N, back_N = ctx.saved_tensors
        gradient_ND = gradient_TD.index_select(0, order_N // weight_TA.shape[1])
        to_weight_N = (gradient_ND * out_ND).sum(dim=1)
        to_out_ND = gradient_ND.mul_(weight_TA.flatten()[order_N, None])
        return to_out_ND, to_weight_N[back_N].view(weight_TA.shape), None, None


def mix(x_TD: Tensor, routes: Routes, experts: nn.Module) -> Tensor:
    """Each token through its experts, weighted, where this process has them all."""
    sorted_ = ByExpert.of(routes, experts.number)  # type: ignore[arg-type]
    return sorted_.weighted(experts(sorted_.spread(x_TD), sorted_.counts), routes)


class FeedForward(nn.Module):
    """One SwiGLU feed-forward for all tokens: a dense Mistral's layer."""

    def __init__(self, config: MixtralConfig) -> None:
        super().__init__()
        self.gate_up = nn.Parameter(torch.empty(2 * config.intermediate_size, config.hidden_size))
        self.down = nn.Parameter(torch.empty(config.hidden_size, config.intermediate_size))

    def forward(self, x_TD: Tensor) -> Tensor:
        """[T, D] → [T, D]."""
        gate_TF, up_TF = F.linear(x_TD, self.gate_up).chunk(2, dim=-1)
        return F.linear(F.silu(gate_TF) * up_TF, self.down)


def balance_loss(statistics: list[RouterStatistics]) -> Tensor:
    """The load-balancing loss, per layer, then averaged over the layers.

    For one layer it is E · Σ_e (share of tokens that chose e) · (mean probability of e), as in the Switch
    Transformer (arXiv 2101.03961, equation 4) with A choices a token: A when balanced. Pooled over layers,
    two layers that each use half of their experts would pass for balanced.
    """
    return _mean([len(s.chosen) * (s.chosen * s.probability).sum() / _count(s) ** 2 for s in statistics])


def z_loss(statistics: list[RouterStatistics]) -> Tensor:
    """The router z-loss: the mean square of the logits' logsumexp (ST-MoE, arXiv 2202.08906, equation 5)."""
    return _mean([s.squared_z / _count(s) for s in statistics])


def _count(statistics: RouterStatistics) -> Tensor:
    return statistics.tokens.clamp_min(1)


def _mean(values: list[Tensor]) -> Tensor:
    return torch.stack(values).mean()
