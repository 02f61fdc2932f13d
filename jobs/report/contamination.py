"""What documents had of evaluation sets."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from curation.decontamination.report import FOUND_STAGE, ITEMS_STAGE, SetReport, contamination_report
from jobs.report.stages import Run, State
from schemas.decontamination import EvaluationItem, FoundItem

_MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Contamination:
    """A report per evaluation set; `overlapping` counts the items that documents have some n-grams of."""

    sets: list[SetReport]
    overlapping: int


def contamination(run: Run) -> Contamination | None:
    """Of a run that looked for evaluation sets, when it is done with it."""
    found = run.stage(FOUND_STAGE)
    items = [stage for stage in run.of_record(EvaluationItem) if stage.name == ITEMS_STAGE]
    if not items or found is None or {items[0].state, found.state} != {State.DONE}:
        return None
    if found.files and found not in run.of_record(FoundItem):
        return None
    try:
        return Contamination(contamination_report(run.path, _MOST_FOUND), found.rows_out)
    except (OSError, ValueError, pa.ArrowException) as error:
        run.unread.append(f"{ITEMS_STAGE}, {FOUND_STAGE}: {error}")
        return None
