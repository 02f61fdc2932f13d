"""A language model as judge: many claims of one response in one request."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from curation.endpoint import Answer, EndpointError, Request
from curation.endpoint.answer import without_surrogates
from curation.endpoint.client import open_client
from curation.endpoint.errors import TOO_LONG
from curation.endpoint.in_order import in_order, run_all
from curation.endpoint.ledger import open_ledger
from curation.judge.checker import unscored
from curation.judge.config import JudgeConfig
from curation.judge.instructions import list_schema, object_schema
from curation.judge.passages import Passage, passages
from curation.judge.probability import LABELS, from_tokens
from curation.judge.sheet import Sheet, make_sheet
from curation.judge.structured import (
    Form,
    StructuredClient,
    StructuredQuestion,
    UnfitError,
    structured_requests,
)
from schemas.document import Document
from schemas.responses import CONTRADICTED, SUPPORTED, Claim, Verdict

ACCOUNT = "judge"
_TOKENS_PER_CLAIM, _TOKENS_BESIDES = 90, 200
_REASON_CHARACTERS = 200


class _One(BaseModel):
    model_config = ConfigDict(strict=True)

    claim: int
    reason: str
    sentences: list[int]
    label: Literal["supported", "contradicted", "not-found"]
    confidence: float = Field(ge=0, le=1)


class _Verdicts(BaseModel):
    model_config = ConfigDict(strict=True)

    verdicts: list[_One]


_FORM = Form(
    "verdicts",
    list_schema(
        "verdicts",
        object_schema(
            claim={"type": "integer"},
            reason={"type": "string"},
            sentences={"type": "array", "items": {"type": "integer"}},
            label={"type": "string", "enum": list(LABELS)},
            confidence={"type": "number"},
        ),
    ),
    _Verdicts,
)


@dataclass
class _Case:
    """The claims of one response on their way: verdicts and reasons so far, by the claims' ids."""

    client: StructuredClient
    every: Sequence[Passage]
    errors: dict[str, str]
    found: dict[str, Verdict] = field(default_factory=dict)


