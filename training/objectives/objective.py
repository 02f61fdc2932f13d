"""The three objectives as the training loop sees them: batches, and what is minimised on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import torch
from torch import Tensor

from training.data.batch import Batch, Packed
from training.data.pairs import PairBatch
from training.model.experts import RouterStatistics
from training.model.mixtral import Mixtral
from training.objectives.dpo import response_logprobs
from training.objectives.logprobs import summed_logprobs
from training.objectives.preference import PairLogprobs, PreferenceConfig, divergence, preference_terms
from training.world import World

B = TypeVar("B", bound=Packed)
B_contra = TypeVar("B_contra", bound=Packed, contravariant=True)


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
        """How many tokens, or pairs, the batch's loss is a sum over; known without asking the device."""

    def terms(self, model: Mixtral, batch: B_contra) -> Terms:
        """The batch through the model."""


@dataclass(frozen=True)
class NextToken:
    """Pretraining and sft: the negative log-likelihood of the scored tokens."""

    def count(self, batch: Batch) -> float:
        """The number of scored tokens."""
        return float(len(batch.scored))

    def terms(self, model: Mixtral, batch: Batch) -> Terms:
        """Sums over the batch's scored tokens."""
        output = model(batch.tokens, batch.layout)
        logprob = summed_logprobs(output.hidden[batch.scored], model.head.weight, batch.target)
        return Terms(-logprob, output.routers, {})


@dataclass(frozen=True)
class Preference:
    """DPO and its relatives; `reference` gives the frozen model's log-probabilities of a batch's sides."""

    config: PreferenceConfig
    reference: Callable[[PairBatch], PairLogprobs]

    def count(self, batch: PairBatch) -> float:
        """The number of pairs."""
        return float(len(batch.pairs))

    def terms(self, model: Mixtral, batch: PairBatch) -> Terms:
        """Sums over the pairs: `accuracy` counts those whose chosen response has the larger reward, and half
        of those where both are the same, as they are before the first step; `kl` is how far
        the model is from the reference, in nats per token of the responses (see `divergence`).
        """
        found = response_logprobs(model, batch)
        reference = self.reference(batch)
        lengths = batch.lengths()
        terms = preference_terms(
            found.logprobs, reference, PairLogprobs(lengths[0::2], lengths[1::2]), self.config
        )
        margin = terms.chosen_reward - terms.rejected_reward
        sums = {
            "accuracy": (margin.sign() / 2 + 0.5).sum(),
            "margin": margin.sum(),
            "chosen_reward": terms.chosen_reward.sum(),
            "rejected_reward": terms.rejected_reward.sum(),
            "kl": divergence(found.logprobs, reference, batch.side // 2, lengths[0::2] + lengths[1::2]).sum(),
        }
        return Terms(terms.loss.sum(), found.routers, {name: value.detach() for name, value in sums.items()})


def total_count(objective: Objective[B], batches: Sequence[B], world: World) -> float:
    """The counts of all ranks' batches together."""
    own = sum(objective.count(batch) for batch in batches)
    if world.rank.of == 1:
        return own
    return float(world.sum(torch.tensor(own, dtype=torch.float64, device=world.device)))
