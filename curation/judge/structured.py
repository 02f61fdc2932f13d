"""Answers in JSON: asked for as the endpoint allows, checked whatever it promises."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from curation.endpoint import Answer, EndpointError, Request
from curation.endpoint.client import Client
from curation.endpoint.errors import BAD_REQUEST, CONTENT_FILTER
from curation.judge.config import StructuredConfig

ModelT = TypeVar("ModelT", bound=BaseModel)

# Models without structured output like to put JSON into a block of code.
_BLOCK = re.compile(r"```(?:json)?\s*(.*?)\s*```", re.S | re.I)


class UnfitError(ValueError):
    """An answer that is not as asked for. `reason` is a short code: `length`, `invalid-json`, `schema`, …"""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Form(Generic[ModelT]):
    """What is asked for: the JSON schema to send, and the model that checks what came."""

    name: str
    schema: dict[str, Any]
    model: type[ModelT]


@dataclass(frozen=True)
class StructuredQuestion(Generic[ModelT]):
    """One question that is to be answered in JSON of this form, with at most so many tokens. `about` says to
    people what it is for; with `logprobs` the probabilities of tokens are asked for too.
    """

    form: Form[ModelT]
    messages: list[dict[str, str]]
    seed: int
    max_tokens: int
    about: str
    logprobs: bool = False


class StructuredClient:
    """Asks one model for JSON. Safe for several threads."""

    def __init__(self, client: Client, config: StructuredConfig) -> None:
        self._client = client
        self._config = config
        self._plain = config.structured_output == "none"

    @property
    def client(self) -> Client:
        """What does the asking."""
        return self._client

    def begin(
        self, questions: Sequence[StructuredQuestion[ModelT]], *, again: bool = False
    ) -> list[Callable[[], tuple[Answer, ModelT]]]:
        """Looks the answers up or sets their cost aside (see `Client.admit_all`); the functions that come
        back wait for them. Those raise EndpointError, and UnfitError for an answer that is not of its form.
        """
        ways = [structured_requests(self._config, question) for question in questions]
        firsts = [plain if self._plain else rich for plain, rich in ways]
        finishing = self._client.admit_all(firsts, again=again)
        return [
            functools.partial(self._finish, question.form, finish, None if first.key == plain.key else plain)
            for question, finish, first, (plain, _) in zip(questions, finishing, firsts, ways, strict=True)
        ]

    def _finish(
        self, form: Form[ModelT], finish: Callable[[], Answer], plain: Request | None
    ) -> tuple[Answer, ModelT]:
        try:
            answer = finish()
        except EndpointError as error:
            if error.reason != BAD_REQUEST or plain is None:
                raise
            # It may be that it does not know these fields; then the others need not try.
            answer = self._client.ask(plain)
            self._plain = True
        return answer, read_form(form, answer)


def structured_requests(
    config: StructuredConfig, question: StructuredQuestion[Any]
) -> tuple[Request, Request]:
    """The question without and with the fields that not every endpoint knows."""
    plain: dict[str, Any] = {
        "model": config.model,
        "messages": question.messages,
        "seed": question.seed,
        config.token_limit: question.max_tokens,
        **config.extra,
    }
    if config.temperature is not None:
        plain["temperature"] = config.temperature
    optional: dict[str, Any] = {"logprobs": True, "top_logprobs": 5} if question.logprobs else {}
    if config.structured_output == "json-schema":
        inner = {"name": question.form.name, "strict": True, "schema": question.form.schema}
        optional["response_format"] = {"type": "json_schema", "json_schema": inner}
    elif config.structured_output == "json-object":
        optional["response_format"] = {"type": "json_object"}
    first, second = (
        Request.make(config.base_url, body, question.about) for body in (plain, plain | optional)
    )
    return first, second


def read_form(form: Form[ModelT], answer: Answer) -> ModelT:
    """The answer's JSON as the form's model. Raises UnfitError, and EndpointError for what a filter held
    back.
    """
    if answer.finish == "content_filter":
        raise EndpointError(CONTENT_FILTER, "the endpoint's filter held the answer back")
    if answer.finish == "length":
        raise UnfitError("length")
    text = answer.text.strip()
    if block := _BLOCK.fullmatch(text):
        text = block.group(1)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise UnfitError("invalid-json") from None
    try:
        return form.model.model_validate(found)
    except ValidationError:
        raise UnfitError("schema") from None
