"""What models answered and how true it is: questions by kind, verdicts by label, scores by model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from jobs.report.distributions import Distribution, by_value
from jobs.report.sampling import Extent, sample
from jobs.report.stages import Run
from schemas.questions import Question
from schemas.responses import Claim, Response, ScoredResponse, Verdict

_ROWS = 250_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of one stage have which value of a column: `what` names both."""

    what: str
    counts: list[tuple[str, int]]
    extent: Extent


@dataclass(frozen=True, slots=True)
class ModelScore:
    """A model's responses, how many of them have a score, and the mean of those."""

    model: str
    responses: int
    scored: int
    mean: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of responses that have one."""

    values: Distribution | None
    models: list[ModelScore]
    extent: Extent


@dataclass(frozen=True, slots=True)
class Factuality:
    """Counts in the order of the pipeline, and scores."""

    counts: list[Counts]
    scores: Scores | None


_COUNTED = (
    (Question, "kind", "Questions by kind"),
    (Response, "finish", "Responses by why they ended"),
    (Claim, "reason", "Claims by why they cannot be checked"),
    (Verdict, "label", "Claims by verdict"),
    (ScoredResponse, "state", "Responses by state"),
    (ScoredResponse, "premise", "Responses by what they did to a false premise"),
)


def factuality(run: Run) -> Factuality | None:
    """Of a run that has any of it."""
    counts = [
        found
        for record, column, what in _COUNTED
        if (found := _counts(run, record, column, what)) and [name for name, _ in found.counts] != [""]
    ]
    scores = _scores(run)
    return Factuality(counts, scores) if counts or scores else None


def _counts(run: Run, record: type, column: str, what: str) -> Counts | None:
    stages = run.of_record(record)
    if not stages:
        return None
    rows = sample(stages[-1], _ROWS)
    counts: Counter[str] = Counter()
    for batch in rows.batches([column]):
        counts.update(batch.column(column).to_pylist())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Counts(what, ordered, rows.extent) if counts else None


def _scores(run: Run) -> Scores | None:
    stages = run.of_record(ScoredResponse)
    if not stages:
        return None
    rows = sample(stages[-1], _ROWS)
    by_model: dict[str, list[float]] = {}
    for batch in rows.batches(["model", "score"]):
        for model, score in zip(
            *(batch.column(name).to_pylist() for name in ("model", "score")), strict=True
        ):
            by_model.setdefault(model, []).append(score)
    scored = {model: [score for score in scores if score >= 0] for model, scores in by_model.items()}
    together = [score for scores in scored.values() for score in scores]
    return Scores(
        values=by_value(together, 0.0, max(1.0, *together)) if together else None,
        models=[
            ModelScore(model, len(scores), len(scored[model]), float(np.mean(scored[model] or [np.nan])))
            for model, scores in sorted(by_model.items())
        ],
        extent=rows.extent,
    )
