"""One file of rows, whoever wrote it: Parquet, an Arrow IPC file, or JSON lines (plain, gzip, zstd, bzip2).

Only what is asked for is read: the footer for the number of rows, a column for a search, a row group for a
row. A group is a row group of Parquet, a batch of Arrow, a thousand lines of JSON.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.core import url_to_fs

from jobs.errors import UsageError
from pipelines.engine import storage

BATCH_ROWS = 256
_LINES = 1000
_JSON_ENDINGS = (".jsonl", ".ndjson")
_COMPRESSIONS = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}
_MAGIC = {b"PAR1": "parquet", b"ARRO": "arrow"}


class DamagedFileError(UsageError):
    """A file that is cut off, damaged, or of another kind than its name says. The message names it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a file that follow each other: `first` is the number of the first in its file, from 0."""

    first: int
    group: int
    batch: pa.RecordBatch


def format_of(path: str) -> str:
    """`parquet`, `arrow`, `jsonl` or empty, going by the name."""
    name = path.lower()
    if name.endswith((".parquet", ".arrow")):
        return name.rpartition(".")[2]
    return "jsonl" if _without_compression(name).endswith(_JSON_ENDINGS) else ""


def sniff(path: str) -> str:
    """The format that the file's first bytes say; empty for another."""
    with _open(path) as file:
        begin = file.read(4)
    return _MAGIC.get(begin, "jsonl" if begin[:1] == b"{" else "")


