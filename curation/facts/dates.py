"""Dates as English pages write them: read, compared, and written in their other forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curation.months import MONTHS

_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = "(?:" + "|".join(MONTHS) + ")"
_ERA = r"(?:\s?(?P<era{0}>BCE?|B\.C\.|AD|CE))?"
# The forms of the manual of style: 12 February 1809, February 12, 1809, February 1809, 1809, 384 BC.
_FORMS = (
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m1>{_MONTH})\s(?P<y1>\d{{3,4}}){_ERA.format(1)}",
    rf"(?P<m2>{_MONTH})\s(?P<d2>\d{{1,2}}),\s(?P<y2>\d{{3,4}}){_ERA.format(2)}",
    rf"(?P<m3>{_MONTH})\s(?P<y3>\d{{3,4}}){_ERA.format(3)}",
    r"(?P<y4>\d{1,4})\s?(?P<era4>BCE?|B\.C\.)",
    r"(?P<era5>AD)\s(?P<y5>\d{1,4})",
    r"(?P<y6>1\d{3}|20\d{2})",
)
_DATE = re.compile(rf"(?<![\w.,–-])(?:{'|'.join(_FORMS)})(?![\w–-]|[.,]\d)")
_DIGIT = re.compile(r"\d")
_AGE = re.compile(r"\s*\((?:aged?|age)\b[^)]*\)$")
_CLOCK = re.compile(r",?\s~?\d{1,2}:\d{2}(?::\d{2})?(?:\s?UTC)?$")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Date:
    """`year` is negative before Christ (no year 0); `month` and `day` are 0 where unknown."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def order(self) -> tuple[int, int, int]:
        """To sort by."""
        return self.year, self.month, self.day

    def agrees(self, other: Date) -> bool:
        """Whether both can be the same day: what one of them leaves open does not count."""
        return (
            self.year == other.year
            and (not self.month or not other.month or self.month == other.month)
            and (not self.day or not other.day or self.day == other.day)
        )

    def __str__(self) -> str:
        return self.written(day_first=True)

    def written(self, *, day_first: bool) -> str:
        """`12 February 1809` or `February 12, 1809`."""
        year = self.written_year()
        if not self.month:
            return year
        month = MONTHS[self.month - 1]
        if not self.day:
            return f"{month} {year}"
        return f"{self.day} {month} {year}" if day_first else f"{month} {self.day}, {year}"

    def written_year(self) -> str:
        """`1809` or `384 BC`."""
        return str(self.year) if self.year > 0 else f"{-self.year} BC"

    def forms(self) -> list[str]:
        """All forms in which people write it, the same each time."""
        found = [self.written(day_first=True), self.written(day_first=False)]
        if self.month:
            short = MONTHS[self.month - 1][:3]
            if self.day:
                found += [
                    f"{self.day} {short} {self.written_year()}",
                    f"{short} {self.day}, {self.written_year()}",
                ]
                if self.year >= 1000:
                    found.append(f"{self.year:04}-{self.month:02}-{self.day:02}")
            else:
                found.append(f"{short} {self.written_year()}")
        if self.year < 0:
            found += [f"{form}E" for form in found if form.endswith(" BC")]
        return list(dict.fromkeys(found))


def parse_date(text: str) -> Date | None:
    """The date that the text is, an age or a time of day after it aside; None if it is anything else, such as
    a range or an approximation.
    """
    text = _CLOCK.sub("", _AGE.sub("", text.strip()))
    match = _DATE.fullmatch(text)
    return _date(match) if match else None


def find_dates(text: str) -> Iterator[tuple[int, int, Date]]:
    """The dates in the text, with where they begin and end; a number of four digits counts as a year."""
    if not _DIGIT.search(text):
        return
    for match in _DATE.finditer(text):
        date = _date(match)
        if date:
            yield match.start(), match.end(), date


def _date(match: re.Match[str]) -> Date | None:
    groups = {name: value for name, value in match.groupdict().items() if value}
    by_letter = {name[:-1]: value for name, value in groups.items()}
    year, day = int(by_letter["y"]), int(by_letter.get("d", "0"))
    month = _NUMBERS[by_letter["m"].lower()] if "m" in by_letter else 0
    if not year or (day and not 1 <= day <= _DAYS[month - 1]):
        return None
    return Date(-year if by_letter.get("era", "").startswith("B") else year, month, day)
