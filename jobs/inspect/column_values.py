"""What the values of a column are like: numbers, lengths of texts and lists, frequent values."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jobs.inspect.output import shorten, visible

_MOST_DISTINCT = 10_000
_MOST_NUMBERS = 1 << 21
_FREQUENT, _FREQUENT_CHARACTERS = 5, 24

Floats = npt.NDArray[np.float64]


class ColumnValues:
    """Takes the arrays of a column one after the other; memory stays bounded.

    What is measured (`of`) is the number itself, a text's `characters`, a list's or map's `items`, and
    `bytes`. Quantiles are exact for up to two million rows; after that every other number is left out as
    often as needed.
    """

    def __init__(self, kind: pa.DataType) -> None:
        self._kind = kind
        self._count = self._empty = self._nulls = 0
        self._sum = 0.0
        self._low: float | None = None
        self._high: float | None = None
        self._kept: list[Floats] = []
        self._kept_count, self._step, self._phase = 0, 1, 0
        self._distinct: Counter[Any] | None = Counter() if _countable(kind) else None

    def take(self, array: pa.Array) -> None:
        """The next rows' values."""
        self._count += len(array)
        self._nulls += array.null_count
        if array.null_count:
            array = array.drop_null()
        if not len(array):
            return
        self._count_values(array)
        measure = self._measure(array)
        if measure is None or not len(measure):
            return
        self._empty += int((measure == 0).sum()) if self.of != "value" else 0
        self._sum += float(measure.sum())
        low, high = float(measure.min()), float(measure.max())
        self._low = low if self._low is None else min(self._low, low)
        self._high = high if self._high is None else max(self._high, high)
        self._keep(measure)

    @property
    def of(self) -> str:
        """What is measured; empty where nothing is."""
        kind = self._kind
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            return "characters"
        if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            return "bytes"
        if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_map(kind):
            return "items"
        # What is stored in 64 bits without a sign is a hash, of which no mean says anything.
        number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
        return "value" if number and kind != pa.uint64() else ""

    def as_json(self) -> dict[str, Any]:
        """What is known, by name; `values` are the frequent ones with their counts, `distinct` how many
        there are (null: more than 10,000).
        """
        known: dict[str, Any] = {"of": self.of, "nulls": self._nulls}
        valid = self._count - self._nulls
        if self.of and valid:
            median, ninety = self._quantiles()
            numbers = {
                "min": self._low,
                "mean": self._sum / valid,
                "median": median,
                "p90": ninety,
                "max": self._high,
            }
            known |= {name: _whole(number) for name, number in numbers.items()}
            if self.of != "value":
                known["empty"] = self._empty
        if _countable(self._kind):
            known["distinct"] = len(self._distinct) if self._distinct is not None else None
            known["values"] = dict(self._frequent())
        return known

    def cells(self, extremes: dict[str, Any]) -> list[str]:
        """The cells of a table: of, min, mean, median, 90 %, max, values. `extremes` are of all rows, where
        known, and these values of some.
        """
        known = self.as_json() | extremes
        names = ("min", "mean", "median", "p90", "max")
        numbers = [_number(known[name]) if known.get(name) is not None else "" for name in names]
        return [self.of, *numbers, self._told()]

    def _measure(self, array: pa.Array) -> Floats | None:
        if self.of == "characters":
            lengths = pc.utf8_length(array)
        elif self.of == "bytes":
            lengths = pc.binary_length(array)
        elif self.of == "items" and pa.types.is_map(self._kind):
            items: Floats = np.diff(array.offsets.to_numpy()).astype(np.float64)
            return items
        elif self.of == "items":
            lengths = pc.list_value_length(array)
        elif self.of == "value":
            lengths = array
        else:
            return None
        numbers: Floats = lengths.to_numpy(zero_copy_only=False).astype(np.float64)
        finite: Floats = numbers[np.isfinite(numbers)]
        return finite

    def _keep(self, numbers: Floats) -> None:
        kept = numbers[(-self._phase) % self._step :: self._step]
        self._phase = (self._phase + len(numbers)) % self._step
        self._kept.append(kept)
        self._kept_count += len(kept)
        while self._kept_count > _MOST_NUMBERS:
            self._kept = [np.concatenate(self._kept)[::2]]
            self._kept_count = len(self._kept[0])
            self._step *= 2

    def _quantiles(self) -> tuple[float, float]:
        numbers = np.concatenate(self._kept) if self._kept else np.zeros(1)
        median, ninety = np.quantile(numbers, [0.5, 0.9])
        return float(median), float(ninety)

    def _count_values(self, array: pa.Array) -> None:
        if self._distinct is None:
            return
        for row in pc.value_counts(array).to_pylist():
            self._distinct[row["values"]] += row["counts"]
        if len(self._distinct) > _MOST_DISTINCT:
            self._distinct = None

    def _frequent(self) -> list[tuple[str, int]]:
        if self._distinct is None:
            return []
        ordered = sorted(self._distinct.items(), key=lambda item: (-item[1], str(item[0])))
        return [(str(value), count) for value, count in ordered[:_FREQUENT]]

    def _told(self) -> str:
        parts = []
        if self._nulls:
            parts.append(f"{self._nulls:,} null")
        if self._empty:
            parts.append(f"{self._empty:,} empty")
        valid = self._count - self._nulls
        if self._distinct is None:
            parts += ["more than 10,000 different"] if _countable(self._kind) else []
        elif len(self._distinct) == valid and valid > 1:
            parts.append("all different")
        elif self._distinct:
            frequent = self._frequent()
            few_values = len(self._distinct) <= _FREQUENT
            named = [
                (value, count) for value, count in frequent if value and (few_values or count * 50 > valid)
            ]
            few = self._kind != pa.uint64() and bool(named)
            told = [f"{_short(value)} {count:,}" for value, count in named]
            parts.append(", ".join(told) if few else "")
            left = len(self._distinct) - len(named)
            parts.append(f"{len(self._distinct):,} different" if left > 1 or not few else "")
        return "; ".join(part for part in parts if part)


def _short(value: str) -> str:
    """A value in a table's cell."""
    return shorten(visible(value).replace("\n", "⏎"), _FREQUENT_CHARACTERS).partition(" (")[0]


def _countable(kind: pa.DataType) -> bool:
    text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return bool(text or pa.types.is_boolean(kind) or pa.types.is_integer(kind))


def _whole(number: float | None) -> float | int | None:
    return int(number) if number is not None and number.is_integer() else number


def _number(value: Any) -> str:
    number = float(value)
    if number.is_integer():
        return f"{int(value):,}"
    return f"{number:,.1f}" if abs(number) >= 100 else f"{number:.3g}"