class ShardFile:
    """A file of rows, to be used in a `with`. Raises DamagedFileError for one that cannot be read, and
    FileNotFoundError.
    """

    def __init__(self, path: str, format: str = "") -> None:
        self.path = path
        self._format = format or format_of(path) or "parquet"
        self._file: Any = None
        self._reader: Any = None
        self._readers: dict[tuple[str, ...], Any] = {}

    def __enter__(self) -> ShardFile:
        with self._damage():
            if self._format == "jsonl":
                self._reader = _first_lines(self.path)
            else:
                self._file = _mapped(self.path) if self._format == "arrow" else _open(self.path)
                try:
                    self._reader = (
                        pq.ParquetFile(self._file, pre_buffer=False)
                        if self._format == "parquet"
                        else pa.ipc.open_file(self._file)
                    )
                except BaseException:
                    self._file.close()
                    raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    @property
    def schema(self) -> pa.Schema:
        """The columns; of JSON lines, those of the first thousand."""
        reader = self._reader
        schema: pa.Schema = reader.schema_arrow if self._format == "parquet" else reader.schema
        return schema

    @property
    def metadata(self) -> pq.FileMetaData | None:
        """Parquet's footer: sizes and statistics by row group and column."""
        return self._reader.metadata if self._format == "parquet" else None

    def count(self) -> int:
        """The number of rows, from what the file says of itself (of JSON lines: they are counted)."""
        with self._damage():
            if self._format == "parquet":
                return int(self._reader.metadata.num_rows)
            return sum(self.group_rows())

    def group_rows(self) -> list[int]:
        """The number of rows of each group."""
        with self._damage():
            if self._format == "parquet":
                metadata = self._reader.metadata
                return [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
            if self._format == "arrow":
                reader = self._arrow(self._smallest_column())
                return [reader.get_batch(number).num_rows for number in range(reader.num_record_batches)]
            return [len(lines) for _, lines in _line_groups(self.path)]

    def rows(
        self, columns: Sequence[str] | None = None, groups: Sequence[int] | None = None
    ) -> Iterator[Rows]:
        """The rows, a bounded number at a time; of the groups and columns that are given, if any are."""
        with self._damage():
            if self._format == "parquet":
                yield from self._parquet_rows(columns, groups)
            elif self._format == "arrow":
                yield from self._arrow_rows(columns, groups)
            else:
                yield from self._json_rows(columns, groups)

    def group(self, number: int, columns: Sequence[str] | None = None) -> pa.Table:
        """A group whole."""
        batches = [rows.batch for rows in self.rows(columns, [number])]
        return pa.Table.from_batches(batches) if batches else self.schema.empty_table()

    def _parquet_rows(self, columns: Sequence[str] | None, groups: Sequence[int] | None) -> Iterator[Rows]:
        first = 0
        metadata = self._reader.metadata
        for number in range(metadata.num_row_groups):
            rows = metadata.row_group(number).num_rows
            if groups is None or number in groups:
                at = first
                for batch in self._reader.iter_batches(
                    BATCH_ROWS, row_groups=[number], columns=columns, use_threads=False
                ):
                    yield Rows(at, number, batch)
                    at += batch.num_rows
            first += rows

    def _arrow_rows(self, columns: Sequence[str] | None, groups: Sequence[int] | None) -> Iterator[Rows]:
        reader = self._arrow(columns)
        counts = self.group_rows() if groups is not None else None
        first = 0
        for number in range(reader.num_record_batches):
            if groups is None or number in groups:
                batch = reader.get_batch(number)
                yield Rows(first, number, batch.select(columns) if columns is not None else batch)
                first += batch.num_rows
            elif counts is not None:
                first += counts[number]

    def _json_rows(self, columns: Sequence[str] | None, groups: Sequence[int] | None) -> Iterator[Rows]:
        first = 0
        for number, lines in _line_groups(self.path):
            if groups is None or number in groups:
                batch = _batch(lines)
                if columns is not None:
                    batch = _with_columns(batch, columns)
                yield Rows(first, number, batch)
            first += len(lines)

    def _arrow(self, columns: Sequence[str] | None) -> Any:
        """A reader that reads the bytes of these columns alone."""
        if columns is None or not self._reader.schema.names:
            return self._reader
        key = tuple(columns)
        if key not in self._readers:
            names = self._reader.schema.names
            options = pa.ipc.IpcReadOptions(included_fields=[names.index(name) for name in columns])
            self._readers[key] = pa.ipc.open_file(self._file, options=options)
        return self._readers[key]

    def _smallest_column(self) -> list[str] | None:
        for field in self._reader.schema:
            if pa.types.is_primitive(field.type):
                return [field.name]
        return None

    @contextlib.contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except (pa.ArrowException, OSError, EOFError) as error:
            # Arrow reports bytes that it cannot decompress as an OSError too, but without a number.
            if isinstance(error, OSError) and error.errno is not None:
                raise
            what = {"parquet": "Parquet", "arrow": "Arrow", "jsonl": "JSON lines"}[self._format]
            raise DamagedFileError(f"{self.path} cannot be read as {what}: {_first_line(error)}") from error


def _open(path: str) -> IO[bytes]:
    system, inner = url_to_fs(path)
    # Read-ahead would fetch the columns that nobody asked for.
    options = {} if storage.is_local(path) else {"cache_type": "none"}
    file: IO[bytes] = system.open(inner, "rb", **options)
    return file


def _mapped(path: str) -> Any:
    if not storage.is_local(path):
        return pa.PythonFile(_open(path), mode="r")
    local = storage.local_path(path)
    if not Path(local).stat().st_size:
        raise pa.ArrowInvalid("the file is empty")
    return pa.memory_map(local)


def _without_compression(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot + ending in _COMPRESSIONS else name


def _line_groups(path: str) -> Iterator[tuple[int, list[Any]]]:
    """The values of a thousand lines at a time, empty ones left out."""
    waiting: list[Any] = []
    groups = 0
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            waiting.append(json.loads(line))
        except ValueError as error:
            if waiting:
                yield groups, waiting
            raise DamagedFileError(f"{path}, line {number} is not JSON: {error}") from error
        if len(waiting) >= _LINES:
            yield groups, waiting
            waiting, groups = [], groups + 1
    if waiting:
        yield groups, waiting


def _lines(path: str) -> Iterator[bytes]:
    ending = f".{path.rpartition('.')[2].lower()}"
    with _open(path) as file:
        if ending not in _COMPRESSIONS:
            yield from file
            return
        rest = b""
        with pa.CompressedInputStream(pa.PythonFile(file, mode="r"), _COMPRESSIONS[ending]) as stream:
            while block := stream.read(1 << 20):
                *lines, rest = (rest + block).split(b"\n")
                yield from lines
        if rest:
            yield rest


def _first_lines(path: str) -> pa.RecordBatch:
    for _, lines in _line_groups(path):
        return _batch(lines)
    return pa.RecordBatch.from_pylist([])


def _batch(lines: list[Any]) -> pa.RecordBatch:
    """Lines as a batch. A column whose values are of several kinds has them as JSON."""
    rows = [line if isinstance(line, dict) else {"value": line} for line in lines]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = []
    for name in names:
        values = [row.get(name) for row in rows]
        try:
            column = pa.array(values)
        except (pa.ArrowException, TypeError, OverflowError):
            column = pa.array([_as_text(value) for value in values])
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=names)


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _with_columns(batch: pa.RecordBatch, columns: Sequence[str]) -> pa.RecordBatch:
    have = batch.schema.names
    nothing = pa.nulls(batch.num_rows)
    return pa.RecordBatch.from_arrays(
        [batch.column(name) if name in have else nothing for name in columns], names=list(columns)
    )


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).split("\n")[0]
