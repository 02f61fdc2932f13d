"""What rows hold, column by column: from footers where those say it, from values for the rest.

Of a large folder only some row groups are looked at, drawn evenly by a fixed seed, and the answer says so.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jobs.inspect.column_values import ColumnValues
from jobs.inspect.output import print_json
from jobs.inspect.place import RowsFile, counted
from jobs.inspect.selection import Scan, Selection
from jobs.inspect.shard_file import ShardFile
from jobs.inspect.summary import type_name
from jobs.text import byte_size, table

# Stored bytes whose values are looked at, unless all are to be.
SAMPLED_BYTES = 32 << 20
# Files whose footers are read for statistics and the sizes of columns.
_MOST_FOOTERS = 2000


@dataclass(slots=True)
class _Footers:
    """What footers say of one column: stored bytes, and the least and greatest value where known."""

    bytes: int = 0
    low: Any = None
    high: Any = None
    known: bool = True

    def take(self, chunk: pq.ColumnChunkMetaData, top_level: bool) -> None:
        self.bytes += chunk.total_compressed_size
        statistics = chunk.statistics if top_level else None
        if statistics is None or not statistics.has_min_max:
            self.known = False
            return
        low, high = statistics.min, statistics.max
        self.low = low if self.low is None else min(self.low, low)
        self.high = high if self.high is None else max(self.high, high)


@dataclass(frozen=True, slots=True)
class _Group:
    file: RowsFile
    number: int
    rows: int
    bytes: int


def stats(selections: Sequence[Selection], *, exact: bool, as_json: bool) -> int:
    """Shows them; returns the number of files that cannot be read."""
    faults = 0
    every: list[RowsFile] = []
    for selection in selections:
        files, damaged = counted(selection.files)
        for fault in damaged:
            Scan(selection.files).fault(fault)
        faults += len(damaged)
        every += [file for file in files if file.rows]
    title = " + ".join(selection.title for selection in selections if selection.title)
    scan = Scan(every)
    groups, footers = _footers(every if exact else _spread(every, _MOST_FOOTERS), scan)
    chosen = groups if exact else _choose(groups, SAMPLED_BYTES)
    columns, schema = _values(chosen, scan)
    total = sum(file.rows or 0 for file in every)
    looked_at = sum(group.rows for group in chosen)
    whole = looked_at == total
    about = {
        "rows": total,
        "bytes": sum(file.bytes for file in every),
        "files": len(every),
        "looked_at": looked_at,
        "exact": whole,
    }
    # Footers of some files say nothing of the extremes of all.
    known = footers if len(every) <= _MOST_FOOTERS or exact else {}
    if as_json:
        shapes = {
            field.name: {
                "type": str(field.type),
                "bytes": footers[field.name].bytes if field.name in known else None,
                **columns[field.name].as_json(),
                **_extremes(field, known),
            }
            for field in schema
        }
        print_json(about | {"columns": shapes})
    else:
        _show(title, about, schema, columns, known)
    return faults + len(scan.damaged)


def _spread(files: Sequence[RowsFile], most: int) -> Sequence[RowsFile]:
    if len(files) <= most:
        return files
    return [files[place] for place in sorted(_random().sample(range(len(files)), most))]


def _random() -> random.Random:
    """The same draws every time."""
    return random.Random(0)  # noqa: S311


def _footers(files: Sequence[RowsFile], scan: Scan) -> tuple[list[_Group], dict[str, _Footers]]:
    """The groups of rows in the files, and what their footers say of the columns."""
    columns: dict[str, _Footers] = {}

    def read(file: RowsFile, shard: ShardFile) -> Iterator[_Group]:
        metadata = shard.metadata
        if metadata is None:
            counts = shard.group_rows()
            for number, rows in enumerate(counts):
                yield _Group(file, number, rows, file.bytes // len(counts))
            return
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            yield _Group(file, number, group.num_rows, group.total_byte_size)
            for index in range(group.num_columns):
                chunk = group.column(index)
                name, _, below = chunk.path_in_schema.partition(".")
                columns.setdefault(name, _Footers()).take(chunk, not below)

    return list(Scan(files, scan.damaged, len(scan.files) > 1).each(read)), columns


def _choose(groups: Sequence[_Group], most_bytes: int) -> list[_Group]:
    """Groups drawn evenly, of about so many bytes; at least one."""
    if sum(group.bytes for group in groups) <= most_bytes:
        return list(groups)
    order = list(range(len(groups)))
    _random().shuffle(order)
    chosen: list[int] = []
    size = 0
    for place in order:
        if chosen and size + groups[place].bytes > most_bytes:
            break
        chosen.append(place)
        size += groups[place].bytes
    return [groups[place] for place in sorted(chosen)]


def _values(groups: Sequence[_Group], scan: Scan) -> tuple[dict[str, ColumnValues], pa.Schema]:
    columns: dict[str, ColumnValues] = {}
    schema = pa.schema([])
    wanted: dict[str, list[int]] = {}
    files: dict[str, RowsFile] = {}
    for group in groups:
        wanted.setdefault(group.file.path, []).append(group.number)
        files[group.file.path] = group.file

    def numbers(shard: ShardFile) -> list[int]:
        return wanted[shard.path]

    for _, shard, rows in Scan(list(files.values()), scan.damaged, len(scan.files) > 1).rows(groups=numbers):
        if not columns:
            schema = shard.schema
            columns = {field.name: ColumnValues(field.type) for field in schema}
        for name, values in columns.items():
            if name in rows.batch.schema.names:
                values.take(rows.batch.column(name))
    return columns, schema


def _extremes(field: pa.Field, footers: dict[str, _Footers]) -> dict[str, Any]:
    """Of numbers, the least and greatest of all rows, as footers have them."""
    found = footers.get(field.name)
    numeric = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
    if not numeric or found is None or not found.known or found.low is None:
        return {}
    return {"min": found.low, "max": found.high}


def _show(
    title: str,
    about: dict[str, Any],
    schema: pa.Schema,
    columns: dict[str, ColumnValues],
    footers: dict[str, _Footers],
) -> None:
    of = f"{title}: " if title else ""
    stored = byte_size(about["bytes"])
    print(f"{of}{about['rows']:,} rows, {stored} in {about['files']:,} file(s)")
    if about["exact"]:
        print("all rows were looked at\n")
    else:
        share = about["looked_at"] / about["rows"] if about["rows"] else 0
        print(
            f"values are of {about['looked_at']:,} rows ({share:.1%}), in row groups drawn at random; rows, "
            "bytes and the min and max of numbers are of all. --exact looks at every row\n"
        )
    rows = []
    for field in schema:
        known = columns[field.name]
        stored = byte_size(footers[field.name].bytes) if field.name in footers else ""
        rows.append([field.name, type_name(field.type), stored, *known.cells(_extremes(field, footers))])
    header = ["column", "type", "stored", "of", "min", "mean", "median", "90 %", "max", "values"]
    print(table(header, rows, right=range(4, 9)))
