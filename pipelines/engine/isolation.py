"""Running a stage's function over a stream so that a record it fails on costs that record and no other.

The function sees the whole stream first. If it raises, what it yielded is thrown away; each record is then
given to it alone, to find those that it raises on; and it sees the whole stream again without them. So what
comes out is what would have come out had the bad records never been there, also for a function whose output
for one record depends on its neighbours. Shards without an error, which is nearly all, cost one pass.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pipelines.engine.failures import FunctionError, ShardError, innermost_frame, is_fatal
from pipelines.engine.stages import Function
from schemas.outcome import EXCERPT_CHARACTERS, Dropped, Rejected


class Sink(Protocol):
    """Takes what a function yields: records, RecordBatches, Dropped and Rejected."""

    def put(self, item: Any) -> None:
        """Takes one item. Raises, now or in `finish`, for values that the output's record cannot hold."""

    def finish(self) -> None:
        """Says that nothing more comes; what waited is converted and written."""

    def discard(self) -> None:
        """Throws away what was put."""

    def try_out(self, items: list[Any]) -> None:
        """Raises as `put` and `finish` would for these items alone, and keeps nothing of them."""


SinkT = TypeVar("SinkT", bound=Sink)


@dataclass(frozen=True)
class Input:
    """What a function is fed with, readable as often as needed.

    `read` gives units: records, or groups of them. Dropped and Rejected may be among them, from a source that
    says so. `rows(unit)` are the records in a unit: each becomes a Rejected if the unit fails. With `whole`
    there is only one unit, and it cannot be set aside. `name` and `unit` say for people where and what they
    are.
    """

    name: str
    read: Callable[[], Iterator[Any]]
    rows: Callable[[Any], Sequence[Any]] = lambda unit: (unit,)
    whole: bool = False
    unit: str = "record"


def run_isolated(function: Function, source: Input, open_sink: Callable[[], SinkT]) -> tuple[SinkT, int]:
    """A finished sink with everything `function` makes of the input, and the number of rows that were read.

    Raises what no record is to blame for: a failure of reading, a full disk (see `failures.is_fatal`), and
    FunctionError for a function that fails on the records together although on none alone, or on a whole.
    """
    try:
        return _fill(open_sink(), lambda sink: _stream(function, source, sink, skip=()))
    except Exception as error:
        if is_fatal(error):
            raise
        if source.whole:
            raise FunctionError(_what(error)) from error
        first = error

    def without_bad_units(sink: SinkT) -> int:
        bad = _reject_bad_units(function, source, sink)
        try:
            return _stream(function, source, sink, skip=bad)
        except Exception as error:
            if is_fatal(error):
                raise
            raise FunctionError(
                "the function fails on the records together, although on none of them alone: " + _what(error)
            ) from first

    return _fill(open_sink(), without_bad_units)


def _fill(sink: SinkT, fill: Callable[[SinkT], int]) -> tuple[SinkT, int]:
    try:
        return sink, fill(sink)
    except BaseException:
        sink.discard()
        raise


def _stream(function: Function, source: Input, sink: Sink, skip: Container[int]) -> int:
    """One pass over the input; units at the positions in `skip` are left out. Returns the rows read."""
    rows = 0

    def units() -> Iterator[Any]:
        nonlocal rows
        position = 0
        for unit in _read(source):
            if isinstance(unit, (Dropped, Rejected)):
                rows += 1
                sink.put(unit)
                continue
            rows += len(source.rows(unit))
            if position not in skip:
                yield unit
            position += 1

    for item in function(units()):
        sink.put(item)
    sink.finish()
    return rows


def _reject_bad_units(function: Function, source: Input, sink: Sink) -> frozenset[int]:
    """Puts a Rejected for each row of each unit that the function raises on alone; gives their positions."""
    bad = set()
    units = (unit for unit in _read(source) if not isinstance(unit, (Dropped, Rejected)))
    for position, unit in enumerate(units):
        try:
            sink.try_out(list(function(iter([unit]))))
        except Exception as error:  # noqa: PERF203 -- finding those that raise is the point
            if is_fatal(error):
                raise
            bad.add(position)
            for row in source.rows(unit):
                sink.put(_rejected(row, f"{source.name}, {source.unit} {position}", error))
    return frozenset(bad)


def _read(source: Input) -> Iterator[Any]:
    # An error of reading must not pass for one of the function's: it would be looked for in every record.
    try:
        yield from source.read()
    except Exception as error:
        if is_fatal(error):
            raise
        raise ShardError(f"reading failed: {_what(error)}") from error


def _what(error: Exception) -> str:
    return f"{type(error).__name__}: {error} (at {innermost_frame(error)})"


def _rejected(row: Any, where: str, error: Exception) -> Rejected:
    identity = getattr(row, "id", None)
    return Rejected(
        reason="error",
        where=where if identity is None else f"{identity} ({where})",
        detail=_what(error),
        excerpt=_excerpt(row),
    )


def _excerpt(row: Any) -> str:
    """The beginning of each field, as much as an excerpt holds."""
    if not dataclasses.is_dataclass(row):
        return repr(row)[:EXCERPT_CHARACTERS]
    shown = []
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        # Cut before it is copied: one page can have fifty million characters.
        text = value[:EXCERPT_CHARACTERS] if isinstance(value, (str, bytes, list)) else value
        shown.append(f"{field.name}={text!r}")
    return ", ".join(shown)[:EXCERPT_CHARACTERS]
