"""Questions that a page answers, and what was slipped into them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from schemas.facts import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Inserted:
    """Text added to a question: `kind` is `false-premise`, `true-premise`, `distractor`, `leading` or
    `pressure`; `text` is what was added, word for word; `claim` what it says (empty: nothing), `is_false`
    whether that is wrong, `correction` what is right (empty: nothing to correct).
    """

    kind: str
    text: str
    claim: str
    is_false: bool
    correction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question about one page (two, for a comparison).

    `kind` is `short`, `yes-no`, `list`, `biography`, `about`, `summary`, `timeline`, `comparison` or
    `unanswerable`; `prompt` is what is asked, inserted text included, and `plain` the question without it.
    `answers` are the accepted answers of a short, yes-no or list question, best first (for a list: its
    items), each with its forms in `aliases`, row for row; open questions have none and are judged by their
    claims. `documents` are the ids of the pages that answer it, `facts` the facts it was made of.
    """

    VERSION: ClassVar[int] = 1

    id: str
    kind: str
    relation: str
    subject: str
    source: str
    language: str
    prompt: str
    plain: str
    answers: list[str]
    aliases: list[list[str]]
    documents: list[str]
    facts: list[str]
    evidence: list[Evidence]
    inserted: list[Inserted] = field(default_factory=list)