@dataclass
class LlmJudge:
    """A `Checker` that asks a language model.

    Page text and claims stand between marks that they cannot hold; claims have numbers that the model has to
    echo; among them are controls, which a judge that does what a page tells it gets wrong. What comes back
    unfit (no JSON, cut off, verdicts of other claims, a missing one, no evidence, a wrong control) is asked
    again, as configured, in half as large batches; after that it is `unscored`, with the reason as `error`:
    one of `curation/endpoint/errors.py`, or `length`, `invalid-json`, `schema`, `verdicts`, `missing`,
    `evidence`, `control`. Claims that cannot be checked, or have no page, are not asked about.

    The probability of a claim is that of its label's token, where the endpoint gives token probabilities,
    else what the model says. `journal` is as in `QuestionsToResponses`.
    """

    config: JudgeConfig
    seed: int
    journal: str = ""
    _opened: StructuredClient | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """As verdicts have it."""
        return f"judge:{self.config.model}"

    def check(self, claims: Sequence[Claim], pages: Sequence[Document]) -> list[Verdict]:
        """See `Checker`. Raises EndpointDownError."""
        return self.begin(claims, pages)()

    def check_many(
        self, items: Iterable[tuple[Sequence[Claim], Sequence[Document]]]
    ) -> Generator[list[Verdict], None, None]:
        """`check` of each item, in order, many at the same time. Raises EndpointDownError."""
        with self.opened() as judge:
            yield from in_order(items, lambda item: judge.begin(*item), self.config.concurrency, judge.stop)

    @contextlib.contextmanager
    def opened(self) -> Iterator[LlmJudge]:
        """A judge like this one with a client of its own, which can be stopped. Raises EndpointDownError at
        the end if nothing was answered.
        """
        judge = dataclasses.replace(self)
        yield judge
        if judge._opened is not None:
            judge._opened.client.check_answered()

    def stop(self) -> None:
        """Ends the waits between attempts, for good."""
        if self._opened is not None:
            self._opened.client.stop()

    def begin(self, claims: Sequence[Claim], pages: Sequence[Document]) -> Callable[[], list[Verdict]]:
        """The quick half of `check`, to be called in the order of the claims (see `Client.admit`); what it
        returns is the other half, and must be called.
        """
        with _OPENING:
            if self._opened is None:
                self._opened = self._open()
            client = self._opened
        every = passages(pages)
        case = _Case(client, every, {claim.id: _not_judged(claim, every) for claim in claims})
        begun = self._begin_round(case, [claim for claim in claims if not case.errors[claim.id]], 0)

        def finish() -> list[Verdict]:
            calls = begun
            for number in range(self.config.retries + 1):
                left = [claim for part in run_all(calls) for claim in part]
                if not left or number == self.config.retries:
                    break
                calls = self._begin_round(case, left, number + 1)
            return [
                case.found.get(claim.id) or unscored(claim, self.name, case.errors[claim.id])
                for claim in claims
            ]

        return finish

    def _begin_round(
        self, case: _Case, claims: Sequence[Claim], number: int
    ) -> list[Callable[[], list[Claim]]]:
        """One call per batch; each notes what it found, and returns what is to be asked again."""
        batches = self._batches(claims, number)
        sheets = [make_sheet(self.config, self.seed, batch, case.every, number) for batch in batches]
        finishing = case.client.begin(
            [self._question(*pair, number) for pair in zip(sheets, batches, strict=True)], again=number > 0
        )
        return [self._collector(case, *one) for one in zip(sheets, batches, finishing, strict=True)]

    def requests(
        self, claims: Sequence[Claim], pages: Sequence[Document]
    ) -> Iterator[tuple[Request, Request]]:
        """What `check` would ask first, for an estimate: each as it is asked as a rule, and as it is asked of
        an endpoint that does not know all fields.
        """
        every = passages(pages)
        asked = [claim for claim in claims if not _not_judged(claim, every)]
        for batch in self._batches(asked, 0):
            sheet = make_sheet(self.config, self.seed, batch, every, 0)
            plain, rich = structured_requests(self.config, self._question(sheet, batch, 0))
            yield (plain, rich) if self.config.structured_output == "none" else (rich, plain)

    def _batches(self, claims: Sequence[Claim], number: int) -> list[Sequence[Claim]]:
        size = max(1, min(self.config.claims_per_call, len(claims)) >> number)
        return [claims[start : start + size] for start in range(0, len(claims), size)]

    def _question(self, sheet: Sheet, claims: Sequence[Claim], number: int) -> StructuredQuestion[_Verdicts]:
        return StructuredQuestion(
            _FORM,
            sheet.messages,
            sheet.seed,
            _TOKENS_BESIDES + _TOKENS_PER_CLAIM * (len(claims) + len(sheet.controls)),
            about=f"{claims[0].response} {len(claims)} claims, try {number + 1}",
            logprobs=self.config.logprobs,
        )

    def _collector(
        self,
        case: _Case,
        sheet: Sheet,
        claims: Sequence[Claim],
        finish: Callable[[], tuple[Answer, _Verdicts]],
    ) -> Callable[[], list[Claim]]:
        def collect() -> list[Claim]:
            try:
                answer, form = finish()
                verdicts, unfit = self._read(sheet, answer, form)
            except UnfitError as error:
                case.errors.update((claim.id, error.reason) for claim in claims)
                return list(claims)
            except EndpointError as error:
                case.errors.update((claim.id, error.reason) for claim in claims)
                return list(claims) if error.reason == TOO_LONG else []
            case.found.update((verdict.claim, verdict) for verdict in verdicts)
            case.errors.update((claim.id, reason) for claim, reason in unfit)
            return [claim for claim, _ in unfit]

        return collect

    def _read(
        self, sheet: Sheet, answer: Answer, form: _Verdicts
    ) -> tuple[list[Verdict], list[tuple[Claim, str]]]:
        """The verdicts that can be used, and the claims without one. Raises UnfitError for an answer of which
        nothing can be believed.
        """
        given = [one.claim for one in form.verdicts]
        if len(set(given)) != len(given) or not set(given) <= sheet.claims.keys() | sheet.controls.keys():
            raise UnfitError("verdicts")
        labels = {one.claim: one.label for one in form.verdicts}
        for number, (_, label) in sheet.controls.items():
            if number not in labels:
                raise UnfitError("missing")
            if (labels[number] == SUPPORTED) != (label == SUPPORTED):
                raise UnfitError("control")
        sure = from_tokens(answer, [one.label for one in form.verdicts])
        verdicts, unfit = [], []
        by_number = {one.claim: (place, one) for place, one in enumerate(form.verdicts)}
        for number, claim in sheet.claims.items():
            if number not in by_number:
                unfit.append((claim, "missing"))
                continue
            place, one = by_number[number]
            verdict = self._verdict(sheet, claim, one, None if sure is None else sure[place])
            if verdict.label in (SUPPORTED, CONTRADICTED) and not verdict.evidence:
                unfit.append((claim, "evidence"))
            else:
                verdicts.append(verdict)
        return verdicts, unfit

    def _verdict(self, sheet: Sheet, claim: Claim, one: _One, sure: float | None) -> Verdict:
        said = one.confidence if one.label == SUPPORTED else 1 - one.confidence
        shown = [sheet.passages[place] for place in dict.fromkeys(one.sentences) if place in sheet.passages]
        return Verdict(
            claim=claim.id,
            response=claim.response,
            question=claim.question,
            label=one.label,
            probability=said if sure is None else sure,
            checker=self.name,
            # JSON within JSON may have escaped halves of characters, which cannot be stored.
            reason=" ".join(without_surrogates(one.reason)[0].split())[:_REASON_CHARACTERS],
            evidence=[passage.evidence for passage in shown],
        )

    def _open(self) -> StructuredClient:
        ledger = open_ledger(self.config.budget, self.journal, ACCOUNT)
        return StructuredClient(open_client(self.config, ledger, self.journal), self.config)

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_opened": None}


_OPENING = threading.Lock()


def _not_judged(claim: Claim, every: Sequence[Passage]) -> str:
    """Why nobody is asked about the claim; empty if somebody is."""
    if not claim.checkable:
        return f"not checkable: {claim.reason}"
    if not claim.text.strip():
        return "the claim is empty"
    return "" if every else "there is no page, or no text on it"
