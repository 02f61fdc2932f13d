"""Bringing the rows of a partition together, through files.

Each input shard writes its rows once, as compressed Arrow batches, into one file beside an index that says
where in the file each partition's rows are. Only the entries of that index cross Beam's shuffle. A partition
then reads its rows out of every file, in the order of the input shards, and sorts them: in memory, or by way
of sorted runs on the local disk when they are many.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import json
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.engine import storage
from pipelines.engine.failures import ShardError
from pipelines.engine.partitioning import split_by_partition
from pipelines.engine.shards import shard_order
from pipelines.engine.stages import Group, schema_of
from schemas.arrow import batch_to_rows

FOLDER = "shuffle"
# Uncompressed rows held at a time, before they are sorted by partition (scatter) or by key (gather).
SCATTER_BYTES = 32 << 20
RUN_BYTES = 32 << 20
_RUN_BATCH_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Piece:
    """The rows of one partition that one input shard has: `ranges` of (offset, length, CRC-32), in bytes, in
    the shard's shuffle file, each an Arrow stream; and the SHA-256 of them all.
    """

    shard: str
    ranges: list[list[int]]
    sha256: str


@dataclass(frozen=True, slots=True)
class ShuffleIndex:
    """The receipt of one input shard's shuffle file: digests of stage and input, the file's size in bytes,
    and the piece of each partition that has rows, by the partition's number.
    """

    stage_digest: str
    input_digest: str
    bytes: int
    pieces: dict[int, Piece]


def shuffle_path(folder: str, shard: str) -> str:
    """The shuffle file of an input shard, below the stage's folder."""
    return storage.join(folder, FOLDER, f"{shard}.arrows")


def index_path(folder: str, shard: str) -> str:
    """The index of an input shard's shuffle file."""
    return storage.join(folder, FOLDER, f"{shard}.json")


def read_index(folder: str, shard: str, stage_digest: str, input_digest: str) -> ShuffleIndex | None:
    """The index, if it and its file are whole and were made by this stage from this input; else None."""
    data = storage.read_bytes(index_path(folder, shard))
    if data is None:
        return None
    try:
        found = json.loads(data)
        pieces = {int(number): Piece(**piece) for number, piece in found.pop("pieces").items()}
        index = ShuffleIndex(**found, pieces=pieces)
    except (ValueError, TypeError, KeyError):
        return None  # written by another version: the shard is scattered again
    if (index.stage_digest, index.input_digest) != (stage_digest, input_digest):
        return None
    return index if storage.size(shuffle_path(folder, shard)) == index.bytes else None


def write_index(folder: str, shard: str, index: ShuffleIndex) -> None:
    """The shard is scattered from here on."""
    storage.write_bytes(index_path(folder, shard), json.dumps(asdict(index), sort_keys=True).encode())


class ShuffleWriter:
    """One input shard's rows, ordered by partition a bounded number of bytes at a time."""

    def __init__(self, stage: Group, folder: str, shard: str) -> None:
        self._stage = stage
        self._shard = shard
        storage.make_folder(storage.join(folder, FOLDER))
        self._file = storage.NewFile(shuffle_path(folder, shard))
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_bytes = 0
        self._ranges: dict[int, list[list[int]]] = {}
        self._hashes: dict[int, Any] = {}

    def write(self, batch: pa.RecordBatch) -> None:
        """Appends rows."""
        self._waiting.append(batch)
        self._waiting_bytes += batch.nbytes
        if self._waiting_bytes >= SCATTER_BYTES:
            self._flush()

    def commit(self, stage_digest: str, input_digest: str) -> ShuffleIndex:
        """Puts the file in its place; returns its index, which is still to be written."""
        self._flush()
        self._file.commit()
        pieces = {
            number: Piece(self._shard, ranges, self._hashes[number].hexdigest())
            for number, ranges in sorted(self._ranges.items())
        }
        return ShuffleIndex(stage_digest, input_digest, self._file.tell(), pieces)

    def discard(self) -> None:
        """Removes what was written."""
        self._file.discard()

    def _flush(self) -> None:
        if not self._waiting:
            return
        table = pa.Table.from_batches(self._waiting).combine_chunks()
        self._waiting = []
        self._waiting_bytes = 0
        for batch in table.to_batches():
            for number, rows in split_by_partition(batch, self._stage.key, self._stage.partitions):
                data = _compressed(rows)
                self._ranges.setdefault(number, []).append([self._file.tell(), len(data), zlib.crc32(data)])
                self._hashes.setdefault(number, hashlib.sha256()).update(data)
                self._file.write(data)


