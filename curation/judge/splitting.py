"""A language model that splits responses into claims."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from curation.claims.sentences import sentence_spans
from curation.endpoint import Answer, EndpointError, Request, sample_seed
from curation.endpoint.client import open_client
from curation.endpoint.errors import TOO_LONG
from curation.endpoint.in_order import in_order, run_all
from curation.endpoint.ledger import open_ledger
from curation.judge.config import SplitConfig
from curation.judge.fences import fence_word, fenced, numbers
from curation.judge.instructions import SPLIT, list_schema, object_schema
from curation.judge.structured import (
    Form,
    StructuredClient,
    StructuredQuestion,
    UnfitError,
    structured_requests,
)
from schemas.outcome import Rejected
from schemas.responses import Claim, Response

ACCOUNT = "split"
FACT = "fact"
KINDS = (FACT, "opinion", "hedge", "greeting", "question", "refusal", "other")
_TOKENS_PER_WORD, _TOKENS_PER_SENTENCE, _TOKENS_BESIDES = 4, 60, 200
_CLAIM_CHARACTERS = 600
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")


# Begin and end of a sentence in the response.
Span: TypeAlias = tuple[int, int]


class _One(BaseModel):
    model_config = ConfigDict(strict=True)

    sentence: int
    kind: Literal["fact", "opinion", "hedge", "greeting", "question", "refusal", "other"]
    text: str = Field(min_length=1, max_length=_CLAIM_CHARACTERS)


class _Claims(BaseModel):
    model_config = ConfigDict(strict=True)

    claims: list[_One]


_FORM = Form(
    "claims",
    list_schema(
        "claims",
        object_schema(
            sentence={"type": "integer"},
            kind={"type": "string", "enum": list(KINDS)},
            text={"type": "string"},
        ),
    ),
    _Claims,
)


@dataclass
class _Case:
    """A response on its way: the entries and the reasons so far, by the sentences' spans."""

    client: StructuredClient
    response: Response
    topic: str
    found: dict[Span, list[_One]] = field(default_factory=dict)
    errors: dict[Span, str] = field(default_factory=dict)


@dataclass
class LlmSplitter:
    """Splits responses, one request each as a rule.

    Sentences have numbers that the model echoes, so that every claim keeps its place in the response and no
    sentence is lost. What comes back unfit is asked again in half as large pieces, as configured: besides
    what `structured.py` finds, a sentence without an entry (`missing`), one that is not there (`sentences`),
    a number that the response does not have (`number`), and claims that share no word with their sentence,
    as those in another language (`words`). A response that cannot be split is rejected, with the last reason.
    """

    config: SplitConfig
    seed: int
    journal: str = ""
    _opened: StructuredClient | None = field(default=None, init=False, repr=False, compare=False)

    def split(self, response: Response, topic: str) -> list[Claim] | Rejected:
        """The claims in the order of the text. `topic` is what the response is about; empty: not known.
        Raises EndpointDownError.
        """
        with _OPENING:
            if self._opened is None:
                self._opened = self._open()
        return self._begin(self._opened, response, topic)()

    def split_many(
        self, items: Iterable[tuple[Response, str]]
    ) -> Generator[list[Claim] | Rejected, None, None]:
        """`split` of each response with its topic, in order, many at the same time. Raises
        EndpointDownError.
        """
        opened = self._open()
        threads = self.config.concurrency
        yield from in_order(items, lambda item: self._begin(opened, *item), threads, opened.client.stop)
        opened.client.check_answered()

    def _begin(
        self, client: StructuredClient, response: Response, topic: str
    ) -> Callable[[], list[Claim] | Rejected]:
        spans = sentence_spans(response.text)
        case = _Case(client, response, topic)
        begun = self._begin_round(case, spans, 0)

        def finish() -> list[Claim] | Rejected:
            calls = begun
            left: list[Span] = []
            for number in range(self.config.retries + 1):
                left = [span for part in run_all(calls) for span in part]
                if not left:
                    break
                if number < self.config.retries:
                    calls = self._begin_round(case, left, number + 1)
            if missing := [span for span in spans if span not in case.found]:
                detail = f"no claims of {len(missing)} of {len(spans)} sentences"
                return Rejected(case.errors[missing[0]], response.id, detail, response.text)
            return _claims(case, spans)

        return finish

    def requests(self, response: Response, topic: str) -> Iterator[tuple[Request, Request]]:
        """What `split` would ask first, for an estimate: each as it is asked as a rule, and as it is asked of
        an endpoint that does not know all fields.
        """
        for piece in self._pieces(sentence_spans(response.text), 0):
            _, question = self._question(response, topic, piece, 0)
            plain, rich = structured_requests(self.config, question)
            yield (plain, rich) if self.config.structured_output == "none" else (rich, plain)

    def _begin_round(self, case: _Case, spans: Sequence[Span], number: int) -> list[Callable[[], list[Span]]]:
        """One call per piece; each notes what it found, and returns the sentences to be asked again."""
        pieces = self._pieces(spans, number)
        asked = [self._question(case.response, case.topic, piece, number) for piece in pieces]
        finishing = case.client.begin([question for _, question in asked], again=number > 0)
        return [
            _collector(case, piece, by_number, finish)
            for piece, (by_number, _), finish in zip(pieces, asked, finishing, strict=True)
        ]

    def _pieces(self, spans: Sequence[Span], number: int) -> list[Sequence[Span]]:
        size = max(1, min(self.config.sentences_per_call, len(spans)) >> number)
        return [spans[start : start + size] for start in range(0, len(spans), size)]

    def _question(
        self, response: Response, topic: str, spans: Sequence[Span], number: int
    ) -> tuple[dict[int, Span], StructuredQuestion[_Claims]]:
        """What is asked about these sentences, and the number that each was shown under."""
        seed = sample_seed(self.seed, response.id, number, spans[0][0])
        by_number = dict(zip(numbers(len(spans), seed), spans, strict=True))
        lines = [f"({n}) {response.text[start:end]}" for n, (start, end) in by_number.items()]
        head = [f"topic: {topic}"] if topic else []
        word = fence_word([*head, *lines], seed)
        messages = [
            {"role": "system", "content": SPLIT},
            {"role": "user", "content": fenced("text", word, [*head, *lines])},
        ]
        words = sum(len(line.split()) for line in lines)
        most = _TOKENS_BESIDES + _TOKENS_PER_SENTENCE * len(lines) + _TOKENS_PER_WORD * words
        about = f"{response.id} {len(spans)} sentences, try {number + 1}"
        return by_number, StructuredQuestion(_FORM, messages, seed, most, about=about)

    def _open(self) -> StructuredClient:
        ledger = open_ledger(self.config.budget, self.journal, ACCOUNT)
        return StructuredClient(open_client(self.config, ledger, self.journal), self.config)

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_opened": None}


