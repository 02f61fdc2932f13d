"""Fitting a checker's cut to a user's own labelled rows, and saying how sure the figures are.

The figures are of probabilities and labels alone, so that every checker can be calibrated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
LEAST = 10
"""Rows of each label below which no calibration is made: a cut chosen from fewer is chance."""


class Interval(BaseModel):
    """A figure and the interval in which it lies in 95 of 100 samples of the rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float = Field(description="The figure for all rows.")
    low: float = Field(description="The 2.5th percentile over the samples.")
    high: float = Field(description="The 97.5th percentile.")


class Calibration(BaseModel):
    """What was fitted for one checker: its file is what `calibration` of a checker's configuration names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = Field(default=1, description="The version of this format.")
    checker: str = Field(description="Whose: `offline`, `entailment:NAME` or `judge:MODEL`.")
    scale: float = Field(description="A checker's logit is multiplied by this …", gt=0)
    offset: float = Field(description="… and this is added; above 0 the claim is supported.")
    threshold: float = Field(description="The same cut as a probability of the uncalibrated checker.")
    rows: int = Field(description="Labelled rows that it was fitted to.")
    supported: int = Field(description="Of them, the supported ones.")
    balanced_accuracy: Interval = Field(description="At the fitted cut; each fold's cut is the other folds'.")
    uncalibrated_balanced_accuracy: Interval = Field(description="At the cut that came with the checker.")
    auc: Interval = Field(description="Area under the curve of true and false positives; no cut enters it.")

    def apply(self, probability: float) -> float:
        """The calibrated probability of an uncalibrated one; at least 0.5 where supported."""
        return _sigmoid(self.scale * logit(probability) + self.offset)


def logit(probability: float) -> float:
    """The logarithm of the odds; probabilities of 0 and 1 are moved inwards by a millionth."""
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))


def auc(labels: Flags, scores: Numbers) -> float:
    """The share of pairs of a supported and another row in which the supported one has the higher score;
    equal scores count half. Raises ValueError if one of the labels is missing.
    """
    positive, negative = int(labels.sum()), int((~labels).sum())
    if not positive or not negative:
        raise ValueError("the area under the curve needs rows of both labels")
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    _, first, counts = np.unique(scores[order], return_index=True, return_counts=True)
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    return float((ranks[labels].sum() - positive * (positive + 1) / 2) / (positive * negative))


def balanced_accuracy(labels: Flags, said: Flags) -> float:
    """The mean of the shares of supported and of other rows that are told right."""
    return float((said[labels].mean() + (~said[~labels]).mean()) / 2)


def best_cut(labels: Flags, scores: Numbers) -> float:
    """The cut of highest balanced accuracy, half-way between two scores; of equal ones the middle one."""
    values = np.unique(scores)
    cuts = np.concatenate([[values[0] - 1], (values[1:] + values[:-1]) / 2, [values[-1] + 1]])
    right = np.searchsorted(np.sort(scores[~labels]), cuts) / (~labels).sum()
    kept = 1 - np.searchsorted(np.sort(scores[labels]), cuts) / labels.sum()
    total = right + kept
    equal = cuts[total >= total.max() - 1e-12]
    return float(equal[len(equal) // 2])


def bootstrap(
    figure: Callable[[npt.NDArray[np.int64]], float], groups: Sequence[str], samples: int, seed: int
) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of a figure of row numbers, over samples of groups with replacement:
    claims of one answer stand or fall together, so that groups are drawn and not rows. Samples that lack a
    label are left out.
    """
    members: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    rows = [np.array(found) for found in members.values()]
    random = np.random.default_rng(seed)
    found = []
    for _ in range(samples):
        drawn = np.concatenate([rows[at] for at in random.integers(len(rows), size=len(rows))])
        value = figure(drawn)
        if not math.isnan(value):
            found.append(value)
    if not found:
        return math.nan, math.nan
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def calibrate(
    checker: str,
    probabilities: Numbers,
    labels: Flags,
    groups: Sequence[str],
    *,
    folds: int = 5,
    samples: int = 1000,
    seed: int = 0,
) -> Calibration:
    """Fits cut and scale; probabilities and labels of shape [rows].

    The balanced accuracy is of cuts that were chosen on other rows: whole groups go to one of `folds`. Raises
    ValueError if a label has fewer than LEAST rows.
    """
    few = min(int(labels.sum()), int((~labels).sum()))
    if few < LEAST:
        raise ValueError(
            f"{int(labels.sum())} supported and {int((~labels).sum())} other rows: to choose a cut, at least "
            f"{LEAST} of each are needed"
        )
    scores = np.array([logit(float(probability)) for probability in probabilities])
    cut = best_cut(labels, scores)
    scale = _scale(labels, scores - cut)
    names = sorted(set(groups))
    fold_of = {name: place % folds for place, name in enumerate(names)}
    fold = np.array([fold_of[group] for group in groups])
    said = np.zeros(len(labels), dtype=bool)
    for number in range(folds):
        others = fold != number
        both = 0 < labels[others].sum() < others.sum()
        here = best_cut(labels[others], scores[others]) if both else cut
        said[~others] = scores[~others] > here

    def interval(value: Callable[[npt.NDArray[np.int64]], float]) -> Interval:
        low, high = bootstrap(value, groups, samples, seed)
        return Interval(value=round(value(np.arange(len(labels))), 4), low=round(low, 4), high=round(high, 4))

    def both_labels(rows: npt.NDArray[np.int64]) -> bool:
        return 0 < int(labels[rows].sum()) < len(rows)

    def accuracy(of: Flags) -> Interval:
        return interval(
            lambda rows: balanced_accuracy(labels[rows], of[rows]) if both_labels(rows) else math.nan
        )

    return Calibration(
        checker=checker,
        scale=round(scale, 6),
        offset=round(-scale * cut, 6),
        threshold=round(_sigmoid(cut), 6),
        rows=len(labels),
        supported=int(labels.sum()),
        balanced_accuracy=accuracy(said),
        uncalibrated_balanced_accuracy=accuracy(scores >= 0),
        auc=interval(lambda rows: auc(labels[rows], scores[rows]) if both_labels(rows) else math.nan),
    )


def _scale(labels: Flags, scores: Numbers) -> float:
    """The factor on scores around a cut at 0 that makes probabilities likeliest, with labels weighed alike;
    by golden section between 0.05 and 20.
    """
    signs = np.where(labels, 1.0, -1.0)
    counts = np.where(labels, 0.5 / labels.sum(), 0.5 / (~labels).sum())

    def loss(power: float) -> float:
        return float((counts * np.logaddexp(0, -math.exp(power) * signs * scores)).sum())

    low, high = math.log(0.05), math.log(20)
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(60):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if loss(left) < loss(right):
            high = right
        else:
            low = left
    return math.exp((low + high) / 2)


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value >= 0 else 1 - 1 / (1 + math.exp(min(value, 700.0)))
