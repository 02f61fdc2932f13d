"""Tokenized documents → those that are trained on, as often as the recipe says; and those held out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from curation.mixture.config import ValidationConfig
from curation.mixture.counts import place_in_source
from curation.mixture.plan import read_mixture
from curation.mixture.split import Split
from schemas.outcome import Dropped
from schemas.tokens import TokenizedDocument

HELD_OUT, NOT_SAMPLED = "held-out", "not-sampled"


@dataclass(frozen=True)
class SampleDocuments:
    """Function of a map stage that uses that of the plan, and that of the groups if there is one.

    Of a document's copies the second has the id `ID#2`, and so on: they then go to different partitions.
    """

    seed: int
    validation: ValidationConfig | None

    def __call__(
        self, documents: Iterable[TokenizedDocument], plan: str, groups: str = ""
    ) -> Iterator[TokenizedDocument | Dropped]:
        """See the class."""
        plans = read_mixture(plan)
        split = Split.of(self.validation, self.seed, groups)
        for document in documents:
            if split.is_held_out(document.id):
                yield Dropped(HELD_OUT, document)
                continue
            taken = plans[document.source]
            times = taken.copies + (place_in_source(self.seed, document.id) < taken.below)
            if not times:
                yield Dropped(NOT_SAMPLED, document)
            for number in range(1, times + 1):
                yield document if number == 1 else replace(document, id=f"{document.id}#{number}")


@dataclass(frozen=True)
class HeldOutDocuments:
    """Function of a map stage, which may use that of the groups: the documents that are validated on."""

    seed: int
    validation: ValidationConfig

    def __call__(
        self, documents: Iterable[TokenizedDocument], groups: str = ""
    ) -> Iterator[TokenizedDocument]:
        """See the class."""
        split = Split.of(self.validation, self.seed, groups)
        yield from (document for document in documents if split.is_held_out(document.id))
