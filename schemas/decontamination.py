"""What flows while documents are compared with evaluation sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from schemas.keys import Hash64


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationItem:
    """An item of an evaluation set.

    `item` names it by set, file and row, counted from 1 (`truthfulqa:TruthfulQA.csv:17`). `answers` are the
    right ones as texts, as far as the file tells. `texts` are what is looked for in documents: the question,
    and where choices complete it, the question with each of them. `words` is how many the longest has.
    """

    VERSION: ClassVar[int] = 1

    item: str
    set: str
    question: str
    choices: list[str]
    answers: list[str]
    texts: list[str]
    words: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedText:
    """The fields of a `Document` that are compared: to read those alone."""

    id: str
    source: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What a document has in common with an evaluation item.

    `share` (0 to 1) is that of the item's n-grams, of which it has `ngrams`, that stand in the document, and
    `contaminated` whether that is enough. `matching` is the document's text from the first to the last of
    them, which stand between the characters `start` and `end` (the middle is left out of a long one).
    `answer_found`: a right answer stands in the document too. `key` is a hash of the document's id.
    """

    VERSION: ClassVar[int] = 1

    item: str
    set: str
    question: str
    answers: list[str]
    key: Hash64
    id: str
    source: str
    title: str
    share: float
    ngrams: int
    matching: str
    start: int
    end: int
    answer_found: bool
    contaminated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """A row of the report: an evaluation item that documents have n-grams of.

    `contaminated` counts the documents that have enough of them, `with_answer` those of them in which a right
    answer stands too, `overlapping` those that have fewer. `share` and `matching` are of the document with
    the largest share; `sources` counts the contaminated ones, and `examples` are the ids of some, or else of
    overlapping ones.
    """

    VERSION: ClassVar[int] = 1

    item: str
    set: str
    question: str
    answers: list[str]
    contaminated: int
    with_answer: int
    overlapping: int
    share: float
    matching: str
    sources: dict[str, int]
    examples: list[str]
