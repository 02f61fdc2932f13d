"""Rows into files: the same rows give the same bytes, and a file that is large enough is followed by another.

Where row groups and files end depends on the rows alone: on Arrow's count of their bytes, and on the bytes
that were written.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.engine import storage
from schemas.arrow import arrow_schema, rows_to_batch
from schemas.manifest import ShardFile

ROW_GROUP_BYTES = 16 << 20
ROW_GROUP_ROWS = 1 << 16
ARROW_BATCH_ROWS = 256
_BUFFER_ROWS = 1024
_BUFFER_BYTES = 4 << 20
_ZSTD_LEVEL = 3

Format = Literal["parquet", "arrow"]


class ShardWriter:
    """The rows of one shard. Nothing is seen in the folder until `commit`.

    One file is called `part-00017.parquet`, several `part-00017-000.parquet`, `part-00017-001.parquet` and
    so on: then no name is another's beginning, and each can in turn name the outputs of the next stage.
    """

    def __init__(self, folder: str, shard: str, schema: pa.Schema, format: Format, shard_bytes: int) -> None:
        self._folder = folder
        self._shard = shard
        self._schema = schema
        self._format = format
        self._shard_bytes = shard_bytes
        self._group_bytes = min(ROW_GROUP_BYTES, shard_bytes)
        self._slice_bytes = max(1, self._group_bytes // 16)
        self._open: _File | None = None
        self._files: list[_File] = []
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = 0
        self._waiting_bytes = 0
        self.rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Appends rows of the schema."""
        self.rows += batch.num_rows
        for piece in _slices(batch, self._slice_bytes):
            self._waiting.append(piece)
            self._waiting_rows += piece.num_rows
            self._waiting_bytes += piece.nbytes
            if self._format == "arrow":
                self._write_arrow_batches()
            elif self._waiting_rows >= ROW_GROUP_ROWS or self._waiting_bytes >= self._group_bytes:
                self._write_waiting(self._waiting_rows)

    def finish(self) -> None:
        """Writes what is still waiting. Without any rows there is no file."""
        if self._waiting_rows:
            self._write_waiting(self._waiting_rows)
        self._close()

    def commit(self) -> list[ShardFile]:
        """Puts the files in their places and says what they are."""
        several = len(self._files) > 1
        committed = []
        for index, file in enumerate(self._files):
            name = f"{self._shard}-{index:03d}" if several else self._shard
            name = f"{name}.{self._format}"
            file.sink.commit(storage.join(self._folder, name))
            committed.append(
                ShardFile(name=name, rows=file.rows, bytes=file.sink.tell(), sha256=file.sink.sha256)
            )
        return committed

    def discard(self) -> None:
        """Removes what was written."""
        for file in self._files:
            file.sink.discard()

    def _write_arrow_batches(self) -> None:
        while self._waiting_rows >= ARROW_BATCH_ROWS:
            self._write_waiting(ARROW_BATCH_ROWS)

    def _write_waiting(self, rows: int) -> None:
        table = pa.Table.from_batches(self._waiting, self._schema)
        rest = table.slice(rows)
        self._waiting = rest.to_batches()
        self._waiting_rows = rest.num_rows
        self._waiting_bytes = rest.nbytes
        if self._open is not None and self._open.sink.tell() >= self._shard_bytes:
            self._close()
        if self._open is None:
            storage.make_folder(self._folder)
            name = f"{self._shard}-{len(self._files):03d}" if self._files else self._shard
            sink = storage.NewFile(storage.join(self._folder, f"{name}.{self._format}"))
            self._open = _File(sink, self._schema, self._format)
            self._files.append(self._open)
        self._open.write(table.slice(0, rows))

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


class _TableWriter(Protocol):
    def write_table(self, table: pa.Table, /) -> None: ...
    def close(self) -> None: ...


class _File:
    """One file: each table becomes one row group (Parquet) or one batch (Arrow)."""

    def __init__(self, sink: storage.NewFile, schema: pa.Schema, format: Format) -> None:
        self.sink = sink
        self.rows = 0
        self._writer: _TableWriter = _WRITERS[format](sink, schema)

    def write(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        self._writer.write_table(table.combine_chunks())

    def close(self) -> None:
        self._writer.close()
        self.sink.close()


def _parquet_writer(sink: Any, schema: pa.Schema) -> _TableWriter:
    writer: _TableWriter = pq.ParquetWriter(
        sink, schema, compression="zstd", compression_level=_ZSTD_LEVEL, write_statistics=True
    )
    return writer


def _arrow_writer(sink: Any, schema: pa.Schema) -> _TableWriter:
    writer: _TableWriter = pa.ipc.new_file(sink, schema)
    return writer


_WRITERS: dict[Format, Callable[[Any, pa.Schema], _TableWriter]] = {
    "parquet": _parquet_writer,
    "arrow": _arrow_writer,
}


class RecordBuffer:
    """Records of one class on their way to a ShardWriter, turned into batches a bounded number at a time."""

    def __init__(self, record: type, writer: ShardWriter) -> None:
        self._record = record
        self._writer = writer
        sizeless = (pa.types.is_primitive, pa.types.is_struct)
        names = [f.name for f in arrow_schema(record) if not any(kind(f.type) for kind in sizeless)]
        self._sized = operator.attrgetter(*names) if len(names) > 1 else _one_of(names)
        self._rows: list[Any] = []
        self._bytes = 0

    def append(self, row: Any) -> None:
        """Raises TypeError, ValueError or ArrowInvalid, now or later, for values that do not fit."""
        self._rows.append(row)
        self._bytes += sum([len(value) for value in self._sized(row) if value is not None])
        if len(self._rows) >= _BUFFER_ROWS or self._bytes >= _BUFFER_BYTES:
            self.flush()

    def flush(self) -> None:
        """Hands on what is waiting."""
        if self._rows:
            self._writer.write(rows_to_batch(self._record, self._rows))
            self._rows = []
            self._bytes = 0


def _one_of(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """As attrgetter, for fewer than two names."""
    return lambda row: tuple(getattr(row, name) for name in names)


def _slices(batch: pa.RecordBatch, size: int) -> Sequence[pa.RecordBatch]:
    """Pieces of at most about `size` bytes, so that a large batch does not make a large row group."""
    if batch.nbytes <= size and batch.num_rows <= ROW_GROUP_ROWS:
        return [batch] if batch.num_rows else []
    rows = min(max(1, batch.num_rows * size // batch.nbytes), ROW_GROUP_ROWS)
    return [batch.slice(start, rows) for start in range(0, batch.num_rows, rows)]
