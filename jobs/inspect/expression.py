"""The expressions of `where`: Python's syntax, read by its own parser and evaluated over Arrow columns.

`language == 'en' and len(text) > 1000`. Nothing is ever run: only the nodes that `_Compiler` knows are taken.
"""

from __future__ import annotations

import ast
import difflib
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jobs.errors import UsageError
from jobs.inspect.expression_bounds import COMPARISONS, Bound, bounds_of, conjuncts, overlaps
from jobs.inspect.expression_values import (
    PLAIN,
    TEXT_TESTS,
    Value,
    any_equal,
    field_of_list,
    is_list,
    kind_name,
    length,
    real,
)

_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
}
_METHODS = ("startswith", "endswith", "lower", "upper", "strip")
_FUNCTIONS = ("len", "lower", "upper", "matches", "abs", "int", "float", "str")

HELP = (
    "Python's syntax over the columns: == != < <= > >=, and, or, not, in, + - * /, len(), lower(), upper(), "
    "abs(), int(), float(), str(), matches(column, 'regular expression'), .startswith(), .endswith(), "
    "a field of a record as spans.document, an entry of a map as metadata['score']. `'x' in column` looks "
    "into text, lists and the keys of maps."
)

Evaluate = Callable[[pa.RecordBatch], Value]


@dataclass(frozen=True, slots=True)
class Filter:
    """A compiled expression: the columns it reads, and the bounds by which row groups can be left out."""

    columns: tuple[str, ...]
    bounds: tuple[Bound, ...]
    evaluate: Evaluate

    def mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        """Which rows of the batch are wanted; null counts as not."""
        found = self.evaluate(batch)
        if isinstance(found, pa.Scalar):
            found = pa.array([found.as_py()] * batch.num_rows, pa.bool_())
        return pc.fill_null(found, False)

    def may_match(self, group: pq.RowGroupMetaData) -> bool:
        """Whether a row group's statistics leave it open that there is a wanted row."""
        for index in range(group.num_columns):
            column = group.column(index)
            for bound in self.bounds:
                statistics = column.statistics if column.path_in_schema == bound.column else None
                if statistics is not None and statistics.has_min_max and not overlaps(statistics, bound):
                    return False
        return True


def compile_filter(text: str, schema: pa.Schema) -> Filter:
    """The expression for rows of the schema. Raises UsageError, naming the column or the place, for what is
    no expression, names no column of the schema, or compares what cannot be compared.
    """
    try:
        tree = _Negative().visit(ast.parse(text.strip(), mode="eval")).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = f" at character {error.offset}" if isinstance(error, SyntaxError) and error.offset else ""
        raise UsageError(f"{text!r} is no expression{place}. {HELP}") from error
    compiler = _Compiler(schema)
    evaluate = compiler.compile(tree)
    kind = compiler.type_of(evaluate)
    if not pa.types.is_boolean(kind):
        raise UsageError(f"{ast.unparse(tree)} is {kind_name(kind)} and neither true nor false: compare it")
    bounds = tuple(bound for part in conjuncts(tree) for bound in bounds_of(part, schema))
    return Filter(tuple(compiler.columns), bounds, evaluate)


class _Negative(ast.NodeTransformer):
    """Numbers below zero as the constants that they are."""

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        operand = node.operand
        if not isinstance(node.op, ast.USub) or not isinstance(operand, ast.Constant):
            return node
        is_number = isinstance(operand.value, (int, float)) and not isinstance(operand.value, bool)
        return ast.Constant(-operand.value) if is_number else node  # type: ignore[operator]


