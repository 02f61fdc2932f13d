"""The arguments of {{convert}}, read: numbers, ranges, units, and the options that say how to write them.

Their meaning is that of Template:Convert/doc.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.measures import Measure, read_measure
from curation.wikitext.templates.units import Unit, find_unit


@dataclass(frozen=True, slots=True)
class Joint:
    """What stands between the two numbers of a range: with unit names, with symbols, and in the output.

    `repeated`: where symbols are used, one stands after each of the numbers.
    """

    names: str
    symbols: str
    output: str
    repeated: bool = False


def _same(text: str) -> Joint:
    return Joint(text, text, text)


_JOINTS = {
    "to": _same(" to "),
    "to(-)": Joint(" to ", " to ", "–"),
    "to about": _same(" to about "),
    "-": _same("–"),
    "–": _same("–"),
    "and": _same(" and "),
    "and(-)": Joint(" and ", " and ", "–"),
    "or": _same(" or "),
    "or(-)": Joint(" or ", " or ", "–"),
    "by": _same(" by "),
    "x": Joint(" by ", " × ", " × ", repeated=True),
    "×": Joint(" by ", " × ", " × ", repeated=True),
    "xx": _same(" × "),
    "*": _same(" × "),
    "+": _same(" + "),
    "+/-": _same(" ± "),
    "±": _same(" ± "),
    ",": _same(", "),
    "/": _same("/"),
}
_JOINT_IN_TEXT = re.compile(r"\s+(to|and|or|by|x|×|xx|\*|-|–)\s+|(?<=\d)(-|–)(?=[\d.])")

# A second, smaller unit continues the first measure, as in 6 ft 2 in.
_SUBDIVISIONS = {
    ("ft", "in"), ("yd", "ft"), ("yd", "in"), ("mi", "yd"), ("mi", "ft"), ("mi", "chains"), ("chains", "yd"),
    ("lb", "oz"), ("st", "lb"), ("long tons", "cwt"), ("cwt", "lb"), ("h", "min"), ("min", "s"),
}  # fmt: skip
_FEET_AND_INCHES = {"ftin", "ft in", "footin"}
_METRES_IN_FEET_AND_INCHES = (
    3  # by default a length below it, in metres, is converted to them; above, to feet
)
_DECIMALS = re.compile(r"-?\d{1,2}\Z")


@dataclass(slots=True)
class Call:
    """A call of {{convert}}: its numbers, what joins them, their unit, and what they are converted to.

    `parts` are the smaller units that continue the measure, with their numbers. A target is one unit, or
    feet followed by inches. `decimals` is given in the call or None. `words` are arguments that are neither
    numbers nor units.
    """

    numbers: list[Measure]
    joints: list[Joint]
    unit: Unit
    parts: list[tuple[Measure, Unit]] = field(default_factory=list)
    targets: list[list[Unit]] = field(default_factory=list)
    decimals: int | None = None
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Style:
    """How a call's options want it written.

    `symbols`: for the measure that stands first and the one set apart, symbols or names of units; names of
    temperatures are used only where `abbr=off` asks for them (`temperature_names`).
    """

    display: str
    symbols: tuple[bool, bool]
    temperature_names: bool
    american: bool
    adjective: bool
    flipped: bool
    values_only: bool
    power_words: bool
    spelling: str
    comma: str
    before_unit: str
    after_unit: str


# These displays, which set the second measure apart without brackets, write its units out.
_DISPLAYS_WITH_NAMES = {"or", "slash"}


def read_numbers(words: list[str]) -> tuple[list[Measure], list[Joint], list[str]]:
    """The numbers that a call begins with, what joins them, and the arguments after them."""
    if words and not read_measure(words[0]):  # a range in one argument: 100–300
        words = [part for part in _JOINT_IN_TEXT.split(words[0][:100]) if part] + words[1:]
    numbers: list[Measure] = []
    joints: list[Joint] = []
    position = 0
    while position < len(words) and (measure := read_measure(words[position])):
        numbers.append(measure)
        position += 1
        joint = _JOINTS.get(words[position]) if position + 1 < len(words) else None
        if joint is None or not read_measure(words[position + 1]):
            break
        joints.append(joint)
        position += 1
    return numbers, joints, words[position:]


def read_call(numbers: list[Measure], joints: list[Joint], words: list[str]) -> Call | None:
    """The call whose numbers are read already; `words` begin with the unit. None if nobody knows the unit."""
    unit = find_unit(words[0]) if words else None
    if unit is None:
        return None
    call = Call(numbers, joints, unit)
    position = 1
    while position + 1 < len(words):
        measure, smaller = read_measure(words[position]), find_unit(words[position + 1])
        if measure is None or smaller is None or (unit.symbol, smaller.symbol) not in _SUBDIVISIONS:
            break
        call.parts.append((measure, smaller))
        position, unit = position + 2, smaller
    codes: list[str] = []
    for number, word in enumerate(words[position:]):
        if _DECIMALS.match(word):
            call.decimals = int(word)
        elif number == 0 and word in _FEET_AND_INCHES:
            codes = ["ftin"]
        elif number == 0 and any(find_unit(code) or code == "ftin" for code in [word, *word.split()]):
            codes = [word] if find_unit(word) else word.split()
        elif word:
            call.words.append(word)
    call.targets = _targets(codes or _default(call), call.unit)
    return call


def _default(call: Call) -> list[str]:
    if call.unit.symbol == "m" and 0 < call.numbers[-1].value < _METRES_IN_FEET_AND_INCHES:
        return ["ftin"]
    return call.unit.default.split()


def _targets(codes: list[str], unit: Unit) -> list[list[Unit]]:
    groups = [("ft", "in") if code == "ftin" else (code,) for code in codes]
    targets = [[target for code in group if (target := find_unit(code))] for group in groups]
    return [target for target in targets if target and target[0].dimension == unit.dimension]


def read_style(arguments: Arguments, call: Call) -> Style:
    """The options of a call."""
    display = arguments.get("disp").lower()
    spelling = arguments.get("spell")
    adjective = arguments.get("adj").lower()
    abbreviation = arguments.get("abbr").lower()
    if not abbreviation and arguments.name.strip().lower() == "cvt":
        abbreviation = "on"
    symbols = {
        "on": (True, True),
        "values": (True, True),
        "none": (True, True),
        "off": (False, False),
        "in": (True, False),
        "out": (False, True),
        "unit": (True, True),
    }.get(abbreviation, (False, display not in _DISPLAYS_WITH_NAMES and spelling.lower() != "on"))
    word = call.words[0] if call.words else ""
    return Style(
        display=display,
        symbols=symbols,
        temperature_names=abbreviation == "off",
        american=arguments.get("sp").lower() == "us",
        adjective=adjective in ("on", "mid", "1") or arguments.get("sing").lower() == "on",
        flipped="flip" in (arguments.get("order").lower(), display),
        values_only=abbreviation in ("values", "none"),
        power_words=abbreviation == "unit",
        spelling=spelling,
        comma=arguments.get("comma").lower(),
        before_unit=word if adjective == "pre" else "",
        after_unit=word if adjective == "mid" else "",
    )
