"""JSON lines, compressed: rows as they are, or with the fields of dolma and datatrove.

A row as it is has every column, and maps as lists of keys and values: an object with other keys in every row
is a different type to each reader that infers one. A README.md says the columns' types to `datasets`, which
would otherwise infer them from the first rows, where a list may be empty. (It still reads a file in which
every timestamp is one as times, and gives `2024-01-01 00:00:00` for `2024-01-01T00:00:00Z`.)

dolma's layout (github.com/allenai/dolma, docs/data-format.md) is an object per document with `id`, `text`,
`source`, `created` and `metadata`, in a folder that has to be called `documents`. datatrove's JsonlReader
reads the same files.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import typing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, ClassVar, Literal

import pyarrow as pa
import zstandard

from jobs.errors import UsageError
from jobs.export.card import json_card
from jobs.export.folder import ExportedFile, Part
from jobs.export.formats import PartWork, described, new_files, write_whole
from jobs.export.reading import read_rows, row_schema
from jobs.export.records import check_columns, json_writer, without_maps
from jobs.export.source import ANY_RECORD, DOCUMENTS, ExportSource
from pipelines.engine import storage

Compression = Literal["zstd", "gzip", "none"]
Layout = Literal["record", "dolma"]

_ENDINGS: dict[Compression, str] = {"zstd": ".zst", "gzip": ".gz", "none": ""}
_FOLDERS: dict[Layout, str] = {"record": "data", "dolma": "documents"}
_ZSTD_LEVEL, _GZIP_LEVEL = 3, 6
_DOLMA_FIELDS = ("id", "text", "source")


@dataclass(frozen=True)
class JsonLines:
    """Files `data/part-00000.jsonl.zst`, or `documents/…` in dolma's layout. `columns`: only these."""

    name: ClassVar[str] = "jsonl"
    version: ClassVar[int] = 1
    wanted: ClassVar[tuple[str, ...]] = (DOCUMENTS, ANY_RECORD)
    why: ClassVar[str] = "jsonl takes any rows"

    compression: Compression
    layout: Layout
    columns: tuple[str, ...]
    file_bytes: int

    def options(self) -> dict[str, Any]:
        """See `Format`."""
        return {
            "compression": self.compression,
            "layout": self.layout,
            "columns": list(self.columns),
            "file_bytes": self.file_bytes,
        }

    def part_bytes(self) -> int:
        """See `Format`."""
        return self.file_bytes

    def check(self, source: ExportSource) -> None:
        """See `Format`."""
        check_columns(self.columns, source)
        if self.layout == "dolma" and source.record != DOCUMENTS:
            raise UsageError(f"dolma's layout is for documents, and {source.name} holds {source.record}")
        if self.layout == "dolma" and self.columns:
            raise UsageError("dolma's layout has fields of its own: leave --columns out")

    def write(self, work: PartWork) -> Part:
        """See `Format`."""
        name = f"{_FOLDERS[self.layout]}/{work.name}.jsonl{_ENDINGS[self.compression]}"
        write = self._row_writer(row_schema(work.files[0].path, work.record, self.columns))
        rows = 0
        with new_files(work.folder, name) as (file,), _compressed(file, self.compression) as stream:
            for batch in read_rows(work.files, work.record, self.columns):
                lines = [json.dumps(write(row), ensure_ascii=False) for row in batch.to_pylist()]
                stream.write("".join(f"{line}\n" for line in lines).encode())
                rows += batch.num_rows
        return Part(number=work.number, rows=rows, tokens=0, files=[described(file, name, rows)])

    def finish(self, folder: str, source: ExportSource, parts: Sequence[Part]) -> list[ExportedFile]:
        """See `Format`."""
        if self.layout == "dolma":
            return []
        schema = row_schema(source.files[0].path, source.record, self.columns)
        fields = [field.with_type(without_maps(field.type)) for field in schema]
        pattern = f"{_FOLDERS[self.layout]}/*.jsonl{_ENDINGS[self.compression]}"
        return [write_whole(folder, "README.md", json_card(source, pattern, fields))]

    def how_to_read(self, folder: str, parts: Sequence[Part]) -> str:
        """See `Format`."""
        if self.layout == "dolma":
            return f'JsonlReader("{storage.join(folder, _FOLDERS[self.layout])}")'
        return f'datasets.load_dataset("{folder}")'

    def _row_writer(self, schema: pa.Schema) -> Callable[[dict[str, Any]], dict[str, Any]]:
        whole = json_writer(pa.struct(list(schema)), maps_as_objects=self.layout == "dolma")
        if self.layout == "record":
            return whole or dict
        assert whole is not None
        return lambda row: _dolma(whole(row))


def _dolma(row: dict[str, Any]) -> dict[str, Any]:
    rest = {
        name: value for name, value in row.items() if name not in (*_DOLMA_FIELDS, "timestamp", "metadata")
    }
    found = {name: row[name] for name in _DOLMA_FIELDS}
    if row["timestamp"]:
        found["created"] = row["timestamp"]
    return found | {"metadata": rest | row["metadata"]}


@contextlib.contextmanager
def _compressed(file: storage.NewFile, compression: Compression) -> Iterator[IO[bytes]]:
    """A stream into the file. The same bytes in give the same out: no name and no time is written."""
    sink: Any = file
    if compression == "none":
        yield sink
    elif compression == "zstd":
        with zstandard.ZstdCompressor(level=_ZSTD_LEVEL).stream_writer(sink, closefd=False) as stream:
            yield stream
    else:
        with gzip.GzipFile("", "wb", _GZIP_LEVEL, sink, mtime=0) as packed:
            yield typing.cast(IO[bytes], packed)
