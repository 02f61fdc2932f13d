"""Tokens to experts on other processes, and back (GShard, arXiv 2006.16668), none dropped or padded.

Each process of an expert group has E / R experts, in order. A token's choices are sorted by expert, so what
goes to one process is one run of rows; how many rows go where is exchanged first. Processes may have any
number of tokens, and an expert may get none.
"""

from __future__ import annotations

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed._functional_collectives import all_to_all_single_autograd

from training.model.experts import ByExpert, Routes


class AllToAll:
    """Stands in for `mix` as a MixtureOfExperts' `dispatch`, over the R processes of `group`."""

    def __init__(self, group: dist.ProcessGroup) -> None:
        self._group = group

    def __call__(self, x_TD: Tensor, routes: Routes, experts: nn.Module) -> Tensor:
        """Each token through its experts, weighted: [T, D] → [T, D]."""
        sorted_ = ByExpert.of(routes, experts.number)  # type: ignore[arg-type]
        sent_RL, received_RL = self._exchange(sorted_.counts)
        sent, received = torch.stack([sent_RL.sum(dim=1), received_RL.sum(dim=1)]).tolist()
        x_ND = sorted_.spread(x_TD)
        x_MD = all_to_all_single_autograd(x_ND, received, sent, self._group)
        out_MD = self._compute(x_MD, received_RL, experts)
        out_ND = all_to_all_single_autograd(out_MD, sent, received, self._group)
        return sorted_.weighted(out_ND, routes)

    def _exchange(self, counts_E: Tensor) -> tuple[Tensor, Tensor]:
        """How many rows go to each process's experts, and come from each to ours: both [R, E / R]."""
        sent_RL = counts_E.view(self._group.size(), -1)
        received_RL = torch.empty_like(sent_RL)
        dist.all_to_all_single(received_RL, sent_RL, group=self._group)
        return sent_RL, received_RL

    def _compute(self, x_MD: Tensor, received_RL: Tensor, experts: nn.Module) -> Tensor:
        """Rows come by process and then by expert, and are wanted by expert alone."""
        ranks, own = received_RL.shape
        expert_RL = torch.arange(own, device=x_MD.device).repeat(ranks)
        expert_M = expert_RL.repeat_interleave(received_RL.flatten(), output_size=len(x_MD))
        order_M = expert_M.argsort(stable=True)
        counts_L = received_RL.sum(dim=0)
        if len(x_MD) == 0:
            # Gradients must be zero then, not absent: others wait to add theirs to them.
            nothing_1D = x_MD.new_zeros(1, x_MD.shape[1])
            first_L = torch.zeros_like(counts_L)
            first_L[0] = 1
            return experts(torch.cat([x_MD, nothing_1D]), first_L)[:0]  # type: ignore[no-any-return]
        out_MD: Tensor = experts(x_MD[order_M], counts_L)
        back_M = torch.empty_like(order_M).scatter_(
            0, order_M, torch.arange(len(order_M), device=order_M.device)
        )
        return out_MD[back_M]
