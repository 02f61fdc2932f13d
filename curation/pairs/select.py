"""The scored responses to one question → its preference pairs."""

from __future__ import annotations

import hashlib
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from curation.pairs.config import PairsConfig
from curation.pairs.split import split_of
from curation.scoring.claims import ClaimCounts, Floats, draw, measured
from curation.scoring.config import ScoringConfig
from curation.scoring.words import normalised
from schemas.outcome import Dropped
from schemas.preferences import ChatMessage, PreferencePair
from schemas.responses import ScoredResponse

# Why a question gives no pair; the first that holds.
CROSSES_SPLITS = "crosses-splits"  # it compares pages of which one is trained on and one validates
UNSCORED = "fewer-than-two-scored"
EQUAL = "equal-answers"
TOO_FEW_CLAIMS = "too-few-claims"
SYSTEMS = "different-systems"
TRUNCATED = "truncated"
MARGIN = "margin"
PRECISION = "precision"
LENGTHS = "lengths"
CONFIDENCE = "confidence"
_REASONS = (EQUAL, TOO_FEW_CLAIMS, SYSTEMS, TRUNCATED, MARGIN, PRECISION, LENGTHS, CONFIDENCE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    chosen: ScoredResponse
    rejected: ScoredResponse
    confidence: float

    @property
    def margin(self) -> float:
        return self.chosen.score - self.rejected.score

    @property
    def stretch(self) -> float:
        """How unequal the lengths are: 0 is equal, log 2 twice as long."""
        return _stretch(self.chosen, self.rejected)


def pairs_of(
    responses: Iterable[ScoredResponse], config: PairsConfig, scoring: ScoringConfig
) -> Iterator[PreferencePair | Dropped]:
    """The pairs of one question's responses, the best first; where there is none, a Dropped that says what
    stood in the way of the pair that came furthest.
    """
    scored = _distinct([r for r in responses if r.score >= 0 and r.state in ("scored", "abstained")])
    if len(scored) < 2:
        yield Dropped(UNSCORED, scored[0] if scored else None)
        return
    sides = {split_of(document, config.split) for document in scored[0].documents}
    if len(sides) > 1:
        yield Dropped(CROSSES_SPLITS, scored[0])
        return
    draws = _Draws(scoring)
    found, failed = [], set()
    for one, other in itertools.combinations(scored, 2):
        better, worse = (one, other) if one.score >= other.score else (other, one)
        result = _candidate(better, worse, config, draws)
        if isinstance(result, _Candidate):
            found.append(result)
        else:
            failed.add(result)
    if not found:
        yield Dropped(next(reason for reason in reversed(_REASONS) if reason in failed), scored[0])
        return
    for candidate in _within_limits(found, config):
        yield _pair(candidate, next(iter(sides), "train"), config)


def _distinct(responses: Sequence[ScoredResponse]) -> list[ScoredResponse]:
    """By id; of those that say the same word for word, the first."""
    ordered = {response.id: response for response in sorted(responses, key=lambda r: r.id)}
    first: dict[tuple[str, str], ScoredResponse] = {}
    for response in ordered.values():
        first.setdefault((response.system, " ".join(response.text.split())), response)
    return list(first.values())


def _candidate(
    better: ScoredResponse, worse: ScoredResponse, config: PairsConfig, draws: _Draws
) -> _Candidate | str:
    """The pair, or why there is none."""
    if normalised(better.text) == normalised(worse.text):
        return EQUAL
    if any(_by_claims(side) and _counts(side).judged < config.min_claims for side in (better, worse)):
        return TOO_FEW_CLAIMS
    if config.system == "as-sampled" and better.system != worse.system:
        return SYSTEMS
    if better.finish == "length" and not config.truncated:
        return TRUNCATED
    gap = better.score - worse.score
    if better.state == "abstained" and _by_claims(worse):
        # Not knowing is better than what is wrong, not than what is short: no length penalty here.
        gap = better.score - draws.precision(worse)
    if gap < config.margin - 1e-9:  # scores are sums of floats: a gap of exactly the margin is one
        return MARGIN
    if _by_claims(better) and _by_claims(worse):
        gap = draws.precision(better) - draws.precision(worse)
        if gap < config.min_precision_gap - 1e-9:
            return PRECISION
    if config.lengths == "matched" and _stretch(better, worse) > math.log(config.max_length_ratio) + 1e-9:
        return LENGTHS
    confidence = draws.share_ahead(better, worse)
    return _Candidate(better, worse, confidence) if confidence >= config.confidence else CONFIDENCE


class _Draws:
    """Bootstrap draws of responses' scores, each drawn once."""

    def __init__(self, scoring: ScoringConfig) -> None:
        self._scoring = scoring
        self._drawn: dict[str, Floats] = {}

    def share_ahead(self, better: ScoredResponse, worse: ScoredResponse) -> float:
        """In what share of the draws the better one is ahead; ties count half."""
        difference = self._of(better) - self._of(worse)
        return float(np.mean(difference > 0) + np.mean(difference == 0) / 2)

    def precision(self, response: ScoredResponse) -> float:
        """Supported claims, as they are counted, of those that were judged."""
        counts = _counts(response)
        return counts.counted(self._scoring) / counts.judged

    def _of(self, response: ScoredResponse) -> Floats:
        if response.id not in self._drawn:
            self._drawn[response.id] = self._draw(response)
        return self._drawn[response.id]

    def _draw(self, response: ScoredResponse) -> Floats:
        if not _by_claims(response):
            return np.full(self._scoring.draws, response.score)
        counts = _counts(response)
        # What was taken off for a false premise is off every draw.
        whole = measured(np.array([counts.counted(self._scoring)]), counts.judged, self._scoring)[0]
        drawn = draw(counts, self._scoring, response.id)
        shifted: Floats = np.maximum(0.0, drawn + min(0.0, response.score - whole))
        return shifted


def _by_claims(response: ScoredResponse) -> bool:
    return response.state == "scored" and not response.matched


def _counts(response: ScoredResponse) -> ClaimCounts:
    return ClaimCounts(
        response.supported, response.contradicted, response.not_found, response.unscored, response.expected
    )


def _stretch(one: ScoredResponse, other: ScoredResponse) -> float:
    return abs(math.log(max(one.words, 1) / max(other.words, 1)))


def _within_limits(found: Sequence[_Candidate], config: PairsConfig) -> Iterator[_Candidate]:
    """The best, each response no more often than it may be."""

    def order(pair: _Candidate) -> tuple[float, float, str, str]:
        # Rounded, so that the last bit of a sum decides nothing.
        margin, stretch = -round(pair.margin, 6), round(pair.stretch, 6)
        first, second = (stretch, margin) if config.lengths == "matched" else (margin, stretch)
        return first, second, pair.chosen.id, pair.rejected.id

    used: Counter[str] = Counter()
    taken = abstained = 0
    for pair in sorted(found, key=order):
        names = (pair.chosen.id, pair.rejected.id)
        abstains = "abstained" in (pair.chosen.state, pair.rejected.state)
        if taken == config.per_question or (abstains and abstained == config.per_abstention):
            continue
        if all(used[name] < config.per_response for name in names):
            used.update(names)
            taken += 1
            abstained += abstains
            yield pair


def _pair(candidate: _Candidate, split: str, config: PairsConfig) -> PreferencePair:
    chosen, rejected = candidate.chosen, candidate.rejected
    digest = hashlib.sha256(f"{chosen.id}\n{rejected.id}".encode("utf-8", "surrogatepass")).hexdigest()
    prompt = [ChatMessage(role="user", content=chosen.prompt)]
    if chosen.system and config.system == "as-sampled":
        prompt.insert(0, ChatMessage(role="system", content=chosen.system))
    return PreferencePair(
        id=f"{chosen.question}/{digest[:16]}",
        prompt=prompt,
        chosen=[ChatMessage(role="assistant", content=chosen.text)],
        rejected=[ChatMessage(role="assistant", content=rejected.text)],
        kind=chosen.kind,
        source=chosen.source,
        chosen_score=chosen.score,
        rejected_score=rejected.score,
        margin=candidate.margin,
        confidence=candidate.confidence,
        split=split,
        group=" ".join(sorted(set(chosen.documents))) or chosen.question,
        question=chosen.question,
        chosen_response=chosen.id,
        rejected_response=rejected.id,
        chosen_model=chosen.model,
        rejected_model=rejected.model,
        chosen_state=chosen.state,
        rejected_state=rejected.state,
        form="open" if not chosen.matched else "short",
        inserted=list(chosen.inserted),
        licence=config.licences.get(chosen.source, ""),
    )
