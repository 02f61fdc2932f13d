"""Templates filled in: the subject's name, number and tense, and values with their prepositions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curation.facts.dates import Date, parse_date
from curation.facts.naming import with_article
from curation.facts.subjects import bare_title
from curation.verbalise.articles import indefinite_article
from schemas.facts import Fact

_SLOT = re.compile(r"\{([^{}]+)\}")
_SINGULAR_S = re.compile(r".*(?:ss|us|is|ics)$")
_BURIAL = re.compile(
    r"cemetery|church|tomb|abbey|cathedral|chapel|memorial|mausoleum|park|pyramid|begravn", re.I
)
# Before this year of birth nobody lives any more, whatever the page leaves out.
_LONG_AGO = 1900


@dataclass(frozen=True, slots=True)
class Voice:
    """How sentences about a subject go: `plural` and `past` as its verb has to be."""

    name: str
    subject_type: str
    category: str
    title: str
    plural: bool
    past: bool

    @property
    def possessive(self) -> str:
        """`Alabama's`, `the Articles'`."""
        return f"{self.name}'" if self.plural and self.name.endswith("s") else f"{self.name}'s"

    def verb(self, word: str) -> str:
        """The form of `is`, `was`, `were`, `does` or `belongs` that goes with the subject."""
        past = self.past or (word in ("was", "were") and self.subject_type != "person")
        if word in ("is", "was"):
            return ("were" if self.plural else "was") if past else ("are" if self.plural else "is")
        if word == "were":
            return "were" if past else "are"
        if word == "does":
            return "did" if past else ("do" if self.plural else "does")
        return "belonged" if past else ("belong" if self.plural else "belongs")


def voice_of(fact: Fact, page: Sequence[Fact] = ()) -> Voice:
    """How to speak of the fact's subject; `page` are all facts of its page (definition, dates)."""
    own = [other for other in page if other.subject == fact.subject]
    definition = next((other for other in own if other.relation == "definition"), None)
    copula = definition.statement.split(" ", 1)[0] if definition else ""
    head = fact.subject.split(" of ")[0]
    plural = copula in ("are", "were") or (
        fact.subject.startswith("the ")
        and head.endswith("s")
        and not _SINGULAR_S.fullmatch(head)
        and fact.subject_type != "place"
        and copula != "is"
    )
    past = copula in ("was", "were")
    if fact.subject_type == "person":
        born = next((parse_date(other.value) for other in own if other.relation == "birth-date"), None)
        past = (
            past
            or any(other.relation == "death-date" for other in own)
            or bool(born and born.year < _LONG_AGO)
        )
        past = past or (fact.kind == "table" and fact.category == "judge")
        plural = False
    return Voice(fact.subject, fact.subject_type, fact.category, bare_title(fact.title), plural, past)


def fill(template: str, voice: Voice, value: str = "", statement: str = "", relation: str = "") -> str:
    """The template with its slots filled in, as a sentence part: what begins it keeps its case unless it is
    the subject's.
    """

    def slot(match: re.Match[str]) -> str:
        return _slot(match[1], voice, value, statement, relation)

    text = _SLOT.sub(slot, template)
    text = re.sub(r"\bthe (?:the|The) ", "the ", text)
    text = re.sub(r"\b(pages|minutes|people) \1\b", r"\1", text).replace(" Time time zone", " Time zone")
    return text


def sentence(text: str, *, capital: bool = True) -> str:
    """With a full stop and, if wanted, a capital letter."""
    end = "" if text.endswith((".", "?", "!")) else "."
    return f"{text[:1].upper() if capital else text[:1]}{text[1:]}{end}"


def dated(value: str) -> str:
    """The date with its preposition: `on 12 February 1809`, `in 1809`."""
    date = parse_date(value)
    return f"{'on' if date is not None and date.day else 'in'} {value}"


def styled(date: Date, like: str) -> str:
    """The date written as the other is: day or month first."""
    return date.written(day_first=not re.match(r"[A-Z][a-z]+ \d{1,2},", like))


def _slot(name: str, voice: Voice, value: str, statement: str, relation: str) -> str:
    if name == "s":
        return voice.name
    if name == "s's":
        return voice.possessive
    if name.lower() in ("is", "was", "were", "does", "belongs"):
        verb = voice.verb(name.lower())
        return verb.capitalize() if name[0].isupper() else verb
    if name == "when":
        return f" {statement}" if statement else ""
    if name == "union":
        return "the Canadian Confederation" if voice.category == "province" else "the Union"
    if name == "c":
        return voice.category
    if name == "m":
        return voice.name if voice.category == "composition" else f"the music of {voice.name}"
    if name == "p":
        return f"{voice.title.lower()}s"
    if name == "q":
        return f'"{voice.title[0].lower() + voice.title[1:]}"'
    return _value(name, value, relation)


def _value(name: str, value: str, relation: str) -> str:
    if name == "v":
        return with_article(value) if relation in ("located-country", "country", "sovereign-state") else value
    if name == "on v":
        return dated(value)
    if name == "in v":
        return f"in {with_article(value)}"
    if name == "at v":
        return f"at {value}" if _BURIAL.search(value) else f"in {value}"
    if name == "a v":
        said = value[0].lower() + value[1:] if relation == "government-type" else value
        return f"{indefinite_article(said.split()[0])} {said}"
    if name == "l v":
        return value[0].lower() + value[1:]
    raise ValueError(f"there is no slot {{{name}}}")
