"""Rows that are shown: the first ones, some at random, those of an id, those that an expression describes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa

from jobs.errors import UsageError
from jobs.inspect.expression import Filter, compile_filter
from jobs.inspect.find import find_id, id_column
from jobs.inspect.output import Paint, print_json, tell
from jobs.inspect.place import RowsFile, counted
from jobs.inspect.selection import Scan, Selection, view
from jobs.inspect.shard_file import Rows, ShardFile
from jobs.inspect.views import View


@dataclass(frozen=True, slots=True)
class Shown:
    """How rows are printed."""

    paint: Paint
    json: bool = False
    whole: bool = False


class Printer:
    """Prints rows, with where they stand."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._view: tuple[str, View] | None = None
        self.rows = 0

    def row(
        self, selection: Selection, file: RowsFile, shard: ShardFile, number: int, row: dict[str, Any]
    ) -> None:
        """One row; `number` is its place in the file, from 0."""
        if self._view is None or self._view[0] != file.path:
            self._view = file.path, view(file, shard, self._shown.paint)
        shown, where = self._view[1], selection.where(file, number)
        if self._shown.json:
            print_json(shown.as_json(row, number) | {"_at": where})
        else:
            print(self._shown.paint(f"=== {where}", "dim"))
            print(shown.describe(row, number, whole=self._shown.whole) + "\n")
        self.rows += 1


def head(selections: Sequence[Selection], count: int, shown: Shown) -> int:
    """The first rows of each; returns the number of files that cannot be read."""
    damaged = 0
    for selection in selections:
        printer, scan = Printer(shown), Scan(selection.files)
        for file, shard, number, row in _each(scan):
            if printer.rows >= count:
                break
            printer.row(selection, file, shard, number, row)
        damaged += len(scan.damaged)
    return damaged


def _each(scan: Scan) -> Iterator[tuple[RowsFile, ShardFile, int, dict[str, Any]]]:
    for file, shard, rows in scan.rows():
        for place in range(rows.batch.num_rows):
            yield file, shard, rows.first + place, row_of(rows.batch, place)


def row_of(batch: pa.RecordBatch | pa.Table, place: int) -> dict[str, Any]:
    """One row as Python values, maps as dictionaries."""
    row: dict[str, Any] = batch.slice(place, 1).to_pylist(maps_as_pydicts="lossy")[0]
    return row


def sample(selections: Sequence[Selection], count: int, seed: int, shown: Shown) -> int:
    """Rows drawn evenly from all of them, in their order: the same for the same seed. Reads the groups of
    rows that they are in, and no others.
    """
    damaged = 0
    every: list[tuple[Selection, RowsFile]] = []
    for selection in selections:
        files, faults = counted(selection.files)
        for fault in faults:
            Scan(selection.files).fault(fault)
        damaged += len(faults)
        every += [(selection, file) for file in files if file.rows]
    ends = list(accumulate(file.rows or 0 for _, file in every))
    total = ends[-1] if ends else 0
    drawn = sorted(random.Random(seed).sample(range(total), min(count, total)))  # noqa: S311
    printer = Printer(shown)
    for (selection, file), end in zip(every, ends, strict=True):
        first = end - (file.rows or 0)
        inside = np.array([row - first for row in drawn if first <= row < end])
        if len(inside):
            scan = Scan([file], of_many=len(every) > 1)
            for number, row, shard in _rows_at(scan, inside):
                printer.row(selection, file, shard, number, row)
            damaged += len(scan.damaged)
    return damaged


def _rows_at(scan: Scan, numbers: Any) -> Iterator[tuple[int, dict[str, Any], ShardFile]]:
    """Rows of these numbers in a file, ascending."""

    def groups(shard: ShardFile) -> list[int]:
        ends = np.cumsum(shard.group_rows())
        return sorted(set(np.searchsorted(ends, numbers, side="right").tolist()))

    for _, shard, rows in scan.rows(groups=groups):
        for number in numbers[(numbers >= rows.first) & (numbers < rows.first + rows.batch.num_rows)]:
            yield int(number), row_of(rows.batch, int(number) - rows.first), shard


