"""Rows by id: row groups whose statistics exclude it are left out, and of the others the id column alone is
read, before the row itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jobs.errors import UsageError
from jobs.inspect.shard_file import ShardFile

# The columns that name a row, by which record has which: the first that is there.
_IDS = ("id", "item", "claim", "paragraph", "url", "key", "document", "where")
_SPANS = "spans"


def id_column(schema: pa.Schema, wanted: str = "") -> str:
    """The column by which rows are found: the one that is wanted, or the first that names rows; empty if
    there is none. (Packed sequences are found by the documents in their spans.) Raises UsageError for one
    that is wanted and not there.
    """
    if wanted:
        if wanted not in schema.names:
            raise UsageError(f"there is no column {wanted!r}: the columns are {', '.join(schema.names)}")
        return wanted
    if _SPANS in schema.names:
        return _SPANS
    return next((name for name in _IDS if name in schema.names), "")


def find_id(shard: ShardFile, column: str, identifier: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of that id, with their numbers in the file, from 0."""
    for group, numbers in find_places(shard, column, identifier):
        for rows in shard.rows(None, [group]):
            inside = [number for number in numbers if rows.first <= number < rows.first + rows.batch.num_rows]
            for number in inside:
                row = rows.batch.slice(number - rows.first, 1).to_pylist(maps_as_pydicts="lossy")[0]
                yield number, row


def find_places(shard: ShardFile, column: str, identifier: str) -> Iterator[tuple[int, list[int]]]:
    """The groups in which there are rows of that id, each with their numbers in the file."""
    wanted = _value(shard.schema.field(column).type, identifier)
    if wanted is None:
        return
    found: dict[int, list[int]] = {}
    for rows in shard.rows([column], _groups(shard, column, wanted)):
        if found and rows.group not in found:
            yield from found.items()
            found = {}
        places = np.flatnonzero(_equal(rows.batch.column(0), wanted))
        if len(places):
            found.setdefault(rows.group, []).extend((places + rows.first).tolist())
    yield from found.items()


def _value(kind: pa.DataType, identifier: str) -> Any:
    """The id as the column has it; None where it cannot be one of its values."""
    if pa.types.is_integer(kind):
        try:
            return pa.scalar(int(identifier), kind).as_py()
        except (ValueError, pa.ArrowInvalid, OverflowError):
            return None
    return identifier


def _groups(shard: ShardFile, column: str, wanted: Any) -> list[int] | None:
    metadata = shard.metadata
    if metadata is None:
        return None
    left = []
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        chunks = [group.column(index) for index in range(group.num_columns)]
        statistics = next((c.statistics for c in chunks if c.path_in_schema == column), None)
        if statistics is None or not statistics.has_min_max or statistics.min <= wanted <= statistics.max:
            left.append(number)
    return left


def _equal(column: pa.Array, wanted: Any) -> Any:
    if not pa.types.is_list(column.type):
        # With its type: a plain number would be compared as a signed one, which hashes do not fit.
        typed = pa.scalar(wanted, column.type)
        return pc.fill_null(pc.equal(column, typed), False).to_numpy(zero_copy_only=False)
    counts = pc.list_value_length(column).to_numpy()
    equal = pc.equal(column.flatten().field("document"), wanted).to_numpy(zero_copy_only=False)
    rows = np.repeat(np.arange(len(column)), counts)
    return np.bincount(rows[equal], minlength=len(column)) > 0
