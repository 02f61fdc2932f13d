"""Charts as geometry: where bars, lines and labels of a picture are. Templates draw them as SVG.

Places across are percentages of the width and places down are pixels, so that a picture fits any width and
its text keeps its size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobs.report.distributions import Distribution
from jobs.report.numbers import exact, short

_TOP, _BOTTOM = 12, 20
# What has no place on a logarithmic scale stands left of it.
_ZERO_WIDTH, _ZERO_GAP = 4.0, 2.0
_GAP = 0.12
_MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `x` on, `width` wide (percent), from `y` down to the base line (pixels)."""

    x: float
    width: float
    y: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at a place of an axis: in percent across, or in pixels down. `anchor` is SVG's text-anchor."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Histogram:
    """A picture `height` pixels high, with its base line at `base`. `marks` are vertical lines. `told` says
    in words what it shows.
    """

    height: int
    base: int
    bars: list[Bar]
    across: list[Tick]
    up: list[Tick]
    marks: list[float]
    told: str


def histogram(
    found: Distribution,
    unit: str,
    *,
    height: int = 150,
    log_counts: bool = False,
    marks: Sequence[float] = (),
    of: str = "documents",
) -> Histogram:
    """A picture of how values, counted in `unit` (empty: plain numbers), are distributed over the `of`. With
    `log_counts`, bars grow with the logarithm of what they count, so that rare values can be seen.
    """
    base = height - _BOTTOM
    most = max([1, found.zeros, *found.counts])
    room = base - _TOP

    def tall(count: int) -> float:
        if not count:
            return 0.0
        share = math.log(count * 2) / math.log(most * 2) if log_counts else count / most
        return max(1.5, round(share * room, 2))

    scale = _Scale(found)
    bars = []
    if found.zeros:
        high = tall(found.zeros)
        label = f"{_value(0, unit)}: {exact(found.zeros)} {of}"
        bars.append(Bar(0, _ZERO_WIDTH, round(base - high, 2), high, label))
    for index, count in enumerate(found.counts):
        if count:
            left, right = scale.place(found.edges[index]), scale.place(found.edges[index + 1])
            high = tall(count)
            gap = (right - left) * _GAP
            label = f"{_between(found, index, unit)}: {exact(count)} {of}"
            bars.append(
                Bar(
                    round(left + gap / 2, 3), round(right - left - gap, 3), round(base - high, 2), high, label
                )
            )
    return Histogram(
        height=height,
        base=base,
        bars=bars,
        across=list(scale.ticks()),
        up=[Tick(base - tall(count), short(count)) for count in _levels(most, log_counts)],
        marks=[scale.place(mark) for mark in marks],
        told=told(found, unit, of),
    )


def spark(found: Distribution, unit: str, *, height: int = 26) -> Histogram:
    """A small picture without axes, to stand in a row of a table."""
    most = max([1, *found.counts])
    scale = _Scale(found)
    bars = [
        Bar(
            round(scale.place(found.edges[index]), 3),
            round(scale.place(found.edges[index + 1]) - scale.place(found.edges[index]), 3),
            round(height - max(1.5, count / most * height), 2),
            round(max(1.5, count / most * height), 2),
            "",
        )
        for index, count in enumerate(found.counts)
        if count
    ]
    return Histogram(height, height, bars, [], [], [], told(found, unit, "documents"))


def told(found: Distribution, unit: str, of: str) -> str:
    """The distribution in a sentence."""
    tenth, half, ninety = map(exact, found.quantiles)
    return (
        f"{exact(found.count)} {of}. Half have at most {half}, a tenth at most {tenth}, nine tenths at most "
        f"{ninety}; the most is {_value(found.largest, unit)}."
    )


class _Scale:
    """From values to percent of the width."""

    def __init__(self, found: Distribution) -> None:
        self._found = found
        self._left = _ZERO_WIDTH + _ZERO_GAP if found.zeros else 0.0
        self._low, self._high = (self._on(found.edges[0]), self._on(found.edges[-1]))

    def _on(self, value: float) -> float:
        if not self._found.log:
            return value
        return math.log10(max(value, self._found.edges[0]))

    def place(self, value: float) -> float:
        """Where it is, at most at the ends."""
        share = (self._on(value) - self._low) / ((self._high - self._low) or 1.0)
        return round(self._left + min(1.0, max(0.0, share)) * (100 - self._left), 3)

    def ticks(self) -> Iterator[Tick]:
        """Round values, in order."""
        if self._found.zeros:
            yield Tick(0.0, "0", "start")
        values = self._round_values()
        for value in values:
            at = self.place(value + 0.5 if self._found.whole else value)
            anchor = "start" if at < 1 else "end" if at > 99 else "middle"
            yield Tick(at, short(value), anchor)

    def _round_values(self) -> list[float]:
        low, high = self._found.edges[0], self._found.edges[-1]
        if self._found.log:
            powers = range(round(math.log10(low)), round(math.log10(high)) + 1)
            step = max(1, -(-len(powers) // _MOST_TICKS))
            return [10.0**power for power in powers[::step]]
        step_size = _round_step((high - low) / 5)
        if self._found.whole:
            step_size = max(1.0, math.ceil(step_size))
            high -= 1
        first = math.ceil(low / step_size)
        last = math.floor(high / step_size + 1e-9)
        return [number * step_size for number in range(first, last + 1)]


def _round_step(wanted: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(wanted)) if wanted > 0 else 1.0
    return next(power * step for step in (1, 2, 2.5, 5, 10) if power * step >= wanted * 0.999)


def _levels(most: int, log_counts: bool) -> list[int]:
    """The counts at which there is a line: the highest round ones."""
    if log_counts:
        powers = [10**power for power in range(1, 12) if 10**power <= most]
        return sorted({powers[len(powers) // 2], powers[-1]}) if powers else [most]
    step = max(1, int(_round_step(most / 2.5)))
    return [count for count in (step, 2 * step) if count <= most] or [most]


def _value(value: float, unit: str) -> str:
    return f"{exact(value)} {unit}" if unit else exact(value)


def _between(found: Distribution, index: int, unit: str) -> str:
    low, high = found.edges[index], found.edges[index + 1]
    last = index == len(found.counts) - 1
    if found.whole:
        return f"{_value(low, unit)}{' or more' if last and found.largest >= high else ''}"
    if last and found.largest > high:
        return f"{_value(low, unit)} or more"
    return f"{exact(low)} to {_value(high, unit)}"
