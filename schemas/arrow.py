"""Arrow schemas from dataclasses, and rows to and from Arrow batches.

A record is a frozen dataclass whose annotations are built from `str`, `int`, `float`, `bool`, `bytes`,
`list[X]`, `dict[str, X]` and other such dataclasses; `Annotated[X, pa.DataType]` names an Arrow type
outright, and makes `Sequence[X]` possible, whose values may be `array.array`s. The class says its `VERSION`,
which is written into every file and checked when one is read.
"""

from __future__ import annotations

import array
import dataclasses
import functools
import operator
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

T = TypeVar("T")

_SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
}


def arrow_type(annotation: Any) -> pa.DataType:
    """The Arrow type of a field's annotation. Raises TypeError for one that records may not use."""
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    if dataclasses.is_dataclass(annotation):
        return pa.struct(list(arrow_fields(typing.cast(type, annotation))))
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return next(a for a in arguments[1:] if isinstance(a, pa.DataType))
    if origin is list:
        return pa.list_(arrow_type(arguments[0]))
    if origin is dict and arguments[0] is str:
        return pa.map_(pa.string(), arrow_type(arguments[1]))
    raise TypeError(
        f"no Arrow type for {annotation!r}: use str, int, float, bool, bytes, list, dict[str, …], a record"
    )


@functools.cache
def arrow_fields(record: type) -> tuple[pa.Field, ...]:
    """One non-nullable Arrow field per dataclass field, in order."""
    hints = typing.get_type_hints(record, include_extras=True)
    return tuple(
        pa.field(f.name, arrow_type(hints[f.name]), nullable=False) for f in dataclasses.fields(record)
    )


@functools.cache
def arrow_schema(record: type) -> pa.Schema:
    """The record's Arrow schema; its metadata names the record and its version."""
    version = getattr(record, "VERSION", 1)
    return pa.schema(arrow_fields(record), metadata={"record": record.__name__, "version": str(version)})


def rows_to_batch(record: type, rows: Sequence[Any]) -> pa.RecordBatch:
    """Records of one class → a batch. Raises TypeError or ValueError (of which Arrow's and Unicode's errors
    are kinds) if a value does not fit its field; None fits none.
    """
    names = [field.name for field in dataclasses.fields(record)]
    writers = _writers(record)
    arrays = []
    for name, field in zip(names, arrow_fields(record), strict=True):
        get, write = operator.attrgetter(name), writers.get(name)
        values = [get(row) for row in rows] if write is None else [write(get(row)) for row in rows]
        array = pa.array(values, type=field.type)
        refuse_nulls(array, field)
        arrays.append(array)
    return pa.RecordBatch.from_arrays(arrays, schema=arrow_schema(record))


def refuse_nulls(array: pa.Array, field: pa.Field, where: str = "") -> None:
    """Raises ValueError if there is a null where the field (or one inside it) may have none. Arrow builds
    such arrays without a word; only some writers refuse them.
    """
    where = f"{where}.{field.name}" if where else field.name
    if not field.nullable and array.null_count:
        raise ValueError(f"{array.null_count} of {len(array)} values of {where} are null")
    if pa.types.is_struct(field.type):
        for index, inner in enumerate(field.type):
            refuse_nulls(array.field(index), inner, where)
    elif pa.types.is_list(field.type):
        refuse_nulls(array.values, field.type.value_field, where)


def batch_to_rows(record: type[T], batch: pa.RecordBatch | pa.Table) -> Iterator[T]:
    """A batch (or table) → records of the class. Columns that the class does not have are ignored."""
    names = [field.name for field in dataclasses.fields(typing.cast(Any, record))]
    readers = _readers(typing.cast(Any, record))
    columns = []
    for name in names:
        values = batch.column(name).to_pylist()
        read = readers.get(name)
        columns.append(values if read is None else [read(value) for value in values])
    for values in zip(*columns, strict=True):
        yield record(**dict(zip(names, values, strict=True)))


Convert = Callable[[Any], Any]


@functools.cache
def _writers(record: type) -> dict[str, Convert]:
    """Per field that needs it: the function from the dataclass value to what pyarrow takes."""
    hints = typing.get_type_hints(record)
    found = {name: _writer(hint) for name, hint in hints.items() if not _is_class_variable(hint)}
    return {name: write for name, write in found.items() if write}


@functools.cache
def _readers(record: type) -> dict[str, Convert]:
    """Per field that needs it: the function from what pyarrow gives to the dataclass value."""
    hints = typing.get_type_hints(record)
    found = {name: _reader(hint) for name, hint in hints.items() if not _is_class_variable(hint)}
    return {name: read for name, read in found.items() if read}


def _is_class_variable(hint: Any) -> bool:
    return typing.get_origin(hint) is typing.ClassVar


def _writer(hint: Any) -> Convert | None:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _record_writer(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is dict:
        # One order whatever the insertion order: same content, same bytes.
        return lambda value: sorted(value.items())
    if origin is list and (inner := _writer(arguments[0])):
        return lambda value: [inner(item) for item in value]
    if origin is Sequence:
        # pyarrow copies a numpy array as a whole, and anything else number by number, 60 times slower.
        return lambda value: np.asarray(value) if isinstance(value, array.array) else value
    return None


def _reader(hint: Any) -> Convert | None:
    if dataclasses.is_dataclass(hint) and not isinstance(hint, types.GenericAlias):
        return _record_reader(typing.cast(Any, hint))
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is dict:
        return dict
    if origin is list and (inner := _reader(arguments[0])):
        return lambda value: [inner(item) for item in value]
    return None


def _record_writer(record: type) -> Convert:
    names = [field.name for field in dataclasses.fields(typing.cast(Any, record))]
    writers = _writers(record)

    def write(value: Any) -> dict[str, Any]:
        return {
            name: writers[name](getattr(value, name)) if name in writers else getattr(value, name)
            for name in names
        }

    return write


def _record_reader(record: Any) -> Convert:
    readers = _readers(record)

    def read(value: Any) -> Any:
        return record(**{name: readers[name](v) if name in readers else v for name, v in value.items()})

    return read if readers else lambda value: record(**value)
