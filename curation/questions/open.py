"""Questions that are answered at length: biographies, `tell me about`, summaries, timelines."""

from __future__ import annotations

from collections.abc import Iterator

from curation.questions.draft import AskedPage, Draft
from curation.questions.phrasing import Voice, voice_of
from curation.seeded import Choices
from schemas.facts import Fact

_BIOGRAPHY = (
    "Write a short biography of {s}.",
    "Write a bio of {s}.",
    "Tell me about the life of {s}.",
    "Can you give me a brief biography of {s}?",
    "Write a paragraph about the life and work of {s}.",
)
_ABOUT = (
    "What {is} {s}?",
    "Tell me about {s}.",
    "Can you explain what {s} {is}?",
    "What should I know about {s}?",
    "Give me a short introduction to {s}.",
)
_ABOUT_ONE = ("What is {s}?", "Can you explain what {s} is?")
_ABOUT_PLACE = (
    "Tell me about {s}.",
    "What should I know about {s}?",
    "Give me a short introduction to {s}.",
    "Describe {s} in a few sentences.",
    "Write a short overview of {s}.",
)
_ABOUT_PERSON = (
    "Who {is} {s}?",
    "Tell me about {s}.",
    "What should I know about {s}?",
    "Give me a short introduction to {s}.",
)
_ARTICLE = (
    'Summarize the Wikipedia article "{t}".',
    'Summarise the Wikipedia article "{t}" in a few sentences.',
    'What are the main points of the Wikipedia article "{t}"?',
    'Give me a short summary of the Wikipedia article on "{t}".',
)
_SECTION = (
    'Summarize the section "{h}" of the Wikipedia article "{t}".',
    'What does the Wikipedia article "{t}" say in its section "{h}"?',
    'Give me a short summary of the section "{h}" in the Wikipedia article on "{t}".',
    'Summarise the "{h}" section of the Wikipedia article "{t}".',
)
_LIFE = (
    "What is the timeline of {s's} life?",
    "Give me a timeline of the main events in the life of {s}.",
    "List the most important events in {s's} life in chronological order.",
    "What happened when in the life of {s}?",
)
_HISTORY = (
    "Give me a timeline of the history of {s}.",
    "What is the timeline of the history of {s}?",
    "List the most important events in the history of {s} in chronological order.",
)
_COURSE = (
    "Give me a timeline of {s}.",
    "What is the timeline of {s}?",
    "List the main events of {s} in chronological order.",
)
_MAX_EVIDENCE = 12


def open_questions(page: AskedPage, seed: int) -> Iterator[Draft]:
    """Those that the page can answer."""
    definition = page.definition
    if definition is not None and definition.subject:
        voice = voice_of(definition, page.stated)
        person = definition.subject_type == "person"
        if person and definition.category != "deity":
            yield _draft("biography", definition, _BIOGRAPHY, voice, seed)
        about: tuple[str, ...] = (
            _ABOUT_PERSON if person else _ABOUT_PLACE if definition.subject_type == "place" else _ABOUT
        )
        if definition.subject.startswith(("a ", "an ")):
            about = _ABOUT_ONE
        yield _draft("about", definition, about, voice, seed)
        for fact in page.section("timeline"):
            templates = {
                "person": _LIFE,
                "event": _COURSE,
                "place": _HISTORY,
                "organisation": _HISTORY,
                "thing": _HISTORY,
            }.get(definition.subject_type, ())
            if (
                templates
                and definition.category != "deity"
                and not definition.subject.startswith(("a ", "an "))
            ):
                yield _draft("timeline", fact, templates, voice, seed)
    for fact in page.section("article"):
        yield _draft("summary", fact, _ARTICLE, voice_of(fact), seed)
    for fact in page.section("section"):
        yield _draft("summary", fact, _SECTION, voice_of(fact), seed)


def _draft(kind: str, fact: Fact, templates: tuple[str, ...], voice: Voice, seed: int) -> Draft:
    template = Choices(seed, f"{kind}\t{fact.id}").one(templates)
    question = (
        template.replace("{s's}", voice.possessive)
        .replace("{is}", voice.verb("is"))
        .replace("{t}", fact.title)
        .replace("{h}", fact.statement)
        .replace("{s}", voice.name)
    )
    return Draft(
        kind=kind,
        relation=fact.relation,
        subject=fact.subject or fact.title,
        plain=question,
        facts=(fact,),
        evidence=tuple(fact.evidence[:_MAX_EVIDENCE]),
        voice=voice if fact.subject else None,
    )
