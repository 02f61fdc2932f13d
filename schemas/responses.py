"""What a model answered, what it claims, and what the page says to that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from schemas.facts import Evidence

SUPPORTED, CONTRADICTED, NOT_FOUND, UNSCORED = "supported", "contradicted", "not-found", "unscored"
VERDICTS = (SUPPORTED, CONTRADICTED, NOT_FOUND, UNSCORED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One sampled answer to one question.

    `id` is `{question}/{model name}/{sample}`; `system` the system prompt (empty: none); `temperature` and
    `seed` as asked for; `finish` the reason it ended (`stop`, `length`); tokens as the endpoint counted them,
    or -1 where it does not say. `corrupted` names what was done to a reference answer where no model was
    asked (`value`, `dropped`, …); empty for a model's own words.
    """

    VERSION: ClassVar[int] = 1

    id: str
    question: str
    model: str
    sample: int
    text: str
    system: str
    temperature: float
    seed: int
    finish: str
    prompt_tokens: int
    completion_tokens: int
    corrupted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of a response that can be checked by itself.

    `text` is self-contained (pronouns resolved); the words it was made of are characters `start` to `end` of
    the response's text (code points, end exclusive). `checkable` is false for greetings, hedges, opinions,
    questions and refusals, and `reason` then says which.
    """

    VERSION: ClassVar[int] = 1

    id: str
    response: str
    question: str
    text: str
    start: int
    end: int
    checkable: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the evidence says to one claim.

    `label` is one of `VERDICTS`; `unscored` means that nobody judged it (an error is never a score), and
    `error` says why. `probability` is that of being supported, from 0 to 1, and -1 where unscored; `checker`
    names what judged (`offline`, `judge:MODEL`, `entailment:NAME`), `reason` why in a few words; `evidence`
    the sentences that decided. Where a cascade asked a second checker, `earlier_label` and
    `earlier_probability` are what the first one said (empty and -1: nobody was asked before).
    """

    VERSION: ClassVar[int] = 1

    claim: str
    response: str
    question: str
    label: str
    probability: float
    checker: str
    reason: str
    error: str = ""
    evidence: list[Evidence] = field(default_factory=list)
    earlier_label: str = ""
    earlier_probability: float = -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredResponse:
    """A response and how factual it is; the numbers that pairs are made of.

    Counts are of checkable claims. `precision` is supported / (all but unscored), -1 where there is no claim
    to divide by; `penalised` is precision with FActScore's length penalty, `f1` F1@K (SAFE). `state` is
    `scored`, `abstained` or `unscored`; `score` is the one number that responses are ranked by, -1 unless
    scored or abstained under a policy that scores it. `low` and `high` are the bounds of the score where
    claims decide it, else the score itself. `matched` says whether a short answer is `right`, `partial` or
    `wrong` (empty: claims decide). `premise` is `corrected`, `swallowed`, `ignored` or empty (no false
    premise).

    From `kind` on: what pairs have to know of the question (`inserted` are the kinds of what was inserted)
    and of the response, so that they can be made again without a join. `expected` is the sum of the judged
    claims' probabilities of being supported.
    """

    VERSION: ClassVar[int] = 2

    id: str
    question: str
    model: str
    text: str
    state: str
    score: float
    low: float
    high: float
    precision: float
    penalised: float
    f1: float
    supported: int
    contradicted: int
    not_found: int
    unscored: int
    matched: str
    premise: str
    words: int
    kind: str = ""
    source: str = ""
    prompt: str = ""
    system: str = ""
    finish: str = ""
    documents: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    expected: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """A row that belongs to a question, on its way to the others that do: `record` names its class
    (`Question`, `Response`, `Claim`, `Verdict`), `row` has its fields as JSON, without evidence.
    """

    VERSION: ClassVar[int] = 1

    question: str
    record: str
    row: str
