"""Facts → questions, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.facts.contested import Contested
from curation.questions.comparison import comparison_questions
from curation.questions.config import QuestionsConfig
from curation.questions.draft import AskedPage, Draft
from curation.questions.insertion import Inserter
from curation.questions.mixture import choose
from curation.questions.open import open_questions
from curation.questions.pools import Pools
from curation.questions.short import short_questions
from curation.questions.unanswerable import unanswerable_questions
from curation.questions.wrong import WrongValues
from curation.questions.yes_no import yes_no_questions
from schemas.facts import Fact
from schemas.keys import text_key
from schemas.questions import Question


@dataclass(frozen=True)
class FactsToQuestions:
    """Function of a group stage, by document, that uses those of the contested facts and of the pools: the
    questions of each page, by their ids.

    Holds the facts of one page, and of each pool that is asked for.
    """

    config: QuestionsConfig
    seed: int

    def __call__(
        self, groups: Iterable[tuple[str, list[Fact]]], contested: str, pools: str
    ) -> Iterator[Question]:
        """See the class; the folders are those of the two stages."""
        unsure, pooled = Contested(contested), Pools(pools)
        wrong = WrongValues(pooled, self.config.wrong)
        inserter = Inserter(self.config.insertion, pooled, wrong, self.seed)
        for document, facts in groups:
            page = asked_page(document, facts, unsure)
            drafts = {question_id(document, draft): draft for draft in self.drafts(page, pooled, wrong)}
            wanted = choose(list(drafts.items()), self.config.weights, self.config.per_page, self.seed)
            for name in sorted(wanted):
                yield _question(name, drafts[name], page, inserter)

    def drafts(self, page: AskedPage, pools: Pools, wrong: WrongValues) -> Iterator[Draft]:
        """All questions that can be asked about the page; of those with the same words, the first."""
        said: set[str] = set()
        for draft in (
            *short_questions(page, self.seed),
            *yes_no_questions(page, self.seed, wrong, self.config.false_share),
            *open_questions(page, self.seed),
            *comparison_questions(page, self.seed, pools),
            *unanswerable_questions(page, self.seed),
        ):
            if draft.plain not in said:
                said.add(draft.plain)
                yield draft


def asked_page(document: str, facts: Iterable[Fact], contested: Contested) -> AskedPage:
    """The page's facts in the order of its text, each once."""
    once = {fact.id: fact for fact in facts}
    ordered = sorted(
        once.values(), key=lambda fact: (fact.evidence[0].start if fact.evidence else -1, fact.id)
    )
    return AskedPage(
        document=document,
        source=ordered[0].source,
        title=ordered[0].title,
        facts=ordered,
        stated=[fact for fact in ordered if fact.key not in contested],
    )


def question_id(document: str, draft: Draft) -> str:
    """The document's id and a hash of what is asked."""
    return f"{document}#q{text_key(document, draft.kind, draft.plain):016x}"


def _question(name: str, draft: Draft, page: AskedPage, inserter: Inserter) -> Question:
    insertion = inserter.insert(draft, page, name)
    return Question(
        id=name,
        kind=draft.kind,
        relation=draft.relation,
        subject=draft.subject,
        source=page.source,
        language="en",
        prompt=insertion.prompt if insertion is not None else draft.plain,
        plain=draft.plain,
        answers=list(draft.answers),
        aliases=[list(forms) for forms in draft.aliases],
        documents=list(dict.fromkeys(fact.document for fact in draft.facts)),
        facts=[fact.id for fact in draft.facts],
        evidence=list(draft.evidence),
        inserted=[insertion.inserted] if insertion is not None else [],
    )
