"""{{convert}} and {{cvt}}: a measure with its conversion, worked out as Module:Convert does.

A unit that is not in the table keeps its value and its code: no number is ever lost.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.markers import BAR, GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.convert_call import (
    Call,
    Joint,
    Style,
    read_call,
    read_numbers,
    read_style,
)
from curation.wikitext.templates.measures import (
    Measure,
    default_decimals,
    figures_to_decimals,
    temperature_decimals,
    write_fraction,
    write_number,
)
from curation.wikitext.templates.spelled import spell
from curation.wikitext.templates.units import Unit, find_unit

# What sets the second measure apart: before it and after it.
_DISPLAYS = {
    "or": (" or ", ""),
    "(or)": (" (or ", ")"),
    "comma": (", ", ""),
    "slash": ("/", ""),
    "br": ("<br>", ""),
    "br()": ("<br>(", ")"),
    "sqbr": (" [", "]"),
}
_AMERICAN = (("metre", "meter"), ("litre", "liter"), ("tonne", "metric ton"))
_TEMPERATURES = ("temperature", "interval")
_MAX_DECIMALS = 15
_INCH = 0.0254  # metres


def convert(arguments: Arguments, context: Context) -> str:
    """{{convert|5|km|mi}}: `5 kilometres (3.1 mi)`, with its ranges, fractions and options."""
    words = arguments.positional()
    numbers, joints, rest = read_numbers(words)
    if not numbers:
        return " ".join(word for word in words[:2] if word) or GAP
    call = read_call(numbers, joints, rest)
    if call is None:
        return " ".join([_join([n.text for n in numbers], [j.names for j in joints]), *rest[:1]]).strip()
    return _Writer(call, read_style(arguments, call), arguments).write()


def _join(texts: list[str], joints: list[str]) -> str:
    return texts[0] + "".join(joint + text for joint, text in zip(joints, texts[1:], strict=False))


class _Writer:
    """Writes one call: its own measure, the converted ones, and both together."""

    def __init__(self, call: Call, style: Style, arguments: Arguments) -> None:
        self._call = call
        self._style = style
        figures, steps, nearest = (arguments.get(name) for name in ("sigfig", "frac", "round"))
        self._figures = int(figures) if figures in set("123456789") else None
        self._denominator = int(steps) if steps.isascii() and steps.isdigit() and len(steps) < 4 else 0
        self._nearest = {"0.5": 0.5, "5": 5.0, "10": 10.0, "25": 25.0, "50": 50.0}.get(nearest)
        self._each = nearest == "each"
        # What stands around the second measure with disp=x, its spaces kept.
        self._own_words = [text for text in arguments.named.values() if text.strip() in call.words]

    def write(self) -> str:
        """The text of the call."""
        display, call = self._style.display, self._call
        first_symbols, second_symbols = self._style.symbols
        if display in ("unit", "unit2"):
            return self._label(call.unit, symbols=first_symbols, singular=call.numbers[-1].singular)
        if display.startswith("table"):
            own = _join([n.text for n in call.numbers], [j.symbols for j in call.joints])
            return f"{BAR}{BAR}".join([own, *map(self._bare, call.targets)])
        if not call.targets:
            return self._own(symbols=first_symbols, leading=True)
        if display in ("number", "output number only"):
            return "; ".join(map(self._bare, call.targets))
        if display in ("out", "output only"):
            return self._converted(symbols=second_symbols, leading=False)
        if self._style.flipped:
            head = self._converted(symbols=first_symbols, leading=True)
            tail = self._own(symbols=second_symbols, leading=False)
        else:
            head = self._own(symbols=first_symbols, leading=True)
            tail = self._converted(symbols=second_symbols, leading=False)
        if display == "x":
            before, after = [*self._own_words, "", ""][:2] if self._own_words else (" [", "]")
        else:
            before, after = _DISPLAYS.get(display, (" (", ")"))
        return f"{head}{before}{tail}{after}"

    # --- the measure as given

    def _own(self, *, symbols: bool, leading: bool) -> str:
        call = self._call
        texts = [self._spelled(n.value, self._grouped(n.text), leading=leading) for n in call.numbers]
        if not call.parts:
            singular = call.numbers[-1].singular
            return self._with_unit(texts, call.unit, symbols=symbols, singular=singular, leading=leading)
        gap = "-" if self._style.adjective and not symbols else " "
        words = [texts[0], self._label(call.unit, symbols=symbols, singular=call.numbers[0].singular)]
        for number, unit in call.parts:
            text = self._spelled(number.value, number.text, leading=leading)
            words += [text, self._label(unit, symbols=symbols, singular=number.singular)]
        return gap.join(words)

    def _spelled(self, value: float, text: str, *, leading: bool) -> str:
        """The number in words where the call asks for them: the leading measure's, or (`on`) both."""
        spelling = self._style.spelling
        if not spelling or not (leading or spelling.lower() == "on"):
            return text
        if not value.is_integer() or abs(value) >= 1e9:
            return text
        words = spell(int(value))
        return words[:1].upper() + words[1:] if leading and spelling[:1].isupper() else words

    def _grouped(self, text: str) -> str:
        comma = self._style.comma
        if "," not in text or not comma or (comma == "5" and len(text.partition(".")[0]) > 5):
            return text
        return text.replace(",", " " if comma == "gaps" else "")

    # --- what it is converted to

    def _converted(self, *, symbols: bool, leading: bool) -> str:
        results = []
        for target in self._call.targets:
            if len(target) == 2:
                results.append(self._feet_and_inches(symbols=symbols))
                continue
            texts = [self._grouped(text) for text in self._values(target[0])]
            one = texts[-1] in ("1", "1.0", "1.00")
            if self._style.spelling:
                texts = [
                    self._spelled(float(text.replace(",", "")), text, leading=leading)
                    if text.replace(",", "").isdecimal()
                    else text
                    for text in texts
                ]
            results.append(
                self._with_unit(texts, target[0], symbols=symbols, singular=one, leading=leading, output=True)
            )
        return (" or " if self._style.display == "or" else "; ").join(results)

    def _bare(self, target: list[Unit]) -> str:
        """A converted value without its unit."""
        if len(target) == 2:
            return self._feet_and_inches(symbols=True)
        return _join(self._values(target[0]), [joint.output for joint in self._call.joints])

    def _values(self, target: Unit) -> list[str]:
        """The numbers in the target's unit. Those of a range have the same decimals: the most of any."""
        numbers = self._call.numbers
        results = [_convert(self._base(number), target) for number in numbers]
        if self._denominator:
            return [write_fraction(result, self._denominator) for result in results]
        if self._nearest:
            results = [math.floor(result / self._nearest + 0.5) * self._nearest for result in results]
        decimals = [self._decimals(n, r, target) for n, r in zip(numbers, results, strict=True)]
        if not self._each and not self._figures:
            decimals = [max(decimals)] * len(decimals)
        return [
            write_number(
                result, max(min(places, _MAX_DECIMALS), -_MAX_DECIMALS), scientific=numbers[0].scientific
            )
            for result, places in zip(results, decimals, strict=True)
        ]

    def _base(self, number: Measure) -> float:
        """The measure in the base unit of its dimension."""
        unit = self._call.unit
        if unit.inverse:
            return unit.factor / number.value if number.value else 0.0
        value = number.value * unit.factor + unit.offset
        return value + math.copysign(1, value) * sum(m.value * u.factor for m, u in self._call.parts)

    def _decimals(self, number: Measure, result: float, target: Unit) -> int:
        call = self._call
        if self._nearest:
            return 0 if result.is_integer() else 1
        if call.decimals is not None:
            return call.decimals
        if self._figures:
            return figures_to_decimals(result, self._figures)
        if call.unit.dimension == "temperature":
            return temperature_decimals(number, self._base(number))
        if call.parts:
            last, unit = call.parts[-1]
            total = self._base(number) / unit.factor
            number = Measure(total, max(last.decimals, 0), last.text, singular=False)
            if unit.symbol == "in":  # finer than its whole numbers look
                return default_decimals(number, 200 * target.factor, result)
        elif target.symbol in ("lb", "ft") and number.value.is_integer():
            return default_decimals(number, 2 / call.unit.factor, result)
        return default_decimals(number, 2 * number.value / result if result else 1, result)

    def _feet_and_inches(self, *, symbols: bool) -> str:
        texts = []
        for number in self._call.numbers:
            inches = self._base(number) / _INCH
            step = 10 ** min(max(self._call.decimals or 0, 0), 6)
            if self._denominator:
                feet, rest = divmod(round(abs(inches) * self._denominator) / self._denominator, 12)
                shown = write_fraction(rest, self._denominator)
            else:
                feet, rest = divmod(round(abs(inches) * step) / step, 12)
                shown = write_number(rest, max(self._call.decimals or 0, 0))
            words = []
            for text, unit in ((f"{feet:,.0f}", find_unit("ft")), (shown, find_unit("in"))):
                if unit and (unit.symbol == "in" or feet):
                    words.append(f"{text} {self._label(unit, symbols=symbols, singular=text == '1')}")
            texts.append(f"{'−' if inches < 0 else ''}{' '.join(words)}")
        return _join(texts, [joint.output for joint in self._call.joints])

    # --- numbers with their unit

    def _with_unit(
        self,
        texts: list[str],
        unit: Unit,
        *,
        symbols: bool,
        singular: bool,
        leading: bool,
        output: bool = False,
    ) -> str:
        style, joints = self._style, self._call.joints
        symbols = self._uses_symbol(unit, symbols)
        label = "" if style.values_only else self._label(unit, symbols=symbols, singular=singular)
        if unit.power and symbols and not style.power_words:
            texts = [f"{text}×10<sup>{unit.power}</sup>" for text in texts]
        elif unit.power:
            texts = [*texts[:-1], f"{texts[-1]}{'-' if style.adjective else ' '}{unit.word}"]
        gap = "-" if style.adjective and not symbols else " "
        if label[:1] in ("", "/", "°") and unit.dimension not in _TEMPERATURES:
            gap = ""
        elif leading and style.before_unit:
            gap = f" {style.before_unit} "
        if symbols and any(joint.repeated for joint in joints):
            texts = [f"{text}{gap}{label}" for text in texts[:-1]] + texts[-1:]
        text = _join(texts, [_joint_text(joint, symbols=symbols, output=output) for joint in joints])
        after = style.after_unit if leading else ""
        return f"{text}{gap}{label}{'' if after[:1] in ('', '-') else ' '}{after}"

    def _uses_symbol(self, unit: Unit, symbols: bool) -> bool:
        if unit.dimension in _TEMPERATURES:
            return not self._style.temperature_names
        return symbols

    def _label(self, unit: Unit, *, symbols: bool, singular: bool) -> str:
        if self._uses_symbol(unit, symbols) and not (singular and unit.symbol == unit.plural):
            return unit.symbol
        name = unit.name if (singular and not unit.power) or self._style.adjective else unit.plural
        if self._style.american:
            for british, american in _AMERICAN:
                name = name.replace(british, american)
        return name


def _joint_text(joint: Joint, *, symbols: bool, output: bool) -> str:
    if joint.repeated:
        return joint.symbols if symbols else joint.names
    return joint.output if output else joint.symbols if symbols else joint.names


def _convert(base: float, target: Unit) -> float:
    if target.inverse:
        return target.factor / base if base else 0.0
    return (base - target.offset) / target.factor


CONVERT: dict[str, Callable[[Arguments, Context], str]] = {
    "convert": convert,
    "cvt": convert,
    "conv": convert,
}
