"""Scored responses, by question → preference pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.pairs.config import PairsConfig
from curation.pairs.select import pairs_of
from curation.scoring.config import ScoringConfig
from schemas.outcome import Dropped
from schemas.preferences import PreferencePair
from schemas.responses import ScoredResponse


@dataclass(frozen=True)
class ResponsesToPairs:
    """Function of a group stage, by question: scored responses → pairs. A question without a pair is dropped,
    with what stood in the way (see `curation/pairs/select.py`).

    `scoring` is what the responses were scored with: the bootstrap draws by it.
    """

    config: PairsConfig
    scoring: ScoringConfig

    def __call__(
        self, groups: Iterable[tuple[str, list[ScoredResponse]]]
    ) -> Iterator[PreferencePair | Dropped]:
        """See the class."""
        for _, responses in groups:
            yield from pairs_of(responses, self.config, self.scoring)
