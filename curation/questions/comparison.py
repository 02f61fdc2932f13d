"""Questions that compare two subjects of the same kind, such as which of two countries is larger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curation.facts.dates import parse_date
from curation.facts.quantities import parse_quantity
from curation.questions.draft import AskedPage, Draft
from curation.questions.phrasing import voice_of
from curation.questions.pools import Pools
from curation.seeded import Choices
from schemas.facts import Fact

# Numbers that are nearer to each other than this are not compared, and years.
MIN_FACTOR = 1.15
MIN_YEARS = 2


@dataclass(frozen=True, slots=True)
class _Comparison:
    """`more` asks which has the larger value or the later date, `less` the other way round."""

    more: tuple[str, ...]
    less: tuple[str, ...] = ()


_WORDINGS = {
    "birth-date": _Comparison(
        ("Who was born later, {a} or {b}?",),
        ("Who was born first, {a} or {b}?", "Who was born earlier, {a} or {b}?"),
    ),
    "death-date": _Comparison(("Who died later, {a} or {b}?",), ("Who died first, {a} or {b}?",)),
    "population": _Comparison(
        ("Which has more inhabitants, {a} or {b}?", "Which has the larger population, {a} or {b}?"),
        ("Which has fewer inhabitants, {a} or {b}?",),
    ),
    "area": _Comparison(
        ("Which is larger by area, {a} or {b}?", "Which covers a larger area, {a} or {b}?"),
        ("Which is smaller by area, {a} or {b}?",),
    ),
    "population-density": _Comparison(("Which is more densely populated, {a} or {b}?",)),
    "water-share": _Comparison(("In which is a larger share of the area water, {a} or {b}?",)),
    "elevation": _Comparison(("Which lies higher above sea level, {a} or {b}?",)),
    "highest-elevation": _Comparison(("In which is the highest point higher, {a} or {b}?",)),
    "gdp-nominal": _Comparison(("Which had the larger nominal GDP{when}, {a} or {b}?",)),
    "gdp-ppp": _Comparison(("Which had the larger GDP at purchasing power parity{when}, {a} or {b}?",)),
    "gdp-nominal-per-capita": _Comparison(
        ("Which had the higher nominal GDP per capita{when}, {a} or {b}?",)
    ),
    "hdi": _Comparison(("Which had the higher Human Development Index{when}, {a} or {b}?",)),
    "admission-date": _Comparison((), ("Which became a state first, {a} or {b}?",)),
    "release-date": _Comparison(
        (), ("Which was released first, {a} or {b}?", "Which came out first, {a} or {b}?")
    ),
    "publication-date": _Comparison(
        ("Which was published later, {a} or {b}?",),
        ("Which was published first, {a} or {b}?", "Which is older, {a} or {b}?"),
    ),
    "pages": _Comparison(("Which has more pages, {a} or {b}?", "Which is longer, {a} or {b}?")),
    "runtime": _Comparison(
        ("Which is longer, {a} or {b}?", "Which has the longer running time, {a} or {b}?")
    ),
    "founded": _Comparison((), ("Which was founded first, {a} or {b}?", "Which is older, {a} or {b}?")),
    "first-awarded": _Comparison((), ("Which was first presented earlier, {a} or {b}?",)),
    "launch-date": _Comparison(
        ("Which was launched later, {a} or {b}?",), ("Which was launched first, {a} or {b}?",)
    ),
    "employees": _Comparison(("Which has more employees, {a} or {b}?",)),
    "constellation-area": _Comparison(
        ("Which covers a larger area of the sky, {a} or {b}?", "Which is larger, {a} or {b}?"),
        ("Which is smaller, {a} or {b}?",),
    ),
    "atomic-number": _Comparison(("Which has the higher atomic number, {a} or {b}?",)),
    "boiling-point": _Comparison(("Which has the higher boiling point, {a} or {b}?",)),
    "melting-point": _Comparison(("Which has the higher melting point, {a} or {b}?",)),
}
# Numbers that are only compared with those of the same time.
_SAME_TIME = ("gdp-nominal", "gdp-ppp", "gdp-nominal-per-capita", "hdi")
_MAX_YEARS_APART = 5


def comparison_questions(page: AskedPage, seed: int, pools: Pools) -> Iterator[Draft]:
    """For each fact that can be compared, one question about its subject and another of the same kind."""
    for fact in page.stated:
        wording = _WORDINGS.get(fact.relation)
        if wording is None or fact.kind not in ("infobox", "definition", "table"):
            continue
        choices = Choices(seed, f"comparison\t{fact.id}")
        pool = pools.get(fact.relation, fact.subject_type)
        others = [other for other in pool if _comparable(fact, other)]
        if not others:
            continue
        other = choices.one(others)
        more = bool(wording.more) and (not wording.less or choices.chance(60))
        templates = wording.more if more else wording.less
        winner = _larger(fact, other) if more else _smaller(fact, other)
        first, second = (fact, other) if choices.chance(50) else (other, fact)
        when = f" {fact.statement}" if fact.statement and fact.relation in _SAME_TIME else ""
        question = (
            choices.one(templates)
            .replace("{when}", when)
            .replace("{a}", first.subject)
            .replace("{b}", second.subject)
        )
        yield Draft(
            kind="comparison",
            relation=fact.relation,
            subject=fact.subject,
            plain=question,
            facts=(fact, other),
            answers=(winner.subject,),
            aliases=(_forms(winner, other if winner is fact else fact),),
            evidence=(*fact.evidence, *other.evidence),
            variant=other.subject,
            voice=voice_of(fact, page.stated),
        )


def _comparable(fact: Fact, other: Fact) -> bool:
    if other.subject == fact.subject or other.category != fact.category or other.kind != fact.kind:
        return False
    if fact.value_type == "date":
        dates = parse_date(fact.value), parse_date(other.value)
        return (
            dates[0] is not None and dates[1] is not None and abs(dates[0].year - dates[1].year) >= MIN_YEARS
        )
    numbers = parse_quantity(fact.value), parse_quantity(other.value)
    if numbers[0] is None or numbers[1] is None or numbers[0].unit != numbers[1].unit:
        return False
    low, high = sorted((numbers[0].number, numbers[1].number))
    if fact.relation in _SAME_TIME and fact.statement != other.statement:
        return False
    if fact.statement and abs(_year(fact) - _year(other)) > _MAX_YEARS_APART:
        return False
    factor = 1.01 if fact.relation == "hdi" else MIN_FACTOR
    return low != high and (low <= 0 or high / low >= factor)


def _year(fact: Fact) -> int:
    digits = "".join(character for character in fact.statement if character.isdigit())
    return int(digits) if digits else 0


def _order(fact: Fact) -> tuple[float, ...]:
    date = parse_date(fact.value) if fact.value_type == "date" else None
    if date is not None:
        return date.order
    quantity = parse_quantity(fact.value)
    return (quantity.number if quantity is not None else 0.0,)


def _larger(fact: Fact, other: Fact) -> Fact:
    return max(fact, other, key=_order)


def _smaller(fact: Fact, other: Fact) -> Fact:
    return min(fact, other, key=_order)


def _forms(winner: Fact, loser: Fact) -> tuple[str, ...]:
    """Shorter forms of the name, where they do not fit the other too."""
    found = []
    if winner.subject.startswith("the "):
        found.append(winner.subject[4:])
    if winner.subject_type == "person" and " " in winner.subject:
        found.append(winner.subject.split()[-1])
    if "," in winner.subject:
        found.append(winner.subject.split(",")[0])
    return tuple(form for form in found if form not in loser.subject)
