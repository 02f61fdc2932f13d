"""Questions to which a value is the answer, or a list of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from curation.facts.answers import person_forms
from curation.facts.dates import parse_date
from curation.facts.events import past_verb
from curation.facts.naming import folded
from curation.facts.relations import RELATIONS
from curation.questions.draft import AskedPage, Draft, gives_away
from curation.questions.phrasing import Voice, fill, voice_of
from curation.questions.wordings import WORDINGS
from curation.seeded import Choices
from schemas.facts import Fact


def short_questions(page: AskedPage, seed: int) -> Iterator[Draft]:
    """One question for each fact that has a wording, `short` or `list`, and for each dated event."""
    for fact in page.stated:
        choices = Choices(seed, f"short\t{fact.id}")
        voice = voice_of(fact, page.stated)
        if fact.kind == "event":
            yield _draft("short", fact, choices.one(event_questions(fact, voice)), voice)
        elif fact.kind in ("infobox", "definition", "table") and fact.relation in WORDINGS:
            wording = WORDINGS[fact.relation]
            several = fact.value_type == "list"
            templates = wording.several if several else _fitting(wording.one, fact)
            if not templates:
                continue
            question = fill(choices.one(templates), voice, statement=fact.statement, relation=fact.relation)
            if not gives_away(question, fact.values):
                yield _draft("list" if several else "short", fact, question, voice)


def event_questions(fact: Fact, voice: Voice) -> tuple[str, ...]:
    """Ways to ask when it happened, with the predicate of the page."""
    verb, _, rest = fact.statement.partition(" ")
    if verb in ("was", "were"):
        asked = f"{verb} {voice.name} {rest}?"
    else:
        asked = f"did {voice.name} {past_verb(verb)} {rest}?"
    date = parse_date(fact.value)
    if date is not None and date.day:
        return (f"When {asked}", f"On what date {asked}")
    if date is not None and not date.month:
        return (f"When {asked}", f"In which year {asked}", f"In what year {asked}")
    return (f"When {asked}",)


def answer_forms(fact: Fact) -> tuple[tuple[str, ...], ...]:
    """The aliases of each of the fact's values."""
    if fact.value_type != "list":
        return (tuple(fact.aliases),)
    relation = RELATIONS.get(fact.relation)
    people = relation is not None and relation.items == "person"
    return tuple(tuple(person_forms(value)) if people else () for value in fact.values)


def _fitting(templates: tuple[str, ...], fact: Fact) -> tuple[str, ...]:
    """Without those that ask for a date or a year where the answer is not one."""
    if fact.value_type != "date":
        return templates
    date = parse_date(fact.value)
    has_day = date is not None and date.day > 0
    return tuple(
        template
        for template in templates
        if (has_day or " date" not in template) and not (has_day and " year " in template)
    )


def _draft(kind: str, fact: Fact, question: str, voice: Voice) -> Draft:
    # A surname that the question has too, or that two of the answers share, says nothing.
    forms = [[form for form in forms if not gives_away(question, [form])] for forms in answer_forms(fact)]
    shared = Counter(folded(form) for one in forms for form in set(one))
    return Draft(
        kind=kind,
        relation=fact.relation,
        subject=fact.subject,
        plain=question,
        facts=(fact,),
        answers=tuple(fact.values),
        aliases=tuple(tuple(form for form in one if shared[folded(form)] == 1) for one in forms),
        evidence=tuple(fact.evidence),
        voice=voice,
    )
