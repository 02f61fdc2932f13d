"""Paragraphs that many documents shared, and that were cut out of them."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, fields

from jobs.report.sampling import Extent, sample
from jobs.report.stages import Run
from schemas.arrow import batch_to_rows
from schemas.dedup import Boilerplate

_ROWS = 200_000
_MOST = 20


@dataclass(frozen=True, slots=True)
class Repeated:
    """`paragraphs` were cut; `most` are those of most documents."""

    paragraphs: int
    most: list[Boilerplate]
    extent: Extent


def repeated(run: Run) -> Repeated | None:
    """Of a run that looked for boilerplate and found some."""
    stages = run.of_record(Boilerplate)
    if not stages:
        return None
    rows = sample(stages[0], _ROWS)
    most: list[Boilerplate] = []
    for batch in rows.batches([field.name for field in fields(Boilerplate)]):
        found = [*most, *batch_to_rows(Boilerplate, batch)]
        most = heapq.nsmallest(_MOST, found, key=lambda row: (-row.documents, row.paragraph))
    return Repeated(stages[0].rows_out, most, rows.extent)
