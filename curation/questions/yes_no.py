"""Questions to be answered with yes or no: the fact as it is, or with a wrong value."""

from __future__ import annotations

from collections.abc import Iterator

from curation.facts.events import past_verb
from curation.facts.relations import RELATIONS
from curation.questions.draft import AskedPage, Draft
from curation.questions.phrasing import Voice, dated, fill, sentence, voice_of
from curation.questions.wordings import WORDINGS
from curation.questions.wrong import WrongValues
from curation.seeded import Choices
from schemas.facts import Fact


def yes_no_questions(page: AskedPage, seed: int, wrong: WrongValues, false_share: float) -> Iterator[Draft]:
    """One question for each fact that has a wording; of a list, about one of its items."""
    for fact in page.stated:
        if fact.kind == "event" or (fact.relation in WORDINGS and fact.kind != "unstated"):
            choices = Choices(seed, f"yes-no\t{fact.id}")
            is_false = choices.below(10_000) < false_share * 10_000
            found = _question(fact, voice_of(fact, page.stated), choices, is_false, wrong)
            if found is not None:
                yield found


def state(fact: Fact, voice: Voice, value: str) -> str:
    """The statement that the fact's value is `value`, as a part of a sentence; empty where there is no
    wording.
    """
    if fact.kind == "event":
        return f"{voice.name} {fact.statement} {dated(value)}"
    template = WORDINGS[fact.relation].statement if fact.relation in WORDINGS else ""
    return fill(template, voice, value, fact.statement, fact.relation) if template else ""


def check(fact: Fact, voice: Voice, value: str) -> str:
    """The question whether the fact's value is `value`; empty where there is no wording."""
    if fact.kind == "event":
        verb, _, rest = fact.statement.partition(" ")
        if verb in ("was", "were"):
            return f"{verb.capitalize()} {voice.name} {rest} {dated(value)}?"
        return f"Did {voice.name} {past_verb(verb)} {rest} {dated(value)}?"
    template = WORDINGS[fact.relation].check if fact.relation in WORDINGS else ""
    return fill(template, voice, value, fact.statement, fact.relation) if template else ""


def may_be_false(fact: Fact) -> bool:
    """Whether what the fact does not say is not so: of a list that may go on, nothing follows."""
    relation = RELATIONS.get(fact.relation)
    return relation is None or relation.values != "list" or relation.is_closed


def _question(fact: Fact, voice: Voice, choices: Choices, is_false: bool, wrong: WrongValues) -> Draft | None:
    several = fact.value_type == "list"
    right = choices.one(fact.values)
    value = right
    if is_false:
        if not may_be_false(fact):
            return None
        value = wrong.item(fact, choices) if several else wrong.draw(fact, choices)
    question = check(fact, voice, value) if value else ""
    if not question:
        return None
    claim = state(fact, voice, value)
    statement = f"it is not true that {claim}" if several and is_false else state(fact, voice, right)
    answer = "No" if is_false else "Yes"
    forms = [f"{answer}.", "false" if is_false else "true"]
    if statement:
        forms.append(f"{answer}, {sentence(statement, capital=False)}")
    return Draft(
        kind="yes-no",
        relation=fact.relation,
        subject=fact.subject,
        plain=sentence(question),
        facts=(fact,),
        answers=(answer,),
        aliases=(tuple(forms),),
        evidence=tuple(fact.evidence),
        variant=value if is_false else "",
        voice=voice,
        claim=claim,
        right=statement,
    )
