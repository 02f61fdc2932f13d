"""Where a stage's function delivers to: a shard's rows, its dropped and rejected rows, and their counts."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipelines.engine import storage
from pipelines.engine.failures import FunctionError
from pipelines.engine.stages import Stage, schema_of
from pipelines.engine.tally import SourceTallies
from pipelines.engine.writing import RecordBuffer, ShardWriter
from schemas.arrow import arrow_schema, refuse_nulls, rows_to_batch
from schemas.manifest import ShardFile
from schemas.outcome import Dropped, Rejected

REJECTED = "rejected"
DROPPED = "dropped"
_SIDE_FILE_BYTES = 128 << 20


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A dropped record as it is kept: why, its id if it has one, its class, and all of it as JSON."""

    reason: str
    id: str
    kind: str
    record: str


class ShardOutput:
    """The files of one shard of one stage (a `Sink`): all in their places after `commit`, or none."""

    def __init__(self, stage: Stage, folder: str, shard: str, exclusions: bool) -> None:
        self._stage = stage
        self._folder = folder
        self._shard = shard
        self._exclusions = exclusions
        self._rows = ShardWriter(folder, shard, schema_of(stage.output), stage.format, stage.shard_bytes)
        self._records = (
            None if isinstance(stage.output, pa.Schema) else RecordBuffer(stage.output, self._rows)
        )
        self._sides = {REJECTED: self._side(REJECTED, Rejected), DROPPED: self._side(DROPPED, DroppedRow)}
        self.dropped: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()
        self.sources = SourceTallies(stage.output)

    @property
    def rows(self) -> int:
        """How many rows of output there are."""
        return self._rows.rows

    def put(self, item: Any) -> None:
        """Takes a record, a RecordBatch, Dropped or Rejected."""
        if isinstance(item, Dropped):
            self.dropped[item.reason] += 1
            self.sources.drop(item.reason, item.record)
            if self._exclusions:
                self._sides[DROPPED][1].append(_dropped_row(item))
        elif isinstance(item, Rejected):
            self.rejected[item.reason] += 1
            self._sides[REJECTED][1].append(_storable(item))
        elif isinstance(item, pa.RecordBatch):
            self._flush_records()
            batch = _checked_batch(self._stage, item)
            self._rows.write(batch)
            self.sources.batch(batch)
        else:
            _check_record(self._stage, item)
            assert self._records is not None
            self._records.append(item)
            self.sources.record(item)

    def finish(self) -> None:
        """Writes what is still waiting."""
        self._flush_records()
        self._rows.finish()
        for writer, records in self._sides.values():
            records.flush()
            writer.finish()

    def commit(self) -> None:
        """Puts all files in their places; `files` and the others then name them."""
        self.files = self._rows.commit()
        self.rejected_files = self._commit_side(REJECTED)
        self.dropped_files = self._commit_side(DROPPED)

    def discard(self) -> None:
        """Removes what was written."""
        self._rows.discard()
        for writer, _ in self._sides.values():
            writer.discard()

    def try_out(self, items: list[Any]) -> None:
        """Raises if the items are not what this output can hold."""
        try_out(self._stage, items)

    def _flush_records(self) -> None:
        if self._records is not None:
            self._records.flush()

    def _side(self, kind: str, record: type) -> tuple[ShardWriter, RecordBuffer]:
        folder = storage.join(self._folder, kind)
        writer = ShardWriter(folder, self._shard, arrow_schema(record), "parquet", _SIDE_FILE_BYTES)
        return writer, RecordBuffer(record, writer)

    def _commit_side(self, kind: str) -> list[ShardFile]:
        files = self._sides[kind][0].commit()
        return [dataclasses.replace(file, name=f"{kind}/{file.name}") for file in files]


def try_out(stage: Stage, items: list[Any]) -> None:
    """Raises if the items a function yielded cannot be rows of the stage's output."""
    records = []
    for item in items:
        if isinstance(item, pa.RecordBatch):
            _checked_batch(stage, item)
        elif not isinstance(item, (Dropped, Rejected)):
            _check_record(stage, item)
            records.append(item)
    if records:
        assert not isinstance(stage.output, pa.Schema)
        rows_to_batch(stage.output, records)


def _check_record(stage: Stage, item: Any) -> None:
    expected = pa.RecordBatch if isinstance(stage.output, pa.Schema) else stage.output
    if not isinstance(item, expected):
        raise FunctionError(f"the function yields {item!r:.200}, but its output is {expected.__name__}")


def _checked_batch(stage: Stage, batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with exactly the output's schema: functions need not repeat what cannot be null."""
    schema = schema_of(stage.output)
    if batch.schema.names != schema.names or batch.schema.types != schema.types:
        raise FunctionError(f"the function yields a batch of\n{batch.schema}\nbut its output is\n{schema}")
    for field, column in zip(schema, batch.columns, strict=True):
        refuse_nulls(column, field)
    return pa.RecordBatch.from_arrays(batch.columns, schema=schema)


def _dropped_row(dropped: Dropped) -> DroppedRow:
    record = dropped.record
    is_record = dataclasses.is_dataclass(record) and not isinstance(record, type)
    value = dataclasses.asdict(record) if is_record else record
    return DroppedRow(
        reason=dropped.reason,
        id=_unicode(str(getattr(record, "id", ""))),
        kind=type(record).__name__,
        record=_unicode(json.dumps(value, ensure_ascii=False, sort_keys=True, default=repr)),
    )


def _storable(rejected: Rejected) -> Rejected:
    values = {field.name: getattr(rejected, field.name) for field in dataclasses.fields(rejected)}
    return Rejected(**{name: _unicode(value) for name, value in values.items()})


def _unicode(text: str) -> str:
    # Lone surrogates are a common reason to be rejected, and cannot be stored as they are.
    return text.encode("utf-8", "backslashreplace").decode()
