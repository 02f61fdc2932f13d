"""The first sentence → what the subject is, and when a person lived; numbers that the lead tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.facts.answers import Answer, read_answer
from curation.facts.dates import find_dates, parse_date
from curation.facts.page import Page
from schemas.facts import Evidence, Fact

MIN_WORDS, MAX_CHARACTERS = 4, 400
_BRACKETS = re.compile(r"\s*\[[^\[\]]*\]")
_PARENTHESIS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_LIVED = re.compile(r"(?:^|[;,:]\s|born\s.*[;,]\s)([^;:]*?\d)\s*[–-]\s*([^;:–-]*\d[^;:–-]*?)$")
_BORN = re.compile(r"\bborn\s(?:on\s|in\s)?((?:\w+\s)?\d[^;,)]*(?:,\s\d{4})?)")
_POPULATION = re.compile(
    r"\bpopulation of (?:about |around |approximately |over |some |nearly )?(\d{1,3}(?:,\d{3})+)\b"
)
_AREA = re.compile(
    r"\barea of (?:about |around |approximately |over |some |nearly )?([\d,.]+\s(?:million\s)?km²)"
)


def lead_facts(page: Page) -> Iterator[Fact]:
    """Definition, dates of birth and death, population and area as the text before the first heading has
    them.
    """
    definition = page.subject.definition
    if definition is not None:
        text = definition.predicate
        if len(text.split()) > MIN_WORDS and len(text) < MAX_CHARACTERS:
            yield page.fact(
                "definition",
                "definition",
                text[len(definition.copula) + 1 :],
                "text",
                [page.evidence(definition.start, definition.end)],
                statement=text,
            )
        if page.subject.kind.subject_type == "person":
            yield from _life(page, definition.start, definition.end)
    if page.subject.kind.subject_type == "place":
        yield from _numbers(page)


def _life(page: Page, start: int, end: int) -> Iterator[Fact]:
    for match in _PARENTHESIS.finditer(page.document.text, start, end):
        inside = _BRACKETS.sub("", match[1][:MAX_CHARACTERS])
        if lived := _LIVED.search(inside):
            found = (("birth-date", _last_date(lived[1])), ("death-date", _first_date(lived[2])))
        elif born := _BORN.search(inside):
            found = (("birth-date", _first_date(born[1])), ("death-date", ""))
        else:
            continue
        for relation, date in found:
            answer = read_answer(date, "date")
            if answer:
                yield page.fact(
                    relation,
                    "definition",
                    answer.value,
                    "date",
                    [page.evidence(start, end)],
                    aliases=answer.forms,
                )
        return


def _first_date(text: str) -> str:
    return text.strip() if parse_date(text.strip()) else ""


def _last_date(text: str) -> str:
    found = list(find_dates(text))
    if not found or found[-1][1] != len(text.rstrip()):
        return ""
    return text[found[-1][0] : found[-1][1]]


def _numbers(page: Page) -> Iterator[Fact]:
    """Of a sentence whose only year says of when the number is, where it has to."""
    for paragraph in page.parts.paragraphs:
        if page.parts.sections[paragraph.section].path:
            return
        for start, end in page.sentences(paragraph):
            sentence = page.document.text[start:end]
            evidence = page.evidence(start, end)
            years = {date.written_year() for _, _, date in find_dates(sentence)}
            population, area = _POPULATION.search(sentence), _AREA.search(sentence)
            if population and len(years) == 1:
                answer = read_answer(population[1], "number")
                yield from _number(page, "population", answer, evidence, f"in {years.pop()}")
            if area:
                yield from _number(page, "area", read_answer(area[1], "number", "km²"), evidence)


def _number(
    page: Page, relation: str, answer: Answer | None, evidence: Evidence, statement: str = ""
) -> Iterator[Fact]:
    if answer is not None:
        yield page.fact(
            relation,
            "definition",
            answer.value,
            "number",
            [evidence],
            aliases=answer.forms,
            unit=answer.unit,
            statement=statement,
        )
