"""Why documents are not in a run's result: by its dropped rows, its tables, or as they were never read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jobs.inspect.place import Place, StageAt, rows_files, side_files
from jobs.inspect.selection import DOCUMENT, Scan
from jobs.inspect.views import dropped_record

U64 = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Fate:
    """`stage` is the folder of the stage that dropped a document (empty: none did)."""

    stage: str
    reason: str

    @property
    def told(self) -> str:
        """In words."""
        return f"dropped by {self.stage}: {self.reason}" if self.stage else self.reason

    def as_json(self) -> dict[str, str | None]:
        """For scripts."""
        return {"stage": self.stage or None, "reason": self.reason}


NEVER_READ = Fate("", "not in its input")
UNKNOWN = Fate("", "dropped, and nothing says why: run it with exclusions=true")


def fates(run: Place, wanted: U64) -> dict[int, Fate]:
    """What became in the run of the ids of these hashes, which its result has not: the last thing that is
    known of each.
    """
    found: dict[int, Fate] = {}
    for stage in run.stages:
        for names, reasons in _told(run, stage):
            hashes = np.fromiter((hash(name) & 0xFFFFFFFFFFFFFFFF for name in names), np.uint64, len(names))
            for place in np.flatnonzero(np.isin(hashes, wanted)).tolist():
                found[int(hashes[place])] = Fate(_dropping(run, stage), reasons[place])
    left = np.array([one for one in wanted.tolist() if one not in found], np.uint64)
    if len(left):
        read = _read(run, left)
        found |= {one: UNKNOWN if one in read else NEVER_READ for one in left.tolist()}
    return found


def _told(run: Place, stage: StageAt) -> Iterator[tuple[list[str], list[str]]]:
    """Ids and reasons: of the stage's dropped rows, and of its own where it is a table of reasons."""
    table = _TABLES.get(stage.record)
    if table is not None and not _keeps_dropped(run, stage):
        columns, reason = table
        for _, _, rows in Scan(rows_files(stage.path)).rows(columns):
            told = [(row["id"], reason(row)) for row in rows.batch.to_pylist()]
            gone = [(name, why) for name, why in told if why]
            yield [name for name, _ in gone], [why for _, why in gone]
    for _, _, rows in Scan(side_files(stage.path, "dropped")).rows(["reason", "id", "kind", "record"]):
        dropped = rows.batch.to_pylist()
        yield [_document_id(row) for row in dropped], [row["reason"] for row in dropped]


def _document_id(row: dict[str, Any]) -> str:
    """The id that a dropped row has, or would have had as a document: a page has its number only."""
    if row["kind"] != "Page":
        return str(row["id"])
    record = dropped_record(row)
    return f"{record.get('site', '')}:{row['id']}" if isinstance(record, dict) else str(row["id"])


_TABLES: dict[str, tuple[list[str], Callable[[dict[str, Any]], str]]] = {
    "QualityDecision": (["id", "reasons"], lambda row: row["reasons"][0] if row["reasons"] else ""),
    "ClusterMember": (["id", "reason"], lambda row: row["reason"]),
    "Overlap": (["id", "contaminated"], lambda row: "contaminated" if row["contaminated"] else ""),
}


def _dropping(run: Place, stage: StageAt) -> str:
    """The folder of the stage that drops by this one's rows; its own where it drops itself."""
    if stage.record not in _TABLES:
        return stage.folder
    using = [one.folder for one in run.stages if stage.name in one.uses and one.record == DOCUMENT]
    return using[0] if using else stage.folder


def _keeps_dropped(run: Place, table: StageAt) -> bool:
    """Whether those that drop by the table keep what they drop, so that the table need not be asked."""
    using = [one for one in run.stages if table.name in one.uses and one.record == DOCUMENT]
    return bool(using) and all(one.manifest is not None and one.manifest.exclusions for one in using)


def _read(run: Place, wanted: U64) -> set[int]:
    """Which of the ids were documents at all."""
    by_name = {stage.name: stage for stage in run.stages}
    found: set[int] = set()
    for stage in run.stages:
        reads = [by_name[name].record for name in stage.reads if name in by_name]
        if stage.record != DOCUMENT or DOCUMENT in reads:
            continue
        for _, _, rows in Scan(rows_files(stage.path)).rows(["id"]):
            names = rows.batch.column(0).to_pylist()
            hashes = np.fromiter((hash(name) & 0xFFFFFFFFFFFFFFFF for name in names), np.uint64, len(names))
            found |= set(hashes[np.isin(hashes, wanted)].tolist())
    return found