_OPENING = threading.Lock()


def _collector(
    case: _Case,
    spans: Sequence[Span],
    by_number: Mapping[int, Span],
    finish: Callable[[], tuple[Answer, _Claims]],
) -> Callable[[], list[Span]]:
    """Notes what came back of one piece; what that returns is to be asked again."""

    def collect() -> list[Span]:
        try:
            _, form = finish()
            entries = _by_sentence(case, by_number, form)
        except UnfitError as error:
            case.errors.update(dict.fromkeys(spans, error.reason))
            return list(spans)
        except EndpointError as error:
            case.errors.update(dict.fromkeys(spans, error.reason))
            return list(spans) if error.reason == TOO_LONG and len(spans) > 1 else []
        case.found.update(entries)
        left = [span for span in spans if span not in entries]
        given = {by_number[one.sentence] for one in form.claims}
        case.errors.update((span, "number" if span in given else "missing") for span in left)
        return left

    return collect


def _by_sentence(case: _Case, by_number: Mapping[int, Span], form: _Claims) -> dict[Span, list[_One]]:
    """The entries of each sentence, but for those with a number that the response does not have. Raises
    UnfitError for an answer that is about something else.
    """
    found: dict[Span, list[_One]] = {}
    allowed = set(_NUMBER.findall(f"{case.response.text} {case.topic}"))
    wrong: set[Span] = set()
    shared = facts = 0
    for one in form.claims:
        if one.sentence not in by_number:
            raise UnfitError("sentences")
        span = by_number[one.sentence]
        if one.kind == FACT:
            facts += 1
            shared += bool(_shared(case.response.text[span[0] : span[1]], one.text))
            if not all(_known(number, allowed) for number in _NUMBER.findall(one.text)):
                wrong.add(span)
        found.setdefault(span, []).append(one)
    # Names stay what they are in any language, so one claim says little.
    if shared < facts / 2:
        raise UnfitError("words")
    return {span: entries for span, entries in found.items() if span not in wrong}


def _known(number: str, allowed: set[str]) -> bool:
    """Whether the response has the number; the second of the years 1969-70 may be written out."""
    return number in allowed or (len(number) == 4 and number[2:] in allowed)


def _claims(case: _Case, spans: Sequence[Span]) -> list[Claim]:
    """In the order of the text, each with the words that it was made of."""
    response = case.response
    claims: list[Claim] = []
    for span in spans:
        for one in case.found[span]:
            start, end = _span(response.text, span, one)
            claims.append(
                Claim(
                    id=f"{response.id}/{len(claims)}",
                    response=response.id,
                    question=response.question,
                    text=" ".join(one.text.split()),
                    start=start,
                    end=end,
                    checkable=one.kind == FACT,
                    reason="" if one.kind == FACT else one.kind,
                )
            )
    return claims


def _span(text: str, sentence: Span, one: _One) -> Span:
    """From the first to the last word of the sentence that the claim has too; else the whole sentence."""
    start, end = sentence
    shared = _shared(text[start:end], one.text) if one.kind == FACT else []
    if not shared:
        return sentence
    return start + shared[0].start(), start + shared[-1].end()


def _shared(sentence: str, claim: str) -> list[re.Match[str]]:
    """The words of the sentence, but for short ones, that the claim has too."""
    words = {word.casefold() for word in _WORD.findall(claim) if _telling(word)}
    return [
        match
        for match in _WORD.finditer(sentence)
        if _telling(match.group()) and match.group().casefold() in words
    ]


def _telling(word: str) -> bool:
    return len(word) > 3 or word.isdigit() or word[:1].isupper() or not word.isascii()
