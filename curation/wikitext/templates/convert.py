"""{{convert}} and {{cvt}}: a measure with its conversion, worked out as Module:Convert does for the common
units.

Rounding follows Template:Convert/doc: to the precision of the input, moved by the size of the factor, or to
two significant figures, whichever is more precise; a last number in the call sets the decimals, `sigfig=` the
significant figures. A unit that is not in the table keeps its value and its code: no number is ever lost.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.units import UNITS, Unit

_SQUARES = {"m2": "m<sup>2</sup>", "km2": "km<sup>2</sup>", "cm2": "cm<sup>2</sup>", "mm2": "mm<sup>2</sup>"}
_JOINERS = {
    "to": " to ",
    "-": "–",
    "–": "–",
    "and": " and ",
    "or": " or ",
    "x": " × ",
    "×": " × ",
    "by": " by ",
}
_JOINERS |= {
    "+/-": " ± ",
    "±": " ± ",
    "to(-)": " to ",
    "and(-)": " and ",
    "xx": " × ",
    "*": " × ",
    "+": " + ",
}
_AMERICAN = (("metre", "meter"), ("litre", "liter"))
_VALUE = re.compile(r"([-−+]?)([\d,]*\.?\d+|\d+\.)(?:e([-+]?\d{1,3}))?\Z", re.IGNORECASE)
_FRACTION = re.compile(r"([-−+]?)(?:(\d+)[+-])?(\d+)//?(\d+)\Z")


def _parse(text: str) -> tuple[float, int, str] | None:
    """A number as written → (value, decimals, as shown); decimals are negative for trailing zeros of a whole
    number.
    """
    text = text.strip().replace("&minus;", "−")
    if match := _FRACTION.match(text):
        sign, whole, above, below = match.groups()
        if not int(below):
            return None
        value = int(whole or 0) + int(above) / int(below)
        shown = f"{sign}{whole + ' ' if whole else ''}{above}/{below}"
        return (
            (-value if sign in ("-", "−") and sign else value),
            max(1, math.ceil(math.log10(int(below)))),
            shown,
        )
    match = _VALUE.match(text)
    if not match:
        return None
    digits = match.group(2).replace(",", "")
    exponent = int(match.group(3) or 0)
    value = float(digits) * 10.0**exponent
    if "." in digits:
        decimals = len(digits.partition(".")[2])
    else:
        decimals = -(len(digits) - len(digits.rstrip("0"))) if int(digits) else 0
    sign = "−" if match.group(1) in ("-", "−") and match.group(1) else ""
    if exponent:
        shown = f"{sign}{digits}×10<sup>{exponent}</sup>"
    elif "." in digits:
        shown = f"{sign}{int(digits.partition('.')[0] or 0):,}.{digits.partition('.')[2]}"
    else:
        shown = f"{sign}{int(digits):,}"
    return (-value if sign else value), decimals - exponent, shown


def _write(value: float, decimals: int) -> str:
    """A number rounded half up to `decimals` places (negative: to tens, hundreds …), digits grouped."""
    try:
        rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    except InvalidOperation:  # more digits than a decimal context holds: the float is as good
        return f"{value:g}"
    text = f"{rounded:,.{max(decimals, 0)}f}"
    return "−" + text[1:] if text.startswith("-") else text


def _decimals_of(value: float, decimals: int, result: float, *, temperature: bool) -> int:
    """How many decimals a converted value is shown with, by the rule of Template:Convert/doc."""
    if result == 0:
        return max(decimals, 0)
    if temperature:
        return max(decimals, 0)
    factor = abs(result / value) if value else 1.0
    moved = decimals - math.floor(
        math.log10(factor / 0.2)
    )  # one digit less for 2 to 20 times, one more for 0.02 to 0.2
    two_figures = 1 - math.floor(math.log10(abs(result)))
    return max(moved, two_figures)


def _label(unit: Unit, value: float, *, symbol: bool, american: bool, adjective: bool) -> str:
    if symbol:
        return _SQUARES.get(unit.symbol, unit.symbol.replace("m3", "m<sup>3</sup>"))
    name = unit.name if abs(value) == 1 or adjective else unit.plural
    if american:
        for british, us in _AMERICAN:
            name = name.replace(british, us)
    return name


def _convert_one(value: float, unit: Unit, target: Unit) -> float:
    return (value * unit.factor + unit.offset - target.offset) / target.factor


def convert(arguments: Arguments, context: Context) -> str:
    """{{convert|5|km|mi}}:

    `5 kilometres (3.1 mi)`; ranges, fractions, several outputs and `abbr=` as documented.
    """
    words = arguments.positional()
    values: list[tuple[float, int, str]] = []
    joiners: list[str] = []
    position = 0
    while position < len(words):
        parsed = _parse(words[position])
        if parsed is None:
            break
        values.append(parsed)
        position += 1
        if position + 1 < len(words) and words[position] in _JOINERS and _parse(words[position + 1]):
            joiners.append(_JOINERS[words[position]])
            position += 1
        else:
            break
    rest = words[position:]
    if not values:
        return " ".join(word for word in words[:2] if word) or GAP
    code = rest[0] if rest else ""
    shown = values[0][2] + "".join(j + v[2] for j, v in zip(joiners, values[1:], strict=False))
    unit = UNITS.get(code)
    if unit is None:
        return f"{shown} {code}".strip()
    if (
        code in ("ft", "foot", "lb", "st")
        and len(rest) > 2
        and _parse(rest[1])
        and rest[2] in ("in", "oz", "lb")
    ):
        return _two_parts(values[0], unit, rest, arguments)
    abbreviation = arguments.get("abbr") or ("on" if arguments.name.strip().lower() == "cvt" else "")
    if arguments.get("adj") in ("on", "mid", "pre") and not abbreviation:
        gap, adjective = "-", True
    else:
        gap, adjective = " ", False
    american = arguments.get("sp").lower() == "us"
    short = abbreviation in ("on", "in", "~", "values") or unit.dimension == "temperature"
    label = _label(unit, values[-1][0], symbol=short, american=american, adjective=adjective)
    own = f"{shown}{'' if label.startswith('/') else ' ' if short else gap}{label}"
    targets, decimals = _targets(rest[1:], unit)
    results = [
        _result(values, joiners, unit, t, decimals, arguments, abbreviation, american) for t in targets
    ]
    results = [result for result in results if result]
    display = arguments.get("disp").lower()
    if not results or display in ("number", "unit"):
        return own
    if display in ("out", "output only", "output number only"):
        return ", ".join(results)
    if arguments.get("order") == "flip":
        return f"{results[0]} ({own})"
    if display in ("or", "slash", "comma", "br", "sqbr", "x", "table", "tablecen"):
        joiner = {"or": " or ", "slash": "/", "comma": ", ", "br": "<br>"}.get(display, " ")
        return f"{own}{joiner}{joiner.join(results)}"
    return f"{own} ({'; '.join(results)})"


def _targets(rest: list[str], unit: Unit) -> tuple[list[Unit | tuple[Unit, Unit]], int | None]:
    """The output units that the call or the unit's default names, and the decimals that a last number sets."""
    decimals = None
    codes: list[str] = []
    for word in rest:
        if re.fullmatch(r"-?\d", word):
            decimals = int(word)
        elif word:
            codes = word.split()
    found: list[Unit | tuple[Unit, Unit]] = []
    for code in codes or unit.default.split():
        if code in ("ftin", "ft in") or (code == "ft" and codes == ["ft", "in"]):
            found.append((UNITS["ft"], UNITS["in"]))
        elif code in UNITS and UNITS[code].dimension == unit.dimension:
            if codes == ["ft", "in"] and code == "in":
                continue
            found.append(UNITS[code])
    return found, decimals


