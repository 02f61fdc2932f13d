"""Questions that the page does not answer: to say so is right."""

from __future__ import annotations

from collections.abc import Iterator

from curation.questions.draft import AskedPage, Draft
from curation.questions.phrasing import fill, voice_of
from curation.questions.wordings import UNSTATED
from curation.seeded import Choices


def unanswerable_questions(page: AskedPage, seed: int) -> Iterator[Draft]:
    """One question for each relation of which the page says nothing."""
    stated = {fact.relation for fact in page.facts if fact.kind != "unstated"}
    for fact in page.stated:
        if fact.kind != "unstated" or fact.relation in stated or not fact.subject:
            continue
        choices = Choices(seed, f"unanswerable\t{fact.id}")
        voice = voice_of(fact, page.stated)
        yield Draft(
            kind="unanswerable",
            relation=fact.relation,
            subject=fact.subject,
            plain=fill(choices.one(UNSTATED[fact.relation].one), voice),
            facts=(fact,),
            evidence=tuple(fact.evidence),
            voice=voice,
        )
