"""MosaicML Streaming's shards (MDS), written without its package.

A shard is the number of samples, the offset of each (uint32), a JSON description of its columns, and the
samples: the sizes of those columns that vary, and the columns' bytes, in the order of their names.
`index.json` lists the shards. See streaming.base.format.mds in github.com/mosaicml/streaming.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pyarrow as pa
import zstandard

from jobs.errors import UsageError
from jobs.export.folder import ExportedFile, Part
from jobs.export.formats import PartWork, described, new_files, write_whole
from jobs.export.reading import read_rows, row_schema
from jobs.export.records import check_columns, json_writer
from jobs.export.source import ANY_RECORD, DOCUMENTS, SEQUENCES, TOKENS, ExportSource
from schemas.token_shards import TokenizerInfo

Compression = Literal["zstd", "none"]

# One task's share of the source, in stored bytes: what a killed export loses at most.
_PART_BYTES = 512_000_000
_LARGEST_SHARD = (1 << 32) - 1
_ZSTD_LEVEL = 3
_HASHES = ["sha256"]


@dataclass(frozen=True)
class Mds:
    """Files `part-00000.00000.mds` and `index.json`.

    `shard_bytes`: at most so many bytes in a shard, before compression, unless it is a single row; a shard is
    held in memory. `columns`: only these.
    """

    name: ClassVar[str] = "mds"
    version: ClassVar[int] = 1
    wanted: ClassVar[tuple[str, ...]] = (SEQUENCES, TOKENS, DOCUMENTS, ANY_RECORD)
    why: ClassVar[str] = "mds takes any rows"

    compression: Compression
    columns: tuple[str, ...]
    shard_bytes: int

    def options(self) -> dict[str, Any]:
        """See `Format`."""
        return {
            "compression": self.compression,
            "columns": list(self.columns),
            "shard_bytes": self.shard_bytes,
        }

    def part_bytes(self) -> int:
        """See `Format`."""
        return _PART_BYTES

    def check(self, source: ExportSource) -> None:
        """See `Format`."""
        check_columns(self.columns, source)
        if self.shard_bytes > _LARGEST_SHARD:
            raise UsageError(
                "an MDS shard is smaller than 4 GiB (4294967296 bytes): its offsets have 32 bits"
            )

    def write(self, work: PartWork) -> Part:
        """See `Format`."""
        schema = row_schema(work.files[0].path, work.record, self.columns)
        columns = sorted((_column(field, work.tokenizer) for field in schema), key=lambda c: c.name)
        config = self._config(columns)
        files, shards, left_out = [], [], _LeftOut()
        header = json.dumps(config, sort_keys=True).encode()
        for number, samples in enumerate(self._shards(work, columns, len(header), left_out)):
            raw = _shard(samples, header)
            basename = f"{work.name}.{number:05d}.mds"
            about = {"basename": basename, "bytes": len(raw), "hashes": {"sha256": _sha256(raw)}}
            shard = config | {"samples": len(samples), "raw_data": about, "zip_data": None}
            name, data = basename, raw
            if self.compression == "zstd":
                name, data = f"{basename}.zstd", zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(raw)
                packed = {"basename": name, "bytes": len(data), "hashes": {"sha256": _sha256(data)}}
                shard["zip_data"] = packed
            with new_files(work.folder, name) as (file,):
                file.write(data)
            files.append(described(file, name, len(samples)))
            shards.append(shard)
        return Part(
            number=work.number,
            rows=sum(file.rows for file in files),
            tokens=0,
            files=files,
            left_out={"no tokens": left_out.rows} if left_out.rows else {},
            details=shards,
        )

    def finish(self, folder: str, source: ExportSource, parts: Sequence[Part]) -> list[ExportedFile]:
        """See `Format`."""
        index = {"shards": [shard for part in parts for shard in part.details], "version": 2}
        return [write_whole(folder, "index.json", json.dumps(index, sort_keys=True).encode())]

    def how_to_read(self, folder: str, parts: Sequence[Part]) -> str:
        """See `Format`."""
        where = "remote" if "://" in folder else "local"
        return f'streaming.StreamingDataset({where}="{folder}", batch_size=8)'

    def _config(self, columns: Sequence[_Column]) -> dict[str, Any]:
        return {
            "version": 2,
            "format": "mds",
            "compression": f"zstd:{_ZSTD_LEVEL}" if self.compression == "zstd" else None,
            "hashes": _HASHES,
            "size_limit": self.shard_bytes,
            "column_names": [column.name for column in columns],
            "column_encodings": [column.encoding for column in columns],
            "column_sizes": [column.size for column in columns],
        }

    def _shards(
        self, work: PartWork, columns: Sequence[_Column], header: int, left_out: _LeftOut
    ) -> Iterator[list[bytes]]:
        """The samples of one shard after the other."""
        waiting: list[bytes] = []
        empty = size = 4 + 4 + header
        for batch in read_rows(work.files, work.record, self.columns):
            for sample in _samples(batch, columns, left_out):
                if waiting and size + len(sample) + 4 > self.shard_bytes:
                    yield waiting
                    waiting, size = [], empty
                waiting.append(sample)
                size += len(sample) + 4
        if waiting:
            yield waiting


@dataclass
class _LeftOut:
    rows: int = 0


@dataclass(frozen=True)
class _Column:
    """`encoding` is MDS's word, `size` the bytes of every value (None: they vary). `encode` gives the values
    of a column; None stands for one that the encoding cannot hold.
    """

    name: str
    encoding: str
    size: int | None
    encode: Callable[[pa.Array], list[bytes | None]]


def _column(field: pa.Field, tokenizer: TokenizerInfo | None) -> _Column:
    kind = field.type
    if field.nullable:
        return _json_column(field)
    if pa.types.is_string(kind):
        return _Column(field.name, "str", None, lambda array: [text.encode() for text in array.to_pylist()])
    if pa.types.is_binary(kind):
        return _Column(field.name, "bytes", None, lambda array: array.to_pylist())
    if pa.types.is_integer(kind) and pa.types.is_signed_integer(kind):
        return _numbers(field.name, "int", "<i8")
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        dtype = np.dtype(kind.to_pandas_dtype())
        return _numbers(field.name, dtype.name, dtype.newbyteorder("<").str)
    if tokenizer is not None and pa.types.is_fixed_size_list(kind) and pa.types.is_integer(kind.value_type):
        dtype, length = np.dtype(tokenizer.dtype), kind.list_size
        size = dtype.itemsize * length
        encoding = f"ndarray:{dtype.name}:{length}"
        return _Column(field.name, encoding, size, lambda array: _fixed(array, dtype, size))
    if tokenizer is not None and pa.types.is_list(kind) and pa.types.is_unsigned_integer(kind.value_type):
        dtype = np.dtype(tokenizer.dtype)
        return _Column(field.name, f"ndarray:{dtype.name}", None, lambda array: _varying(array, dtype))
    return _json_column(field)


def _json_column(field: pa.Field) -> _Column:
    write = json_writer(field.type, maps_as_objects=True)

    def encode(array: pa.Array) -> list[bytes | None]:
        values = array.to_pylist()
        written = values if write is None else [None if v is None else write(v) for v in values]
        return [json.dumps(value).encode() for value in written]

    return _Column(field.name, "json", None, encode)


def _numbers(name: str, encoding: str, dtype: str) -> _Column:
    size = np.dtype(dtype).itemsize
    return _Column(name, encoding, size, lambda array: _cut(array.to_numpy().astype(dtype).tobytes(), size))


def _fixed(array: pa.Array, dtype: np.dtype[Any], size: int) -> list[bytes | None]:
    return _cut(array.flatten().to_numpy().astype(dtype.newbyteorder("<"), copy=False).tobytes(), size)


def _cut(data: bytes, size: int) -> list[bytes | None]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def _varying(array: pa.Array, dtype: np.dtype[Any]) -> list[bytes | None]:
    """One-dimensional arrays: a byte with the number of axes (times 4) and the shape's type, the length, and
    the values. MDS has no empty arrays.
    """
    values = array.flatten().to_numpy().astype(dtype.newbyteorder("<"), copy=False)
    ends = np.cumsum([0, *array.value_lengths().to_pylist()])
    encoded: list[bytes | None] = []
    for start, end in itertools.pairwise(ends.tolist()):
        length = end - start
        code, form = (0, "<B") if length < 1 << 8 else (1, "<H") if length < 1 << 16 else (2, "<I")
        shape = bytes([1 << 2 | code]) + struct.pack(form, length)
        encoded.append(shape + values[start:end].tobytes() if length else None)
    return encoded


def _samples(batch: pa.RecordBatch, columns: Sequence[_Column], left_out: _LeftOut) -> Iterator[bytes]:
    encoded = [column.encode(batch.column(column.name)) for column in columns]
    varying = [number for number, column in enumerate(columns) if column.size is None]
    head = struct.Struct(f"<{len(varying)}I")
    for row in zip(*encoded, strict=True):
        if None in row:
            left_out.rows += 1
            continue
        yield head.pack(*(len(row[number]) for number in varying)) + b"".join(row)


def _shard(samples: Sequence[bytes], header: bytes) -> bytes:
    offsets = np.cumsum([0, *map(len, samples)]) + 4 + 4 * (len(samples) + 1) + len(header)
    return b"".join([struct.pack("<I", len(samples)), offsets.astype("<u4").tobytes(), header, *samples])


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
