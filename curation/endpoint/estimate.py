"""What a stage will ask and cost, before it begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from curation.endpoint.config import NANO, BudgetConfig
from curation.endpoint.journal import journal_if_there
from curation.endpoint.ledger import Spent, spent_before
from curation.endpoint.request import Request


@dataclass
class ModelEstimate:
    """Of one model. `known` answers are in the journal and cost nothing; `prompt_tokens` is a guess, at four
    characters to a token, `completion_tokens` are at most so many, and `nano` is the price of both (money, in
    billionths).
    """

    calls: int = 0
    known: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    nano: int = 0

    @property
    def money(self) -> float:
        """The price, by the budget's table."""
        return self.nano / NANO


@dataclass
class Estimate:
    """Of all that is paid from one budget, by model, without attempts that fail. Asks no endpoint, and reads
    the journal only if there is one.

    `account` is what the money goes to, and names the account beside the journal; `rows` counts what is asked
    about, and `unit` says what that is. `caution` says why it may be otherwise; empty: it is exact, but for
    the lengths of answers.
    """

    account: str
    unit: str
    budget: BudgetConfig
    journal: str = ""
    caution: str = ""
    rows: int = 0
    models: dict[str, ModelEstimate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._answers = journal_if_there(self.journal)
        self.spent = spent_before(self.journal, self.account) if self.budget.limited else Spent()

    def add(self, model: str, forms: Sequence[Request]) -> None:
        """One more request to this model; `forms` are the ways to send it, the likely one first."""
        total = self.models.setdefault(model, ModelEstimate())
        if self._answers is not None and any(form.key in self._answers for form in forms):
            total.known += 1
            return
        request = forms[0]
        prompt, completion = request.prompt_tokens_about, request.completion_tokens_at_most
        total.calls += 1
        total.prompt_tokens += prompt
        total.completion_tokens += completion
        total.nano += self.budget.nano(request.model, prompt, completion)

    def scale(self, factor: int) -> None:
        """Says that so many times as much is to be asked as was added."""
        self.rows *= factor
        for model in self.models.values():
            model.calls *= factor
            model.known *= factor
            model.prompt_tokens *= factor
            model.completion_tokens *= factor
            model.nano *= factor

    @property
    def total(self) -> ModelEstimate:
        """Of all models."""
        found = list(self.models.values())
        return ModelEstimate(
            calls=sum(model.calls for model in found),
            known=sum(model.known for model in found),
            prompt_tokens=sum(model.prompt_tokens for model in found),
            completion_tokens=sum(model.completion_tokens for model in found),
            nano=sum(model.nano for model in found),
        )

    @property
    def over(self) -> tuple[str, ...]:
        """The limits of the budget that are too low to ask all: `calls`, `tokens`, `money`; what was spent
        before counts too.
        """
        need, budget = self.total, self.budget
        limits = (
            ("calls", self.spent.calls + need.calls, budget.calls),
            ("tokens", self.spent.tokens + need.prompt_tokens + need.completion_tokens, budget.tokens),
            ("money", (self.spent.nano + need.nano) / NANO, budget.money),
        )
        return tuple(name for name, wanted, limit in limits if limit is not None and wanted > limit)


@runtime_checkable
class Asking(Protocol):
    """A stage's function that may ask an endpoint, and can say beforehand what that will cost."""

    @property
    def asks(self) -> bool:
        """Whether it asks any."""

    def estimate(self, rows: Iterable[Any]) -> list[Estimate]:
        """What calling it with these rows (or groups) would ask: one for each budget."""

    def beforehand(self) -> list[str]:
        """What is known while the rows are not: a line for each model."""
