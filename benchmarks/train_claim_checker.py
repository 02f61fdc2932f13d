"""Trains the offline claim checker's model on the human-labelled sets.

    python benchmarks/train_claim_checker.py --data FOLDER [--check]

FOLDER is laid out as `benchmarks/claim_sets.py` says. The model is a logistic regression with a squared
penalty, in which each weight has the sign that its feature must have (`features.FOR`, `features.AGAINST`), so
that no set's habits can turn a sign. While the weights are fitted each set has an intercept of its own
(fixed effects): what only tells one set from another is no evidence for a claim, and must not move a weight.
Supported and not supported rows count alike in each set; sets count alike, but those of one family together
count as the square root of their number. Probability 0.5 is the cut of the highest mean balanced accuracy
over all sets. Writes `curation/checking/model.json`; --check compares instead, and fails if a weight or the
bias differs.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
OUTPUT = ROOT / "curation" / "checking" / "model.json"

from benchmarks.claim_sets import SETS, Row, family  # noqa: E402
from curation.checking.calibration import balanced_accuracy  # noqa: E402
from curation.checking.features import FOR, NAMES, combine  # noqa: E402
from curation.checking.page import Page  # noqa: E402
from curation.checking.score import looks_at  # noqa: E402

PENALTY = 0.05
Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Judged = tuple[Matrix, Flags]


def values_of(rows: Sequence[Row]) -> Judged:
    """Features of shape [rows, features], and which rows are supported."""
    pages: dict[tuple[str, str], Page] = {}
    found = []
    for row in rows:
        key = (row.evidence, row.title)
        if key not in pages:
            pages[key] = Page(*key)
        looks = looks_at(row.claim, pages[key])
        found.append(combine(looks) if looks else [0.0] * len(NAMES))
    return np.array(found), np.array([row.supported for row in rows])


def fit(sets: dict[str, Judged], penalty: float = PENALTY) -> tuple[Matrix, float]:
    """Weights of the features as they are, and the bias."""
    families = Counter(family(name) for name in sets)
    values = np.vstack([found for found, _ in sets.values()])
    labels = np.concatenate([found for _, found in sets.values()])
    counts = np.concatenate(
        [
            np.where(found, 1 / found.sum(), 1 / (~found).sum()) / math.sqrt(families[family(name)])
            for name, (_, found) in sets.items()
        ]
    )
    counts /= counts.sum()
    means = np.average(values, axis=0, weights=counts)
    scales = np.sqrt(np.average((values - means) ** 2, axis=0, weights=counts)) + 1e-6
    standard = (values - means) / scales
    signs = np.where(labels, 1.0, -1.0)
    of_set = np.repeat(np.arange(len(sets)), [len(found) for _, found in sets.values()])
    features = len(NAMES)

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        weights, intercepts = parameters[:features], parameters[features:]
        margins = signs * (standard @ weights + intercepts[of_set])
        slopes = -signs / (1 + np.exp(margins)) * counts
        gradient = np.append(
            standard.T @ slopes + penalty * weights, np.bincount(of_set, slopes, minlength=len(sets))
        )
        return float((counts * np.logaddexp(0, -margins)).sum() + penalty / 2 * weights @ weights), gradient

    bounds = [(0, None) if name in FOR else (None, 0) for name in NAMES] + [(None, None)] * len(sets)
    start = np.zeros(features + len(sets))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}).x
    told = standard @ found[:features]

    # One intercept for all, as a set's own is not known beforehand; and as the penalty makes the model less
    # sure than it may be, one factor for all weights.
    def loss_of_scale(parameters: Matrix) -> float:
        margins = signs * (parameters[0] * told + parameters[1])
        return float((counts * np.logaddexp(0, -margins)).sum())

    factor, intercept = minimize(loss_of_scale, np.array([1.0, 0.0]), method="L-BFGS-B").x
    weights = factor * found[:features] / scales
    bias = float(intercept - weights @ means)
    return weights, bias - _common_cut(
        [(labels, values @ weights + bias) for values, labels in sets.values()]
    )


def _common_cut(scored: Sequence[tuple[Flags, Matrix]]) -> float:
    """The logit that is best for all sets together: highest mean balanced accuracy, or within a tenth of a
    percent of it, and of those the middle one.
    """
    cuts = np.linspace(-1, 1, 201)
    means = np.array(
        [np.mean([balanced_accuracy(labels, scores > cut) for labels, scores in scored]) for cut in cuts]
    )
    return float(np.median(cuts[means > means.max() - 0.001]))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--check", action="store_true", help="compare with the model that is there")
    options = parser.parse_args()
    sets = {name: values_of(list(read(options.data))) for name, read in SETS.items()}
    weights, bias = fit(sets)
    content: dict[str, Any] = {
        "rows": {name: len(labels) for name, (_, labels) in sets.items()},
        "penalty": PENALTY,
        "bias": round(bias, 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)},
    }
    if options.check:
        there = json.loads(OUTPUT.read_text(encoding="utf-8"))
        off = [name for name in NAMES if abs(there["weights"].get(name, 9) - content["weights"][name]) > 0.01]
        off += ["bias"] if abs(there["bias"] - content["bias"]) > 0.01 else []
        print(f"differs: {', '.join(off)}" if off else "as trained")
        return 1 if off else 0
    OUTPUT.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    for name, weight in content["weights"].items():
        print(f"{weight:8.3f}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
