"""What a run, a stage or a shard is, in a few lines."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq

from jobs import status
from jobs.errors import UsageError
from jobs.inspect.place import Place, read_schema
from jobs.run import reasons
from jobs.text import byte_size, table
from pipelines.engine import storage

_MOST_FILES = 20


def show_run(place: Place, as_json: bool) -> None:
    """The stages of a run with their counts."""
    if as_json:
        print(json.dumps(status.as_json(place.path), indent=1, ensure_ascii=False))
        return
    print(f"{place.path}: a run of {len(place.stages)} stages\n")
    status.show(place.path)
    print(f"\nGo on with: roae inspect {place.stages[0].path}")


def show_json(place: Place) -> None:
    """A manifest, receipt or other JSON file, indented. Raises UsageError if it is no JSON."""
    data = storage.read_bytes(place.path) or b""
    try:
        print(json.dumps(json.loads(data), indent=1, ensure_ascii=False))
    except ValueError as error:
        raise UsageError(f"{place.path} is not JSON: {error}") from error


def show_files(place: Place) -> None:
    """What the shards hold, how many rows and bytes each, the columns, and what of its input a stage has set
    aside. Reads footers, not rows.
    """
    if not place.files:
        print(f"{place.path}: no rows\n")
        _show_set_aside(place)
        return
    schema = read_schema(place.files[0])
    metadata = schema.metadata or {}
    record = metadata.get(b"record", b"rows").decode()
    version = metadata.get(b"version", b"1").decode()
    sizes = [(path, count_rows(path), storage.size(path) or 0) for path in place.files]
    total = sum(rows for _, rows, _ in sizes)
    stored = byte_size(sum(size for _, _, size in sizes))
    print(f"{place.path}: {record} version {version}, {total:,} rows, {stored} in {len(sizes)} file(s)")
    print("columns: " + ", ".join(f"{field.name} {_type_name(field.type)}" for field in schema) + "\n")
    _show_set_aside(place)
    if len(sizes) > 1:
        rows = [
            [path.rpartition("/")[2], f"{count:,}", byte_size(size)]
            for path, count, size in sizes[:_MOST_FILES]
        ]
        print(table(["shard", "rows", "stored"], rows, right={1, 2}))
        if len(sizes) > _MOST_FILES:
            print(f"… and {len(sizes) - _MOST_FILES} more")
        print()


def _show_set_aside(place: Place) -> None:
    if place.manifest is None:
        return
    for kind, counts in (("dropped", place.manifest.dropped), ("rejected", place.manifest.rejected)):
        if counts:
            share = sum(counts.values()) / place.manifest.rows_in
            told = reasons(counts, most=len(counts))
            print(f"{kind}, {share:.1%} of {place.manifest.rows_in:,} rows: {told}\n")


def count_rows(path: str) -> int:
    """A shard's number of rows, from its footer."""
    with storage.open_input(path) as file:
        if path.endswith(".parquet"):
            return int(pq.ParquetFile(file).metadata.num_rows)
        reader = pa.ipc.open_file(file)
        return sum(reader.get_batch(number).num_rows for number in range(reader.num_record_batches))


def _type_name(kind: pa.DataType) -> str:
    text = str(kind).replace(" not null", "").replace("item: ", "")
    return text if len(text) < 40 else f"{text[:37]}…"
