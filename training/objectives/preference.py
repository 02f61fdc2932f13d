"""Losses that prefer one response over another: DPO and its relatives, from log-probabilities.

Each is a function of h, the difference between the two responses of how much more probable than the reference
the policy makes them: h = (log π(chosen) − log ref(chosen)) − (log π(rejected) − log ref(rejected)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F


@dataclass(frozen=True, kw_only=True)
class PreferenceConfig:
    """Which loss.

    `sigmoid` is DPO (arXiv 2305.18290, equation 7), with `label_smoothing` > 0 conservative DPO (Mitchell's
    note, equation 3: the share of pairs thought to be labelled the wrong way round); `hinge` is SLiC-HF's
    (arXiv 2305.10425); `ipo` is (arXiv 2310.12036, equation 17), on log-probabilities per token, as its
    authors' correction has it.

    `beta` is the strength of the pull to the reference. `length_normalised` divides each response's
    log-probability by its number of tokens (as in SimPO, arXiv 2405.14734, but with the reference).
    `nll_weight` adds that many times the chosen response's mean negative log-likelihood (RPO, arXiv
    2404.19733).
    """

    loss: Literal["sigmoid", "hinge", "ipo"] = "sigmoid"
    beta: float = 0.1
    label_smoothing: float = 0.0
    length_normalised: bool = False
    nll_weight: float = 0.0

    def __post_init__(self) -> None:
        if self.loss not in ("sigmoid", "hinge", "ipo"):
            raise ValueError(f"loss is sigmoid, hinge or ipo, and not {self.loss!r}")
        if self.beta <= 0:
            raise ValueError(f"beta must be positive, and is {self.beta}")
        if not 0 <= self.label_smoothing < 0.5:
            raise ValueError(
                f"label_smoothing is a share from 0 to below 0.5, and not {self.label_smoothing}"
            )
        if self.label_smoothing and self.loss != "sigmoid":
            raise ValueError(f"label_smoothing goes with the loss sigmoid, and not with {self.loss}")


class PairLogprobs(NamedTuple):
    """Summed log-probabilities of B pairs' responses: `chosen` and `rejected`, both float32 [B]. `tokens` [N]
    are what was summed, in the order of the batch's scored tokens (None where that is not kept).
    """

    chosen: Tensor
    rejected: Tensor
    tokens: Tensor | None = None


class PreferenceTerms(NamedTuple):
    """Of each pair, all [B]: its `loss`; the implicit rewards β·(log π − log ref), without gradient."""

    loss: Tensor
    chosen_reward: Tensor
    rejected_reward: Tensor


def divergence(policy: PairLogprobs, reference: PairLogprobs, pair: Tensor, lengths: Tensor) -> Tensor:
    """How far the policy is from the reference on each pair's responses, in nats per token, [B].

    It is the mean over the tokens of (log π − log ref)² / 2: never negative, and close to the KL divergence
    of the two if the tokens were the policy's own (Schulman, "Approximating KL Divergence", 2020, estimator
    k2). They are the data's, so take it as a gauge of drift. (The estimator k3 explodes on such tokens, since
    rejected responses become very improbable.) `pair` [N] is which pair a scored token belongs to, `lengths`
    [B] how many each has. Zero where the tokens' log-probabilities were not kept.
    """
    if policy.tokens is None or reference.tokens is None:
        return torch.zeros_like(policy.chosen)
    of_tokens = (policy.tokens.detach() - reference.tokens).square() / 2
    return torch.zeros_like(lengths).index_add(0, pair, of_tokens) / lengths


def preference_terms(
    policy: PairLogprobs, reference: PairLogprobs, lengths: PairLogprobs, config: PreferenceConfig
) -> PreferenceTerms:
    """The loss of each pair; `lengths` are the responses' numbers of scored tokens, float32 [B]."""
    chosen = policy.chosen - reference.chosen
    rejected = policy.rejected - reference.rejected
    if config.length_normalised or config.loss == "ipo":
        chosen, rejected = chosen / lengths.chosen, rejected / lengths.rejected
    h = chosen - rejected
    if config.loss == "sigmoid":
        smoothing = config.label_smoothing
        loss = -(1 - smoothing) * F.logsigmoid(config.beta * h) - smoothing * F.logsigmoid(-config.beta * h)
    elif config.loss == "hinge":
        loss = F.relu(1 - config.beta * h)
    else:
        loss = (h - 1 / (2 * config.beta)).square()
    if config.nll_weight:
        loss = loss - config.nll_weight * policy.chosen / lengths.chosen
    return PreferenceTerms(loss, config.beta * chosen.detach(), config.beta * rejected.detach())
