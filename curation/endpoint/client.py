"""Asking an endpoint: what is known already comes from the journal, what fails is tried again, and the
budget is never exceeded.
"""

from __future__ import annotations

import contextlib
import functools
import threading
import time
from collections.abc import Callable, Sequence

from curation.endpoint import errors
from curation.endpoint.answer import Answer, BadAnswerError, parse_json, read_answer
from curation.endpoint.backoff import backoff
from curation.endpoint.config import BudgetConfig, EndpointConfig
from curation.endpoint.errors import EndpointDownError, EndpointError
from curation.endpoint.http import Failure, Http
from curation.endpoint.journal import Journal, open_journal
from curation.endpoint.ledger import Aside, Ledger
from curation.endpoint.request import Request


class Client:
    """Asks one endpoint. Safe for several threads. Make it in the process that uses it: it holds the API
    key, which it reads from the environment.

    Raises ImportError if `openai` is not installed.
    """

    def __init__(
        self, config: EndpointConfig, journal: Journal | None = None, ledger: Ledger | None = None
    ) -> None:
        self.config = config
        self.journal = journal
        self.ledger = ledger or Ledger(BudgetConfig(), None)
        self._http = Http(config)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._not_before = 0.0
        self._answered = 0
        self._failed_in_a_row = 0
        self._last = ""

    @property
    def http(self) -> Http:
        """For calls other than completions."""
        return self._http

    def ask(self, request: Request) -> Answer:
        """The answer. Raises EndpointError, and EndpointDownError where the endpoint is taken to be down."""
        return self.admit_all([request], again=True)[0]()

    def admit(self, request: Request) -> Callable[[], Answer]:
        """The first half of `ask`, which is quick: looks the answer up, or sets aside what it may cost. The
        second half, which waits for the endpoint, is what it returns, and must be called.

        Call this in one thread in the order of the requests, and which of them a budget still allows depends
        on nothing else. Both raise EndpointDownError, and the second half EndpointError.
        """
        return self.admit_all([request])[0]

    def admit_all(self, requests: Sequence[Request], *, again: bool = False) -> list[Callable[[], Answer]]:
        """`admit` of several, of which a budget allows all or none. `again`: see `Ledger.set_aside`."""
        self.check_up()
        finishing: list[Callable[[], Answer] | None] = []
        unknown: list[Request] = []
        for request in requests:
            try:
                known = self.known(request)
            except EndpointError as error:
                finishing.append(_raiser(error))
                continue
            if known is None:
                unknown.append(request)
            finishing.append(None if known is None else _giver(known))
        begun: list[Callable[[], Answer]]
        try:
            asides = self.ledger.set_aside(unknown, self._stopped.is_set, again=again) if unknown else []
            begun = [functools.partial(self._finish, *pair) for pair in zip(unknown, asides, strict=True)]
        except EndpointError as error:
            begun = [_raiser(error)] * len(unknown)
        others = iter(begun)
        return [finish or next(others) for finish in finishing]

    def known(self, request: Request) -> Answer | None:
        """The answer, if it is in the journal. Raises EndpointError for what cannot be asked at all."""
        if not request.is_unicode():
            raise EndpointError(errors.NOT_UNICODE, "the text has lone surrogates, and cannot be sent")
        return None if self.journal is None else self.journal.get(request.key)

    def check_up(self) -> None:
        """Raises EndpointDownError once so many requests in a row were given up."""
        limit = self.config.give_up_after
        if limit and self._failed_in_a_row >= limit:
            raise self._down(f"{self._failed_in_a_row} requests in a row were given up")

    def check_answered(self) -> None:
        """To be called at the end: raises EndpointDownError if requests were given up and none was answered,
        which is no fault of the questions.
        """
        if self.config.give_up_after and self._failed_in_a_row and not self._answered:
            raise self._down("no request was answered")

    def stop(self) -> None:
        """Ends the waits between attempts: what waits is given up."""
        self._stopped.set()

    def _finish(self, request: Request, aside: Aside) -> Answer:
        claim = contextlib.nullcontext() if self.journal is None else self.journal.claim(request.key)
        try:
            with claim:
                # Not before: who has the claim may be waiting for what is under way.
                self.ledger.begin(aside)
                # Someone else may have asked meanwhile.
                known = None if self.journal is None else self.journal.get(request.key)
                answer = known or self._attempts(request, aside)
        except EndpointError as error:
            self._note_failure(error)
            raise
        finally:
            self.ledger.give_back(aside)  # if it was not needed
        with self._lock:
            self._answered += 1
            self._failed_in_a_row = 0
        return answer

    def _attempts(self, request: Request, aside: Aside) -> Answer:
        attempts, attempt = self.config.attempts, 1
        while True:
            try:
                return self._once(request, aside)
            except Failure as failure:  # noqa: PERF203 (seconds are waited here)
                end = f"{failure} after {attempt} of {attempts} attempts"
                if failure.wait > self.config.longest_wait_seconds:
                    end += f", and it asks to wait for {failure.wait:.0f} seconds"
                elif failure.again and attempt < attempts:
                    self._wait(failure, attempt, request.key)
                    aside = self._set_aside_again(request, end)
                    attempt += 1
                    continue
                raise EndpointError(failure.reason, end) from None

    def _set_aside_again(self, request: Request, end: str) -> Aside:
        try:
            return self.ledger.set_aside([request], self._stopped.is_set, again=True)[0]
        except EndpointError as error:
            raise EndpointError(error.reason, f"{end}, and there is no budget for another") from None

    def _once(self, request: Request, aside: Aside) -> Answer:
        """One attempt, kept in the journal. Raises Failure. What it costs is settled in any case."""
        try:
            self._pause()
            data = self._http.send(request)
            answer = read_answer(parse_json(data), request.chat)
            if self.journal is not None:
                self.journal.put(request.key, answer, request.about)
            self.ledger.settle(aside, answer.prompt_tokens, answer.completion_tokens)
        except Failure as failure:
            if not failure.billed:
                self.ledger.refuse(aside)
            raise
        except (EndpointError, EndpointDownError):
            self.ledger.give_back(aside)
            raise
        except BadAnswerError as error:
            self.ledger.settle(aside, error.prompt_tokens, error.completion_tokens)
            raise Failure(errors.BAD_ANSWER, str(error), again=True) from None
        finally:
            self.ledger.settle(aside)  # a timeout, a full disk: it may have been billed
        return answer

    def _wait(self, failure: Failure, attempt: int, key: str) -> None:
        """Waits before the next attempt. What the endpoint asks for holds for all threads: it counts requests
        by API key, and every one that comes too early is an attempt lost.
        """
        if failure.wait:
            with self._lock:
                self._not_before = max(self._not_before, time.monotonic() + failure.wait)
        wait = backoff(self.config.backoff_seconds, attempt, key)
        self.sleep(min(wait, self.config.longest_wait_seconds))

    def _pause(self) -> None:
        self.check_up()
        self.sleep(0)
        while (left := self._not_before - time.monotonic()) > 0:
            self.sleep(left)

    def sleep(self, seconds: float) -> None:
        """Waits, unless the client is stopped. Raises EndpointError then."""
        if self._stopped.wait(seconds):
            raise EndpointError(errors.STOPPED, "the run was stopped while this waited for another attempt")

    def _note_failure(self, error: EndpointError) -> None:
        if error.reason not in errors.OF_THE_REQUEST:
            with self._lock:
                self._failed_in_a_row += 1
                self._last = f"{error.reason}: {error}"

    def _down(self, how: str) -> EndpointDownError:
        hint = "" if self._http.has_key else f" (${self.config.api_key_variable} is not set)"
        return EndpointDownError(
            f"endpoint {self.config.base_url}, model {self.config.model}: {how}, the last one as "
            f"{self._last}{hint}. Correct the endpoint or its configuration; what was answered so far is "
            "kept, and the same command goes on from there"
        )


def open_client(config: EndpointConfig, ledger: Ledger, journal: str) -> Client:
    """A client with the journal of this folder (empty: none is kept). Raises InputError for one that cannot
    be a journal.
    """
    return Client(config, open_journal(journal) if journal else None, ledger)


def _giver(answer: Answer) -> Callable[[], Answer]:
    return lambda: answer


def _raiser(error: EndpointError) -> Callable[[], Answer]:
    def fail() -> Answer:
        raise error

    return fail
