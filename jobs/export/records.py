"""Rows of any record as other formats' values: Arrow types and values without maps, and JSON."""

from __future__ import annotations

import base64
import difflib
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from jobs.errors import UsageError
from jobs.export.source import ExportSource

Convert = Callable[[Any], Any]


def check_columns(columns: Sequence[str], source: ExportSource) -> None:
    """Raises UsageError for a column that the source does not have."""
    for name in columns:
        if name not in source.columns:
            near = difflib.get_close_matches(name, source.columns, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(source.columns)}"
            raise UsageError(f"{source.name} has no column {name!r}: {hint}")


def without_maps(kind: pa.DataType) -> pa.DataType:
    """The type with every map as a list of `key` and `value`, which is how Arrow stores it: `datasets` knows
    no maps.
    """
    if pa.types.is_map(kind):
        fields = [
            pa.field("key", without_maps(kind.key_type), nullable=False),
            pa.field("value", without_maps(kind.item_type)),
        ]
        return pa.list_(pa.struct(fields))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(without_maps(field.type)) for field in kind])
    if pa.types.is_list(kind):
        return pa.list_(kind.value_field.with_type(without_maps(kind.value_type)))
    return kind


def json_writer(kind: pa.DataType, *, maps_as_objects: bool) -> Convert | None:
    """What turns a value that pyarrow gives into a JSON value; None where it is one already.

    Maps become objects, or lists of `{"key": …, "value": …}`, which have one type whatever their keys are.
    Bytes become Base64.
    """
    if pa.types.is_map(kind):
        item = json_writer(kind.item_type, maps_as_objects=maps_as_objects) or _same
        if maps_as_objects:
            return lambda pairs: {key: item(value) for key, value in pairs}
        return lambda pairs: [{"key": key, "value": item(value)} for key, value in pairs]
    if pa.types.is_struct(kind):
        return _object_writer({f.name: json_writer(f.type, maps_as_objects=maps_as_objects) for f in kind})
    if pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind) or pa.types.is_large_list(kind):
        inner = json_writer(kind.value_type, maps_as_objects=maps_as_objects)
        return None if inner is None else lambda values: [inner(value) for value in values]
    if pa.types.is_binary(kind):
        return lambda value: base64.b64encode(value).decode()
    return None


def _object_writer(writers: dict[str, Convert | None]) -> Convert | None:
    needed = {name: write for name, write in writers.items() if write is not None}
    if not needed:
        return None
    return lambda value: value | {name: write(value[name]) for name, write in needed.items()}


def _same(value: Any) -> Any:
    return value
