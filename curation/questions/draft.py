"""A question before anything is slipped into it, and the page it is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curation.facts.naming import folded
from curation.questions.phrasing import Voice
from schemas.facts import Evidence, Fact


@dataclass(frozen=True, slots=True)
class Draft:
    """`plain` is what is asked, `answers` and `aliases` as in `Question`; `facts` are those that it is made
    of, the first the one that the answer comes from. `variant` tells questions of one fact and kind apart.
    `claim` is what a yes-no question asks, as a statement, and `right` the statement that is true.
    """

    kind: str
    relation: str
    subject: str
    plain: str
    facts: tuple[Fact, ...]
    answers: tuple[str, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    variant: str = ""
    voice: Voice | None = None
    claim: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class AskedPage:
    """The facts of one page: `stated` those that no other contests, `own` those of them about the page's
    subject.
    """

    document: str
    source: str
    title: str
    facts: Sequence[Fact]
    stated: Sequence[Fact]

    @property
    def own(self) -> list[Fact]:
        """About the page's subject, and not one of its tables' or sentences' other subjects."""
        definition = self.definition
        name = definition.subject if definition else ""
        return [
            fact
            for fact in self.stated
            if fact.kind in ("infobox", "definition", "event") and fact.subject == name
        ]

    @property
    def definition(self) -> Fact | None:
        """The page's definition, if it has one."""
        return next((fact for fact in self.stated if fact.relation == "definition"), None)

    def section(self, relation: str) -> list[Fact]:
        """The passages of a relation: `article`, `section` or `timeline`."""
        return [fact for fact in self.stated if fact.kind == "section" and fact.relation == relation]


def gives_away(question: str, answers: Sequence[str]) -> bool:
    """Whether an answer stands in the question, in whole or with all of its words."""
    asked = folded(question)
    words = set(asked.split())
    for answer in answers:
        said = folded(answer)
        if not said:
            continue
        if re.search(rf"\b{re.escape(said)}\b", asked) or set(said.split()) <= words:
            return True
    return False
