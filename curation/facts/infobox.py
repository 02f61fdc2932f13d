"""Infobox rows → facts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.facts.answers import Answer, conservation_status, read_answer, split_list
from curation.facts.dates import find_dates
from curation.facts.kinds import kind_of_box
from curation.facts.naming import folded
from curation.facts.outline import row_span
from curation.facts.page import Page
from curation.facts.relations import Relation, relations_of
from schemas.document import InfoboxRow
from schemas.facts import Evidence, Fact

# Boxes that say more about the subject of the page's own infobox.
_COMPANIONS = re.compile(r"infobox u\.s\. state symbols|infobox spaceflight/ip", re.I)
# Boxes about the subject that one of their rows names.
_ABOUT = {"infobox economy": "country", "infobox place demographics": "place"}
MAX_ITEMS = 12
MAX_ROWS = 500


def infobox_facts(page: Page) -> Iterator[Fact]:
    """What the page's own infobox says, row by row; of parameters that say the same, the first that is
    understood.
    """
    rows = _own_rows(page)[:MAX_ROWS]
    by_key = {row.key.lower(): row for row in reversed(rows)}
    kind = page.subject.kind
    said: set[str] = set()
    for row in rows:
        for relation in relations_of(row.key, kind.subject_type, kind.category):
            if relation.name in said and not relation.is_dated:
                continue
            for fact in _facts(page, row, relation, by_key):
                if fact.key not in said:
                    said |= {fact.key, relation.name}
                    yield fact
    yield from _about_others(page)


def _own_rows(page: Page) -> list[InfoboxRow]:
    """The rows of the first infobox that tells what the page is about, up to a second one of that name."""
    rows: list[InfoboxRow] = []
    own = ""
    names = 0
    for row in page.document.infobox:
        kind = kind_of_box(row.box)
        if not own and kind and kind.subject_type == page.subject.kind.subject_type:
            own = row.box
        if row.box == own:
            names += row.key.lower() == "name"
            if names < 2:
                rows.append(row)
        elif own and _COMPANIONS.match(row.box):
            rows.append(row)
    return rows


def _about_others(page: Page) -> Iterator[Fact]:
    """Facts about the country that `Economy of …` is about: they may contest those of its own page."""
    for box, naming in _ABOUT.items():
        rows = [row for row in page.document.infobox if row.box.lower() == box]
        name = next((row.value for row in rows if row.key.lower() == naming), "")
        if not name or len(name) > 60:
            continue
        by_key = {row.key.lower(): row for row in reversed(rows)}
        for row in rows:
            for relation in relations_of(row.key, "place", "country"):
                yield from _facts(page, row, relation, by_key, about=name)


def _facts(
    page: Page, row: InfoboxRow, relation: Relation, by_key: dict[str, InfoboxRow], about: str = ""
) -> Iterator[Fact]:
    start, end = row_span(page.document, row)
    text = f"{row.key}: {row.value}"
    evidence = [Evidence(document=page.document.id, start=start, end=end, text=text)]
    kind = {"about": about, "subject_type": "place", "category": "country"} if about else {}
    if relation.values == "list":
        answers = _items(row.value, relation)
        if not answers:
            return
        values = [answer.value for answer in answers]
        several = len(values) > 1
        yield page.fact(
            relation.name,
            "infobox",
            "; ".join(values),
            "list" if several else relation.items,
            evidence,
            values=values,
            aliases=() if several else answers[0].forms,
            **kind,
        )
        return
    value = row.value
    if relation.name == "conservation-status":
        value = conservation_status(value)
    if relation.name == "largest-city" and value.lower() == "capital" and "capital" in by_key:
        capital = by_key["capital"]
        evidence.append(
            Evidence(
                document=page.document.id,
                start=row_span(page.document, capital)[0],
                end=row_span(page.document, capital)[1],
                text=f"{capital.key}: {capital.value}",
            )
        )
        value = capital.value
    answer = read_answer(value, relation.values, relation.unit)
    if answer is None or _says_itself(page, relation, answer):
        return
    year = answer.year if relation.is_dated else ""
    when = by_key.get(_when(relation, row))
    if relation.is_dated and when is not None:
        year = _year(when.value) or year
        stands = row_span(page.document, when)
        evidence.append(
            Evidence(
                document=page.document.id, start=stands[0], end=stands[1], text=f"{when.key}: {when.value}"
            )
        )
    if relation.is_dated and not year:
        return
    yield page.fact(
        relation.name,
        "infobox",
        answer.value,
        relation.values,
        evidence,
        aliases=answer.forms,
        unit=answer.unit,
        statement=f"in {year}" if year else "",
        **kind,
    )


def _says_itself(page: Page, relation: Relation, answer: Answer) -> bool:
    """Whether the value repeats the title: a taxon's name, the province of a city of the same name."""
    title, value = folded(page.document.title), folded(answer.value)
    if relation.name == "scientific-name":
        return title == value
    return relation.name.startswith("located-") and title in value


def _when(relation: Relation, row: InfoboxRow) -> str:
    return relation.keys.get(row.key.lower().replace("_", " ").strip(), "")


def _year(text: str) -> str:
    years = [date.written_year() for _, _, date in find_dates(text)]
    return years[0] if len(set(years)) == 1 else ""


def _items(text: str, relation: Relation) -> list[Answer]:
    """The list's items; none where one of a closed list is not understood."""
    found: list[Answer] = []
    items = split_list(text, relation.comma)
    if len(items) > MAX_ITEMS:
        return []
    for item in items:
        # Some list awards with the year in front.
        answer = read_answer(re.sub(r"^\d{4}\s", "", item), relation.items)
        if relation.name == "awards" and item.split(" (")[0] in ("Member", "Fellow"):
            continue  # of what, the link said
        if answer is None and relation.items == "person" and relation.name in ("children", "parents"):
            # First names alone, and the like.
            answer = read_answer(item, "text")
            if answer and re.search(r"\d", answer.value):
                answer = None
        if answer is None or (relation.items == "text" and ", " in answer.value and relation.comma):
            if relation.is_closed:
                return []
            continue
        found.append(answer)
    if relation.name == "influences" and any(" " not in answer.value for answer in found[1:]):
        return []  # surnames alone
    return found if len({folded(answer.value) for answer in found}) == len(found) else []
