"""Values that are wrong and plausible: those of other subjects, or the right one changed a little."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curation.facts.contested import agree
from curation.facts.dates import Date, parse_date
from curation.facts.naming import folded
from curation.facts.quantities import parse_quantity
from curation.questions.config import WrongValuesConfig
from curation.questions.phrasing import styled
from curation.questions.pools import Pools
from curation.seeded import Choices
from schemas.facts import Fact

# A wrong number is at least so many times as large, or the other way round.
MIN_FACTOR = 1.1
# A wrong date is not later than this: nothing has been born or built since.
LAST_YEAR = 2020
_TRIED = 40
# Begins with a letter of the Latin script, a digit or a mark.
_FAMILIAR = re.compile(r"[\W\d_]*[A-Za-zÀ-ɏ\d]")


class WrongValues:
    """Draws wrong values from the pools."""

    def __init__(self, pools: Pools, config: WrongValuesConfig) -> None:
        self._pools = pools
        self._config = config

    def draw(self, fact: Fact, choices: Choices) -> str:
        """A value that does not answer what the fact answers; empty if none is found."""
        if fact.value_type == "date":
            return self._date(fact, choices)
        if fact.value_type == "number":
            return self._number(fact, choices)
        return self._other(fact, choices)

    def item(self, fact: Fact, choices: Choices) -> str:
        """What is no item of the list, but one of another subject's; empty if none is found."""
        own = {folded(value) for value in (*fact.values, *fact.aliases)}
        taken = _words(fact)
        for other in self._others(fact, choices):
            for value in (choices.one(other.values),) if other.values else ():
                if fact.relation == "children" and " " not in value:
                    continue  # a given name alone may be anybody's
                if folded(value) not in own and not set(folded(value).split()) & taken:
                    return value
        return ""

    def _others(self, fact: Fact, choices: Choices) -> list[Fact]:
        """Facts of the relation about other subjects, those of the same category first, from a random place
        on.
        """
        pool = [
            other
            for other in self._pools.get(fact.relation, fact.subject_type)
            if other.subject != fact.subject and (other.category == "deity") == (fact.category == "deity")
        ]
        if not pool:
            return []
        start = choices.below(len(pool))
        turned = (pool[start:] + pool[:start])[: 4 * _TRIED]
        return sorted(turned, key=lambda other: other.category != fact.category)[:_TRIED]

    def _date(self, fact: Fact, choices: Choices) -> str:
        right = parse_date(fact.value)
        if right is None:
            return ""
        others = () if fact.relation == "event" else self._others(fact, choices)
        for other in others:
            date = parse_date(other.value)
            if (
                date is not None
                and bool(date.day) == bool(right.day)
                and bool(date.month) == bool(right.month)
                and 0 < abs(date.year - right.year) <= self._config.years
            ):
                return styled(date, fact.value)
        years = 1 + choices.below(min(self._config.years, 15))
        earlier = choices.chance(50) or right.year + years > LAST_YEAR
        year = right.year - years if earlier else right.year + years
        if year == 0 or (year > 0) != (right.year > 0):
            return ""
        day = min(28, 1 + choices.below(28)) if right.day else 0
        month = 1 + choices.below(12) if right.month else 0
        return styled(Date(year, month, day), fact.value)

    def _number(self, fact: Fact, choices: Choices) -> str:
        right = parse_quantity(fact.value)
        if right is None or not right.number:
            return ""
        for other in self._others(fact, choices):
            wrong = parse_quantity(other.value)
            if (
                wrong is None
                or wrong.unit != right.unit
                or wrong.currency != right.currency
                or not wrong.number
            ):
                continue
            ratio = wrong.number / right.number
            if MIN_FACTOR < max(ratio, 1 / ratio) <= self._config.factor if ratio > 0 else False:
                return other.value
        step = (115 + choices.below(70)) / 100
        most = 100.0 if right.unit == "%" else 1.0 if fact.relation == "hdi" else float("inf")
        up = choices.chance(50) and right.number * step < most
        changed = right.scaled(step if up else 1 / step)
        if changed.number == right.number:
            changed = right.scaled((right.number + 1) / right.number)
        return str(changed) if changed.number not in (right.number, 0) else ""

    def _other(self, fact: Fact, choices: Choices) -> str:
        taken = _words(fact)
        for other in self._others(fact, choices):
            if other.value_type == "list":
                continue
            if agree(fact, other) or _overlaps(fact, other) or set(folded(other.value).split()) <= taken:
                continue
            if not _FAMILIAR.match(other.value) and _FAMILIAR.match(fact.value):
                continue
            return other.value
        return ""


def _overlaps(fact: Fact, other: Fact) -> bool:
    """Whether one of two places may lie in the other."""
    if fact.value_type != "place":
        return False
    parts, others = _parts(fact), _parts(other)
    return parts[0] in others or others[0] in parts


def _parts(fact: Fact) -> Sequence[str]:
    return [folded(part) for part in fact.value.split(",")]


def _words(fact: Fact) -> set[str]:
    """Of the subject's name: a wrong value that repeats it would not be plausible."""
    return set(folded(fact.subject).split())
