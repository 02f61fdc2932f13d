"""Numbers as {{convert}} reads, rounds and writes them (Template:Convert/doc, Module:Convert)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

_VALUE = re.compile(r"([-−+]?)([\d,]*\.?\d+|\d+\.)(?:e([-+−]?\d{1,2}))?\Z", re.IGNORECASE)
_FRACTION = re.compile(r"([-−+]?)(?:(\d{1,12})(?:[+ ]|-(?=\d+/)))?(\d{1,12})(?://?|⁄)(\d{1,12})\Z")
_VULGAR = str.maketrans({"½": "+1/2", "¼": "+1/4", "¾": "+3/4", "⅓": "+1/3", "⅔": "+2/3", "⅛": "+1/8"})
_MAX_LENGTH = 30  # longer than any measure; keeps every value a finite float
_EXACT = Context(prec=500)  # enough for every finite float


@dataclass(frozen=True, slots=True)
class Measure:
    """A number as written.

    `decimals` is negative for a whole number's trailing zeros. `text` is how it is shown, `singular` whether
    a unit's name after it is, and `scientific` whether it was written with a power of ten.
    """

    value: float
    decimals: float
    text: str
    singular: bool
    scientific: bool = False


def read_measure(text: str) -> Measure | None:
    """`1,250`, `−3.5`, `1/2`, `2+1/2`, `1.5e6`; None for what is no number."""
    text = text.strip().replace("&minus;", "−")
    if not text or len(text) > _MAX_LENGTH:
        return None
    if not text.isascii():
        text = text.translate(_VULGAR).removeprefix("+")
    if match := _FRACTION.match(text):
        return _read_fraction(match)
    match = _VALUE.match(text)
    if not match:
        return None
    digits = match[2].replace(",", "")
    exponent = int((match[3] or "0").replace("−", "-"))
    whole, point, places = digits.partition(".")
    decimals = len(places) if point else len(digits.rstrip("0")) - len(digits) if float(digits) else 0
    negative = match[1] in ("-", "−") and bool(match[1])
    value = float(digits) * 10.0**exponent
    shown = f"{'−' if negative else ''}{int(whole or 0):,}{point if places else ''}{places}"
    if exponent:
        shown += f"×10<sup>{exponent}</sup>".replace("-", "−")
    return Measure(-value if negative else value, decimals - exponent, shown, value == 1, bool(match[3]))


def _read_fraction(match: re.Match[str]) -> Measure | None:
    sign, whole, above, below = match.groups()
    if not int(below):
        return None
    value = int(whole or 0) + int(above) / int(below)
    negative = sign in ("-", "−") and bool(sign)
    shown = f"{'−' if negative else ''}{whole + ' ' if whole else ''}{above}/{below}"
    return Measure(-value if negative else value, max(math.log10(int(below)), 1.0), shown, value <= 1)


def write_number(value: float, decimals: int, *, scientific: bool = False) -> str:
    """A number rounded half up to `decimals` places (negative: to tens, hundreds …), its digits grouped.

    From a billion on, and below a ten-thousandth, it is written with a power of ten; where the number that
    it comes from was written so (`scientific`), from a thousand on and below a hundredth.
    """
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP, context=_EXACT)
    if not rounded:
        return f"{abs(rounded):.{max(decimals, 0)}f}"
    power = rounded.adjusted()
    largest, smallest = (3, -2) if scientific else (9, -4)
    if (power >= largest and abs(rounded) != 10**largest) or power < smallest:
        mantissa = rounded.scaleb(-power)
        text = f"{mantissa:.{min(max(decimals + power, 0), 15)}f}×10<sup>{power}</sup>"
    else:
        text = f"{rounded:,.{max(decimals, 0)}f}"
    return text.replace("-", "−")


def write_fraction(value: float, denominator: int) -> str:
    """A number to the nearest 1/denominator, reduced: `2 3/8`."""
    parts = round(abs(value) * denominator)
    whole, above = divmod(parts, denominator)
    sign = "−" if value < 0 and parts else ""
    if not above:
        return f"{sign}{whole:,}"
    common = math.gcd(above, denominator)
    fraction = f"{above // common}/{denominator // common}"
    return f"{sign}{whole:,} {fraction}" if whole else f"{sign}{fraction}"


def figures_to_decimals(value: float, figures: int) -> int:
    """How many decimals leave `value` with this many significant figures."""
    return figures - 1 - math.floor(math.log10(abs(value)) + 1e-14) if value else 0


def default_decimals(measure: Measure, ratio: float, result: float) -> int:
    """How many decimals a converted value is shown with: those of the input, moved by the size of `ratio`
    (twice the input by the output), but so many that two significant figures are left.
    """
    if not measure.value or not result:
        return 0
    return max(math.floor(measure.decimals + math.log10(abs(ratio))), figures_to_decimals(result, 2))


def temperature_decimals(measure: Measure, kelvins: float) -> int:
    """The same for temperatures: the precision of the input, but at least three figures in kelvins."""
    least = 2 if abs(kelvins) < 1e-8 else figures_to_decimals(kelvins, 3)
    return max(math.floor(measure.decimals), least)
