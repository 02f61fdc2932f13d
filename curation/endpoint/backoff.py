"""How long to wait before asking again."""

from __future__ import annotations

import email.utils
import math
import random
import time
from collections.abc import Mapping


def backoff(seconds: float, attempt: int, key: str) -> float:
    """The wait after `attempt` failures (from 1): doubled for each, less up to a half, so that requests that
    failed together do not come back together. The share is drawn from the request's key: the same in
    every run.
    """
    share = random.Random(f"{key} {attempt}").random()  # noqa: S311 (no secret)
    return float(seconds * 2 ** min(attempt - 1, 30) * (1 - share / 2))


def asked_to_wait(headers: Mapping[str, str]) -> float:
    """The seconds that a server asks to wait, 0 if it does not: `retry-after-ms`, or Retry-After in seconds
    or as an HTTP date (RFC 9110, 10.2.3).
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None:
        return seconds
    try:
        date = email.utils.parsedate_to_datetime(value or "")
        return max(0.0, date.timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return 0.0  # neither a number nor a date: our own backoff will do


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
