"""The sparse mixture of experts: a router that chooses A of E feed-forwards for each token, and those.

Every token's choices are sorted by expert, so that each expert is one matrix product over its tokens
(`grouped_mm`), of exactly as many rows as chose it: no token is dropped and none is padded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.model.config import MixtralConfig
from training.model.sharding import local


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
        return grouped_mm(F.silu(gate_NF) * up_NF, down.transpose(1, 2), ends_E)


def grouped_mm(x_NI: Tensor, weight_EIO: Tensor, ends_E: Tensor) -> Tensor:
    """[N, I] · [E, I, O] → [N, O]: rows up to `ends_E[e]` are multiplied with weight e."""
    if x_NI.dtype == torch.float64:  # which torch's kernels lack
        starts = [0, *ends_E.tolist()]
        return torch.cat([x_NI[a:b] @ w for a, b, w in zip(starts, starts[1:], weight_EIO, strict=False)])
    return F.grouped_mm(x_NI, weight_EIO, offs=ends_E)


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
    [E], how many each expert has.
    """

    order: Tensor
    counts: Tensor

    @classmethod
    def of(cls, routes: Routes, experts: int) -> ByExpert:
        """Sorted so that an expert's tokens keep their order."""
        chosen_N = routes.expert.flatten()
        return cls(chosen_N.argsort(stable=True), torch.bincount(chosen_N, minlength=experts))

    def weighted(self, out_ND: Tensor, routes: Routes) -> Tensor:
        """Each token's weighted sum over its experts' outputs, [T, D]. Sums in a fixed order: the same bits
        on every run.
        """
        places_N = torch.arange(len(self.order), device=self.order.device)
        back_N = torch.empty_like(self.order).scatter_(0, self.order, places_N)
        out_TAD = out_ND[back_N].view(*routes.expert.shape, -1)
        return (out_TAD * routes.weight[..., None]).sum(dim=1)


def mix(x_TD: Tensor, routes: Routes, experts: nn.Module) -> Tensor:
    """Each token through its experts, weighted, where this process has them all."""
    sorted_ = ByExpert.of(routes, experts.number)  # type: ignore[arg-type]
    out_ND: Tensor = experts(x_TD[sorted_.order // routes.expert.shape[1]], sorted_.counts)
    return sorted_.weighted(out_ND, routes)


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
