"""Chat completions from an OpenAI-compatible endpoint: retried, and remembered on disk."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_MAX_WAIT_SECONDS = 60.0


class EndpointConfig(BaseModel):
    """Which model answers, and how patiently it is asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: str = Field(
        description="The endpoint's address up to and including its version, such as `…/v1`."
    )
    model: str = Field(description="The model's name, as the endpoint calls it.")
    api_key_variable: str = Field(
        default="OPENAI_API_KEY",
        description="The environment variable with the API key; the key itself is never configuration.",
    )
    temperature: float = Field(default=0.0, ge=0.0, le=2.0, description="0: the most likely text.")
    seed: int = Field(default=0, description="Sent along; endpoints may ignore it.")
    max_tokens: int = Field(default=1024, ge=1, description="Tokens of an answer.")
    timeout_seconds: float = Field(default=120.0, gt=0, description="For one request.")
    attempts: int = Field(default=4, ge=1, description="Requests until one is given up.")
    backoff_seconds: float = Field(
        default=1.0, ge=0, description="Wait after the first failure; twice as long after each further one."
    )
    concurrency: int = Field(default=8, ge=1, description="Requests at the same time, per worker.")
    cache: str = Field(
        default="",
        description="Folder of answers by request, so that a run again gives the same text; empty: none.",
    )


class EndpointError(RuntimeError):
    """No answer after all attempts. The message names the kind of failure and the status, never the
    request.
    """


class Endpoint:
    """Asks one model. Safe for several threads. Raises ValueError if `openai` is not installed."""

    def __init__(self, config: EndpointConfig) -> None:
        try:
            import openai  # noqa: PLC0415 (optional)
        except ImportError as error:
            raise ValueError("to rewrite paragraphs, install the package `openai`") from error
        self._config = config
        self._openai: Any = openai
        # A local server needs no key, but the client insists on one.
        key = os.environ.get(config.api_key_variable) or "none"
        self._client: Any = openai.OpenAI(
            base_url=config.base_url, api_key=key, timeout=config.timeout_seconds, max_retries=0
        )

    def answer(self, messages: list[dict[str, str]]) -> str:
        """The model's answer to these messages. Raises EndpointError."""
        request = {
            "model": self._config.model,
            "messages": messages,
            "temperature": self._config.temperature,
            "seed": self._config.seed,
            "max_tokens": self._config.max_tokens,
        }
        place = self._place(request)
        if place is not None and (remembered := _remembered(place)) is not None:
            return remembered
        text = self._ask(request)
        if place is not None:
            _remember(place, text)
        return text

    def _ask(self, request: dict[str, Any]) -> str:
        wait = self._config.backoff_seconds
        problem = ""
        for attempt in range(self._config.attempts):
            if attempt:
                time.sleep(min(wait, _MAX_WAIT_SECONDS))
                wait *= 2
            try:
                return _text(self._client.chat.completions.create(**request))
            except self._openai.APIStatusError as error:
                problem = f"{type(error).__name__} {error.status_code}"
                if error.status_code < 500 and error.status_code not in (408, 409, 429):
                    break  # asking again would not help
                wait = max(wait, _retry_after(error.response.headers.get("retry-after")))
            except (self._openai.OpenAIError, ValueError) as error:
                # Cut connections and timeouts, and answers that are not what the protocol says.
                problem = type(error).__name__
        raise EndpointError(f"{problem} after {attempt + 1} of {self._config.attempts} attempts")

    def _place(self, request: dict[str, Any]) -> Path | None:
        """Where the answer to the request is remembered."""
        if not self._config.cache:
            return None
        identity = json.dumps(
            {"base_url": self._config.base_url, **request}, sort_keys=True, ensure_ascii=False
        )
        digest = hashlib.sha256(identity.encode()).hexdigest()
        return Path(self._config.cache) / digest[:2] / f"{digest}.json"


def _text(completion: Any) -> str:
    """The text of the first choice. Raises ValueError for an answer without one."""
    try:
        text = completion.choices[0].message.content
    except (AttributeError, IndexError, TypeError) as error:
        raise ValueError("the answer has no choices") from error
    if not isinstance(text, str):
        raise ValueError("the answer has no text")
    return text.strip()


def _retry_after(value: str | None) -> float:
    try:
        return float(value or 0)
    except ValueError:
        return 0.0  # a date: our own backoff will do


def _remembered(place: Path) -> str | None:
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None  # not asked yet, or a file that is not ours: it is asked (again) and replaced
    text = found.get("text") if isinstance(found, dict) else None
    return text if isinstance(text, str) else None


def _remember(place: Path, text: str) -> None:
    """Complete or absent, whoever else writes it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{threading.get_ident()}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"text": text}, file, ensure_ascii=False)
    Path(temporary).replace(place)
