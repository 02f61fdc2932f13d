"""A language model as judge: many claims of one response in one request."""

from __future__ import annotations

import contextlib
import dataclasses
import random
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from curation.endpoint import Answer, EndpointError, sample_seed
from curation.endpoint.client import open_client
from curation.endpoint.errors import TOO_LONG
from curation.endpoint.in_order import in_order, run_all
from curation.endpoint.ledger import open_ledger
from curation.judge.checker import unscored
from curation.judge.config import JudgeConfig
from curation.judge.fences import fence_word, fenced, numbers
from curation.judge.instructions import JUDGE, list_schema, object_schema
from curation.judge.passages import Passage, chosen, passages
from curation.judge.probability import LABELS, from_tokens
from curation.judge.structured import Form, StructuredClient, UnfitError
from schemas.document import Document
from schemas.responses import CONTRADICTED, NOT_FOUND, SUPPORTED, Claim, Verdict

ACCOUNT = "judge"
_TOKENS_PER_CLAIM, _TOKENS_BESIDES = 90, 200
_REASON_CHARACTERS = 200
# A sentence that is good to be asked for as it stands.
_CONTROL_CHARACTERS = range(30, 300)


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


@dataclass(frozen=True)
class _Sheet:
    """One request: what was shown under which number, and what must come back."""

    claims: dict[int, Claim]
    passages: dict[int, Passage]
    controls: dict[int, tuple[str, str]]
    messages: list[dict[str, str]]
    seed: int


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
        size = max(1, min(self.config.claims_per_call, len(claims)) >> number)
        batches = [claims[start : start + size] for start in range(0, len(claims), size)]
        return [self._begin_batch(case, batch, number) for batch in batches]

    def _begin_batch(self, case: _Case, claims: Sequence[Claim], number: int) -> Callable[[], list[Claim]]:
        sheet = self._sheet(claims, case.every, number)
        finish = case.client.begin(
            _FORM,
            sheet.messages,
            sheet.seed,
            _TOKENS_BESIDES + _TOKENS_PER_CLAIM * (len(claims) + len(sheet.controls)),
            about=f"{claims[0].response} {len(claims)} claims, try {number + 1}",
            logprobs=self.config.logprobs,
        )

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

    def _sheet(self, claims: Sequence[Claim], every: Sequence[Passage], number: int) -> _Sheet:
        # Less of long pages, too, should the first request have been too long for the model.
        shown = chosen(every, [claim.text for claim in claims], self.config.page_characters >> number)
        about: list[str | int] = [claims[0].response, *(claim.id for claim in claims), number]
        seed = sample_seed(self.seed, *about)
        controls = self._controls(shown, seed) if self.config.controls else []
        texts: list[Claim | tuple[str, str]] = [*claims]
        chance = random.Random(seed)  # noqa: S311 (no secret)
        for control in controls:
            texts.insert(chance.randint(0, len(texts)), control)
        numbered = dict(zip(numbers(len(texts), seed), texts, strict=True))
        by_number = dict(enumerate(shown, 1))
        lines = [f"[{place}] {passage.text}" for place, passage in by_number.items()]
        asked = [f"({n}) {one.text if isinstance(one, Claim) else one[0]}" for n, one in numbered.items()]
        word = fence_word([*lines, *asked], seed)
        content = f"{fenced('passages', word, lines)}\n\n{fenced('claims', word, asked)}"
        return _Sheet(
            claims={n: one for n, one in numbered.items() if isinstance(one, Claim)},
            passages=by_number,
            controls={n: one for n, one in numbered.items() if not isinstance(one, Claim)},
            messages=[{"role": "system", "content": JUDGE}, {"role": "user", "content": content}],
            seed=seed,
        )

    def _controls(self, shown: Sequence[Passage], seed: int) -> list[tuple[str, str]]:
        """Claims whose label is known."""
        word = fence_word([passage.text for passage in shown], seed, "control")
        found = [(f"The passages give the code word {word}.", NOT_FOUND)]
        plain = [p.text for p in shown if p.start >= 0 and len(p.text) in _CONTROL_CHARACTERS]
        if plain:
            sentence = plain[seed % len(plain)]
            found.append((f"The passages have the sentence: {sentence}", SUPPORTED))
        return found

    def _read(
        self, sheet: _Sheet, answer: Answer, form: _Verdicts
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

    def _verdict(self, sheet: _Sheet, claim: Claim, one: _One, sure: float | None) -> Verdict:
        said = one.confidence if one.label == SUPPORTED else 1 - one.confidence
        shown = [sheet.passages[place] for place in dict.fromkeys(one.sentences) if place in sheet.passages]
        return Verdict(
            claim=claim.id,
            response=claim.response,
            question=claim.question,
            label=one.label,
            probability=said if sure is None else sure,
            checker=self.name,
            reason=" ".join(one.reason.split())[:_REASON_CHARACTERS],
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
