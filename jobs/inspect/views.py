"""How a row is shown: for people as lines, for scripts as JSON values."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

import pyarrow as pa

from jobs.inspect.output import Paint, plain, shorten, visible

VALUE_CHARACTERS, TEXT_CHARACTERS, LIST_ITEMS = 200, 600, 5
_HINT = "; --whole shows all"


class View(Protocol):
    """Rows of one kind of record."""

    def as_json(self, row: dict[str, Any], number: int) -> dict[str, Any]:
        """The row as JSON values; `number` is its place in its file, from 0."""

    def describe(self, row: dict[str, Any], number: int, *, whole: bool) -> str:
        """The row as lines, long values shortened unless it is to be `whole`."""


class PlainView:
    """Any record: `name: value`, then what is long as blocks."""

    def __init__(self, paint: Paint) -> None:
        self._paint = paint

    def as_json(self, row: dict[str, Any], number: int) -> dict[str, Any]:
        """See `View`."""
        return {name: plain(value) for name, value in row.items()}

    def describe(self, row: dict[str, Any], number: int, *, whole: bool) -> str:
        """See `View`."""
        short, long = [], []
        for name, value in row.items():
            if value in ("", b"", [], {}, None):
                continue
            if is_block(name, value):
                long += [f"{self._paint(name, 'cyan')}:", *_indented(_block(value, whole))]
            else:
                short.append(f"{self._paint(name, 'cyan')}: {_inline(value, whole)}")
        return "\n".join([*short, *long])


class DroppedView(PlainView):
    """Rows that a rule dropped: the reason, and the record as it was."""

    def as_json(self, row: dict[str, Any], number: int) -> dict[str, Any]:
        """See `View`; the record is an object."""
        return super().as_json(row, number) | {"record": dropped_record(row)}

    def describe(self, row: dict[str, Any], number: int, *, whole: bool) -> str:
        """See `View`."""
        record = dropped_record(row)
        inner = record if isinstance(record, dict) else {"record": record}
        named = {"id": row["id"]} if row.get("id") else {}
        about = f"{self._paint('dropped', 'cyan')}: {self._paint(row['reason'], 'yellow')} ({row['kind']})"
        return f"{about}\n" + super().describe({**named, **inner, **named}, number, whole=whole)


def dropped_record(row: dict[str, Any]) -> Any:
    """The record of a dropped row, which it holds as JSON."""
    try:
        return json.loads(row["record"])
    except ValueError:
        return row["record"]


def view_of(schema: pa.Schema, paint: Paint, sequences: Callable[[], View]) -> View:
    """How rows of the schema are shown. `sequences` makes the view of packed tokens, whose tokenizer takes a
    moment to load.
    """
    if set(schema.names) >= {"tokens", "length", "spans"}:
        return sequences()
    if schema.names == ["reason", "id", "kind", "record"]:
        return DroppedView(paint)
    return PlainView(paint)


def is_block(name: str, value: Any) -> bool:
    """Whether a value is shown below its name: a document's text, what has lines, records, messages."""
    if isinstance(value, str):
        return name == "text" or "\n" in value
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _block(value: Any, whole: bool) -> list[str]:
    if isinstance(value, str):
        return _text(value, whole).split("\n")
    lines: list[str] = []
    for item in value if whole else value[:LIST_ITEMS]:
        if item.keys() == {"role", "content"}:
            lines += f"{visible(item['role'])}: {_text(item['content'], whole)}".split("\n")
        else:
            lines.append(_inline(item, whole))
    left = len(value) - LIST_ITEMS
    return lines if whole or left <= 0 else [*lines, f"… and {left} more{_HINT}"]


def _text(text: str, whole: bool) -> str:
    shown = visible(text)
    if whole or len(shown) <= TEXT_CHARACTERS:
        return shown
    return f"{shown[:TEXT_CHARACTERS]}… ({len(text):,} characters{_HINT})"


def _inline(value: Any, whole: bool) -> str:
    if isinstance(value, bytes):
        shown = f"{len(value):,} bytes {value.hex()}"
    elif isinstance(value, str):
        shown = visible(value)
    elif isinstance(value, dict):
        shown = ", ".join(f"{key}={_within(item)}" for key, item in plain(value).items())
    else:
        shown = _within(value)
    return shown if whole else shorten(shown, VALUE_CHARACTERS)


def _within(value: Any) -> str:
    return visible(value if isinstance(value, str) else json.dumps(plain(value), ensure_ascii=False))


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]
