"""Who or what a page is about, and how prose names it: read from the title, the infobox and the first
sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curation.facts.kinds import PAREN_NOUNS, THING, Kind, kind_of_box, kind_of_noun
from curation.facts.outline import Outline
from curation.facts.sentences import sentences
from schemas.document import Document

DISAMBIGUATION = "disambiguation"
_PAREN = re.compile(r"^(.+?) \(([^()]+)\)$")
_REFERS = re.compile(
    r"(?:may|can|could|might|primarily|commonly|most often) (?:also )?refers? to|is the name of|refers to:$",
    re.I,
)
_NESTED = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]|\s*/[^/\n]{1,80}/,?")
_COPULA = re.compile(r"(?:^|[\s,])(is|are|was|were)\s")
_MAX_BEFORE_COPULA = 160
_MAX_FIRST_SENTENCE = 3_000
# How far into the first sentence the dates of a life stand.
_LIFE_CHARACTERS = 300
# Where the first noun phrase of a predicate ends.
_PHRASE_END = re.compile(
    r"[,;:.]|\s(?:of|in|that|which|who|whose|whom|for|by|from|with|on|at|to|and|or|as|used|located|situated"
    r"|known|based|designed|directed|written|published|released|where|when|led|consisting|characterized|made"
    r"|between|near|within|best|best-known|first|credited|headquartered|capable|concerned|widely|active"
    r"|under)\b"
)
# Kinds of places that stand before a name with `of`.
_OF = frozenset("country city town village state province island continent territory county".split())
# What the first sentence has of people: `born`, or two dates.
_LIVED = re.compile(r"\bborn\b|\b\d{3,4}\s?[–-]\s?(?:[^()]*\s)?\d{3,4}\)")
_PEOPLE = re.compile(r"(?:ist|ian|er|or|man|woman|ess|magnate|nobleman)$")
_ARTICLE = re.compile(r"(?:the|an?|one of the|any of the|one of)\s", re.I)


@dataclass(frozen=True, slots=True)
class Definition:
    """The first sentence: `start` to `end` in the document's text; `before` is what stands before the
    copula, without parentheses, and `predicate` the rest from the copula on, without the full stop.
    """

    start: int
    end: int
    before: str
    copula: str
    predicate: str

    @property
    def noun(self) -> str:
        """The noun that the predicate's first phrase ends with (`film` of `is a 1990 film by …`)."""
        words = _ARTICLE.sub("", self.predicate[len(self.copula) + 1 :], count=1)
        end = _PHRASE_END.search(words)
        phrase = (words[: end.start()] if end else words).split()
        return phrase[-1] if phrase else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """`name` as prose has it (`the Academy Awards`), `short` other names that the page uses for it, a
    person's surname among them. `qualified` is a name that says more, to tell it from namesakes (`the novel
    A Clockwork Orange`; empty: none). `is_common` for what is no proper name; `definition` is None where the
    first sentence is none.
    """

    name: str
    short: tuple[str, ...]
    kind: Kind
    qualified: str
    is_common: bool
    definition: Definition | None


def bare_title(title: str) -> str:
    """The title without parentheses at its end."""
    match = _PAREN.match(title)
    return match[1] if match else title


def is_disambiguation(document: Document) -> bool:
    """Whether the page lists what else has its name; set index pages (`Aa River`) are among them."""
    if "(disambiguation)" in document.title:
        return True
    head = document.text[:1500].split("\n")
    return any(
        _REFERS.search(line) and len(line) < 200 and (line.endswith(":") or "name of" in line)
        for line in head[1:8]
        if not line.startswith("[")
    )


def read_subject(document: Document, parts: Outline) -> Subject:
    """Reads the page's beginning."""
    title = bare_title(document.title)
    match = _PAREN.match(document.title)
    definition = _definition(document, parts, title)
    kind = _kind(document, definition)
    name, is_common = _name(document, parts, title, definition, kind)
    simple = is_common or name.startswith("the ")
    aside = match[2] if match else ""
    qualified = "" if simple and not aside else _qualified(title, aside, kind, definition)
    return Subject(name, _short(document, title, kind), kind, qualified, is_common, definition)


def without_parentheses(text: str) -> str:
    """The sentence without what stands in parentheses, brackets or slashes (pronunciation)."""
    for _ in range(4):
        text, count = _NESTED.subn("", text)
        if not count:
            break
    return re.sub(r"\s+([,.;])", r"\1", re.sub(r"\s{2,}", " ", text))


def _definition(document: Document, parts: Outline, title: str) -> Definition | None:
    first = next((found for found in parts.paragraphs if not parts.sections[found.section].path), None)
    if first is None:
        return None
    begin, end = next(sentences(first.text[:_MAX_FIRST_SENTENCE]))
    plain = without_parentheses(first.text[begin:end])
    copula = _COPULA.search(plain)
    if not copula or copula.start() > _MAX_BEFORE_COPULA or plain.count("(") or not plain.endswith("."):
        return None
    before = plain[: copula.start()].strip().strip('"“”')
    if not _about(before, title):
        return None
    predicate = plain[copula.start(1) :].rstrip(" .")
    return Definition(first.start + begin, first.start + end, before, copula[1], predicate)


