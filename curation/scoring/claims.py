"""Scores from verdicts on claims: precision, its length penalty, F1@K, and how sure they are."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from curation.scoring.config import ScoringConfig
from schemas.responses import CONTRADICTED, NOT_FOUND, SUPPORTED, Claim, Verdict

_JUDGED = (SUPPORTED, CONTRADICTED, NOT_FOUND)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ClaimCounts:
    """Checkable claims by verdict; `unscored` are those that nobody judged. `expected` is the sum of the
    judged claims' probabilities of being supported: how many are, if the checker knows how sure it is.
    """

    supported: int = 0
    contradicted: int = 0
    not_found: int = 0
    unscored: int = 0
    expected: float = 0.0

    @classmethod
    def of(cls, claims: Iterable[Claim], verdicts: Iterable[Verdict]) -> ClaimCounts:
        """Of one response. A checkable claim without a verdict is unscored; of several verdicts on a claim
        the last counts; verdicts on what cannot be checked do not.
        """
        given = {verdict.claim: verdict for verdict in verdicts}
        found = [given.get(claim.id) for claim in claims if claim.checkable]
        judged = [verdict for verdict in found if verdict is not None and verdict.label in _JUDGED]
        counts = Counter(verdict.label for verdict in judged)
        return cls(
            counts[SUPPORTED],
            counts[CONTRADICTED],
            counts[NOT_FOUND],
            len(found) - len(judged),
            math.fsum(map(_probability, judged)),
        )

    @property
    def judged(self) -> int:
        """All but the unscored."""
        return self.supported + self.contradicted + self.not_found

    def counted(self, config: ScoringConfig) -> float:
        """How many claims are supported, by verdicts or by probabilities."""
        return self.expected if config.counted == "probabilities" else float(self.supported)

    @property
    def unscored_share(self) -> float:
        """0 where there is no claim."""
        total = self.judged + self.unscored
        return self.unscored / total if total else 0.0


def length_penalty(claims: int, gamma: float) -> float:
    """FActScore's factor for answers of few claims: exp(1 - γ/n) for n ≤ γ, else 1; 0 without claims
    (https://arxiv.org/abs/2305.14251, section 3.1 and its code).
    """
    if not claims:
        return 0.0
    return float(np.exp(1 - gamma / claims)) if claims <= gamma else 1.0


def f1_at_k(supported: float, claims: int, k: int) -> float:
    """SAFE's F1@K: of precision and of recall, min(supported / K, 1); 0 where nothing is supported
    (https://arxiv.org/abs/2403.18802, section 4).
    """
    return float(_f1(np.array([supported], dtype=np.float64), claims, k)[0])


def measured(supported: Floats, claims: int, config: ScoringConfig) -> Floats:
    """The configured measure, for each number of supported claims, of `claims` that were judged (not 0)."""
    precision = supported / claims
    if config.measure == "precision":
        return precision
    if config.measure == "penalised":
        return precision * length_penalty(claims, config.gamma)
    return _f1(supported, claims, config.k)


def draw(counts: ClaimCounts, config: ScoringConfig, about: str) -> Floats:
    """[draws] the measure of answers whose claims are drawn from this one's, with replacement; the same for
    the same text `about`, which names the response. By probabilities, whether a claim that is drawn is
    supported is drawn too.
    """
    # Either way the number of supported claims among n that are drawn is binomial.
    share = min(1.0, counts.counted(config) / counts.judged)
    supported = _generator(about).binomial(counts.judged, share, config.draws).astype(np.float64)
    return measured(supported, counts.judged, config)


def bounds(counts: ClaimCounts, config: ScoringConfig, about: str) -> tuple[float, float]:
    """The measure's lower and upper bound: percentiles of the bootstrap."""
    rest = (1 - config.level) / 2
    low, high = np.quantile(draw(counts, config, about), (rest, 1 - rest))
    return float(low), float(high)


def _probability(verdict: Verdict) -> float:
    """Where a checker gives none, the verdict itself."""
    return verdict.probability if verdict.probability >= 0 else float(verdict.label == SUPPORTED)


def _f1(supported: Floats, claims: int, k: int) -> Floats:
    precision, recall = supported / claims, np.minimum(supported / k, 1.0)
    total = precision + recall
    return np.divide(2 * precision * recall, total, out=np.zeros_like(total), where=total > 0)


def _generator(about: str) -> Any:
    digest = hashlib.blake2b(about.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
