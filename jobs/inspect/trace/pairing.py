"""Which pairs were made of the responses to a question, and why not the others: worked out again from the
scores with the run's own settings, as rows that were dropped are seldom kept.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.pairs.config import PairsConfig
from curation.pairs.select import UNSCORED, pairs_of
from curation.scoring.config import ScoringConfig
from jobs.inspect.selection import PAIR
from jobs.inspect.trace.dossier import Dossier
from schemas.arrow import arrow_schema
from schemas.outcome import Dropped
from schemas.responses import ScoredResponse

SAME_TEXT = "same-text"  # the other says the same word for word, and one of the two is enough
LIMITS = "limits"  # better pairs of the question, or of a response, came first
# Of so many responses every two are compared.
_MOST_RESPONSES = 40


@dataclass(frozen=True, slots=True)
class NoPair:
    """Two responses, by id, and why they are no pair."""

    one: str
    other: str
    reason: str


def why_no_pair(dossier: Dossier, recipe: Mapping[str, Any]) -> str:
    """Why the question has no pair at all; empty where that cannot be told."""
    kept = [one.row["reason"] for one in dossier.dropped if one.stage.record == PAIR]
    if kept:
        return str(kept[0])
    scored, settings = _scored(dossier), _settings(recipe)
    if settings is None or len(scored) != len(dossier.scored):
        return ""
    found = list(pairs_of(scored, *settings))
    return found[0].reason if found and isinstance(found[0], Dropped) else ""


def left_out(dossier: Dossier, recipe: Mapping[str, Any]) -> list[NoPair]:
    """Every two responses that could have been a pair and are none; nothing where that cannot be told."""
    settings = _settings(recipe)
    scored = _scored(dossier)
    if settings is None or len(scored) > _MOST_RESPONSES:
        return []
    pairs = {frozenset((one.row["chosen_response"], one.row["rejected_response"])) for one in dossier.pairs}
    found = []
    for one, other in itertools.combinations(scored, 2):
        if frozenset((one.id, other.id)) not in pairs:
            result = next(iter(pairs_of([one, other], *settings)))
            reason = result.reason if isinstance(result, Dropped) else LIMITS
            if reason == UNSCORED and min(one.score, other.score) >= 0:
                reason = SAME_TEXT
            found.append(NoPair(one.id, other.id, reason))
    return found


def counted(reasons: Sequence[NoPair]) -> str:
    """The reasons, the most frequent first: `margin 4, limits 2`."""
    counts = Counter(one.reason for one in reasons)
    return ", ".join(
        f"{reason} {count:,}" for reason, count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))
    )


def _scored(dossier: Dossier) -> list[ScoredResponse]:
    """The scores as records; without those of a release whose rows had other columns."""
    names = arrow_schema(ScoredResponse).names
    return [
        ScoredResponse(**{name: one.row[name] for name in names})
        for one in dossier.scored
        if set(names) <= one.row.keys()
    ]


def _settings(recipe: Mapping[str, Any]) -> tuple[PairsConfig, ScoringConfig] | None:
    try:
        return (
            PairsConfig.model_validate(recipe.get("pairs") or {}),
            ScoringConfig.model_validate(recipe.get("scores") or {}),
        )
    except ValueError:
        return None  # of a recipe with other fields than this release has
