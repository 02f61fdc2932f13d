"""Preference pairs: by how much the chosen answer is ahead, of which kind, with some pairs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields

import numpy as np

from jobs.report.distributions import Distribution, by_value
from jobs.report.excerpts import shortened
from jobs.report.sampling import Extent, sample
from jobs.report.stages import Run
from schemas.arrow import batch_to_rows
from schemas.preferences import ChatMessage, PreferencePair

_ROWS = 100_000
_TEXT = 1200


@dataclass(frozen=True, slots=True)
class Kind:
    """Pairs of one kind, with their median margin."""

    name: str
    pairs: int
    median: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as it is shown."""

    id: str
    kind: str
    prompt: str
    chosen: str
    rejected: str
    chosen_score: float
    rejected_score: float
    margin: float


@dataclass(frozen=True, slots=True)
class Preferences:
    """The pairs of one stage, of which there are `pairs`."""

    stage: str
    pairs: int
    margin: Distribution
    chosen: Distribution
    rejected: Distribution
    confidence: Distribution
    kinds: list[Kind]
    splits: list[tuple[str, int]]
    samples: list[Pair]
    extent: Extent


def preferences(run: Run, samples: int) -> Preferences | None:
    """Of a run that makes preference pairs."""
    stages = run.of_record(PreferencePair)
    if not stages:
        return None
    stage = stages[-1]
    rows = sample(stage, _ROWS)
    numbers: dict[str, list[float]] = {
        name: [] for name in ("margin", "chosen_score", "rejected_score", "confidence")
    }
    margins: dict[str, list[float]] = {}
    splits: Counter[str] = Counter()
    shown: list[Pair] = []
    for batch in rows.batches([field.name for field in fields(PreferencePair)]):
        for name in numbers:
            numbers[name] += batch.column(name).to_pylist()
        kinds, found = batch.column("kind").to_pylist(), batch.column("margin").to_pylist()
        for kind, margin in zip(kinds, found, strict=True):
            margins.setdefault(kind, []).append(margin)
        splits.update(batch.column("split").to_pylist())
        if len(shown) < samples:
            shown += [
                _pair(row) for row in batch_to_rows(PreferencePair, batch.slice(0, samples - len(shown)))
            ]
    margin = _within(numbers["margin"])
    chosen, rejected = _within(numbers["chosen_score"]), _within(numbers["rejected_score"])
    confidence = _within(numbers["confidence"])
    if margin is None or chosen is None or rejected is None or confidence is None:
        return None
    return Preferences(
        stage=stage.folder,
        pairs=stage.rows_out,
        margin=margin,
        chosen=chosen,
        rejected=rejected,
        confidence=confidence,
        kinds=[
            Kind(kind, len(found), float(np.median(found)))
            for kind, found in sorted(margins.items(), key=lambda item: (-len(item[1]), item[0]))
        ],
        splits=sorted(splits.items()),
        samples=shown,
        extent=rows.extent,
    )


def _within(values: list[float]) -> Distribution | None:
    """From 0 to 1, where scores and margins lie, or as far as there are others."""
    return by_value(values, min(0.0, *values), max(1.0, *values)) if values else None


def _pair(row: PreferencePair) -> Pair:
    return Pair(
        id=row.id,
        kind=row.kind,
        prompt=_said(row.prompt),
        chosen=_said(row.chosen),
        rejected=_said(row.rejected),
        chosen_score=row.chosen_score,
        rejected_score=row.rejected_score,
        margin=row.margin,
    )


def _said(messages: list[ChatMessage]) -> str:
    """One message's text; of several, each with its role."""
    if len(messages) == 1:
        return shortened(messages[0].content, _TEXT)
    return shortened("\n\n".join(f"{message.role}: {message.content}" for message in messages), _TEXT)
