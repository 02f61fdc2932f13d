"""Tables from keys to numbers, on disk: written once by the driver, mapped into memory by every worker.

Two files, `NAME.keys` and `NAME.values`: uint64, little-endian, the keys ascending and each once.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import fsspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.manifest import ShardFile
from schemas.split import InputError

U64: TypeAlias = npt.NDArray[np.uint64]

# Rows that are sorted at a time.
_RANGE_ROWS = 1 << 24
_BATCH_ROWS = 1 << 16


class Lookup:
    """Finds the numbers of keys. The table is mapped into memory, so that the processes of a machine share
    it; one behind a URL is first copied to a temporary folder, which lasts as long as this object.

    Raises InputError where there is no such table.
    """

    def __init__(self, folder: str, name: str) -> None:
        self._copies: tempfile.TemporaryDirectory[str] | None = None
        self.keys = self._open(folder, f"{name}.keys")
        self.values = self._open(folder, f"{name}.values")

    def __len__(self) -> int:
        return len(self.keys)

    def get(self, key: int) -> int | None:
        """The key's number; None where there is none."""
        place = int(np.searchsorted(self.keys, np.uint64(key)))
        if place == len(self.keys) or int(self.keys[place]) != key:
            return None
        return int(self.values[place])

    def _open(self, folder: str, name: str) -> U64:
        system, inner = fsspec.core.url_to_fs(f"{folder}/{name}")
        if not system.exists(inner):
            raise InputError(f"{folder} has no {name}: expected the folder of a stage that makes this table")
        if "file" not in system.protocol:
            self._copies = self._copies or tempfile.TemporaryDirectory(prefix="roae-lookup-")
            copy = f"{self._copies.name}/{name}"
            system.get_file(inner, copy)
            inner = copy
        # An empty file cannot be mapped. (The view is a plain array: a memmap checks itself at every use.)
        if not Path(inner).stat().st_size:
            return np.empty(0, np.uint64)
        return np.memmap(inner, "<u8", mode="r").view(np.ndarray)


def write_lookup(
    folder: str,
    name: str,
    files: Sequence[ShardFile],
    columns: Sequence[str],
    value: Callable[[pa.RecordBatch], U64],
) -> None:
    """Makes the table of a stage's Parquet files, which are in `folder` (a path or URL): of each row the key,
    which is the first of the `columns`, and its number, which `value` makes of a batch of them.

    A key that comes more than once keeps the number that it has last. Takes about a gigabyte of memory,
    whatever the number of rows: the files are read once for every 16 million of them.
    """
    rows = sum(file.rows for file in files)
    with _Writer(f"{folder}/{name}.keys") as keys, _Writer(f"{folder}/{name}.values") as values:
        for low, high in _ranges(rows):
            inside = [
                (some[wanted], value(batch)[wanted])
                for file in files
                for some, batch in _read(f"{folder}/{file.name}", columns)
                if (wanted := (some >= low) & (some <= high)).any()
            ]
            if not inside:
                continue
            some, numbers = (np.concatenate(column) for column in zip(*inside, strict=True))
            order = np.argsort(some, kind="stable")
            some, numbers = some[order], numbers[order]
            last = np.ones(len(some), bool)
            last[:-1] = some[1:] != some[:-1]
            keys.write(some[last])
            values.write(numbers[last])


def store_lookup(folder: str, name: str, keys: U64, values: U64) -> None:
    """Makes the table of keys, ascending and each once, and their numbers (both of shape [N])."""
    with _Writer(f"{folder}/{name}.keys") as file:
        file.write(keys)
    with _Writer(f"{folder}/{name}.values") as file:
        file.write(values)


def _ranges(rows: int) -> Iterator[tuple[np.uint64, np.uint64]]:
    """Ranges of keys, which are hashes, with about as many rows each."""
    count = -(-rows // _RANGE_ROWS)
    bounds = [(number << 64) // count for number in range(count)] + [1 << 64] if count else []
    for low, high in itertools.pairwise(bounds):
        yield np.uint64(low), np.uint64(high - 1)


def _read(path: str, columns: Sequence[str]) -> Iterator[tuple[U64, pa.RecordBatch]]:
    with fsspec.open(path, "rb") as file:
        reader = pq.ParquetFile(file, pre_buffer=False)
        for batch in reader.iter_batches(_BATCH_ROWS, columns=list(columns), use_threads=False):
            yield batch.column(columns[0]).to_numpy(), batch


class _Writer:
    """A file of numbers, seen under its name when it is complete."""

    def __init__(self, path: str) -> None:
        self._system, self._path = fsspec.core.url_to_fs(path)
        self._file: Any = None

    def __enter__(self) -> _Writer:
        self._file = self._system.open(f"{self._path}.tmp", "wb")
        return self

    def write(self, numbers: U64) -> None:
        self._file.write(numbers.astype("<u8").tobytes())

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._file.close()
        if kind is None:
            self._system.mv(f"{self._path}.tmp", self._path)
        else:
            self._system.rm(f"{self._path}.tmp")
