"""Answers in JSON: asked for as the endpoint allows, checked whatever it promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
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
        self,
        form: Form[ModelT],
        messages: list[dict[str, str]],
        seed: int,
        max_tokens: int,
        *,
        about: str,
        logprobs: bool = False,
    ) -> Callable[[], tuple[Answer, ModelT]]:
        """Looks the answer up or sets its cost aside (see `Client.admit`); the function that comes back waits
        for it. That one raises EndpointError, and UnfitError for an answer that is not of this form.
        """
        plain: dict[str, Any] = {
            "model": self._config.model,
            "messages": messages,
            "seed": seed,
            self._config.token_limit: max_tokens,
            **self._config.extra,
        }
        if self._config.temperature is not None:
            plain["temperature"] = self._config.temperature
        rich = plain | self._optional(form, logprobs)
        first = plain if self._plain else rich
        finish = self._client.admit(self._request(first, about))

        def wait() -> tuple[Answer, ModelT]:
            try:
                answer = finish()
            except EndpointError as error:
                if error.reason != BAD_REQUEST or first == plain:
                    raise
                # It may be that it does not know these fields; then the others need not try.
                answer = self._client.ask(self._request(plain, about))
                self._plain = True
            return answer, read_form(form, answer)

        return wait

    def _optional(self, form: Form[ModelT], logprobs: bool) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self._config.structured_output == "json-schema":
            inner = {"name": form.name, "strict": True, "schema": form.schema}
            fields["response_format"] = {"type": "json_schema", "json_schema": inner}
        elif self._config.structured_output == "json-object":
            fields["response_format"] = {"type": "json_object"}
        return fields | ({"logprobs": True, "top_logprobs": 5} if logprobs else {})

    def _request(self, body: dict[str, Any], about: str) -> Request:
        return Request.make(self._config.base_url, body, about)


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
