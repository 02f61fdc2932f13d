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


# What a timeline is asked of: else a page has to have a section on its history.
_TIMED = ("person", "place", "organisation", "event")
MIN_YEARS, MAX_DATED = 6, 12


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
    headings = [title.lower() for section in page.parts.sections for title in section.path]
    if page.subject.definition is None:
        return
    if page.subject.kind.subject_type not in _TIMED and not any("history" in heading for heading in headings):
        return
    by_year: dict[int, tuple[tuple[int, int, int], int, int]] = {}
    for paragraph in page.parts.paragraphs:
        if page.parts.sections[paragraph.section].is_appendix:
            continue
        for start, end in page.sentences(paragraph):
            date = _dated(page.document.text[start:end])
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


def _dated(sentence: str) -> Date | None:
    first = next(find_dates(sentence), None)
    if first is None or len(sentence) > 400:
        return None
    start, _, date = first
    return date if date.day or sentence[:start] in ("In ", "On ", "By ", "From ", "Since ") else None
