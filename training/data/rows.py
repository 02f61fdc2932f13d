"""Rows to tune on, from the files in which people keep them: Parquet and JSON, a file or a folder of them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from training.errors import DataError
from training.text.messages import RowError

_PARQUET = (".parquet",)
_LINES = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".jsonl.bz2", ".ndjson")
_ARRAY = (".json",)
_KNOWN = _PARQUET + _LINES + _ARRAY
_BATCH = 1024


@dataclass(frozen=True)
class Row:
    """A row and where it stands. `fields` is None for a line that cannot be read; `error` says why."""

    where: str
    fields: Mapping[str, Any] | None
    error: str = ""

    def known(self) -> Mapping[str, Any]:
        """The fields. Raises RowError (`malformed`) where there are none."""
        if self.fields is None:
            raise RowError("malformed", self.error)
        return self.fields


def row_files(paths: Sequence[str]) -> list[Path]:
    """The files meant by these paths: a folder stands for the Parquet files in it or, if it has none, for its
    files of JSON lines.

    Raises DataError for a path that is missing, of an unknown kind, or a folder without rows.
    """
    return [file for path in paths for file in _files(Path(path))]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        for kinds in (_PARQUET, _LINES):
            if found := sorted(file for file in path.iterdir() if file.name.endswith(kinds)):
                return found
        raise DataError(f"{path} holds no rows: expected files that end in {', '.join(_PARQUET + _LINES)}")
    if not path.exists():
        raise DataError(f"there is no {path}")
    if not path.name.endswith(_KNOWN):
        raise DataError(f"{path} is of an unknown kind: known are {', '.join(_KNOWN)}")
    return [path]


def read_rows(file: Path) -> Iterator[Row]:
    """The file's rows in order. Raises DataError for a file that is not what its name says."""
    try:
        if file.name.endswith(_PARQUET):
            yield from _read_parquet(file)
        elif file.name.endswith(_LINES):
            yield from _read_lines(file)
        else:
            yield from _read_array(file)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file} cannot be read: {error}") from error


def count_rows(file: Path) -> int:
    """How many rows the file has. Raises DataError as read_rows does."""
    if not file.name.endswith(_PARQUET):
        return sum(1 for _ in read_rows(file))
    try:
        return int(pyarrow.parquet.read_metadata(file).num_rows)
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{file} cannot be read: {error}") from error


def digest_of(file: Path) -> str:
    """The file's SHA-256."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _read_parquet(file: Path) -> Iterator[Row]:
    number = 0
    with pyarrow.parquet.ParquetFile(file) as opened:
        for batch in opened.iter_batches(batch_size=_BATCH):
            for fields in batch.to_pylist():
                yield Row(f"{file}, row {number}", fields)
                number += 1


def _read_lines(file: Path) -> Iterator[Row]:
    # Which compression it is, Arrow reads off the name.
    with pa.input_stream(str(file)) as stream:
        for number, line in enumerate(io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8"), 1):
            if line.strip():
                yield _parsed(f"{file}, line {number}", line)


def _parsed(where: str, line: str) -> Row:
    try:
        fields = json.loads(line)
    except ValueError as error:
        return Row(where, None, f"not JSON: {error}")
    if not isinstance(fields, dict):
        return Row(where, None, f"a row is an object, and not {line.strip()[:80]}")
    return Row(where, fields)


def _read_array(file: Path) -> Iterator[Row]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(f"{file} is not JSON: {error}") from error
    if not isinstance(rows, list):
        raise DataError(f"{file} holds {type(rows).__name__}, and a list of rows was expected")
    for number, fields in enumerate(rows):
        wrong = "" if isinstance(fields, dict) else f"a row is an object, and not {fields!r:.80}"
        yield Row(f"{file}, row {number}", None if wrong else fields, wrong)
