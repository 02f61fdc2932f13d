"""Rows of tables that list entities by name → facts about these entities.

A table is read if its first wordy column is of a kind of thing (`City`, `Province`, `Team`) and another says
something that a question can be asked about (`Population (2020 census)`, `Stadium`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from curation.facts.answers import read_answer
from curation.facts.naming import folded, with_article
from curation.facts.outline import Table, TableRow
from curation.facts.page import Page
from schemas.facts import Fact


@dataclass(frozen=True, slots=True)
class _Entity:
    """What a column of names holds; `name` says how prose calls one."""

    subject_type: str
    category: str
    name: str


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column of values says; `unit` of numbers, `statement` the time it says it of (`in the 2020
    census`).
    """

    relation: str
    value_type: str
    unit: str = ""
    statement: str = ""


_ENTITIES = {
    "city": _Entity("place", "city", "{}"),
    "metropolitan area": _Entity("place", "metropolitan area", "the {} metropolitan area"),
    "county": _Entity("place", "county", "{} County"),
    "province": _Entity("place", "province", "the province of {}"),
    "state": _Entity("place", "state", "{}"),
    "country": _Entity("place", "country", "{}"),
    "name": _Entity("place", "", "{}"),
    "team": _Entity("organisation", "team", "{}"),
    "club": _Entity("organisation", "team", "{}"),
    "employer": _Entity("organisation", "employer", "{}"),
    "alkane": _Entity("thing", "substance", "{}"),
    "planet": _Entity("thing", "celestial body", "{}"),
    "element": _Entity("thing", "substance", "{}"),
    "justice": _Entity("person", "judge", "{}"),
    "port name": _Entity("place", "port", "the {}"),
    "film": _Entity("work", "film", "{}"),
    "mountain": _Entity("place", "mountain", "{}"),
    "river": _Entity("place", "river", "the {}"),
}
_COLUMNS: tuple[tuple[str, _Column], ...] = (
    (r"(?:total )?pop(?:ulation|\.)?", _Column("population", "number")),
    (r"area(?: \((?P<unit>km²|sq mi|km2)\))?", _Column("area", "number")),
    (r"capital", _Column("capital", "place")),
    (r"(?:county )?seat", _Column("county-seat", "place")),
    (r"largest city", _Column("largest-city", "place")),
    (r"county(?:\(ies\))?", _Column("located-county", "place")),
    (r"stadium|arena|venue|stadium/arena", _Column("stadium", "text")),
    (r"league", _Column("team-league", "text")),
    (r"sport", _Column("team-sport", "text")),
    (r"division", _Column("division", "text")),
    (r"employees", _Column("employees", "number")),
    (r"formula", _Column("formula", "text")),
    (r"boiling point(?: \[?\(?°C\]?\)?)?", _Column("boiling-point", "number", "°C")),
    (r"melting point(?: \[?\(?°C\]?\)?)?", _Column("melting-point", "number", "°C")),
    (r"nominated", _Column("date-nominated", "date")),
    (r"appointed", _Column("date-appointed", "date")),
    (r"director(?:\(s\))?", _Column("director", "person")),
)
_TIME = re.compile(r"\s*[,;(]?\s*\(?(?:c\. )?(\d{4})\s?(census|estimate)?\)?$|^(\d{4})\s", re.I)
_TEAM = ("team-league", "team-sport", "division", "stadium")
MAX_ROWS, MAX_COLUMNS = 80, 30
_PROPER = re.compile(r"[A-ZÀ-Þ][\w'’.–-]*(?:\s(?:[A-ZÀ-Þ][\w'’.–-]*|of|the|de|la|and)){0,5}")
# Names of places that more than one country has are said with the page's own place.
_LOCAL = ("city", "county", "province", "metropolitan area", "port")


def table_facts(page: Page) -> Iterator[Fact]:
    """What the rows of the page's tables say, column by column."""
    for table in page.parts.tables:
        if page.parts.sections[table.section].is_appendix:
            continue
        if len(table.rows) > MAX_ROWS or len(table.header) > MAX_COLUMNS:
            continue
        header = [" ".join(cell.split()) for cell in table.header]
        place = next((number for number, cell in enumerate(header) if _entity(cell, table)), -1)
        if place < 0 or header.count(header[place]) > 1:
            continue
        entity = _entity(header[place], table)
        assert entity is not None
        names = [row.cells[place] if place < len(row.cells) else "" for row in table.rows]
        for number, cell in enumerate(header):
            column = _column(cell)
            if number == place or column is None or header.count(cell) > 1:
                continue
            for row, name in zip(table.rows, names, strict=True):
                if names.count(name) == 1 and number < len(row.cells) <= len(header):
                    said = replace(row, cells=(name.strip("* "), row.cells[number]))
                    yield from _fact(page, said, entity, column)


def _entity(cell: str, table: Table) -> _Entity | None:
    wanted = cell.lower()
    if wanted == "name":
        columns = {other.lower().split(" (")[0] for other in table.header}
        return _ENTITIES["name"] if {"population", "area"} <= columns else None
    return _ENTITIES.get(wanted)


def _column(cell: str) -> _Column | None:
    """What the column with this heading says."""
    time = _TIME.search(cell)
    plain = _TIME.sub("", cell).strip(" ,;(") if time else cell
    if plain.count("(") != plain.count(")"):
        plain = cell
    for pattern, column in _COLUMNS:
        match = re.fullmatch(pattern, plain, re.I)
        if not match:
            continue
        if column.relation == "population" and not time:
            return None
        unit = (match.groupdict().get("unit") or column.unit).replace("km2", "km²")
        return replace(column, unit=unit, statement=_time(time) if time else "")
    return None


def _time(match: re.Match[str]) -> str:
    year, source = match[1] or match[3], (match[2] or "").lower()
    return f"in the {year} census" if source == "census" else f"in {year}"


def _fact(page: Page, row: TableRow, entity: _Entity, column: _Column) -> Iterator[Fact]:
    """Of a row that is cut down to its name and a value."""
    name, text = row.cells
    called = _called(page, name, entity)
    answer = read_answer(text, column.value_type, column.unit)
    if not called or answer is None or (column.relation in _TEAM) != (entity.category == "team"):
        return
    if column.value_type == "place" and folded(answer.value) == folded(name):
        return
    if column.value_type == "number" and column.unit and answer.unit != column.unit:
        return
    if column.relation == "located-county" and "," in answer.value:
        return
    yield page.fact(
        column.relation,
        "table",
        answer.value,
        column.value_type,
        [page.evidence(row.start, row.end)],
        aliases=answer.forms,
        unit=answer.unit,
        statement=column.statement,
        about=called,
        subject_type=entity.subject_type,
        category=entity.category,
    )


def _called(page: Page, name: str, entity: _Entity) -> str:
    """How prose calls what the row is about; empty for what is no name."""
    if entity.category == "substance":
        return name.lower() if re.fullmatch(r"[A-Za-z]{4,20}", name) else ""
    if not _PROPER.fullmatch(name):
        return ""
    if entity.category in ("country", ""):
        return with_article(name)
    if entity.category == "team":
        return f"the {name}" if name.endswith("s") else name
    called = entity.name.format(name)
    if entity.category not in _LOCAL or page.subject.kind.subject_type != "place" or not page.name:
        return called
    return f"{called}, {page.name}" if entity.category in ("city", "county") else f"{called} in {page.name}"
