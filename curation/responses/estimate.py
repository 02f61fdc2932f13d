"""What a run will ask and cost, before it begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from curation.endpoint import open_journal
from curation.endpoint.config import NANO
from curation.responses.config import ResponsesConfig
from curation.responses.endpoint_sampler import EndpointSampler
from curation.responses.sampler import asks_for
from schemas.questions import Question


@dataclass
class ModelEstimate:
    """Of one model. `known` answers are in the journal and cost nothing; `prompt_tokens` is a guess, at four
    characters to a token, `completion_tokens` and `money` are at most so much (money of that guess).
    """

    calls: int = 0
    known: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    money: float = 0.0


@dataclass
class Estimate:
    """Of all questions, by model, without attempts that fail. `over` names the limits of the budget that
    would end the run before all was asked: `calls`, `tokens`, `money`.
    """

    questions: int = 0
    models: dict[str, ModelEstimate] = field(default_factory=dict)
    over: tuple[str, ...] = ()

    @property
    def calls(self) -> int:
        """Requests of all models."""
        return sum(model.calls for model in self.models.values())

    @property
    def tokens(self) -> int:
        """Tokens of prompts and answers of all models."""
        return sum(model.prompt_tokens + model.completion_tokens for model in self.models.values())

    @property
    def money(self) -> float:
        """The price of all models, by the budget's table."""
        return sum(model.money for model in self.models.values())

    def __str__(self) -> str:
        known = sum(model.known for model in self.models.values())
        text = (
            f"{self.questions:,} questions: {self.calls:,} requests, at most {self.tokens:,} tokens"
            f"{f', {self.money:,.2f} in money' if self.money else ''}"
            f"{f'; {known:,} answers are there already' if known else ''}"
        )
        return text + (f". The budget ends it before: {', '.join(self.over)}" if self.over else "")


def estimate(
    questions: Iterable[Question], config: ResponsesConfig, seed: int, journal: str = ""
) -> Estimate:
    """What sampling these questions would ask and cost. Asks no endpoint; reads the journal if there is one.
    Raises InputError for a journal that cannot be one.
    """
    answers = open_journal(journal) if journal else None
    samplers = [EndpointSampler(model) for model in config.models]
    found = Estimate(models={sampler.label: ModelEstimate() for sampler in samplers})
    nano = dict.fromkeys(found.models, 0)
    for question in questions:
        found.questions += 1
        for sampler in samplers:
            total = found.models[sampler.label]
            for ask in asks_for(sampler, question, seed):
                request = sampler.request(ask)
                if answers is not None and answers.get(request.key) is not None:
                    total.known += 1
                    continue
                prompt, completion = request.prompt_tokens_about, request.completion_tokens_at_most
                total.calls += 1
                total.prompt_tokens += prompt
                total.completion_tokens += completion
                nano[sampler.label] += config.budget.nano(request.model, prompt, completion)
    for label, total in found.models.items():
        total.money = nano[label] / NANO
    budget = config.budget
    limits = {
        "calls": (found.calls, budget.calls),
        "tokens": (found.tokens, budget.tokens),
        "money": (found.money, budget.money),
    }
    found.over = tuple(name for name, (need, limit) in limits.items() if limit is not None and need > limit)
    return found
