"""What a rule is: a measure, a threshold, and the documents that it is meant for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from curation.language.identify import same_language
from schemas.quality import QualityScores

# From here on the language identified is believed more than the one that the source claims.
SURE = 0.9


def any_document(scores: QualityScores) -> bool:
    """Every document."""
    return True


def in_english(scores: QualityScores) -> bool:
    """Documents of running text in English, as far as is known: of tables one cannot expect sentences."""
    sure = scores.confidence >= SURE or not scores.claimed
    language = scores.language if sure else scores.claimed
    return same_language(language, "en") and mostly_running_text(scores)


def in_spaced_script(scores: QualityScores) -> bool:
    """Documents with words, in a script that puts spaces between most of them."""
    return scores.mean_word_length > 0 and scores.unspaced_share < 0.5


def mostly_running_text(scores: QualityScores) -> bool:
    """Documents that are not mostly tables, code and formulas."""
    return scores.table_share + scores.code_share + scores.maths_share < 0.5


@dataclass(frozen=True)
class Rule(ABC):
    """A document that the rule is meant for (`only`) fails for `reason` (kebab-case), by its `measure`, a
    field of `QualityScores`.
    """

    reason: str
    measure: str
    threshold: float
    only: Callable[[QualityScores], bool] = any_document

    def fails(self, scores: QualityScores) -> bool:
        """Whether the document is not wanted."""
        return self._is_beyond(getattr(scores, self.measure)) and self.only(scores)

    @abstractmethod
    def _is_beyond(self, value: float) -> bool:
        """Whether the value is on the wrong side of the threshold."""


@dataclass(frozen=True)
class Above(Rule):
    """Fails above the threshold."""

    def _is_beyond(self, value: float) -> bool:
        return value > self.threshold


@dataclass(frozen=True)
class Below(Rule):
    """Fails below the threshold."""

    def _is_beyond(self, value: float) -> bool:
        return value < self.threshold
