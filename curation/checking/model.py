"""The small model that weighs the features: a logistic regression, its weights in `model.json`.

Trained by `benchmarks/train_claim_checker.py`; `docs/claim-checker.md` is its card.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from curation.checking.features import NAMES


@dataclass(frozen=True, slots=True)
class ClaimModel:
    """`weights` in the order of `features.NAMES`."""

    weights: tuple[float, ...]
    bias: float

    def logit(self, values: Sequence[float]) -> float:
        """How much speaks for support, in nats; 0 is the cut that it was trained for."""
        return self.bias + sum(map(float.__mul__, self.weights, values))


@functools.cache
def bundled_model() -> ClaimModel:
    """The model in the package. Raises ValueError if its features are not those of this version."""
    text = resources.files("curation.checking").joinpath("model.json").read_text(encoding="utf-8")
    content = json.loads(text)
    weights: dict[str, float] = content["weights"]
    if set(weights) != set(NAMES):
        raise ValueError("model.json was trained for other features: run benchmarks/train_claim_checker.py")
    return ClaimModel(tuple(weights[name] for name in NAMES), content["bias"])


def sigmoid(logit: float) -> float:
    """The probability of a logit."""
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-logit))
    grown = math.exp(max(logit, -700.0))
    return grown / (1.0 + grown)
