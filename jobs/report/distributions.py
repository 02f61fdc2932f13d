"""How numbers are distributed: histograms with bins for people, and a few quantiles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

BINS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """`counts[i]` values lie between `edges[i]` and `edges[i + 1]`; the last bin has what lies above, too.

    Of `whole` numbers each has a bin of its own. On a scale `log`, `zeros` counts the values of 0 and less,
    which no bin has. `quantiles` has the values that 10, 50 and 90 percent do not exceed, `smallest` and
    `largest` the ends.
    """

    count: int
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    log: bool
    whole: bool
    zeros: int
    quantiles: tuple[float, float, float]
    smallest: float
    largest: float

    @property
    def median(self) -> float:
        """Half of the values are smaller."""
        return self.quantiles[1]


def by_size(values: Any, *, limits: tuple[float, float] | None = None) -> Distribution | None:
    """A distribution of sizes, such as lengths, on a logarithmic scale: ten bins per power of ten, from the
    power below the smallest to the one above the largest, or between `limits`. None without values.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if not len(numbers):
        return None
    positive = numbers[numbers > 0]
    low, high = limits or size_limits(numbers)
    powers = round(math.log10(high / low))
    edges = np.logspace(math.log10(low), math.log10(high), powers * max(4, BINS // powers) + 1)
    counts, _ = np.histogram(np.clip(positive, low, high), edges)
    return _made(numbers, edges, counts, zeros=len(numbers) - len(positive), log=True)


def size_limits(values: Any) -> tuple[float, float]:
    """The powers of ten, from 1 on, that hold all positive values, at least one power apart."""
    numbers = np.asarray(values, dtype=np.float64)
    positive = numbers[numbers > 0]
    if not len(positive):
        return 1.0, 10.0
    low = 10.0 ** math.floor(math.log10(max(1.0, positive.min())))
    high = 10.0 ** math.ceil(math.log10(max(1.0, positive.max())))
    return low, max(high, low * 10)


def by_value(values: Any, low: float, high: float) -> Distribution | None:
    """A distribution between two limits in bins of one width; what is beyond is in the outermost bins. None
    without values, or where no value is a number.
    """
    numbers = np.asarray(values, dtype=np.float64)
    numbers = numbers[np.isfinite(numbers)]
    if not len(numbers):
        return None
    edges = np.linspace(low, high, BINS + 1)
    counts, _ = np.histogram(np.clip(numbers, low, high), edges)
    return _made(numbers, edges, counts)


def by_count(values: Any, most: int = BINS) -> Distribution | None:
    """A distribution of small whole numbers, a bin for each from 0 up to the largest, or to `most`."""
    numbers = np.asarray(values, dtype=np.float64)
    if not len(numbers):
        return None
    last = int(min(most, max(1, numbers.max())))
    edges = np.arange(last + 2, dtype=np.float64)
    counts, _ = np.histogram(np.clip(numbers, 0, last), edges)
    return _made(numbers, edges, counts, whole=True)


def _made(
    numbers: Numbers, edges: Numbers, counts: Any, *, log: bool = False, whole: bool = False, zeros: int = 0
) -> Distribution:
    tenth, half, ninety = np.quantile(numbers, [0.1, 0.5, 0.9], method="inverted_cdf").tolist()
    return Distribution(
        count=len(numbers),
        edges=tuple(float(edge) for edge in edges),
        counts=tuple(int(count) for count in counts),
        log=log,
        whole=whole,
        zeros=zeros,
        quantiles=(tenth, half, ninety),
        smallest=float(numbers.min()),
        largest=float(numbers.max()),
    )
