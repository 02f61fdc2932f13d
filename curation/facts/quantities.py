"""Numbers with units as pages write them: read, compared, and written in their other forms."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMBER = r"[−-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[−-]?\d+(?:\.\d+)?"
_CURRENCY = r"(?:US|C|A|NZ|HK)?[$€£¥]\s?"
_QUANTITY = re.compile(
    rf"(?P<currency>{_CURRENCY})?(?P<number>{_NUMBER})(?:\s?(?P<scale>{'|'.join(_SCALES)}))?"
    r"(?P<unit>\s?(?:%|°[CF]|[a-zA-Zµ][\w²³./°]*(?:\s(?:mi|per|in)\b)?(?:\s[a-z²³]{1,12})?)?)"
)
_MARKS = re.compile(r"^[▲▼●◆\s~≈]+|^(?:c\.|ca\.|about|approximately|around|over|nearly)\s")
_NO_UNITS = frozenset(
    ("st", "nd", "rd", "th", "high", "medium", "low", "very high", "bc", "ad", "ce", "est", "s")
)
# The metric unit of a converted pair is the one that is kept; the other is an alias.
_ASIDE = re.compile(r"\s*\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`number` is what the text says, scale included; `written` the number's digits as they were, `unit` what
    follows them.
    """

    number: float
    written: str
    unit: str
    currency: str = ""
    scale: str = ""

    def agrees(self, other: Quantity, tolerance: float = 0.005) -> bool:
        """Whether both are the same, but for rounding (a share of the larger) where the units are equal."""
        if self.unit.lower() != other.unit.lower() or self.currency != other.currency:
            return False
        return abs(self.number - other.number) <= tolerance * max(abs(self.number), abs(other.number))

    def __str__(self) -> str:
        scale = f" {self.scale}" if self.scale else ""
        unit = f"{'' if self.unit.startswith(('%', '°')) else ' '}{self.unit}" if self.unit else ""
        return f"{self.currency}{self.written}{scale}{unit}"

    def forms(self) -> list[str]:
        """With and without separators, and in millions where that is exact."""
        unit = str(self)[
            len(self.currency) + len(self.written) + (len(self.scale) + 1 if self.scale else 0) :
        ]
        scale = f" {self.scale}" if self.scale else ""
        digits = self.written.replace(",", "").replace("−", "-")
        whole, _, rest = digits.partition(".")
        grouped = f"{int(whole):,}" + (f".{rest}" if rest else "")
        found = [str(self)]
        found += [f"{self.currency}{form}{scale}{unit}" for form in (grouped, digits)]
        if unit:
            found += [f"{self.currency}{form}{scale}" for form in (self.written, grouped, digits)]
        if not self.scale and not rest:
            for name in ("billion", "million"):
                share = int(digits) / _SCALES[name]
                if abs(share) >= 1 and round(share, 3) == share:
                    found.append(f"{self.currency}{share:g} {name}{unit}")
                    break
        return list(dict.fromkeys(found))

    def scaled(self, factor: float) -> Quantity:
        """A number about so many times as large, written as roundly as this one."""
        digits = self.written.replace(",", "").replace("−", "-")
        decimals = len(digits.partition(".")[2])
        zeros = min(len(digits) - len(digits.rstrip("0")), max(0, len(digits) - 2)) if not decimals else 0
        value = float(digits) * factor
        value = round(value, decimals) if decimals else round(value / 10**zeros) * 10**zeros
        comma = "," in self.written or len(digits.split(".", maxsplit=1)[0]) < 4
        written = f"{value:,.{decimals}f}" if comma else f"{value:.{decimals}f}"
        scale = _SCALES.get(self.scale, 1.0)
        return Quantity(value * scale, written, self.unit, self.currency, self.scale)


def parse_quantity(text: str, unit: str = "") -> Quantity | None:
    """The number that the text begins with and is about (`44,579,000 km² (17,212,000 sq mi)`), with `unit`
    where it names none; None if it is not one number.
    """
    text = _MARKS.sub("", text.strip())
    match = _QUANTITY.match(text)
    if not match:
        return None
    rest = _ASIDE.sub("", text[match.end() :]).strip(" .")
    unit_word = (match["unit"] or "").strip()
    if rest or unit_word.lower() in _NO_UNITS:
        return None
    written = match["number"]
    number = float(written.replace(",", "").replace("−", "-")) * _SCALES.get(match["scale"] or "", 1.0)
    return Quantity(
        number,
        written,
        unit_word or unit,
        (match["currency"] or "").strip(),
        match["scale"] or "",
    )


def other_units(text: str) -> list[str]:
    """What stands in the parentheses after a number, where that is a number with a unit too."""
    found = []
    for aside in _ASIDE.findall(text):
        quantity = parse_quantity(aside)
        if quantity and quantity.unit:
            found.append(str(quantity))
    return found
