"""Dates, ages and spans of time.

Dates are written out as `14 March 1879`, or `March 14, 1879` where the call says so.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from curation.months import MONTHS
from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments

_NUMBER = re.compile(r"-?\d+\Z")


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.match(text) and len(text) < 7 else None


def write_date(year: str, month: str = "", day: str = "", *, month_first: bool = False) -> str:
    """A date from its parts as given; parts that are words are kept as they are."""
    number = _number(month)
    name = MONTHS[number - 1] if number is not None and 1 <= number <= 12 else month
    day_number = _number(day)
    day = str(day_number) if day_number is not None else day
    if not name:
        return year
    if not day:
        return f"{name} {year}".strip()
    if month_first:
        return f"{name} {day}, {year}" if year else f"{name} {day}"
    return f"{day} {name} {year}".strip()


def _is_american(arguments: Arguments) -> bool:
    """`df=y` asks for day first; English Wikipedia's templates default to month first."""
    return not (arguments.flag("df") or arguments.get("df").lower() == "dmy")


def _age(start: tuple[int | None, ...], end: tuple[int | None, ...]) -> int | None:
    year, month, day = start
    to_year, to_month, to_day = end
    if year is None or to_year is None or year < 0 or to_year < year:
        return None
    before_birthday = (to_month or 12, to_day or 31) < (month or 1, day or 1)
    return to_year - year - before_birthday


def _date_at(arguments: Arguments, first: int) -> str:
    year, month, day = (arguments.get(first), arguments.get(first + 1), arguments.get(first + 2))
    return write_date(year, month, day, month_first=_is_american(arguments)) or GAP


def date(arguments: Arguments, context: Context) -> str:
    """{{birth date|1879|3|14}}, {{start date|…}} and their kin: the date.

    Ages that depend on today are left out.
    """
    text = _date_at(arguments, 1)
    hour, minute, second = (_number(arguments.get(place)) for place in (4, 5, 6))
    if hour is None or minute is None:
        return text
    time = f"{hour:02d}:{minute:02d}" + (f":{second:02d}" if second is not None else "")
    zone = " UTC" if arguments.get("timezone", "tz") in ("Z", "yes", "y") else ""
    return f"{time}, {text}{zone}"


def death_date_and_age(arguments: Arguments, context: Context) -> str:
    """{{death date and age|1955|4|18|1879|3|14}}: `April 18, 1955 (aged 76)`."""
    values = [arguments.get(n) for n in range(1, 7)]
    numbers = tuple(_number(value) for value in values)
    age = _age(numbers[3:6], numbers[0:3])
    text = _date_at(arguments, 1)
    return f"{text} (aged {age})" if age is not None else text


def death_year_and_age(arguments: Arguments, context: Context) -> str:
    """{{death year and age|1955|1879}}: the two ages that the years allow."""
    died, born = _number(arguments.get(1)), _number(arguments.get(2))
    if died is None or born is None:
        return arguments.get(1) or GAP
    month = arguments.get(3)
    return f"{write_date(str(died), month)} (aged {died - born - 1}–{died - born})"


def age_between(arguments: Arguments, context: Context) -> str:
    """{{age|1879|3|14|1955|4|18}}: 76. Without an end it depends on today, and nothing is shown."""
    numbers = tuple(_number(arguments.get(n)) for n in range(1, 7))
    age = _age(numbers[0:3], numbers[3:6])
    return str(age) if age is not None and numbers[3] is not None else GAP


