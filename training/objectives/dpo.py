"""A batch of packed pairs through a model: log-probabilities of its responses."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from training.data.pairs import PairBatch
from training.model.experts import RouterStatistics
from training.model.mixtral import Mixtral
from training.objectives.logprobs import token_logprobs
from training.objectives.preference import PairLogprobs


class Responses(NamedTuple):
    """What a model thinks of a batch's responses."""

    logprobs: PairLogprobs
    routers: list[RouterStatistics]


def response_logprobs(model: Mixtral, batch: PairBatch) -> Responses:
    """log π of both responses of each pair, summed over their tokens; logits are made for those alone."""
    output = model(batch.tokens, batch.layout)
    of_tokens = token_logprobs(output.hidden[batch.scored], model.head.weight, batch.target)
    return Responses(of_sides(of_tokens, batch), output.routers)


def of_sides(of_tokens: Tensor, batch: PairBatch) -> PairLogprobs:
    """The scored tokens' log-probabilities [N] summed by response."""
    sums = torch.zeros(2 * len(batch.pairs), device=of_tokens.device).index_add(0, batch.side, of_tokens)
    return PairLogprobs(sums[0::2], sums[1::2], of_tokens)
