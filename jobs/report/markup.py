"""What the markup of documents held: constructs that their text keeps, and templates that it lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from jobs.report.sampling import Extent, Sample
from jobs.report.stages import Run
from schemas.manifest import ShardFile

_ROWS = 200_000
_MOST = 40


@dataclass(frozen=True, slots=True)
class Markup:
    """`constructs` and `lost` by name, the most frequent first; `lost_names` and `lost_total` count all of
    the lost, `documents` those that lost any.
    """

    constructs: list[tuple[str, int]]
    lost: list[tuple[str, int]]
    lost_names: int
    lost_total: int
    documents: int
    extent: Extent


def markup(run: Run, sources: Sequence[str]) -> Markup | None:
    """Of the documents that the stages `sources` made of what they read."""
    stages = [stage for stage in run.stages if stage.name in sources and stage.record == "Document"]
    files = [
        ShardFile(name=f"{stage.folder}/{file.name}", rows=file.rows, bytes=file.bytes, sha256=file.sha256)
        for stage in stages
        for file in stage.files
    ]
    rows = Sample(run.path, files, _ROWS, unread=run.unread)
    constructs: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    documents = 0
    for batch in rows.batches(["constructs", "lost_templates"]):
        _add(constructs, batch.column("constructs"))
        documents += _add(lost, batch.column("lost_templates"))
    if not constructs and not lost:
        return None
    return Markup(
        constructs=_most(constructs),
        lost=_most(lost),
        lost_names=len(lost),
        lost_total=sum(lost.values()),
        documents=documents,
        extent=rows.extent,
    )


def _add(counts: Counter[str], column: pa.Array) -> int:
    """Adds the counts of a column of maps; returns how many of these have any."""
    having = 0
    for pairs in column.to_pylist():
        having += bool(pairs)
        for name, count in pairs:
            counts[name] += count
    return having


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
