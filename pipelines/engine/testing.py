"""List in, list out: a stage's function run on records in memory, by the engine's own code, without files.

applied = apply_map(stage, [page])
assert applied.rows == [document]
assert applied.reasons == ["redirect"]
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from pipelines.engine.isolation import Input, run_isolated
from pipelines.engine.output import try_out
from pipelines.engine.partitioning import split_by_partition
from pipelines.engine.shards import part_name
from pipelines.engine.stages import Function, Group, Map, Stage
from pipelines.engine.work import group_input
from schemas.arrow import batch_to_rows, rows_to_batch
from schemas.outcome import Dropped, Rejected


@dataclass
class Applied:
    """What became of the records: `rows` that came out, and what was dropped and rejected, in order."""

    rows: list[Any] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        """Why records were dropped, in order."""
        return [dropped.reason for dropped in self.dropped]


def apply_map(stage: Map, records: Iterable[Any], folders: Sequence[str] = ()) -> Applied:
    """Runs a Map on one shard of these records (Dropped and Rejected may be among them, as from a source).
    `folders` are those of the stages it uses.

    A record that the function raises on is rejected, as in a run. Raises FunctionError for a function that
    yields what it must not.
    """
    shard = list(records)
    return _run(stage, Input("part-00000", lambda: iter(shard)), _with(stage, folders))


def apply_group(stage: Group, records: Iterable[Any] | pa.Table, folders: Sequence[str] = ()) -> Applied:
    """Runs a Group on one shard of these records (a table, if its input is an Arrow schema), one partition
    after another. Rows of RecordBatches come out as records, or as dicts if the output is an Arrow schema.
    """
    partitions: dict[int, list[pa.RecordBatch]] = {}
    for batch in _batches(stage, records):
        for number, rows in split_by_partition(batch, stage.key, stage.partitions):
            partitions.setdefault(number, []).append(rows)
    together = Applied()
    for number, batches in sorted(partitions.items()):
        function, source = group_input(
            stage, _with(stage, folders), part_name(number), functools.partial(iter, batches)
        )
        applied = _run(stage, source, function)
        together.rows += applied.rows
        together.dropped += applied.dropped
        together.rejected += applied.rejected
    return together


def _with(stage: Stage, folders: Sequence[str]) -> Function:
    return lambda rows: stage.function(rows, *folders)


def _run(stage: Stage, source: Input, function: Function) -> Applied:
    collected, _ = run_isolated(function, source, lambda: _Collected(stage))
    return collected.applied


def _batches(stage: Group, records: Iterable[Any] | pa.Table) -> list[pa.RecordBatch]:
    if isinstance(stage.input, pa.Schema):
        assert isinstance(records, pa.Table)
        found: list[pa.RecordBatch] = records.to_batches()
        return found
    return [rows_to_batch(stage.input, list(records))]


class _Collected:
    """A Sink that keeps everything in memory."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._items: list[Any] = []
        self.applied = Applied()

    def put(self, item: Any) -> None:
        self._items.append(item)
        if isinstance(item, Dropped):
            self.applied.dropped.append(item)
        elif isinstance(item, Rejected):
            self.applied.rejected.append(item)
        elif isinstance(item, pa.RecordBatch):
            output = self._stage.output
            is_schema = isinstance(output, pa.Schema)
            self.applied.rows += item.to_pylist() if is_schema else batch_to_rows(output, item)
        else:
            self.applied.rows.append(item)

    def finish(self) -> None:
        self.try_out(self._items)

    def discard(self) -> None:
        pass  # nothing outside of memory

    def try_out(self, items: list[Any]) -> None:
        try_out(self._stage, items)
