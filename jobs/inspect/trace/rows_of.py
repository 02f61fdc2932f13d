"""The rows of one id in a run's stages, found without reading what cannot have them.

A map stage names its shards after its input's, so a row that was in `part-00017` of one stage is in
`part-00017` of the next. A group stage puts a row where the hash of its key says. Only where neither helps
are the id columns of all files read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from jobs.inspect.find import find_id, id_column
from jobs.inspect.place import RowsFile, StageAt, rows_files, side_files
from jobs.inspect.selection import Scan
from jobs.inspect.shard_file import ShardFile
from pipelines.engine import storage
from pipelines.engine.partitioning import split_by_partition
from pipelines.engine.receipts import is_receipt, read_receipt
from pipelines.engine.shards import part_name

# Records whose rows have the ids of the documents that they were made of.
CARRIED = frozenset(
    {"Document", "TokenizedDocument", "QualityScores", "QualityDecision", "Signature", "Candidate"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """A row: the stage's file that it is in, its number there from 0, and its values."""

    file: str
    number: int
    row: dict[str, Any]


class RowsOf:
    """Finds the rows of one id, stage by stage in the order of the run. `grouped`: the stages that are looked
    into group rows by this id, if they group any, also those that they set aside.
    """

    def __init__(self, stages: tuple[StageAt, ...], name: str, *, grouped: bool = False) -> None:
        self._stages = {stage.name: stage for stage in stages}
        self._name = name
        self._grouped = grouped
        # By stage: the files in which the id was found.
        self._hits: dict[str, list[str]] = {}

    def rows(self, stage: StageAt) -> list[Found]:
        """The stage's rows of the id. To be asked for the stages in their order."""
        files = rows_files(stage.path)
        found: list[Found] = []
        for shards in self._guesses(stage):
            found = list(self._in(_of_shards(files, shards)))
            if found or shards == set():
                break
        self._hits[stage.name] = list(dict.fromkeys(one.file for one in found))
        return found

    def with_value(self, stage: StageAt, column: str, value: str) -> list[Found]:
        """The stage's rows with a value in a column, which lie where those of the id do: in a stage that
        groups rows by the id, or a map of one. To be asked for the stages in their order.
        """
        files = _of_shards(rows_files(stage.path), self._shards(stage))
        found = list(self._in(files, column, value))
        self._hits[stage.name] = list(dict.fromkeys(one.file for one in found))
        return found

    def side(self, stage: StageAt, side: str) -> Scan:
        """The files of a stage's dropped or rejected rows in which there may be one of the id."""
        files = side_files(stage.path, side)
        shards = self._shards(stage) if self._grouped else self._mapped(stage)
        return Scan(files if shards is None else _of_shards(files, shards))

    def receipts(self, stage: StageAt) -> list[Any]:
        """The receipts of the shards that the stage made of those with the id; or of all."""
        shards = self._mapped(stage)
        if shards is None:
            return stage.receipts()
        return [receipt for shard in sorted(shards) if (receipt := read_receipt(stage.path, shard))]

    def _in(self, files: list[RowsFile], column: str = "", value: str = "") -> Iterator[Found]:
        def read(file: RowsFile, shard: ShardFile) -> Iterator[Found]:
            by = column or id_column(shard.schema)
            if column or by in {"id", "document", "spans"}:
                for number, row in find_id(shard, by, value or self._name):
                    yield Found(file.name, number, row)

        return Scan(files).each(read)

    def _shards(self, stage: StageAt) -> set[str] | None:
        """The shards of a map or of a group by the id that can have its rows; None for all."""
        mapped = self._mapped(stage)
        if mapped is None and (partition := self._partition(stage)) is not None:
            return {partition}
        return mapped

    def _guesses(self, stage: StageAt) -> Iterator[set[str] | None]:
        """The shards to look in, the likeliest first; None for all."""
        mapped = self._mapped(stage)
        if mapped is not None:
            yield mapped
            return
        if (partition := self._partition(stage)) is not None:
            yield {partition}
        yield None

    def _mapped(self, stage: StageAt) -> set[str] | None:
        """The shards that a map stage made of those that have the id; None where the stage is no map, or
        where it is not known what it reads.
        """
        if not stage.reads or any(name not in self._hits for name in stage.reads):
            return None
        found: set[str] = set()
        for name in stage.reads:
            if not self._hits[name] and self._stages[name].record not in CARRIED:
                return None
            for file in self._hits[name]:
                shard = file.partition(".")[0]
                if len(stage.reads) > 1:
                    shard = f"part-{name}-{shard.removeprefix('part-')}"
                receipt = read_receipt(stage.path, shard)
                if receipt is None or receipt.input != f"{self._stages[name].folder}/{file}":
                    return None
                found.add(shard)
        return found

    def _partition(self, stage: StageAt) -> str | None:
        """The shard of a group stage in which the id is if rows are grouped by it."""
        names = sorted(filter(is_receipt, storage.sizes(stage.path)))
        receipt = read_receipt(stage.path, names[0].removesuffix(".json")) if names else None
        match = re.fullmatch(r"partition \d+ of (\d+)", receipt.input) if receipt else None
        if match is None:
            return None
        batch = pa.RecordBatch.from_pydict({"id": [self._name]})
        ((partition, _),) = split_by_partition(batch, "id", int(match[1]))
        return part_name(partition)


def _of_shards(files: list[RowsFile], shards: set[str] | None) -> list[RowsFile]:
    """The files of these shards: `part-00017.parquet`, or `part-00017-000.parquet` and those that follow."""
    if shards is None:
        return files
    found = []
    for file in files:
        stem = file.name.rpartition("/")[2].partition(".")[0]
        if stem in shards or re.sub(r"-\d{3}$", "", stem) in shards:
            found.append(file)
    return found
