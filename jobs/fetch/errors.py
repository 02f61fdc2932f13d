"""What can go wrong between a publisher's server and a file here."""

from __future__ import annotations


class FetchError(Exception):
    """The download did not succeed and trying again at once would not help; the message says what to do."""


class NotThereError(FetchError):
    """The server has nothing at this address (404 or 410)."""


class TransientError(Exception):
    """This attempt failed; a later one may not. `retry_after`: seconds that the server asked to wait."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
