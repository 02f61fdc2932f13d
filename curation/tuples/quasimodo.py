"""Quasimodo (Romero et al. 2019): tab-separated statements mined from questions that people ask."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from curation.tuples.relations import from_predicate
from curation.tuples.row import Read, RowError, number, require_head, statement, truth, wrong_columns
from curation.tuples.text import tidy_rows
from schemas.knowledge import Facet
from schemas.outcome import Dropped

# The columns of files without a header: the knowledge base, and the statements that people judged.
COLUMNS = (
    "subject", "predicate", "object", "modality", "is_negative", "score", "examples", "neighborhood_sigma",
    "local_sigma",
)  # fmt: skip
JUDGED_COLUMNS = ("subject", "predicate", "object", "is_negative", "label")
NEEDED_COLUMNS = ("subject", "predicate", "object")

_SCORES = ("score", "plausibility", "plausibility_score")
# `sometimes x#x3`: the text, and how often it was seen
_COUNTED = re.compile(r"(.*?)(?: ?x#x(\d+))?")
_BRACKETED = re.compile(r"(TBC|some)\[(.*)\]")


@dataclass
class Quasimodo:
    """Rows with the `columns` of the header or, without one, as they are known. The weight is the
    plausibility score, from 0 to 1.

    A modality that is an adverb becomes the tuple's modality. Quasimodo's two others become facets:
    `some[subj/…]`, which restricts the subject (kind `subject`), and `TBC[…]`, a fuller object (kind
    `object`).
    """

    columns: Sequence[str]
    language: str = "en"
    quoted: ClassVar[bool] = False

    def __post_init__(self) -> None:
        places = {name: place for place, name in enumerate(self.columns)}
        self._needed = tuple(places[name] for name in NEEDED_COLUMNS)
        self._modality = places.get("modality")
        self._negative = places.get("is_negative")
        self._label = places.get("label")
        self._score = next((places[name] for name in _SCORES if name in places), None)

    def prepare(self, text: str) -> str:
        """See Reader."""
        return tidy_rows(text)

    def read(self, row: str) -> Read:
        """See Reader."""
        cells = row.split("\t")
        if len(cells) != len(self.columns):
            raise wrong_columns(len(cells), f"{len(self.columns)}: {', '.join(self.columns)}")
        subject, predicate, thing = self._needed
        head, relation, tail = cells[subject], cells[predicate].lower(), cells[thing]
        if relation == "predicate":
            return ()
        require_head(head)
        if not relation:
            raise RowError("unknown-relation", "the predicate is empty")
        said_how = cells[self._modality] if self._modality is not None else ""
        modality, facets = _modality(said_how) if said_how else ("", ())
        said = statement(
            "quasimodo",
            head,
            from_predicate(relation).replace("_", " "),
            tail,
            weight=1.0 if self._score is None else number(cells[self._score], "the score"),
            negated=self._negative is not None and truth(cells[self._negative], "is_negative"),
            modality=modality,
            facets=facets,
            language=self.language,
        )
        if self._label is not None and not truth(cells[self._label], "the label"):
            return (Dropped("labelled-false", said),)
        return (said,)


@functools.lru_cache(maxsize=1 << 16)
def _modality(cell: str) -> tuple[str, tuple[Facet, ...]]:
    """The adverb that was seen most often, and the facets, in their order.

    The cell is `text x#xCOUNT` joined by ` // `; `some[subj/all]` means that all of them are meant.
    """
    adverbs: dict[str, int] = {}
    facets: list[Facet] = []
    for part in cell.split(" // "):
        found = _COUNTED.fullmatch(part.strip())
        text = found[1] if found else part.strip()
        if bracketed := _BRACKETED.fullmatch(text):
            value = bracketed[2].removeprefix("subj/").strip()
            kind = "object" if bracketed[1] == "TBC" else "subject"
            if value and (kind, value) != ("subject", "all"):
                facets.append(Facet(kind, value))
        elif text:
            adverbs[text] = adverbs.get(text, 0) + int((found and found[2]) or 1)
    # The first of those seen equally often: `max` keeps the order of the file.
    return (max(adverbs, key=lambda text: adverbs[text]) if adverbs else ""), tuple(facets)
