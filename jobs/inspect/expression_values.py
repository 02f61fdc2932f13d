"""What the functions of expressions do with Arrow columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# A column of a batch, or one value for all of its rows.
Value: TypeAlias = pa.Array | pa.Scalar


def length(value: Value, kind: pa.DataType) -> Value:
    """Characters of text, items of a list or map, bytes."""
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pc.utf8_length(value)
    if is_list(kind):
        return pc.list_value_length(value)
    if pa.types.is_map(kind):
        return pa.array(np.diff(value.offsets.to_numpy()))
    return pc.binary_length(value)


def real(value: Value) -> Value:
    """As a floating-point number."""
    return pc.cast(value, pa.float64())


def any_equal(array: Any, wanted: Any) -> pa.Array:
    """Per row, whether a list holds the value, or a map has the key."""
    if pa.types.is_map(array.type):
        offsets = array.offsets.to_numpy()
        counts, inside = np.diff(offsets), array.keys[offsets[0] : offsets[-1]]
    else:
        counts, inside = pc.list_value_length(array).fill_null(0).to_numpy(), array.flatten()
    equal = pc.fill_null(pc.equal(inside, pa.scalar(wanted)), False).to_numpy(zero_copy_only=False)
    rows = np.repeat(np.arange(len(array)), counts)
    return pa.array(np.bincount(rows[equal], minlength=len(array)) > 0)


def field_of_list(array: Any, name: str) -> pa.Array:
    """Per row, the list of one field of the records in its list."""
    counts = pc.list_value_length(array).fill_null(0).to_numpy()
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), array.flatten().field(name))


def is_list(kind: pa.DataType) -> bool:
    """Whether a row's value is a list."""
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


def kind_name(kind: pa.DataType) -> str:
    """What people call a type."""
    if pa.types.is_boolean(kind):
        return "true or false"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return "a number"
    if pa.types.is_map(kind):
        return "a map"
    if is_list(kind):
        return "a list"
    if pa.types.is_struct(kind):
        return "a record"
    return "text" if pa.types.is_string(kind) or pa.types.is_large_string(kind) else str(kind)


def _number(value: Value, kind: pa.DataType, pattern: str) -> Value:
    """As a number; text that is none is null."""
    if not pa.types.is_string(value.type):
        return pc.cast(value, kind)
    is_number = pc.match_substring_regex(value, pattern)
    return pc.cast(pc.if_else(is_number, value, pa.scalar(None, pa.string())), kind)


TEXT_TESTS: dict[str, Callable[[Value, str], Value]] = {
    "matches": pc.match_substring_regex,
    "startswith": pc.starts_with,
    "endswith": pc.ends_with,
}
PLAIN: dict[str, Callable[[Value], Value]] = {
    "lower": pc.utf8_lower,
    "upper": pc.utf8_upper,
    "strip": pc.utf8_trim_whitespace,
    "abs": pc.abs,
    "int": lambda value: _number(value, pa.int64(), r"^[+-]?[0-9]{1,18}$"),
    "float": lambda value: _number(
        value, pa.float64(), r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
    ),
    "str": lambda value: pc.cast(value, pa.string()),
}
