"""One request over the wire, by the `openai` client, and what can go wrong with it."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Mapping
from typing import Any

from curation.endpoint import errors
from curation.endpoint.backoff import asked_to_wait
from curation.endpoint.config import EndpointConfig
from curation.endpoint.request import Request

# No answer of ours comes near; a server that never ends must not fill the memory.
MOST_BYTES = 64 << 20
# What an error calls itself is shown, if it is a code and no text, which might hold anything.
_CODE = re.compile(r"[a-z][a-z0-9_.-]{1,50}", re.I)
_RETRIED = frozenset({408, 409, 425, 429})


class Failure(Exception):  # noqa: N818 (caught in this package, and turned into EndpointError)
    """One attempt that failed: whether another may help, how long the endpoint asks to wait (seconds), and
    whether this one may be billed. The message has no part of what was asked or answered.
    """

    def __init__(
        self, reason: str, message: str, *, again: bool, wait: float = 0.0, billed: bool = False
    ) -> None:
        super().__init__(message)
        self.reason, self.again, self.wait, self.billed = reason, again, wait, billed


class Http:
    """Sends requests. Safe for several threads. Raises ImportError if `openai` is not installed."""

    def __init__(self, config: EndpointConfig) -> None:
        import openai  # noqa: PLC0415 (seconds to import, and most runs ask no endpoint)

        self._openai: Any = openai
        self._config = config
        # A local server needs no key, but the client insists on one.
        key = os.environ.get(config.api_key_variable) or "none"
        self.client: Any = openai.OpenAI(
            base_url=config.base_url, api_key=key, timeout=config.timeout_seconds, max_retries=0
        )
        # Errors of the transport come as they are while a body is read. Which of its two transports the
        # client uses depends on its version.
        self._cut: tuple[type[Exception], ...] = tuple(
            sys.modules[name].HTTPError for name in ("httpx", "httpx2") if name in sys.modules
        )

    @property
    def has_key(self) -> bool:
        """Whether there is an API key."""
        return bool(os.environ.get(self._config.api_key_variable))

    def send(self, request: Request) -> bytes:
        """The body of the answer. Raises Failure."""
        body = dict(request.body)
        required = ("model", "messages" if request.chat else "prompt")
        resource = self.client.chat.completions if request.chat else self.client.completions
        deadline = time.monotonic() + self._config.timeout_seconds
        try:
            with resource.with_streaming_response.create(
                **{name: body.pop(name) for name in required},
                extra_body=body,
                # An endpoint that knows this header answers a request twice and bills it once.
                extra_headers={"Idempotency-Key": request.key},
            ) as response:
                return self._read(response, deadline)
        except self._openai.OpenAIError as error:
            raise self._failure(error) from None  # the client's errors hold the request and its headers
        except self._cut as error:
            raise _cut(type(error).__name__) from None

    def call(self, function: Any, **arguments: Any) -> Any:
        """Any other call of the client, its errors as Failure."""
        try:
            return function(**arguments)
        except self._openai.OpenAIError as error:
            raise self._failure(error) from None
        except self._cut as error:
            raise _cut(type(error).__name__) from None

    def _read(self, response: Any, deadline: float) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if time.monotonic() > deadline:
                raise Failure(errors.TIMEOUT, "the answer took too long", again=True, billed=True)
            if size > MOST_BYTES:
                raise Failure(errors.BAD_ANSWER, f"more than {MOST_BYTES:,} bytes", again=False, billed=True)
        return b"".join(parts)

    def _failure(self, error: Any) -> Failure:
        name = type(error).__name__
        if isinstance(error, self._openai.APIStatusError):
            return status_failure(name, error.status_code, error.body, error.response.headers)
        if isinstance(error, self._openai.APITimeoutError):
            return Failure(errors.TIMEOUT, name, again=True, billed=True)
        if isinstance(error, self._openai.APIConnectionError):
            # Refused, or cut off after it was sent: only the second may be billed.
            refused = isinstance(error.__cause__, self._cut) and "Connect" in type(error.__cause__).__name__
            return Failure(errors.CONNECTION, name, again=True, billed=not refused)
        return Failure(errors.BAD_ANSWER, name, again=True, billed=True)


def status_failure(name: str, status: int, body: object, headers: Mapping[str, str]) -> Failure:
    """What a status of 400 or more means."""
    code = _code(body)
    message = f"{name} {status}" + (f" ({code})" if code else "")
    wait = asked_to_wait(headers)
    if "content_filter" in code or "content_policy" in code:
        return Failure(errors.CONTENT_FILTER, message, again=False)
    if "context_length" in code:
        return Failure(errors.TOO_LONG, message, again=False)
    if status == 429 and "quota" in code:
        return Failure(errors.QUOTA, message, again=False)
    if status == 429 or (status == 503 and wait):
        return Failure(errors.RATE_LIMITED, message, again=True, wait=wait)
    if status >= 500 or status in _RETRIED:
        return Failure(errors.SERVER_ERROR, message, again=True, wait=wait)
    reasons = {401: errors.UNAUTHORIZED, 403: errors.UNAUTHORIZED, 404: errors.NOT_FOUND}
    return Failure(reasons.get(status, errors.BAD_REQUEST), message, again=False)


def _cut(name: str) -> Failure:
    reason = errors.TIMEOUT if "Timeout" in name else errors.CONNECTION
    return Failure(reason, f"the answer was cut off ({name})", again=True, billed=True)


def _code(body: object) -> str:
    """The code or type that an error's body gives, if it looks like one. The client has taken it out of
    `error` where there is such a field.
    """
    if isinstance(body, dict):
        inner = body.get("error")
        fields = inner if isinstance(inner, dict) else body
        for name in ("code", "type"):
            value = fields.get(name)
            if isinstance(value, str) and _CODE.fullmatch(value):
                return value
    return ""
