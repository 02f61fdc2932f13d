"""What sampling will ask and cost, before it begins."""

from __future__ import annotations

from collections.abc import Iterable

from curation.endpoint.estimate import Estimate, ModelEstimate
from curation.responses.config import ResponsesConfig
from curation.responses.endpoint_sampler import EndpointSampler
from curation.responses.sampler import asks_for
from schemas.questions import Question

# What the account of what was spent is called, beside the journal.
ACCOUNT = "responses"


def estimate(
    questions: Iterable[Question], config: ResponsesConfig, seed: int, journal: str = ""
) -> Estimate:
    """What asking the endpoints these questions would take. Raises InputError for what is no journal."""
    samplers = [EndpointSampler(model) for model in config.models]
    found = Estimate(ACCOUNT, "questions", config.budget, journal)
    found.models = {sampler.label: ModelEstimate() for sampler in samplers}
    for question in questions:
        found.rows += 1
        for sampler in samplers:
            for ask in asks_for(sampler, question, seed):
                found.add(sampler.label, [sampler.request(ask)])
    return found


def beforehand(config: ResponsesConfig) -> list[str]:
    """What is known of each model's share before there are questions."""
    return [
        f"{model.label}: {model.samples:,} calls per question, answers of at most {model.max_tokens:,} tokens"
        for model in config.models
    ]
