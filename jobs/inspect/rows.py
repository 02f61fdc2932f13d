"""Rows of shards, shown for people or as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jobs.errors import UsageError
from jobs.inspect.place import Kind, Place, read_schema
from pipelines.engine import storage

_EXCERPT = 600


def show_head(place: Place, count: int, as_json: bool) -> None:
    """The first rows of the first shards."""
    for row in _limit(_rows(place.files), count):
        print(json.dumps(row, ensure_ascii=False) if as_json else describe(row))


def show_one(place: Place, identifier: str, as_json: bool) -> None:
    """Every row whose `id` this is, whole; in a run, what each stage made of it.

    Raises UsageError if there is none.
    """
    found = False
    for title, files in _groups(place):
        for row in _with_id(files, identifier):
            found = True
            if not as_json:
                print(f"=== {title}")
            print(json.dumps(row, ensure_ascii=False) if as_json else describe(row, whole=True))
    if not found:
        raise UsageError(f"no row with the id {identifier!r} in {place.path}")


def show_set_aside(place: Place, kind: str, count: int, as_json: bool) -> None:
    """Rejected or dropped rows, with their reasons. `kind` is the name of their folder."""
    shown = False
    for title, files in _set_aside(place, kind):
        shown = True
        if not as_json:
            print(f"=== {title}")
        for row in _limit(_rows(files), count):
            print(json.dumps(row, ensure_ascii=False) if as_json else describe(row))
    if not shown and not as_json:
        hint = " Dropped rows are kept when the recipe says exclusions=true." if kind == "dropped" else ""
        print(f"no {kind} rows in {place.path}.{hint}")


def describe(row: dict[str, Any], *, whole: bool = False) -> str:
    """A row as `name: value` lines; long values shortened unless it is to be whole, the text last."""
    lines = []
    for name, value in row.items():
        if value in ("", [], {}, None) or name == "text":
            continue
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if not whole and len(shown) > 200:
            shown = f"{shown[:200]}… ({len(shown):,} characters)"
        lines.append(f"{name}: {shown}")
    if text := row.get("text"):
        excerpt = text if whole or len(text) <= _EXCERPT else f"{text[:_EXCERPT]}… ({len(text):,} characters)"
        lines += ["text:", *(f"  {line}" for line in excerpt.split("\n"))]
    return "\n".join(lines) + "\n"


def _rows(files: Sequence[str]) -> Iterator[dict[str, Any]]:
    for path in files:
        with storage.open_input(path) as file:
            for batch in _batches(file, path):
                yield from (_plain(row) for row in batch.to_pylist())


def _batches(file: Any, path: str) -> Iterator[pa.RecordBatch]:
    if path.endswith(".parquet"):
        yield from pq.ParquetFile(file).iter_batches(batch_size=64)
    else:
        reader = pa.ipc.open_file(file)
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON values; maps, which pyarrow gives as pairs, as objects."""
    return {name: _json_value(value) for name, value in row.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, list) and value and all(isinstance(item, tuple) for item in value):
        return dict(value)
    return value


def _with_id(files: Sequence[str], identifier: str) -> Iterator[dict[str, Any]]:
    for path in files:
        if "id" not in read_schema(path).names or not path.endswith(".parquet"):
            continue
        with storage.open_input(path) as file:
            table = pq.read_table(file, filters=[("id", "==", identifier)])
            yield from (_plain(row) for row in table.to_pylist())


def _groups(place: Place) -> Iterator[tuple[str, Sequence[str]]]:
    """The shards of a place with a title each: of a run, stage by stage."""
    if place.kind is Kind.RUN:
        for stage in place.stages:
            names = [file.name for receipt in stage.receipts for file in receipt.files]
            yield stage.name, [storage.join(stage.path, name) for name in names]
    else:
        yield place.path, place.files


def _set_aside(place: Place, kind: str) -> Iterator[tuple[str, Sequence[str]]]:
    folders = (
        [(s.name, s.path) for s in place.stages] if place.kind is Kind.RUN else [(place.path, place.path)]
    )
    for title, folder in folders:
        inner = storage.join(folder, kind)
        names = sorted(name for name in storage.sizes(inner) if name.endswith(".parquet"))
        if names:
            yield title, [storage.join(inner, name) for name in names]


def _limit(rows: Iterator[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    for _, row in zip(range(count), rows, strict=False):
        yield row
