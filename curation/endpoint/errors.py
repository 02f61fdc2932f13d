"""Why there is no answer. A reason is a short stable code, which ends up in `Rejected` and in verdicts."""

from __future__ import annotations

from schemas.split import InputError

CONNECTION = "connection"  # refused, reset, or cut off in the middle of the answer
TIMEOUT = "timeout"
UNAUTHORIZED = "unauthorized"  # 401, 403
NOT_FOUND = "not-found"  # 404: no such model or path
RATE_LIMITED = "rate-limited"  # 429, 503 that asks to wait
QUOTA = "quota"  # 429 that waiting does not help
SERVER_ERROR = "server-error"  # 5xx
BAD_REQUEST = "bad-request"  # any other 4xx
TOO_LONG = "too-long"  # the prompt does not fit into the model
CONTENT_FILTER = "content-filter"
BAD_ANSWER = "bad-answer"  # 200, and then not what the protocol says
NOT_UNICODE = "not-unicode"  # lone surrogates, in what is asked or answered
BUDGET = "budget"  # not asked
STOPPED = "stopped"  # the run ended meanwhile
BATCH = "batch"  # the Batch API gave the request back unanswered

# What a request may itself be to blame for says nothing about the endpoint.
OF_THE_REQUEST = frozenset({TOO_LONG, CONTENT_FILTER, NOT_UNICODE, BUDGET, STOPPED})


class EndpointError(RuntimeError):
    """No answer. `reason` is one of the codes above; the message names the kind of failure and the status,
    and never what was asked, what was answered, or the API key.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class EndpointDownError(InputError):
    """The endpoint answers nothing at all: no single question is to blame, and the run stops."""


class BudgetSpentError(InputError):
    """The budget is spent before all was asked: the run ends, and goes on when there is more."""
