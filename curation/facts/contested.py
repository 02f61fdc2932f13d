"""Facts that answer the same question and do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
import pyarrow as pa

from curation.facts.dates import parse_date
from curation.facts.naming import folded
from curation.facts.quantities import parse_quantity
from curation.lookup import U64, Lookup, write_lookup
from schemas.facts import ContestedFact, Fact, FactValue
from schemas.keys import text_key
from schemas.manifest import Manifest

_LOOKUP = "contested"
# Of these a page may have several.
_OPEN = frozenset(("definition", "article", "section"))
MAX_COMPARED = 50


def find_contested(groups: Iterable[tuple[str, list[FactValue]]]) -> Iterator[ContestedFact]:
    """Function of a group stage, by key: one row for each key whose facts do not all agree."""
    for key, facts in groups:
        stated = [fact for fact in facts if fact.relation not in _OPEN and fact.kind != "unstated"]
        pairs = combinations(stated[:MAX_COMPARED], 2)
        if any(not agree(one, other) for one, other in pairs):
            yield ContestedFact(
                hash=text_key(key),
                key=key,
                values=list(dict.fromkeys(fact.value for fact in stated))[:MAX_COMPARED],
                documents=sorted({fact.document for fact in stated}),
            )


def agree(one: Fact | FactValue, other: Fact | FactValue) -> bool:
    """Whether both can be right: dates where one says more than the other, numbers up to rounding, names of
    which one is a part of the other, lists that have something in common.
    """
    if one.value_type == "date" and other.value_type == "date":
        dates = parse_date(one.value), parse_date(other.value)
        return None in dates or dates[0].agrees(dates[1])  # type: ignore[union-attr, arg-type]
    if one.value_type == "number" and other.value_type == "number":
        numbers = parse_quantity(one.value), parse_quantity(other.value)
        if numbers[0] is None or numbers[1] is None or numbers[0].unit != numbers[1].unit:
            return True
        return numbers[0].agrees(numbers[1])
    return any(
        first == second
        or set(first.split()) <= set(second.split())
        or set(second.split()) <= set(first.split())
        for first in _forms(one)
        for second in _forms(other)
    )


def write_contested(folder: str, manifest: Manifest) -> None:
    """The `finish` of the stage: writes what `Contested` reads."""
    write_lookup(folder, _LOOKUP, manifest.files, ("hash",), _ones)


class Contested:
    """Which keys are contested. `folder` is that of the stage."""

    def __init__(self, folder: str) -> None:
        self._lookup = Lookup(folder, _LOOKUP)

    def __contains__(self, key: str) -> bool:
        return self._lookup.get(text_key(key)) is not None


def _ones(batch: pa.RecordBatch) -> U64:
    return np.ones(len(batch), np.uint64)


def _forms(fact: Fact | FactValue) -> list[str]:
    return [form for form in map(folded, (fact.value, *fact.values, *fact.aliases)) if form]
