"""Sections that can be asked for by their heading, and the article itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.facts.dates import Date, find_dates
from curation.facts.page import Page
from schemas.facts import Fact

MIN_CHARACTERS, MAX_CHARACTERS = 700, 8_000
MIN_ARTICLE = 2_500
# Headings that say nothing by themselves.
_VAGUE = re.compile(
    r"other.*|to .*|general|overview|miscellaneous|details|background|introduction|summary|examples?|types"
    r"|.*\bnotes?|.{0,3}"
    r"|\d[\d–s, -]*|.*[:;?/\[\]|{}$].*",
    re.I,
)
# Whose whole page tells of their time; of others, sections on their history do.
_TIMED = ("person", "event")
MIN_YEARS, MAX_DATED = 6, 12
# What a sentence cannot begin with that stands by itself.
_POINTS_BACK = re.compile(r"(?:It|Its|This|That|These|Those|They|Their|There|But|However|Also|Here)\b")
_PARENTHESIS = re.compile(r"\([^()]*\)")


def section_facts(page: Page) -> Iterator[Fact]:
    """Sections of prose of a length that can be summarised, with relation `section`; with relation `article`,
    the text before the first heading of an article of at least 2,500 characters of prose; and, with relation
    `timeline`, dated sentences of a page that has those of at least six years.
    """
    yield from _timeline(page)
    prose: dict[int, int] = {}
    for paragraph in page.parts.paragraphs:
        prose[paragraph.section] = prose.get(paragraph.section, 0) + len(paragraph.text)
    titles = [section.path[-1].lower() for section in page.parts.sections if section.path]
    if sum(prose.values()) >= MIN_ARTICLE and page.subject.definition is not None:
        lead = [paragraph for paragraph in page.parts.paragraphs if paragraph.section <= 1]
        lead = [found for found in lead if not page.parts.sections[found.section].path]
        if lead:
            yield page.fact("article", "section", "", "text", [page.evidence(lead[0].start, lead[-1].end)])
    for number, section in enumerate(page.parts.sections):
        if (
            not section.path
            or section.is_appendix
            or not MIN_CHARACTERS <= prose.get(number, 0) <= MAX_CHARACTERS
        ):
            continue
        title = section.path[-1]
        if _VAGUE.fullmatch(title) or titles.count(title.lower()) > 1 or len(title) > 60:
            continue
        own = [found for found in page.parts.paragraphs if found.section == number]
        yield page.fact(
            "section",
            "section",
            title,
            "text",
            [page.evidence(own[0].start, own[-1].end)],
            statement=title,
        )


def _timeline(page: Page) -> Iterator[Fact]:
    """Evidence are sentences that begin with their date or hold a full one, one a year, in order of time; of
    more than twelve, twelve that are spread evenly.
    """
    definition = page.subject.definition
    if definition is None:
        return
    is_person = page.subject.kind.subject_type == "person"
    by_year: dict[int, tuple[tuple[int, int, int], int, int]] = {}
    for paragraph in page.parts.paragraphs:
        section = page.parts.sections[paragraph.section]
        if section.is_appendix:
            continue
        if page.subject.kind.subject_type not in _TIMED and "history" not in " ".join(section.path).lower():
            continue
        for start, end in page.sentences(paragraph):
            # Of a person, the lead says in parentheses when they lived; elsewhere such dates are of others.
            own = is_person and start <= definition.start < end
            date = _dated(page.document.text[start:end], own)
            if date is not None:
                by_year.setdefault(date.year, (date.order, start, end))
    if len(by_year) < MIN_YEARS:
        return
    events = sorted(by_year.values())
    if len(events) > MAX_DATED:
        events = [events[number * (len(events) - 1) // (MAX_DATED - 1)] for number in range(MAX_DATED)]
    yield page.fact(
        "timeline",
        "section",
        "",
        "text",
        [page.evidence(start, end) for _, start, end in events],
        statement=f"{len(by_year)} years",
    )


def _dated(sentence: str, in_parentheses: bool) -> Date | None:
    """The date of what a sentence tells; None if it tells of none, or not by itself."""
    if len(sentence) > 400 or _POINTS_BACK.match(sentence):
        return None
    if not in_parentheses:
        sentence = _PARENTHESIS.sub(lambda found: " " * len(found.group()), sentence)
    first = next(find_dates(sentence), None)
    if first is None:
        return None
    start, _, date = first
    return date if date.day or sentence[:start] in ("In ", "On ", "By ", "From ", "Since ") else None
