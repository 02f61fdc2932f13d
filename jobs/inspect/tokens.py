"""The verb `tokens`: packed sequences token by token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jobs.errors import UsageError
from jobs.inspect.find import find_id
from jobs.inspect.look import row_of
from jobs.inspect.output import Paint, print_json
from jobs.inspect.place import Kind, Place, RowsFile, counted
from jobs.inspect.selection import SEQUENCES, Scan, Selection, select, view
from jobs.inspect.sequences import SequenceView
from jobs.inspect.shard_file import ShardFile


def tokens(place: Place, paint: Paint, *, count: int, at: int, document: str, as_json: bool) -> int:
    """Shows `count` sequences from number `at` on, or of those that hold the document; returns the number of
    files that cannot be read. Raises UsageError where there are none.
    """
    selection = _sequences(place)
    scan = Scan(selection.files)
    rows = _holding(scan, document) if document else _from(scan, at)
    shown = 0
    views: dict[str, SequenceView] = {}
    for file, shard, number, row in rows:
        if shown >= count:
            break
        if file.path not in views:
            found = view(file, shard, paint)
            if not isinstance(found, SequenceView):
                raise UsageError(f"{file.path} holds no packed token sequences")
            views[file.path] = found
        one = views[file.path]
        if as_json:
            print_json(one.as_json(row, number) | {"_at": selection.where(file, number)})
        else:
            print(one.describe_tokens(row, number) + "\n")
        shown += 1
    if not shown and count:
        raise UsageError(
            f"no sequence of {place.path} holds the document {document!r}"
            if document
            else f"{place.path} has no sequence {at:,}"
        )
    return len(scan.damaged)


def _sequences(place: Place) -> Selection:
    if place.kind is Kind.RUN:
        found = [stage for stage in place.stages if stage.record == SEQUENCES]
        if not found:
            raise UsageError(f"{place.path} has no stage of packed token sequences yet")
        return select(place, stage=found[-1].folder)[0]
    selection = select(place)[0]
    if not selection.files:
        raise UsageError(f"{place.path} holds no packed token sequences")
    return selection


def _from(scan: Scan, at: int) -> Iterator[tuple[RowsFile, ShardFile, int, dict[str, Any]]]:
    files, damaged = counted(scan.files)
    for fault in damaged:
        scan.fault(fault)
    before = 0
    for file in files:
        rows = file.rows or 0
        if at < before + rows:
            first = max(0, at - before)
            yield from _rows_from(scan, file, first)
        before += rows


def _rows_from(
    scan: Scan, file: RowsFile, first: int
) -> Iterator[tuple[RowsFile, ShardFile, int, dict[str, Any]]]:
    def groups(shard: ShardFile) -> list[int]:
        counts = shard.group_rows()
        return [number for number in range(len(counts)) if sum(counts[: number + 1]) > first]

    for _, shard, rows in Scan([file], scan.damaged, len(scan.files) > 1).rows(groups=groups):
        for place in range(max(0, first - rows.first), rows.batch.num_rows):
            yield file, shard, rows.first + place, row_of(rows.batch, place)


def _holding(scan: Scan, document: str) -> Iterator[tuple[RowsFile, ShardFile, int, dict[str, Any]]]:
    def read(file: RowsFile, shard: ShardFile) -> Iterator[tuple[RowsFile, ShardFile, int, dict[str, Any]]]:
        if "spans" not in shard.schema.names:
            raise UsageError(f"{file.path} holds no packed token sequences")
        for number, row in find_id(shard, "spans", document):
            yield file, shard, number, row

    return scan.each(read)