class _Compiler:
    """Syntax tree → function of a batch. Each part is tried on a batch without rows, so that types that do
    not fit are told before anything is read.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._empty = pa.RecordBatch.from_pylist([], schema=schema)
        self.columns: dict[str, None] = {}

    def compile(self, node: ast.expr) -> Evaluate:
        found = self._compile(node)
        try:
            found(self._empty)
        except (pa.ArrowException, TypeError, KeyError) as error:
            raise UsageError(
                f"{ast.unparse(node)} cannot be worked out: {self._about(node, error)}"
            ) from error
        return found

    def type_of(self, evaluate: Evaluate) -> pa.DataType:
        return evaluate(self._empty).type

    def _about(self, node: ast.expr, error: Exception) -> str:
        """What the parts are that do not fit."""
        inside = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
        parts = [part for part in inside if isinstance(part, ast.expr)]
        told = {ast.unparse(part): kind_name(self.type_of(self._compile(part))) for part in parts}
        return ", ".join(f"{name} is {kind}" for name, kind in told.items()) or str(error).split("\n")[0]

    def _compile(self, node: ast.expr) -> Evaluate:
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise UsageError(f"`{ast.unparse(node)}` is not something that expressions may have. {HELP}")
        found: Evaluate = method(node)
        return found

    def _constant(self, node: ast.Constant) -> Evaluate:
        value = node.value
        if not isinstance(value, (str, int, float, bool, bytes, type(None))):
            raise UsageError(f"{ast.unparse(node)} is no value that a column has")
        try:
            scalar = pa.scalar(value)
        except OverflowError as error:
            if not isinstance(value, int) or not 0 <= value < 1 << 64:
                raise UsageError(f"{value!r} has more than 64 bits, which no column has") from error
            scalar = pa.scalar(value, pa.uint64())
        return lambda batch: scalar

    def _name(self, node: ast.Name) -> Evaluate:
        name = node.id
        if name not in self._schema.names:
            near = difflib.get_close_matches(name, self._schema.names, n=1)
            hint = f"did you mean {near[0]}? " if near else "text needs quotation marks. "
            raise UsageError(
                f"there is no column {name!r}: {hint}The columns are {', '.join(self._schema.names)}"
            )
        self.columns[name] = None
        return lambda batch: batch.column(name)

    def _boolop(self, node: ast.BoolOp) -> Evaluate:
        function = pc.and_kleene if isinstance(node.op, ast.And) else pc.or_kleene
        parts = [self._truth(value) for value in node.values]
        return lambda batch: functools.reduce(function, (part(batch) for part in parts))

    def _unaryop(self, node: ast.UnaryOp) -> Evaluate:
        if isinstance(node.op, ast.Not):
            truth = self._truth(node.operand)
            return lambda batch: pc.invert(truth(batch))
        if isinstance(node.op, ast.USub):
            operand = self.compile(node.operand)
            return lambda batch: pc.negate(operand(batch))
        raise UsageError(f"`{ast.unparse(node)}` is not something that expressions may have. {HELP}")

    def _truth(self, node: ast.expr) -> Evaluate:
        found = self.compile(node)
        if not pa.types.is_boolean(self.type_of(found)):
            kind = kind_name(self.type_of(found))
            raise UsageError(f"{ast.unparse(node)} is {kind} and neither true nor false: compare it")
        return found

    def _binop(self, node: ast.BinOp) -> Evaluate:
        name = _ARITHMETIC.get(type(node.op))
        if name is None:
            raise UsageError(f"`{ast.unparse(node)}` is not something that expressions may have. {HELP}")
        left, right = self.compile(node.left), self.compile(node.right)
        if name == "divide":
            return lambda batch: pc.divide(real(left(batch)), real(right(batch)))
        return lambda batch: pc.call_function(name, [left(batch), right(batch)])

    def _compare(self, node: ast.Compare) -> Evaluate:
        operands = [node.left, *node.comparators]
        parts = [
            self._comparison(left, sign, right)
            for left, sign, right in zip(operands, node.ops, node.comparators, strict=False)
        ]
        return lambda batch: functools.reduce(pc.and_kleene, (part(batch) for part in parts))

    def _comparison(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Evaluate:
        if isinstance(sign, (ast.In, ast.NotIn)):
            found = self._contains(left, right)
            return found if isinstance(sign, ast.In) else lambda batch: pc.invert(found(batch))
        first = self.compile(left)
        if isinstance(right, ast.Constant) and right.value is None:
            is_none = isinstance(sign, (ast.Is, ast.Eq))
            return lambda batch: pc.is_null(first(batch)) if is_none else pc.is_valid(first(batch))
        if type(sign) not in COMPARISONS:
            raise UsageError(f"`{ast.unparse(left)} is …` is for None alone: use ==")
        second = self.compile(right)
        for one, value in ((left, first), (right, second)):
            if pa.types.is_nested(self.type_of(value)):
                kind = kind_name(self.type_of(value))
                raise UsageError(f"{ast.unparse(one)} is {kind}, which cannot be compared: use `in` or len()")
        first, second = self._unsigned(left, first, second), self._unsigned(right, second, first)
        name = COMPARISONS[type(sign)][0]
        return lambda batch: pc.call_function(name, [first(batch), second(batch)])

    def _unsigned(self, node: ast.expr, value: Evaluate, other: Evaluate) -> Evaluate:
        """A constant that is compared with a hash has its type: as a signed number it could not be."""
        constant = node.value if isinstance(node, ast.Constant) else None
        if not isinstance(constant, int) or self.type_of(other) != pa.uint64():
            return value
        try:
            scalar = pa.scalar(constant, pa.uint64())
        except (pa.ArrowException, OverflowError) as error:
            raise UsageError(
                f"{constant} is no unsigned number of 64 bits, which it is compared with"
            ) from error
        return lambda batch: scalar

    def _contains(self, item: ast.expr, container: ast.expr) -> Evaluate:
        wanted = self.compile(item)
        if isinstance(container, (ast.List, ast.Tuple, ast.Set)):
            values = pa.array([_literal(element) for element in container.elts])
            kind = self.type_of(wanted)
            if len(values) and pa.types.is_string(values.type) != pa.types.is_string(kind):
                raise UsageError(
                    f"{ast.unparse(item)} is {kind_name(kind)}, and {ast.unparse(container)} are not"
                )
            return lambda batch: pc.is_in(wanted(batch), value_set=values)
        inside = self.compile(container)
        kind = self.type_of(inside)
        if not isinstance(item, ast.Constant):
            raise UsageError(f"before `in {ast.unparse(container)}` stands a value such as 'en'")
        value = item.value
        if pa.types.is_string(kind) and isinstance(value, str):
            return lambda batch: pc.match_substring(inside(batch), value)
        if is_list(kind) or pa.types.is_map(kind):
            return lambda batch: any_equal(inside(batch), value)
        raise UsageError(f"{ast.unparse(container)} is {kind_name(kind)}: {value!r} cannot be in it")

    def _attribute(self, node: ast.Attribute) -> Evaluate:
        whole = self.compile(node.value)
        kind = self.type_of(whole)
        if pa.types.is_map(kind):
            return self._entry(node.value, node.attr)
        inner = kind.value_type if is_list(kind) else kind
        if not pa.types.is_struct(inner):
            raise UsageError(f"{ast.unparse(node.value)} is {kind_name(kind)} and has no field {node.attr!r}")
        names = [field.name for field in inner]
        if node.attr not in names:
            raise UsageError(f"{ast.unparse(node.value)} has no field {node.attr!r}, but {', '.join(names)}")
        if is_list(kind):
            return lambda batch: field_of_list(whole(batch), node.attr)
        return lambda batch: pc.struct_field(whole(batch), node.attr)

    def _subscript(self, node: ast.Subscript) -> Evaluate:
        key = _literal(node.slice)
        if not isinstance(key, str):
            raise UsageError(f"{ast.unparse(node)}: what stands in brackets is a key such as 'score'")
        if pa.types.is_map(self.type_of(self.compile(node.value))):
            return self._entry(node.value, key)
        return self._attribute(ast.Attribute(node.value, key, ast.Load()))

    def _entry(self, map_node: ast.expr, key: str) -> Evaluate:
        whole = self.compile(map_node)
        return lambda batch: pc.map_lookup(whole(batch), key, "first")

    def _call(self, node: ast.Call) -> Evaluate:
        if node.keywords:
            raise UsageError(f"{ast.unparse(node)}: functions take values without names. {HELP}")
        if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
            return self._function(node.func.attr, [node.func.value, *node.args], node)
        if isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
            return self._function(node.func.id, node.args, node)
        raise UsageError(f"there is no function {ast.unparse(node.func)}. {HELP}")

    def _function(self, name: str, arguments: list[ast.expr], node: ast.Call) -> Evaluate:
        takes_text = name in ("matches", "startswith", "endswith")
        if len(arguments) != 1 + takes_text:
            raise UsageError(
                f"{ast.unparse(node)}: {name} takes {'a column and a text' if takes_text else 'one value'}"
            )
        value = self.compile(arguments[0])
        if takes_text:
            text = _literal(arguments[1])
            if not isinstance(text, str):
                raise UsageError(f"{ast.unparse(node)}: {ast.unparse(arguments[1])} is no text")
            return lambda batch: TEXT_TESTS[name](value(batch), text)
        if name == "len":
            kind = self.type_of(value)
            return lambda batch: length(value(batch), kind)
        return lambda batch: PLAIN[name](value(batch))


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError) as error:
        raise UsageError(f"`{ast.unparse(node)}` is no value such as 'en' or 3") from error