def _result(
    values: list[tuple[float, int, str]],
    joiners: list[str],
    unit: Unit,
    target: Unit | tuple[Unit, Unit],
    decimals: int | None,
    arguments: Arguments,
    abbreviation: str,
    american: bool,
) -> str:
    parts = []
    last = 0.0
    if isinstance(target, tuple):
        big, small = target
        for value, _, _ in values:
            total = round(_convert_one(value, unit, small))
            parts.append(f"{total // 12} ft {total % 12} in" if total >= 12 else f"{total} in")
    else:
        for value, own_decimals, _ in values:
            last = result = _convert_one(value, unit, target)
            if not math.isfinite(result):
                return ""
            places = decimals
            if places is None:
                figures = arguments.get("sigfig")
                if figures.isdigit() and result:
                    places = int(figures[:2]) - 1 - math.floor(math.log10(abs(result)))
                else:
                    is_temperature = unit.dimension == "temperature"
                    places = _decimals_of(value, own_decimals, result, temperature=is_temperature)
            parts.append(_write(result, max(min(places, 15), -15)))
    text = parts[0] + "".join(j + p for j, p in zip(joiners, parts[1:], strict=False))
    if isinstance(target, tuple):
        return text
    label = _label(target, last, symbol=abbreviation != "off", american=american, adjective=False)
    return f"{text}{'' if label.startswith('/') else ' '}{label}"


def _two_parts(value: tuple[float, int, str], unit: Unit, rest: list[str], arguments: Arguments) -> str:
    """{{convert|6|ft|2|in|m}}: `6 feet 2 inches (1.88 m)`."""
    second, small = _parse(rest[1]), UNITS[rest[2]]
    if second is None:
        return f"{value[2]} {unit.symbol}"
    own = f"{value[2]} {unit.symbol} {second[2]} {small.symbol}"
    total = value[0] * unit.factor + second[0] * small.factor
    targets, decimals = _targets(rest[3:], unit)
    results = []
    for target in targets:
        if isinstance(target, Unit):
            result = total / target.factor
            places = (
                decimals
                if decimals is not None
                else max(2 - math.floor(math.log10(result)) if result > 0 else 0, 0)
            )
            results.append(f"{_write(result, places)} {target.symbol}")
    if arguments.get("order") == "flip" and results:
        return f"{results[0]} ({own})"
    return f"{own} ({'; '.join(results)})" if results else own


def height(arguments: Arguments, context: Context) -> str:
    """{{height|ft=6|in=2}}, {{height|m=1.88}}: `6 ft 2 in (1.88 m)`, `1.88 m (6 ft 2 in)`."""
    metres = _parse(arguments.get("m", "metres", "meters"))
    centimetres = _parse(arguments.get("cm"))
    if metres or centimetres:
        size, shown, unit = (
            (metres[0], metres[2], "m") if metres else (centimetres[0] / 100, centimetres[2], "cm")
        )  # type: ignore[index]
        inches = round(size / 0.0254)
        return f"{shown} {unit} ({inches // 12} ft {inches % 12} in)"
    feet, inches_part = _parse(arguments.get("ft", "feet")), _parse(arguments.get("in", "inch", "inches"))
    if not feet and not inches_part:
        return GAP
    total = (feet[0] * 12 if feet else 0) + (inches_part[0] if inches_part else 0)
    shown = " ".join([f"{feet[2]} ft"] * bool(feet) + [f"{inches_part[2]} in"] * bool(inches_part))  # type: ignore[index]
    return f"{shown} ({_write(total * 0.0254, 2)} m)"


CONVERT: dict[str, Callable[[Arguments, Context], str]] = {
    "convert": convert,
    "cvt": convert,
    "conv": convert,
    "height": height,
}
