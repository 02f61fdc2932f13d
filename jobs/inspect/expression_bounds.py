"""What an expression says of single columns, by which row groups can be left out."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("equal", "=="),
    ast.NotEq: ("not_equal", "!="),
    ast.Lt: ("less", "<"),
    ast.LtE: ("less_equal", "<="),
    ast.Gt: ("greater", ">"),
    ast.GtE: ("greater_equal", ">="),
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison of a column with a constant that every wanted row fulfils; `sign`: == < <= > or >=."""

    column: str
    sign: str
    value: Any


def conjuncts(node: ast.expr) -> list[ast.expr]:
    """The parts of an expression that must all be true."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [part for value in node.values for part in conjuncts(value)]
    return [node]


def bounds_of(node: ast.expr, schema: pa.Schema) -> list[Bound]:
    """What a comparison of a column with a constant says of its values."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return []
    sign = COMPARISONS.get(type(node.ops[0]), ("", ""))[1]
    left, right = node.left, node.comparators[0]
    if isinstance(left, ast.Constant):
        left, right, sign = right, left, _TURNED.get(sign, "")
    if sign not in _TURNED or not isinstance(left, ast.Name) or not isinstance(right, ast.Constant):
        return []
    kind = schema.field(left.id).type
    fits = pa.types.is_string(kind) if isinstance(right.value, str) else _is_number(kind, right.value)
    return [Bound(left.id, sign, right.value)] if fits else []


def _is_number(kind: pa.DataType, value: Any) -> bool:
    numeric = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    return numeric and isinstance(value, (int, float)) and not isinstance(value, bool)


def overlaps(statistics: Any, bound: Bound) -> bool:
    """Whether a row group's least and greatest value leave room for the bound."""
    low, high, value = statistics.min, statistics.max, bound.value
    if bound.sign == "==":
        return bool(low <= value <= high)
    if bound.sign in ("<", "<="):
        return bool(low < value or (bound.sign == "<=" and low == value))
    return bool(high > value or (bound.sign == ">=" and high == value))
