"""How many tokens each source has, by the places in the order in which it is taken from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.mixture.config import ValidationConfig
from curation.mixture.split import Split
from curation.seeded import fraction
from schemas.mixture import BINS, PlaceCount
from schemas.tokens import TokenizedDocument


@dataclass(frozen=True)
class CountPlaces:
    """Function of a map stage: `TokenizedDocument`s → `PlaceCount`s, by source and place. It may use the
    stage of the groups.
    """

    seed: int
    validation: ValidationConfig | None

    def __call__(self, documents: Iterable[TokenizedDocument], groups: str = "") -> Iterator[PlaceCount]:
        """See the class."""
        split = Split.of(self.validation, self.seed, groups)
        counted: Counter[tuple[str, int, bool]] = Counter()
        tokens: Counter[tuple[str, int, bool]] = Counter()
        for document in documents:
            number = place_in_source(self.seed, document.id)
            key = (document.source, number, split.is_held_out(document.id))
            counted[key] += 1
            tokens[key] += len(document.tokens)
        for key in sorted(counted):
            source, number, held_out = key
            yield PlaceCount(
                source=source, place=number, held_out=held_out, documents=counted[key], tokens=tokens[key]
            )


def place_in_source(seed: int, document: str) -> int:
    """Where a document comes in the order in which its source is taken from: 0 to BINS - 1."""
    return int(fraction(seed, f"mixture\t{document}") * BINS)
