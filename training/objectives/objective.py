"""The three objectives as the training loop sees them: batches, and what is minimised on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import torch
from torch import Tensor

from training.data.batch import Batch
from training.data.pairs import PairBatch
from training.model.experts import RouterStatistics
from training.model.mixtral import Mixtral
from training.objectives.dpo import dpo_terms
from training.objectives.logprobs import token_logprobs
from training.objectives.preference import PairLogprobs, PreferenceConfig

B = TypeVar("B")
B_contra = TypeVar("B_contra", contravariant=True)
B_co = TypeVar("B_co", covariant=True)


class Terms(NamedTuple):
    """What one batch gives: `loss` [] is a sum (over tokens or pairs, see `Objective.count`), with gradients;
    `routers` are the layers' statistics, `sums` other sums to report, each divided by the count.
    """

    loss: Tensor
    routers: list[RouterStatistics]
    sums: dict[str, Tensor]


class Objective(Protocol[B_contra]):
    """What is minimised: the sum of `terms(…).loss` over a step's batches on all ranks, divided by the sum of
    their counts. So a step is the same however it is divided into batches.
    """

    def count(self, batch: B_contra) -> float:
        """How many tokens, or pairs, the batch's loss is a sum over."""

    def terms(self, model: Mixtral, batch: B_contra) -> Terms:
        """The batch through the model."""


@dataclass(frozen=True)
class NextToken:
    """Pretraining and sft: the negative log-likelihood of the scored tokens."""

    def count(self, batch: Batch) -> float:
        """The weights of the scored tokens together."""
        return float(batch.weight.sum())

    def terms(self, model: Mixtral, batch: Batch) -> Terms:
        """Sums over the batch's scored tokens."""
        output = model(batch.tokens, batch.layout)
        logprobs = token_logprobs(output.hidden[batch.scored], model.head.weight, batch.target)
        return Terms(-(logprobs * batch.weight).sum(), output.routers, {})


@dataclass(frozen=True)
class Preference:
    """DPO and its relatives; `reference` gives the frozen model's log-probabilities of a batch's sides."""

    config: PreferenceConfig
    reference: Callable[[PairBatch], PairLogprobs]

    def count(self, batch: PairBatch) -> float:
        """The number of pairs."""
        return float(len(batch.pairs))

    def terms(self, model: Mixtral, batch: PairBatch) -> Terms:
        """Sums over the pairs: `accuracy` counts those whose chosen response has the larger reward."""
        terms, routers = dpo_terms(model, batch, self.reference(batch), self.config)
        sums = {
            "accuracy": (terms.chosen_reward > terms.rejected_reward).float().sum(),
            "margin": (terms.chosen_reward - terms.rejected_reward).sum(),
            "chosen_reward": terms.chosen_reward.sum(),
            "rejected_reward": terms.rejected_reward.sum(),
        }
        return Terms(terms.loss.sum(), routers, {name: value.detach() for name, value in sums.items()})


class Batches(Protocol[B_co]):
    """A step's batches for this rank, by the step's number alone."""

    def __getitem__(self, step: int) -> Sequence[B_co]: ...


def total_count(objective: Objective[B], batches: Sequence[B]) -> Tensor:
    """The counts of this rank's batches together, float64 []."""
    return torch.tensor(sum(objective.count(batch) for batch in batches), dtype=torch.float64)