def read_pieces(folder: str, pieces: Iterable[Piece]) -> Iterator[pa.RecordBatch]:
    """The rows of a partition, in the order of the input shards. Raises ShardError for a damaged file."""
    for piece in sorted(pieces, key=lambda piece: shard_order(piece.shard)):
        path = shuffle_path(folder, piece.shard)
        with storage.open_input(path) as file:
            for offset, length, checksum in piece.ranges:
                file.seek(offset)
                data = file.read(length)
                if zlib.crc32(data) != checksum:
                    raise ShardError(f"{path} is damaged at byte {offset}. Delete it and run again.")
                yield from pa.ipc.open_stream(data)


def sorted_table(batches: Iterable[pa.RecordBatch], stage: Group) -> pa.Table:
    """All rows at once, sorted by key; rows of equal key keep their order."""
    return _sort(pa.Table.from_batches(list(batches), schema_of(stage.input)), stage.key)


def sorted_groups(batches: Iterable[pa.RecordBatch], stage: Group) -> Iterator[tuple[Any, list[Any]]]:
    """Each key with its records, by ascending key; records of equal key keep their order.

    Holds one key's records and about 32 MB of others, whatever the number of rows: what is more goes through
    temporary files.
    """
    with tempfile.TemporaryFile(prefix="roae-sort-") as spill:
        runs = _sorted_runs(batches, stage, spill)
        rows = heapq.merge(*(_keyed_records(run, stage) for run in runs), key=itemgetter(0))
        for key, group in itertools.groupby(rows, key=itemgetter(0)):
            yield key, [record for _, record in group]


def _sorted_runs(
    batches: Iterable[pa.RecordBatch], stage: Group, spill: IO[bytes]
) -> list[Iterable[pa.RecordBatch]]:
    """Sorted sequences of batches that together are the input, in its order; all but the last are on disk."""
    runs: list[Iterable[pa.RecordBatch]] = []
    waiting: list[pa.RecordBatch] = []
    waiting_bytes = 0
    for batch in batches:
        waiting.append(batch)
        waiting_bytes += batch.nbytes
        if waiting_bytes >= RUN_BYTES:
            runs.append(_spilled(_sort(pa.Table.from_batches(waiting), stage.key), spill))
            waiting, waiting_bytes = [], 0
    if waiting:
        runs.append(_small_batches(_sort(pa.Table.from_batches(waiting), stage.key)))
    return runs


def _sort(table: pa.Table, key: str) -> pa.Table:
    # Arrow's sort is stable, which is what keeps the order of the input within a key.
    return table.take(pc.sort_indices(table, sort_keys=[(key, "ascending")]))


def _small_batches(table: pa.Table) -> list[pa.RecordBatch]:
    rows = max(1, table.num_rows * _RUN_BATCH_BYTES // max(1, table.nbytes))
    batches: list[pa.RecordBatch] = table.to_batches(max_chunksize=rows)
    return batches


def _spilled(table: pa.Table, spill: IO[bytes]) -> Iterator[pa.RecordBatch]:
    """Writes a run to the end of the file now; reads it back a batch at a time later."""
    ranges = []
    for batch in _small_batches(table):
        data = _compressed(batch)
        ranges.append((spill.seek(0, 2), len(data)))
        spill.write(data)

    def read() -> Iterator[pa.RecordBatch]:
        for offset, length in ranges:
            spill.seek(offset)
            yield from pa.ipc.open_stream(spill.read(length))

    return read()


def _keyed_records(batches: Iterable[pa.RecordBatch], stage: Group) -> Iterator[tuple[Any, Any]]:
    assert not isinstance(stage.input, pa.Schema)
    for batch in batches:
        yield from zip(batch.column(stage.key).to_pylist(), batch_to_rows(stage.input, batch), strict=True)


def _compressed(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data
