"""Rows out of shard files, a bounded piece at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.engine import storage
from pipelines.engine.failures import ShardError
from pipelines.engine.shards import Shard
from pipelines.engine.stages import Map, Schema, record_name, schema_of
from schemas.arrow import batch_to_rows

# Rows that are Python objects at one time: small against a row group, large against the cost of a call.
BATCH_ROWS = 256


def read_items(stage: Map, shard: Shard) -> Iterator[Any]:
    """A map's input: the source's records (with Dropped and Rejected among them), or a shard's records."""
    if stage.source is not None:
        assert shard.split is not None
        yield from stage.source.read(shard.split)
    else:
        assert stage.input is not None
        for batch in read_batches(shard.path, stage.input):
            yield from batch_to_rows(stage.input, batch)


def read_batches(path: str, record: Schema) -> Iterator[pa.RecordBatch]:
    """The columns of `record` from a Parquet or Arrow file, in batches of at most 256 rows (Arrow: as they
    were written). Raises ShardError when the file holds something else, or a version the code does not know.
    """
    with storage.open_input(path) as file:
        try:
            yield from (
                _parquet(file, path, record) if path.endswith(".parquet") else _arrow(file, path, record)
            )
        except (pa.ArrowInvalid, OSError) as error:
            # Arrow reports bytes that it cannot decompress as an OSError too, but without a number.
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise ShardError(f"{path} is damaged: {error}. Delete it and run again.") from error


def _parquet(file: Any, path: str, record: Schema) -> Iterator[pa.RecordBatch]:
    # Buffering ahead would hold the whole file.
    reader = pq.ParquetFile(file, pre_buffer=False)
    _check(reader.schema_arrow, path, record)
    names = schema_of(record).names
    # One thread: the workers are as many as the cores.
    yield from reader.iter_batches(batch_size=BATCH_ROWS, columns=names, use_threads=False)


def _arrow(file: Any, path: str, record: Schema) -> Iterator[pa.RecordBatch]:
    reader = pa.ipc.open_file(file)
    _check(reader.schema, path, record)
    names = schema_of(record).names
    for index in range(reader.num_record_batches):
        yield reader.get_batch(index).select(names)


def _check(found: pa.Schema, path: str, record: Schema) -> None:
    expected = schema_of(record)
    if missing := [name for name in expected.names if name not in found.names]:
        raise ShardError(
            f"{path} has no column {', '.join(missing)}; its columns are {', '.join(found.names)}"
        )
    (name, version), (own_name, own_version) = record_name(found), record_name(record)
    if name == own_name and version != own_version:
        raise ShardError(
            f"{path} holds {name} version {version}, but this code reads version {own_version}. "
            "Run the stage that wrote it again."
        )
