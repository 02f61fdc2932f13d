"""Items of multiple-choice sets, whatever their publishers' format was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceItem:
    """One question with answers to choose from.

    `id` is the set's name, the file's and the row (`siqa:dev.jsonl:17`); `set` the layout's name. `context`
    is what has to be read first (empty: nothing), `question` what is asked; a gap in it is `____`. `choices`
    are different texts, `right` the places of those that are right, and `counts` how many people gave each
    (empty where nobody was asked: one is right and the others wrong). `group` is the same for items that
    share their context or question.
    """

    VERSION: ClassVar[int] = 1

    id: str
    set: str
    context: str
    question: str
    choices: list[str]
    right: list[int]
    group: str
    licence: str
    counts: list[int] = field(default_factory=list)
