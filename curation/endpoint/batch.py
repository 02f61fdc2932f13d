"""The Batch API: requests handed in as one file, answered within a day at half the price.

A run that was killed while it waited finds the batch again (see `batch_records.py`), by its id, or by a token
in its metadata if the id was never written down. (https://platform.openai.com/docs/guides/batch)
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from curation.endpoint import errors
from curation.endpoint.answer import Answer, BadAnswerError, parse_json, read_answer
from curation.endpoint.backoff import backoff
from curation.endpoint.batch_records import Batch, batches_of, begun, created, done
from curation.endpoint.client import Client
from curation.endpoint.errors import EndpointDownError, EndpointError
from curation.endpoint.http import Failure, status_failure
from curation.endpoint.journal import Journal
from curation.endpoint.ledger import Spent
from curation.endpoint.request import Request

# OpenAI's limits for one batch are 50,000 requests and 200 MB.
MOST_REQUESTS = 50_000
MOST_BYTES = 150 << 20
_TOKEN = "roae"  # noqa: S105 (a name in the metadata)
_LISTED = 1000
_ENDED = frozenset({"completed", "expired", "cancelled", "failed"})
_FAILED_POLLS = 20


@dataclass
class _Work:
    """Requests of one file, and why some of them will not be answered."""

    requests: Mapping[str, Request]
    failed: dict[str, EndpointError] = field(default_factory=dict)


class Batches:
    """Asks by batches what a `Client` would ask one by one. Its journal is needed."""

    def __init__(self, client: Client, poll_seconds: float) -> None:
        if client.journal is None:
            raise ValueError("the Batch API needs a journal, where the batches are remembered")
        self._client = client
        self._journal: Journal = client.journal
        self._poll_seconds = poll_seconds

    def ask(self, requests: Iterable[Request]) -> Iterator[Answer | EndpointError]:
        """What became of each request, in order; waits for hours. Raises EndpointDownError for a batch that
        cannot be handed in or looked after; what was handed in is found again by the next run.
        """
        for part in _parts(requests):
            work = _Work({request.key: request for request in part})
            self._run(work)
            for request in part:
                yield self._result(work, request)

    def _run(self, work: _Work) -> None:
        for batch in self._open_batches(work):
            self._finish(work, batch)
        for _ in range(self._client.config.attempts):
            missing = self._admitted(work)
            if not missing:
                return
            self._finish(work, self._hand_in(missing))

    def _result(self, work: _Work, request: Request) -> Answer | EndpointError:
        if request.key in work.failed:
            return work.failed[request.key]
        known = self._client.known(request)
        return known or EndpointError(errors.BATCH, "the batch ended without an answer to this")

    def _admitted(self, work: _Work) -> list[Request]:
        """What is to be asked: what has no answer, did not fail for good, and is within the budget. What it
        may cost counts as spent until the batch is done.
        """
        missing: list[Request] = []
        for request in work.requests.values():
            if request.key in work.failed:
                continue
            problem = self._admit(request, missing)
            if problem is not None:
                work.failed[request.key] = problem
        return missing

    def _admit(self, request: Request, missing: list[Request]) -> EndpointError | None:
        try:
            if self._client.known(request) is None:
                (aside,) = self._client.ledger.set_aside([request])
                self._client.ledger.settle(aside)
                missing.append(request)
        except EndpointError as error:
            return error
        return None

    def _most(self, requests: Iterable[Request]) -> Spent:
        total, ledger = Spent(), self._client.ledger
        for request in requests:
            total += ledger.cost(
                request.model, request.prompt_tokens_at_most, request.completion_tokens_at_most
            )
        return total

    def _hand_in(self, missing: Sequence[Request]) -> Batch:
        most = self._most(missing)
        keys = {request.key: None for request in missing}
        batch = Batch(uuid.uuid4().hex, self._client.config.base_url, keys, missing[0].chat, most)
        self._journal.put_batch(begun(batch))
        path = "/v1/chat/completions" if batch.chat else "/v1/completions"
        lines = [
            json.dumps({"custom_id": r.key, "method": "POST", "url": path, "body": dict(r.body)})
            for r in missing
        ]
        data = ("\n".join(lines) + "\n").encode()
        api = self._client.http.client
        file = self._call(api.files.create, file=(f"{batch.token}.jsonl", data), purpose="batch")

        def create() -> str:
            # An attempt that failed may have got there: a second batch would be paid for too.
            return self._find(batch.token) or str(
                api.batches.create(
                    input_file_id=file.id,
                    endpoint=path,
                    completion_window="24h",
                    metadata={_TOKEN: batch.token},
                ).id
            )

        batch.id = self._call(create)
        self._journal.put_batch(created(batch))
        return batch

    def _open_batches(self, work: _Work) -> list[Batch]:
        """Batches of earlier runs that have requests of this work, and are not done."""
        found = []
        for batch in batches_of(self._journal.batches()):
            if (
                batch.done
                or batch.base_url != self._client.config.base_url
                or not (work.requests.keys() & batch.keys.keys())
            ):
                continue
            if not batch.id:
                batch.id = self._call(self._find, token=batch.token)
            if batch.id:
                found.append(batch)
            else:  # it was never created
                self._end(batch, Spent())
        return found

    def _find(self, token: str) -> str:
        """The id of the batch with this token in its metadata, or nothing."""
        listed = islice(self._client.http.client.batches.list(limit=100), _LISTED)
        return next((str(one.id) for one in listed if (one.metadata or {}).get(_TOKEN) == token), "")

    def _finish(self, work: _Work, batch: Batch) -> None:
        """Waits for the batch, and keeps its answers."""
        ended = self._wait(batch)
        cost = Spent()
        for name in (ended.output_file_id, ended.error_file_id):
            if name:
                content = self._call(self._client.http.client.files.content, file_id=name)
                for line in content.content.splitlines():
                    cost += self._keep(work, batch, line)
        self._end(batch, cost)
        if ended.status == "failed":
            details = getattr(ended.errors, "data", None) or []
            codes = sorted({str(one.code) for one in details if one.code}) or ["no reason given"]
            raise self._down(f"batch {batch.id} failed ({', '.join(codes)})")
        if ended.status == "cancelled":  # somebody does not want it answered
            for key in batch.keys:
                if self._journal.get(key) is None:
                    work.failed[key] = EndpointError(errors.BATCH, f"batch {batch.id} was cancelled")

    def _wait(self, batch: Batch) -> Any:
        failures = 0
        while True:
            try:
                found = self._client.http.call(self._client.http.client.batches.retrieve, batch_id=batch.id)
                failures = 0
                if found.status in _ENDED:
                    return found
            except Failure as failure:
                failures += 1
                if not failure.again or failures >= _FAILED_POLLS:
                    raise self._down(
                        f"batch {batch.id} cannot be looked after ({failure.reason}: {failure})"
                    ) from None
            self._client.sleep(self._poll_seconds)

    def _keep(self, work: _Work, batch: Batch, line: bytes) -> Spent:
        """Keeps one line of a batch's output; returns what it did cost."""
        try:
            found = parse_json(line)
            key, response = found["custom_id"], found.get("response") or {}
            known = key in batch.keys
        except (BadAnswerError, KeyError, TypeError, AttributeError):
            return Spent()  # whose line this is cannot be told: its request stays unanswered
        if not known:
            return Spent()
        request = work.requests.get(key)
        status, body = response.get("status_code"), response.get("body")
        if status != 200:
            inner = body if isinstance(body, dict) else found.get("error")
            failure = status_failure("the batch says", status if isinstance(status, int) else 500, inner, {})
            if not failure.again:
                work.failed[key] = EndpointError(failure.reason, str(failure))
            return Spent()
        try:
            answer = read_answer(body, batch.chat)
        except BadAnswerError as error:
            return self._cost(request, error.prompt_tokens, error.completion_tokens)
        self._journal.put(key, answer, request.about if request else f"batch {batch.id}")
        return self._cost(request, answer.prompt_tokens, answer.completion_tokens)

    def _cost(self, request: Request | None, prompt_tokens: int, completion_tokens: int) -> Spent:
        model = request.model if request else self._client.config.model
        if prompt_tokens < 0 or completion_tokens < 0:
            return self._most([request]) if request else Spent(calls=1)
        return self._client.ledger.cost(model, prompt_tokens, completion_tokens)

    def _end(self, batch: Batch, cost: Spent) -> None:
        self._journal.put_batch(done(batch))
        self._client.ledger.correct(cost - batch.aside)

    def _call(self, function: Callable[..., Any], **arguments: Any) -> Any:
        """A call of the client, tried again as often as a request is."""
        attempt = 1
        while True:
            try:
                return self._client.http.call(function, **arguments)
            except Failure as failure:  # noqa: PERF203 (seconds are waited here)
                if not failure.again or attempt == self._client.config.attempts:
                    raise self._down(f"the Batch API failed ({failure.reason}: {failure})") from None
                wait = max(failure.wait, backoff(self._client.config.backoff_seconds, attempt, ""))
                self._client.sleep(min(wait, self._client.config.longest_wait_seconds))
                attempt += 1

    def _down(self, how: str) -> EndpointDownError:
        return EndpointDownError(
            f"endpoint {self._client.config.base_url}, model {self._client.config.model}: {how}. What was "
            "answered and handed in so far is kept, and the same command goes on from there"
        )


def _parts(requests: Iterable[Request]) -> Iterator[list[Request]]:
    """Requests of one kind, as many as a batch may have."""
    part: list[Request] = []
    size = 0
    for request in requests:
        here = len(json.dumps(dict(request.body))) + 200
        full = len(part) >= MOST_REQUESTS or size + here > MOST_BYTES
        if part and (full or part[0].chat != request.chat):
            yield part
            part, size = [], 0
        part.append(request)
        size += here
    if part:
        yield part
