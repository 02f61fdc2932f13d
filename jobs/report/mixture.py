"""How much of each source is trained on, and how much is held out."""

from __future__ import annotations

from dataclasses import fields

from jobs.report.sampling import sample
from jobs.report.stages import Run, State
from schemas.arrow import batch_to_rows
from schemas.mixture import SourcePlan

_SOURCES = 10_000


def mixture(run: Run) -> list[SourcePlan]:
    """A row per source, that with most tokens taken first; none where the run takes all of it once."""
    stages = [stage for stage in run.of_record(SourcePlan) if stage.state is State.DONE]
    rows = [
        row
        for stage in stages[:1]
        for batch in sample(stage, _SOURCES).batches([field.name for field in fields(SourcePlan)])
        for row in batch_to_rows(SourcePlan, batch)
    ]
    return sorted(rows, key=lambda row: (-row.tokens_taken, row.source))