def by_id(selections: Sequence[Selection], identifier: str, column: str, shown: Shown) -> int:
    """Every row of that id, whole. Raises UsageError if there is none."""
    printer, damaged, looked_at = Printer(shown), 0, set()

    def read(file: RowsFile, shard: ShardFile) -> Iterator[tuple[RowsFile, ShardFile, int, dict[str, Any]]]:
        if name := id_column(shard.schema, column):
            looked_at.add(name)
            for number, row in find_id(shard, name, identifier):
                yield file, shard, number, row

    for selection in selections:
        scan = Scan(selection.files)
        for file, shard, number, row in scan.each(read):
            printer.row(selection, file, shard, number, row)
        damaged += len(scan.damaged)
    if not printer.rows:
        where = ", ".join(s.title for s in selections if s.title) if len(selections) < 5 else "the run"
        if not looked_at:
            raise UsageError(f"{where or 'these rows'}: no column is an id; name one with --column")
        names = " or ".join(sorted(looked_at))
        raise UsageError(f"no row{f' of {where}' if where else ''} has {identifier!r} as its {names}")
    return damaged


def where(
    selections: Sequence[Selection], expression: str, count: int, shown: Shown, *, only_count: bool = False
) -> int:
    """The first `count` rows that the expression describes (0: all), or how many there are. Row groups are
    left out whose statistics rule it out; other columns than the expression's are read for rows that are
    shown.
    """
    damaged = matches = 0
    printer = Printer(shown)
    for selection in selections:
        scan = Scan(selection.files)
        for file, shard, rows, places in _matching(scan, expression):
            matches += len(places)
            wanted = [] if only_count else places[: count - printer.rows] if count else places
            for number, row in _whole_rows(shard, rows, wanted):
                printer.row(selection, file, shard, number, row)
            if count and printer.rows >= count:
                tell(f"these are the first {count:,}; -n 0 shows all, --count counts them")
                return damaged + len(scan.damaged)
        damaged += len(scan.damaged)
    if only_count and shown.json:
        print_json({"rows": matches})
    elif only_count:
        print(f"{matches:,}")
    elif not printer.rows and not shown.json:
        tell(f"no row is described by {expression}")
    return damaged


def _matching(scan: Scan, expression: str) -> Iterator[tuple[RowsFile, ShardFile, Rows, list[int]]]:
    """Rows of the expression's columns, with the places of those that it describes."""

    def read(file: RowsFile, shard: ShardFile) -> Iterator[tuple[RowsFile, ShardFile, Rows, list[int]]]:
        found = compile_filter(expression, shard.schema)
        columns = list(found.columns) or shard.schema.names[:1]
        for rows in shard.rows(columns, _open_groups(shard, found)):
            try:
                mask = found.mask(rows.batch).to_numpy(zero_copy_only=False)
            except pa.ArrowException as error:
                raise UsageError(f"{file.path}: {expression} cannot be worked out: {error}") from error
            if mask.any():
                yield file, shard, rows, np.flatnonzero(mask).tolist()

    return scan.each(read)


def _open_groups(shard: ShardFile, found: Filter) -> list[int] | None:
    """The row groups of Parquet that may have rows that are wanted; None, which is all, for other files."""
    metadata = shard.metadata
    if metadata is None:
        return None
    return [n for n in range(metadata.num_row_groups) if found.may_match(metadata.row_group(n))]


def _whole_rows(shard: ShardFile, rows: Rows, places: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """All columns of rows of which some are at hand."""
    if not places:
        return
    numbers = {rows.first + place for place in places}
    for whole in shard.rows(None, [rows.group]):
        for number in range(whole.first, whole.first + whole.batch.num_rows):
            if number in numbers:
                yield number, row_of(whole.batch, number - whole.first)
        if whole.first + whole.batch.num_rows > max(numbers):
            return
