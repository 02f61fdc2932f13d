"""How far a run is, from what its stages wrote."""

from __future__ import annotations

from typing import Any

from jobs.errors import UsageError
from jobs.run import reasons
from jobs.text import byte_size, duration, table
from pipelines.engine import StageFolder, stage_folders


def as_json(run: str) -> list[dict[str, Any]]:
    """A dictionary per stage. Raises UsageError where there is no run."""
    return [_describe(stage) for stage in _stages(run)]


def show(run: str) -> None:
    """A line per stage. Raises UsageError where there is no run."""
    header = [
        "stage",
        "state",
        "shards",
        "rows in",
        "rows out",
        "stored",
        "worker time",
        "peak memory",
        "dropped",
        "rejected",
    ]
    rows = []
    for stage in _stages(run):
        about = _describe(stage)
        rows.append(
            [
                about["stage"],
                about["state"],
                f"{about['shards']:,}",
                f"{about['rows_in']:,}",
                f"{about['rows_out']:,}",
                byte_size(about["bytes"]),
                duration(about["seconds"]),
                byte_size(about["peak_rss_bytes"]),
                reasons(about["dropped"]),
                reasons(about["rejected"]),
            ]
        )
    print(table(header, rows, right=range(2, 8)))


def _stages(run: str) -> list[StageFolder]:
    stages = stage_folders(run)
    if not stages:
        raise UsageError(f"{run} is no run folder: there is no stage such as 10-documents in it")
    return stages


def _describe(stage: StageFolder) -> dict[str, Any]:
    receipts = stage.receipts
    dropped: dict[str, int] = {}
    rejected: dict[str, int] = {}
    for receipt in receipts:
        for total, counts in ((dropped, receipt.dropped), (rejected, receipt.rejected)):
            for reason, count in counts.items():
                total[reason] = total.get(reason, 0) + count
    return {
        "stage": stage.name,
        "folder": stage.path,
        "state": "done" if stage.manifest else "unfinished",
        "shards": len(receipts),
        "rows_in": sum(r.rows_in for r in receipts),
        "rows_out": sum(r.rows_out for r in receipts),
        "bytes": sum(file.bytes for r in receipts for file in r.files),
        "dropped": dropped,
        "rejected": rejected,
        "seconds": sum(r.timing.seconds for r in receipts),
        "peak_rss_bytes": max((r.timing.peak_rss_bytes for r in receipts), default=0),
    }