def _about(before: str, title: str) -> bool:
    """Whether the words before the copula name the title (a plural or another form of it counts)."""
    said = {word[:5].lower() for word in re.findall(r"\w+", before)}
    wanted = [word[:5].lower() for word in re.findall(r"\w+", title)]
    return bool(wanted) and sum(word in said for word in wanted) * 2 >= len(wanted)


def _kind(document: Document, definition: Definition | None) -> Kind:
    by_noun = kind_of_noun(definition.noun) if definition else None
    lived = definition is not None and _LIVED.search(
        document.text[definition.start : definition.end][:_LIFE_CHARACTERS]
    )
    for box in dict.fromkeys(row.box for row in document.infobox):
        kind = kind_of_box(box)
        if kind and lived and by_noun and by_noun.subject_type == "person" != kind.subject_type:
            continue  # the box is about one of the person's works
        if kind:
            if (
                not kind.category
                and by_noun
                and by_noun.subject_type == kind.subject_type
                and by_noun.category
            ):
                return by_noun
            if kind == Kind("place"):
                return Kind("place", _settlement(document, definition))
            if kind.category == "book" and by_noun and by_noun.subject_type == "work":
                return by_noun if by_noun.category else kind
            return kind
    if definition and lived:
        if by_noun and by_noun.subject_type == "person":
            return by_noun
        if not by_noun and _PEOPLE.search(definition.noun):
            return Kind("person")
    if by_noun and by_noun.subject_type != "person":
        return by_noun
    return THING


def _settlement(document: Document, definition: Definition | None) -> str:
    """`city`, `town` or the like: from the infobox, or from the definition (`is the capital and most populous
    city of`).
    """
    said = [row.value for row in document.infobox if row.key.lower() in ("settlement type", "type")]
    said += [definition.predicate] if definition else []
    for text in said:
        words = re.findall(r"[a-z]+", text.lower())
        for noun in (
            "city",
            "town",
            "village",
            "municipality",
            "province",
            "county",
            "district",
            "river",
            "lake",
        ):
            if noun in words:
                return noun
    return ""


def _name(
    document: Document, parts: Outline, title: str, definition: Definition | None, kind: Kind
) -> tuple[str, bool]:
    """The name with its article and case, and whether it is a common noun."""
    if kind.subject_type in ("person", "work") and kind.category != "document":
        return title, False
    text = document.text
    common = _is_common(text, title)
    name = title[0].lower() + title[1:] if common else title
    if not definition:
        first = text[parts.paragraphs[0].start :][: len(title) + 8] if parts.paragraphs else ""
        written = re.match(rf"The ({re.escape(title)}s?)\b", first, re.I)
        return (
            (f"the {name}s" if written[1].endswith("s") > title.endswith("s") else f"the {name}", common)
            if (written and not title.startswith("The "))
            else (name, common)
        )
    opening = text[definition.start : definition.start + len(title) + 8]
    for article in ("the", "an", "a"):
        written = re.match(rf"(?:In [^,]+, )?{article} {re.escape(title)}(s?)\b", definition.before, re.I)
        if written and not opening.startswith(title):
            if article != "the" and not common:
                name, common = title[0].lower() + title[1:], True
            return f"{article} {name}{written[1]}", common
    if (
        common
        and re.match(rf"{re.escape(title)}s\b", definition.before, re.I)
        and definition.copula in ("are", "were")
    ):
        return f"{name}s", True
    return name, common


def _is_common(text: str, title: str) -> bool:
    """Whether the page writes it with a small letter inside sentences, mostly."""
    small = title[0].lower() + title[1:]
    if small == title:
        return title[0].islower()
    if len(title) < 3:
        return False
    inside = text.count(f" {small}")
    capital = len(re.findall(rf"(?<=[a-z,] ){re.escape(title)}\b", text[:200_000]))
    return inside > capital and (inside > 1 or " " in title)


def _qualified(title: str, aside: str, kind: Kind, definition: Definition | None) -> str:
    """The name with what stands in parentheses after the title, or with what the subject is."""
    if aside:
        match = PAREN_NOUNS.fullmatch(aside)
        if not match:
            return ""
        noun = match["noun"].strip()
        return f"the {match['year']} {noun} {title}" if match["year"] else f"the {noun} {title}"
    if kind.category in _OF:
        return f"the {kind.category} of {title}"
    if (kind.subject_type == "work" and kind.category) or kind.category == "constellation":
        return f"the {kind.category} {title}"
    noun = definition.noun if definition else ""
    by_noun = kind_of_noun(noun)
    if kind.subject_type == "person" and by_noun and by_noun.subject_type == "person":
        return f"the {noun} {title}"
    return ""


def _short(document: Document, title: str, kind: Kind) -> tuple[str, ...]:
    found = [title]
    if kind.subject_type == "person" and " " in title and " the " not in title:
        surname = title.rsplit(maxsplit=1)[-1].rstrip(".")
        if surname[:1].isupper() and len(surname) > 2 and not re.fullmatch(r"[IVX]+|Jr|Sr", surname):
            found.append(surname)
    own = document.infobox[0].box if document.infobox else ""
    found += [
        row.value
        for row in document.infobox
        if row.box == own
        and row.key.lower() in ("common name", "name", "abbreviation")
        and 2 < len(row.value) < 40
    ]
    return tuple(dict.fromkeys(found))
