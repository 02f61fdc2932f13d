"""What documents measure, beside the thresholds that were applied to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from curation.quality.rule import Above
from curation.quality.rules import RULES
from jobs.report.distributions import Distribution, Numbers, by_count, by_size, by_value
from jobs.report.sampling import Extent, sample
from jobs.report.stages import Run
from schemas.quality import QualityDecision, QualityScores

_ROWS = 250_000
_SIZES = frozenset({"characters", "words", "sentences"})
_COUNTS = frozenset({"stop_words", "lorem_ipsum", "curly_brackets"})
_MEASURES = tuple(f.name for f in fields(QualityScores) if f.type in ("int", "float"))


@dataclass(frozen=True, slots=True)
class Threshold:
    """A rule drops documents `above` or below `value`, for `reason`, of these `kinds` of sources."""

    reason: str
    above: bool
    value: float
    kinds: tuple[str, ...]

    def edge(self, whole: bool) -> float:
        """Where the values that are dropped begin or end; among `whole` numbers those above begin at the
        next.
        """
        return self.value + 1 if whole and self.above else self.value


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the quality scores: its name, its distribution, and the thresholds on it. `dropped` counts
    the documents that went for it, exactly; it is the first rule on a document that counts.
    """

    name: str
    values: Distribution
    thresholds: tuple[Threshold, ...]
    dropped: int

    @property
    def edges(self) -> list[float]:
        """Where lines are drawn."""
        return [threshold.edge(self.values.whole) for threshold in self.thresholds]


@dataclass(frozen=True, slots=True)
class Quality:
    """`ruled` are the measures that a rule of this run looks at, `others` the rest."""

    ruled: list[Measure]
    others: list[Measure]
    languages: list[tuple[str, int]]
    extent: Extent


def quality(run: Run) -> Quality | None:
    """The distributions of a run that has quality scores."""
    stages = run.of_record(QualityScores)
    if not stages:
        return None
    rows = sample(stages[0], _ROWS)
    parts: dict[str, list[Numbers]] = {name: [] for name in _MEASURES}
    languages: dict[str, int] = {}
    for batch in rows.batches([*_MEASURES, "language"]):
        for name in _MEASURES:
            parts[name].append(batch.column(name).to_numpy(zero_copy_only=False).astype(np.float64))
        for counted in batch.column("language").value_counts().to_pylist():
            languages[counted["values"]] = languages.get(counted["values"], 0) + counted["counts"]
    if not languages:
        return None
    thresholds = _thresholds(run)
    dropped = _dropped(run)
    measures = [
        Measure(name, found, on, sum(dropped.get(threshold, 0) for threshold in {t.reason for t in on}))
        for name in _MEASURES
        for on in [tuple(t for t in thresholds if RULES[t.reason].measure == name)]
        if (found := _distribution(name, np.concatenate(parts[name]), on))
    ]
    return Quality(
        ruled=[measure for measure in measures if measure.thresholds],
        others=[measure for measure in measures if not measure.thresholds],
        languages=sorted(languages.items(), key=lambda item: (-item[1], item[0])),
        extent=rows.extent,
    )


def _distribution(name: str, values: Numbers, on: tuple[Threshold, ...]) -> Distribution | None:
    if name in _SIZES:
        return by_size(values)
    if name in _COUNTS:
        return by_count(values, most=40)
    # Half as much again as the largest threshold, where that is no share.
    largest = max([1.0, *(1.5 * rule.value for rule in on if rule.value > 1)])
    return by_value(values, 0.0, largest)


def _thresholds(run: Run) -> list[Threshold]:
    """Those of the stage that decided, as its manifest has them; kinds of one threshold are told together."""
    decided = run.of_record(QualityDecision)
    found: dict[tuple[str, float], list[str]] = {}
    for reason, value, kind in _rules(decided[0].config if decided else None):
        found.setdefault((reason, value), []).append(kind)
    return [
        Threshold(reason, isinstance(RULES[reason], Above), value, tuple(kinds))
        for (reason, value), kinds in found.items()
    ]


def _rules(config: Any) -> Iterator[tuple[str, float, str]]:
    kinds = config.get("kinds") if isinstance(config, Mapping) else None
    for kind, about in sorted((kinds or {}).items()):
        for reason, value in sorted(about.get("rules", {}).items()):
            if reason in RULES:
                yield reason, float(value), kind


def _dropped(run: Run) -> dict[str, int]:
    decided = {stage.name for stage in run.of_record(QualityDecision)}
    users = [stage for stage in run.stages if decided & set(stage.uses)]
    found: dict[str, int] = {}
    for stage in users:
        for reason, count in stage.dropped.items():
            found[reason] = found.get(reason, 0) + count
    return found
