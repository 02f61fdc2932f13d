"""Rows of JSONL, JSON, Parquet, CSV and TSV files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from curation.decontamination.config import ItemFields
from curation.decontamination.fields import rows_of
from curation.inputs import COMPRESSIONS, without_compression
from schemas.outcome import Rejected
from schemas.split import InputError

FORMATS = ("jsonl", "json", "parquet", "csv", "tsv")
# A cell of a CSV file; Python's own limit is 128 KiB.
_CELL_BYTES = 1 << 26


def format_of(path: str) -> str:
    """The format that the file's name tells. Raises InputError for another."""
    found = without_compression(path).rsplit(".", 1)[-1]
    found = "jsonl" if found == "ndjson" else found
    if found not in FORMATS:
        raise InputError(
            f"{path}: an evaluation file is named .{', .'.join(FORMATS)} (and {', '.join(COMPRESSIONS)})"
        )
    return found


def read_rows(path: str, fields: ItemFields) -> Iterator[tuple[int, Any]]:
    """The rows of an evaluation file with their numbers, from 1; in the place of one that cannot be read, a
    Rejected. Rows of CSV and TSV are dicts, by the header or `fields.columns`.

    Raises InputError for a file that cannot be read as what its name says.
    """
    kind = format_of(path)
    reader = {"jsonl": _json_lines, "json": _json, "parquet": _parquet}.get(kind, _delimited)
    number = 0
    try:
        for row in reader(path, fields):
            for inner in [row] if isinstance(row, Rejected) else rows_of(row, fields.each):
                number += 1
                yield number, inner
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, pa.ArrowInvalid, RecursionError) as error:
        raise InputError(f"{path}: cannot be read as {kind}: {error}") from error


def _json_lines(path: str, fields: ItemFields) -> Iterator[Any]:
    with fsspec.open(path, "rb", compression="infer") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                yield json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                excerpt = line[:200].decode("utf-8", "replace")
                yield Rejected("malformed-json", f"{path}, line {number}", str(error), excerpt)


def _json(path: str, fields: ItemFields) -> Iterator[Any]:
    with fsspec.open(path, "rb", compression="infer") as file:
        try:
            found = json.loads(file.read().decode("utf-8-sig"))
        except ValueError as error:
            raise InputError(
                f"{path}: is no JSON: {error}. (One object per line is JSONL: name it .jsonl)"
            ) from error
    if fields.rows:
        found = found.get(fields.rows) if isinstance(found, dict) else None
    if isinstance(found, dict):
        # Columns, as pandas writes them, or a single row.
        found = [found]
    yield from found if isinstance(found, list) else ()


def _parquet(path: str, fields: ItemFields) -> Iterator[Any]:
    with fsspec.open(path, "rb") as file:
        for batch in pq.ParquetFile(file, pre_buffer=False).iter_batches(1024, use_threads=False):
            yield from batch.to_pylist()


def _delimited(path: str, fields: ItemFields) -> Iterator[Any]:
    csv.field_size_limit(_CELL_BYTES)
    delimiter = "\t" if format_of(path) == "tsv" else ","
    with fsspec.open(path, "rb", compression="infer") as raw:
        file = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        rows = csv.reader(file, delimiter=delimiter)
        names = list(fields.columns) or next(rows, [])
        for cells in rows:
            if not cells:
                continue
            if len(cells) != len(names):
                where, excerpt = f"{path}, line {rows.line_num}", delimiter.join(cells)
                detail = f"{len(cells)} columns, and not {len(names)}"
                yield Rejected("malformed-row", where, detail, excerpt)
            else:
                yield dict(zip(names, cells, strict=True))
