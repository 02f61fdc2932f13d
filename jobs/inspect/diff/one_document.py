"""What differs in one document between two places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jobs.errors import UsageError
from jobs.inspect.find import find_id, id_column
from jobs.inspect.output import Paint, plain, print_json, shorten, visible
from jobs.inspect.place import Kind, Place, RowsFile
from jobs.inspect.selection import Scan, select
from jobs.inspect.shard_file import ShardFile
from jobs.inspect.text_diff import changed_fields, diff_lines
from jobs.inspect.trace import trace

_VALUE_CHARACTERS = 120


def show(before: Place, after: Place, identifier: str, paint: Paint, as_json: bool) -> int:
    """Its fields and a unified diff of its text; of a run that has it not, what became of it there. Raises
    UsageError where neither has it.
    """
    one, faults = _rows(before, identifier)
    other, more = _rows(after, identifier)
    if not one and not other:
        raise UsageError(f"neither {before.path} nor {after.path} has {identifier!r}")
    pairs = _pairs(one, other)
    if as_json:
        for first, second in pairs:
            text, fields = _differences(first, second)
            print_json(
                {
                    "kind": "document",
                    "id": identifier,
                    "change": _change(first, second, bool(text or fields)),
                    "fields": {name: list(values) for name, values in fields.items()},
                    "diff": text,
                }
            )
        return faults + more
    for first, second in pairs:
        if first is None or second is None:
            gone = before if first is None else after
            print(f"{paint(identifier, 'bold')} is not in {gone.path}{_why(gone, identifier)}")
            continue
        text, fields = _differences(first, second)
        if not text and not fields:
            print(f"{paint(identifier, 'bold')} is the same in both")
        for name, (old, new) in fields.items():
            print(f"{paint(name, 'cyan')}: {_short(old)} → {_short(new)}")
        for line in text:
            print(paint(visible(line), {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "dim")))
    return faults + more


def _rows(place: Place, identifier: str) -> tuple[list[dict[str, Any]], int]:
    def read(_: RowsFile, shard: ShardFile) -> Iterator[dict[str, Any]]:
        if column := id_column(shard.schema):
            yield from (row for _, row in find_id(shard, column, identifier))

    found, faults = [], 0
    for selection in select(place):
        scan = Scan(selection.files)
        found += list(scan.each(read))
        faults += len(scan.damaged)
    return found, faults


def _pairs(
    one: list[dict[str, Any]], other: list[dict[str, Any]]
) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Rows of both sides that belong together: by source, revision and time, and what is left in order."""
    pairs: list[tuple[dict[str, Any] | None, dict[str, Any] | None]] = []
    left = list(other)
    alone = []
    for row in one:
        match = next((candidate for candidate in left if _version(candidate) == _version(row)), None)
        if match is None:
            alone.append(row)
        else:
            left.remove(match)
            pairs.append((row, match))
    most = max(len(alone), len(left))
    both = zip([*alone, *[None] * (most - len(alone))], [*left, *[None] * (most - len(left))], strict=True)
    return [*pairs, *both]


def _version(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in ("source", "revision", "timestamp"))


def _differences(
    first: dict[str, Any] | None, second: dict[str, Any] | None
) -> tuple[list[str], dict[str, tuple[Any, Any]]]:
    if first is None or second is None:
        return [], {}
    return diff_lines(str(first.get("text", "")), str(second.get("text", ""))), changed_fields(first, second)


def _change(first: dict[str, Any] | None, second: dict[str, Any] | None, differs: bool) -> str:
    if first is None or second is None:
        return "added" if first is None else "removed"
    return "changed" if differs else "same"


def _why(place: Place, identifier: str) -> str:
    if place.kind is not Kind.RUN:
        return ""
    try:
        outcomes = [strand.outcome for strand in trace(place, identifier).strands]
    except UsageError:
        return ", and was not in what it read"
    return f": {'; '.join(outcomes)}"


def _short(value: Any) -> str:
    return visible(shorten(str(plain(value)), _VALUE_CHARACTERS)) if value not in (None, "") else "none"