def age_in_parts(arguments: Arguments, context: Context) -> str:
    """{{age in years, months and days|1775|4|19|1783|9|3}}: `8 years, 4 months and 15 days`."""
    numbers = [_number(arguments.get(n)) for n in range(1, 7)]
    try:
        start = datetime.date(numbers[0] or 0, numbers[1] or 0, numbers[2] or 0)
        end = datetime.date(numbers[3] or 0, numbers[4] or 0, numbers[5] or 0)
    except ValueError:  # without an end it depends on today
        return GAP
    if end < start:
        return GAP
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    days = (end - datetime.date(year, month + 1, 1)).days - start.day + 1
    parts = [(months // 12, "year"), (months % 12, "month"), (days, "day")]
    texts = [f"{count} {unit}{'s' if count != 1 else ''}" for count, unit in parts if count]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts) or "0 days"


def age_in_days(arguments: Arguments, context: Context) -> str:
    """{{age in days|1969|7|16|1969|7|24}}: 8."""
    numbers = [_number(arguments.get(n)) for n in range(1, 7)]
    try:
        start = datetime.date(numbers[0] or 0, numbers[1] or 1, numbers[2] or 1)
        end = datetime.date(numbers[3] or 0, numbers[4] or 1, numbers[5] or 1)
    except ValueError:  # a part is missing or no such day: the template shows an error there
        return GAP
    return str((end - start).days)


def _free_date(arguments: Arguments, context: Context) -> str:
    """{{birth-date|14 March 1879}}: the date as it was written."""
    return arguments.get(1) or GAP


_DTS_ISO = re.compile(r"(-?\d{1,4})-(\d{1,2})-(\d{1,2})\Z")


def date_for_sorting(arguments: Arguments, context: Context) -> str:
    """{{dts|1777|12|16}}, {{dts|1777-12-16}}, {{dts|December 16, 1777}}."""
    first = arguments.get(1)
    month_first = arguments.get("format").lower() != "dmy"
    if match := _DTS_ISO.match(first):
        return write_date(*match.groups(), month_first=month_first)
    if not arguments.get(2):
        return first or GAP
    return write_date(first, arguments.get(2), arguments.get(3), month_first=month_first)


def as_of(arguments: Arguments, context: Context) -> str:
    """{{as of|2010|5}}: `As of May 2010`."""
    if text := arguments.get("alt"):
        return text + arguments.get("post")
    phrase = "since" if arguments.flag("since") else "as of"
    if not arguments.get("lc"):
        phrase = phrase.capitalize()
    post = arguments.get("post")
    when = write_date(
        arguments.get(1), arguments.get(2), arguments.get(3), month_first=arguments.get("df").lower() == "us"
    )
    return f"{phrase} {when}{post}"


def circa(arguments: Arguments, context: Context) -> str:
    """{{circa|1500|1550}}: `c. 1500 – c. 1550`; {{circa}} alone: `c.`"""
    years = [year for year in arguments.positional() if year]
    return " – ".join(f"c. {year}" for year in years) or "c. "


def marriage(arguments: Arguments, context: Context) -> str:
    """{{marriage|Mary Todd|1842|1865|end=d.}}: `Mary Todd (m. 1842; d. 1865)`."""
    name, start, end = arguments.get(1), arguments.get(2), arguments.get(3)
    parts = [f"m. {start}"] if start else []
    if end or arguments.get("end", "reason"):
        reason = arguments.get("end", "reason") or "ended"
        parts.append(f"{reason} {end}".strip())
    return f"{name} ({'; '.join(parts)})" if parts else name or GAP


def _film_date(arguments: Arguments, context: Context) -> str:
    """{{film date|1979|5|25|US|1979|8|2|UK}}: every release with its place."""
    words = arguments.positional()
    dates = []
    for start in range(0, len(words), 4):
        year, month, day, place = [*words[start : start + 4], "", "", ""][:4]
        if year:
            text = write_date(year, month, day, month_first=_is_american(arguments))
            dates.append(f"{text} ({place})" if place else text)
    return "; ".join(dates) or GAP


def _french_date(arguments: Arguments, context: Context) -> str:
    """{{date|14|mars|1879}}, {{date de naissance|14|3|1879}}."""
    return " ".join(word for word in arguments.positional()[:3] if word) or GAP


def _old_style(arguments: Arguments, context: Context) -> str:
    """{{OldStyleDate|7 July|1887|25 June}}: `7 July [O.S. 25 June] 1887`."""
    return " ".join(f"{arguments.get(1)} [O.S. {arguments.get(3)}] {arguments.get(2)}".split())


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    **dict.fromkeys(
        (
            "birth date",
            "bda",
            "dob",
            "birth date and age",
            "birthdate and age",
            "birth year and age",
            "birth year",
            "death date",
            "dod",
            "death year",
            "start date",
            "start date and age",
            "start date and years ago",
            "start-date and age",
            "end date",
            "end date and age",
            "launch date",
            "release date and age",
            "date of birth",
            "birth date and given age",
            "date of death",
            "birth-date and given age",
        ),
        date,
    ),
    **dict.fromkeys(
        ("death date and age", "dda", "death date and given age", "死亡年月日と没年齢"), death_date_and_age
    ),
    **dict.fromkeys(("death year and age", "death-year and age"), death_year_and_age),
    **dict.fromkeys(
        (
            "birth-date",
            "death-date",
            "start-date",
            "end-date",
            "birth-date and age",
            "death-date and age",
            "release date",
            "date",
            "formatdate",
            "date nowrap",
        ),
        _free_date,
    ),
    "生年月日と年齢": date,
    "生年月日": date,
    "age": age_between,
    "age in years": age_between,
    "age in days": age_in_days,
    "age in years, months and days": age_in_parts,
    "age in years and months": age_in_parts,
    "dts": date_for_sorting,
    "date table sorting": date_for_sorting,
    "as of": as_of,
    "asof": as_of,
    "circa": circa,
    "c.": circa,
    "ca.": circa,
    "marriage": marriage,
    "film date": _film_date,
    "date de naissance": _french_date,
    "date de décès": _french_date,
    "date-": _french_date,
    "oldstyledate": _old_style,
}
