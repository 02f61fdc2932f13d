"""What a title or an address names in a run; and rows that were dropped before they were documents."""

from __future__ import annotations

from typing import Any

from jobs.inspect.output import plain
from jobs.inspect.place import Place, StageAt, rows_files
from jobs.inspect.selection import DOCUMENT, Scan
from jobs.inspect.trace import set_aside
from jobs.inspect.trace.evidence import at
from jobs.inspect.trace.rows_of import Found, RowsOf
from jobs.inspect.trace.steps import DROPPED, Step, Strand


def named(run: Place, name: str) -> tuple[list[str], list[Strand]]:
    """The ids of documents with this title or address; and rows that were dropped before they had an id."""
    ids: dict[str, None] = {}
    strands = []
    rows_of = RowsOf(run.stages, name)
    by_name = {stage.name: stage for stage in run.stages}
    for stage in run.stages:
        if stage.record == DOCUMENT and not any(
            by_name[r].record == DOCUMENT for r in stage.reads if r in by_name
        ):
            for _, _, rows in Scan(rows_files(stage.path)).rows(["id", "title", "url"]):
                for row in rows.batch.to_pylist():
                    if name in (row["title"], row["url"]):
                        ids[row["id"]] = None
        for one in set_aside.dropped_named(rows_of, stage, name):
            identifier = document_id(one.row)
            if identifier:
                ids[identifier] = None
            else:
                strands.append(_dropped_strand(stage, name, one))
    return list(ids), strands


def document_id(row: dict[str, Any]) -> str:
    """The id that a dropped row has, or would have had as a document."""
    record = row["record"]
    if not row["id"] or not isinstance(record, dict):
        return ""
    return row["id"] if ":" in row["id"] else f"{record.get('site', '')}:{row['id']}"


def _dropped_strand(stage: StageAt, name: str, one: Found) -> Strand:
    step = dropped_step(stage, one)
    return Strand(title=name, outcome=f"dropped by {stage.folder}: {one.row['reason']}", steps=[step])


def dropped_step(stage: StageAt, one: Found, why: str = "") -> Step:
    """A row that was dropped and kept, as a step; `why` in place of the bare reason."""
    record = one.row["record"]
    target = record.get("redirect") if isinstance(record, dict) else ""
    about = f" to {target}" if target else ""
    told = [
        f"{why or one.row['reason']}{about}",
        f"the {one.row['kind']} as it was is kept in {at(stage, one)}",
    ]
    found = {"reason": one.row["reason"], "at": at(stage, one), "record": plain(record)}
    return Step(stage=stage.folder, event=DROPPED, told=told, found=found)
