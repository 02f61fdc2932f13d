"""Scores → decisions: where the thresholds are applied, without a look at any text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from curation.language.identify import same_language
from curation.lookup import Lookup, write_lookup
from curation.quality.config import KindConfig, QualityConfig
from curation.quality.rules import EMPTY, RULES, RuleSet
from schemas.manifest import Manifest
from schemas.quality import QualityDecision, QualityScores

UNCERTAIN_LANGUAGE = "uncertain-language"
UNWANTED_LANGUAGE = "unwanted-language"
REASONS = (EMPTY, UNCERTAIN_LANGUAGE, UNWANTED_LANGUAGE, *RULES)

_LOOKUP = "decisions"
_REASON_BITS = 8


@dataclass(frozen=True)
class DecideQuality:
    """Function of a map stage: scores → decisions. Nothing is dropped here."""

    config: QualityConfig

    def __call__(self, rows: Iterable[QualityScores]) -> Iterator[QualityDecision]:
        """See the class."""
        kinds: dict[str, tuple[KindConfig, RuleSet]] = {}
        for scores in rows:
            if scores.source not in kinds:
                kind = self.config.kind_of(scores.source)
                kinds[scores.source] = kind, kind.rule_set()
            yield decide(scores, *kinds[scores.source])


def decide(scores: QualityScores, kind: KindConfig, rules: RuleSet) -> QualityDecision:
    """What the configuration and its rules say of a document of these scores."""
    language, confidence = _language(scores, kind)
    reasons = []
    if kind.languages:
        if not any(same_language(language, wanted) for wanted in kind.languages):
            reasons.append(UNWANTED_LANGUAGE)
        elif confidence < kind.min_confidence:
            reasons.append(UNCERTAIN_LANGUAGE)
    found = rules.reasons(scores)
    return QualityDecision(
        key=scores.key,
        id=scores.id,
        source=scores.source,
        language=language,
        reasons=found if EMPTY in found else reasons + found,
    )


def _language(scores: QualityScores, kind: KindConfig) -> tuple[str, float]:
    """The document's language, and how sure that is: what its source claims counts as sure."""
    claimed = scores.claimed
    wrong = kind.correct_language and not same_language(claimed, scores.language)
    if claimed and not (wrong and scores.confidence >= kind.correct_language):
        return claimed, 1.0
    return scores.language, scores.confidence


def write_decisions(folder: str, manifest: Manifest) -> None:
    """The `finish` of the stage of decisions: writes what `Decisions` reads, 16 bytes per document."""
    write_lookup(folder, _LOOKUP, manifest.files, ("key", "reasons", "language"), _numbers)


class Decisions:
    """What was decided about each document, looked up by its key. `folder` is that of the stage."""

    def __init__(self, folder: str) -> None:
        self._lookup = Lookup(folder, _LOOKUP)

    def get(self, key: int) -> tuple[str, str] | None:
        """The first reason why the document is not wanted (empty: it is), and its language. None for a
        document about which nothing was decided.
        """
        number = self._lookup.get(key)
        if number is None:
            return None
        reason, language = number & ((1 << _REASON_BITS) - 1), number >> _REASON_BITS
        return ("", *REASONS)[reason], language.to_bytes(7, "little").rstrip(b"\0").decode()


def _numbers(batch: pa.RecordBatch) -> npt.NDArray[np.uint64]:
    """Reason and language of each row in one number. Of a tag longer than seven bytes, the language alone."""
    reasons = {reason: number for number, reason in enumerate(REASONS, 1)}
    rows = zip(batch.column("reasons").to_pylist(), batch.column("language").to_pylist(), strict=True)
    return np.array(
        [_tag(language) << _REASON_BITS | (reasons[found[0]] if found else 0) for found, language in rows],
        dtype=np.uint64,
    )


def _tag(language: str) -> int:
    name = language.encode()
    return int.from_bytes(name if len(name) <= 7 else name.split(b"-")[0][:7], "little")
