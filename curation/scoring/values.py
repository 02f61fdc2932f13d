"""Dates and numbers in answers, in whatever form people write them, compared with the right one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from curation.facts.dates import Date, find_dates
from curation.months import MONTHS
from curation.scoring.words import is_denied

Agreement = Literal["right", "partial", ""]

_SHORT = "|".join(month[:3] for month in MONTHS)
_MONTH_NAMES = {month[:3].casefold(): month for month in MONTHS}
_LONG = "|".join(month[3:] for month in MONTHS if month[3:])
_SHORT_MONTH = re.compile(rf"\b({_SHORT})(?:t?\.|{_LONG}|t)?(?=[\s,\d])", re.I)
_OF = re.compile(
    rf"\b(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?\s+({'|'.join(MONTHS)}),?\s+(?:of\s+)?(\d{{3,4}})\b"
)
_AMERICAN = re.compile(
    rf"\b({'|'.join(MONTHS)})\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:of\s+)?(\d{{3,4}})\b"
)
_MONTH_YEAR = re.compile(rf"\b({'|'.join(MONTHS)}),?\s+(?:of\s+)?(?=\d{{4}}\b)")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
# Greek and Latin years before Christ, as others write them.
_ERA = re.compile(r"\b(\d{1,4})\s?(?:B\.\s?C\.(?:\s?E\.)?|BCE)(?!\w)")

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9}
_COUNTS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_WORD_NUMBERS = {name: number for number, name in enumerate(_COUNTS)} | {
    "none": 0,
    "dozen": 12,
    "once": 1,
    "twice": 2,
}
_ALL_DIGITS = 99
_ANY_NUMBER = rf"(?:\d[\d,.]*|{'|'.join(_WORD_NUMBERS)})"
_OR_NUMBER = re.compile(rf",?\s+(?:or|to)\s+(?:maybe\s+|perhaps\s+)?{_ANY_NUMBER}\b", re.I)
_NUMBER_OR = re.compile(rf"\b{_ANY_NUMBER},?\s+(?:or|to)\s+(?:maybe\s+|perhaps\s+)?$", re.I)
_UNIT = r"[^\W\d_][\w²³./°]*|%|°\s?[CFK]\b"
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[−-])?(?:US)?[$€£¥]?\s?(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>hundred|thousand|million|billion|trillion|bn)\b)?"
    rf"(?:[\s-]?(?P<unit>(?:(?:square|sq\.?|cubic|cu\.?)\s)?(?:{_UNIT})))?",
    re.I,
)
_SPELLED = re.compile(
    rf"\b({'|'.join(_WORD_NUMBERS)})\b(?:\s(?P<scale>hundred|thousand|million|billion)\b)?", re.I
)

# Dimension, and how many of the metric unit one is.
_UNITS: dict[str, tuple[str, float]] = {}
for _dimension, _factor, _names in (
    ("length", 1.0, "m metre metres meter meters"),
    ("length", 1e3, "km kilometre kilometres kilometer kilometers"),
    ("length", 1e-2, "cm centimetre centimetres centimeter centimeters"),
    ("length", 1e-3, "mm millimetre millimetres millimeter millimeters"),
    ("length", 0.3048, "ft foot feet"),
    ("length", 0.0254, "in inch inches"),
    ("length", 0.9144, "yd yard yards"),
    ("length", 1609.344, "mi mile miles"),
    ("area", 1.0, "m2 m²"),
    ("area", 1e6, "km2 km² sqkm"),
    ("area", 2589988.11, "sqmi mi2 mi²"),
    ("area", 1e4, "ha hectare hectares"),
    ("area", 4046.856, "acre acres"),
    ("mass", 1.0, "kg kilogram kilograms"),
    ("mass", 1e-3, "g gram grams"),
    ("mass", 1e3, "t tonne tonnes"),
    ("mass", 0.45359237, "lb lbs pound pounds"),
    ("time", 1.0, "s second seconds"),
    ("time", 60.0, "min minute minutes"),
    ("time", 3600.0, "h hr hour hours"),
    ("share", 1.0, "% percent"),
    ("speed", 1.0, "m/s"),
    ("speed", 1 / 3.6, "km/h kph"),
    ("speed", 0.44704, "mph"),
    ("celsius", 1.0, "°c"),
    ("fahrenheit", 1.0, "°f"),
    ("kelvin", 1.0, "k"),
):
    _UNITS |= dict.fromkeys(_names.split(), (_dimension, _factor))
_TOLERANCE = 0.005
_CONVERTED = 0.02


@dataclass(frozen=True, slots=True)
class Number:
    """`value` with its scale; `digits` how many of them count; `dimension` and `factor` of its unit, empty
    and 1 where there is none that is known; `denied` whether the text says that it is not this one, `hedged`
    whether it says another number with it (`three or four`).
    """

    value: float
    digits: int
    dimension: str
    factor: float
    denied: bool
    hedged: bool


def date_agreement(answer: Date, text: str) -> Agreement:
    """Whether the text gives the date: `partial` if it leaves open what the answer says."""
    best: Agreement = ""
    said = _as_read(text)
    for start, _, date in (*find_dates(said), *_numeric(said)):
        if date.agrees(answer) and not is_denied(said, start):
            if bool(date.month) >= bool(answer.month) and bool(date.day) >= bool(answer.day):
                return "right"
            best = "partial"
    return best


def has_date(text: str, date: Date) -> bool:
    """Whether the text gives this date, or says nothing that differs from it but its year."""
    return bool(date_agreement(date, text))


def number_agreement(answer: Number, text: str) -> Agreement:
    """Whether the text gives the number: in its unit or another of the same kind, rounded to the digits that
    the text gives, but not to one digit alone. `partial` if it leaves open which of two it is.
    """
    best: Agreement = ""
    for number in numbers(text):
        if _same(answer, number) and not number.denied:
            if not number.hedged:
                return "right"
            best = "partial"
    return best


def numbers(text: str) -> Iterator[Number]:
    """The numbers in the text that are no part of a date with a month, in digits or (to twenty) in words."""
    masked = _as_read(text)
    for start, end, date in [*find_dates(masked), *_numeric(masked)]:
        if date.month:
            masked = f"{masked[:start]}{'x' * (end - start)}{masked[end:]}"
    for match in _NUMBER.finditer(masked):
        digits = re.sub(r"[^\d.]", "", match["digits"])
        value = float(digits) * (-1.0 if match["sign"] else 1.0)
        yield _number(masked, match, value, _significant(digits))
    for match in _SPELLED.finditer(masked):
        yield _number(masked, match, float(_WORD_NUMBERS[match[1].lower()]), _ALL_DIGITS)


def _number(text: str, match: re.Match[str], value: float, digits: int) -> Number:
    groups = match.groupdict()
    dimension, factor = _unit(groups.get("unit") or "")
    scale = _SCALES[groups["scale"].lower()] if groups["scale"] else 1.0
    start, end = match.span()
    hedged = not dimension and bool(_OR_NUMBER.match(text, end) or _NUMBER_OR.search(text[:start]))
    return Number(value * scale, digits, dimension, factor, is_denied(text, start), hedged)


def _same(answer: Number, said: Number) -> bool:
    value, other = answer.value, said.value
    if answer.dimension and said.dimension:
        if answer.dimension != said.dimension:
            return False
        if answer.factor != said.factor:
            value, other = value * answer.factor, other * said.factor
            return abs(value - other) <= _CONVERTED * max(abs(value), abs(other))
    if abs(value - other) <= _TOLERANCE * max(abs(value), abs(other)):
        return True
    if not value or said.digits < 2 or said.digits >= answer.digits or abs(value) < 1000:
        return False
    exponent = math.floor(math.log10(abs(value))) - said.digits + 1
    return math.isclose(round(value / 10**exponent) * 10**exponent, other, rel_tol=1e-9)


def _significant(digits: str) -> int:
    whole, _, rest = digits.partition(".")
    return len((whole + rest).lstrip("0")) if rest else len(whole.strip("0")) or 1


def _unit(text: str) -> tuple[str, float]:
    name = re.sub(r"\s+", " ", text.casefold().strip(" .-"))
    name = re.sub(r"^(?:square|sq\.?) (.*)$", r"sq\1", name)
    squared = {"sqkilometre": "km2", "sqkilometer": "km2", "sqmile": "sqmi", "sqmetre": "m2", "sqmeter": "m2"}
    name = squared.get(name.rstrip("s"), name)
    return _UNITS.get(name, ("", 1.0))


def _as_read(text: str) -> str:
    """The text with its dates in the forms that `find_dates` reads."""
    text = _SHORT_MONTH.sub(lambda match: _MONTH_NAMES[match[1].casefold()], text.replace("\u00a0", " "))
    text = _ERA.sub(r"\1 BC", text)
    text = _OF.sub(r"\1 \2 \3", text)
    text = _AMERICAN.sub(r"\1 \2, \3", text)
    return _MONTH_YEAR.sub(r"\1 ", text)


def _numeric(text: str) -> Iterator[tuple[int, int, Date]]:
    """Dates in digits; of those with slashes, both ways to read them."""
    for match in _ISO.finditer(text):
        yield from _possible(match, int(match[1]), int(match[2]), int(match[3]))
    for match in _SLASHES.finditer(text):
        first, second = int(match[1]), int(match[2])
        yield from _possible(match, int(match[3]), second, first)
        if first != second:
            yield from _possible(match, int(match[3]), first, second)


def _possible(match: re.Match[str], year: int, month: int, day: int) -> Iterator[tuple[int, int, Date]]:
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield match.start(), match.end(), Date(year, month, day)
