"""Samples from an OpenAI-compatible endpoint."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from curation.endpoint import Answer, BudgetConfig, EndpointError, Request
from curation.endpoint.batch import Batches
from curation.endpoint.client import Client, open_client
from curation.endpoint.errors import BAD_ANSWER, CONTENT_FILTER, NOT_UNICODE
from curation.endpoint.in_order import in_order
from curation.endpoint.ledger import Ledger
from curation.responses.config import SampledModel, SamplingPlan
from curation.responses.sampler import Ask, NotSampled, Sampled


@dataclass(frozen=True)
class EndpointSampler:
    """Samples one model. Several samplers of a run share journal and ledger, which is None where nothing is
    to be asked.
    """

    model: SampledModel
    journal: str = ""
    ledger: Ledger | None = None

    @property
    def label(self) -> str:
        """What responses call the model."""
        return self.model.label

    @property
    def plan(self) -> SamplingPlan:
        """How it is sampled."""
        return self.model

    def sample(self, asks: Iterable[Ask]) -> Iterator[Sampled | NotSampled]:
        """See `Sampler`. Raises EndpointDownError."""
        client = open_client(self.model, self.ledger or Ledger(BudgetConfig(), None), self.journal)
        if self.model.mode == "batch":
            batches = Batches(client, self.model.batch_poll_seconds)
            yield from map(_sampled, batches.ask(map(self.request, asks)))
            return
        results = in_order(asks, lambda ask: self._begin(client, ask), self.model.concurrency, client.stop)
        with contextlib.closing(results):
            for result in results:
                client.check_up()
                yield result
        client.check_answered()

    def request(self, ask: Ask) -> Request:
        """The request of one sample."""
        model = self.model
        body: dict[str, Any] = {
            "model": model.model,
            "temperature": ask.temperature,
            "seed": ask.seed,
            model.token_limit: model.max_tokens,
            **model.extra,
        }
        if model.form == "chat":
            system = [{"role": "system", "content": ask.system}] if ask.system else []
            body["messages"] = [*system, {"role": "user", "content": ask.question.prompt}]
        else:
            system_text = f"{ask.system}\n\n" if ask.system else ""
            text = model.template.replace("{system}", system_text)
            body["prompt"] = text.replace("{prompt}", ask.question.prompt)
            if model.stop:
                body["stop"] = list(model.stop)
        return Request.make(model.base_url, body, f"{ask.question.id} {self.label} {ask.sample}")

    def _begin(self, client: Client, ask: Ask) -> Callable[[], Sampled | NotSampled]:
        finish = client.admit(self.request(ask))

        def wait() -> Sampled | NotSampled:
            try:
                return _sampled(finish())
            except EndpointError as error:
                return _sampled(error)

        return wait


def _sampled(result: Answer | EndpointError) -> Sampled | NotSampled:
    if isinstance(result, EndpointError):
        return NotSampled(result.reason, str(result))
    text = result.text.strip()
    if result.finish == "content_filter":
        return NotSampled(CONTENT_FILTER, "the endpoint's filter held the answer back")
    if result.repaired:
        return NotSampled(NOT_UNICODE, f"the answer has {result.repaired} lone surrogates")
    if not text:
        return NotSampled("empty", f"the answer is empty (finish: {result.finish})")
    if "\x00" in text:
        return NotSampled(BAD_ANSWER, "the answer has null characters")
    return Sampled(text, result.finish, result.prompt_tokens, result.completion_tokens)
