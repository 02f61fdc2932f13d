"""ASCENT (Nguyen et al. 2021), JSON lines, and ASCENT++ (Nguyen et al. 2022), CSV: statements with facets,
mined from web pages.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from curation.tuples.relations import RELATIONS, canonical, from_predicate
from curation.tuples.row import (
    Read,
    RowError,
    csv_cells,
    number,
    parse_json,
    require_head,
    statement,
    wrong_columns,
)
from curation.tuples.text import cleaner
from schemas.knowledge import Facet

NEEDED_KEYS = ("subject", "predicate", "object")

# Comes last in the publisher's rows. Inside of a string the quotation marks would have backslashes.
_SENTENCES = ', "source_sentences": ['

# ASCENT's names of facets (Nguyen et al. 2021, section 4.3) in ours; another becomes lower case.
_KINDS = {"LOCATION": "place", "TEMPORAL": "time"}
# Temporal facets and degrees that say how often; they make a better modality than a facet.
_FREQUENCIES = frozenset(
    "always usually often frequently commonly typically generally normally sometimes occasionally rarely "
    "seldom mostly mainly".split()
)


@dataclass(frozen=True)
class Ascent:
    """One JSON object per line: a canonical triple `arg1`, `rel`, `arg2` with a relation of ConceptNet's, the
    open one it was made of (`subject`, `predicate`, `object`), `facets`, and `support`, which is the weight.

    Where the canonical triple says no more than RelatedTo, the open one is taken.
    """

    language: str = "en"
    quoted: ClassVar[bool] = False

    def prepare(self, text: str) -> str:
        """See Reader."""
        return text

    def read(self, row: str) -> Read:
        """See Reader."""
        # The sentences are most of a row, and are not wanted: they are not even parsed.
        sentences = row.find(_SENTENCES)
        if sentences > 0 and row.endswith("}]}"):
            row = row[:sentences] + "}"
        clean = cleaner(row)
        said = parse_json(row, "the line")
        if not isinstance(said, dict):
            raise RowError("malformed-json", "expected a JSON object")
        head, name, tail = (_text(said, key, clean) for key in ("arg1", "rel", "arg2"))
        relation, negated, typed = _known(name)
        if typed:
            require_head(head)
        else:
            found = (_text(said, key, clean) for key in NEEDED_KEYS)
            head, relation, tail, negated = _open_triple((head, name, tail), (relation, negated), found)
        modality, facets = _facets(said.get("facets", []), clean)
        weight = number(str(said.get("support", 1)), "the support")
        return (
            statement(
                "ascent",
                head,
                relation,
                tail,
                weight=weight,
                negated=negated,
                modality=modality,
                facets=facets,
                language=self.language,
            ),
        )  # fmt: skip


@dataclass
class AscentPP:
    """CSV with a header whose names are the `columns`: a canonical triple `head`, `relation`, `tail`, the
    open one (`subject`, `predicate`, `object`), `facets` as JSON. The weight is the `typicality`, 0 to 1.

    The published `ascentpp.csv` has primary_subject, subject_type, head, relation, tail, subject, predicate,
    object, saliency, typicality, facets, by what its public readers name or count off; the order does not
    matter here.

    The head of a statement about an aspect (the trunk of an elephant) is made of both: `elephant trunk`.
    """

    columns: Sequence[str]
    language: str = "en"
    quoted: ClassVar[bool] = True

    def __post_init__(self) -> None:
        # A column that there is not is read as the empty cell after the last.
        places = {name: place for place, name in enumerate(self.columns)}
        find = [places.get(name, len(self.columns)) for name in _PP_COLUMNS]
        self._pick = operator.itemgetter(*find)

    def prepare(self, text: str) -> str:
        """See Reader."""
        return text

    def read(self, row: str) -> Read:
        """See Reader."""
        cells = csv_cells(row)
        if len(cells) != len(self.columns):
            raise wrong_columns(len(cells), f"{len(self.columns)} as in the header")
        if cells[0] == self.columns[0]:
            return ()
        cells.append("")
        clean = cleaner(row)
        head, name, tail, *found, kind, of, typicality, saliency, facets_cell = self._pick(cells)
        head, name, tail = clean(head), clean(name), clean(tail)
        relation, negated, typed = _known(name)
        if typed:
            require_head(head)
        else:
            head, relation, tail, negated = _open_triple(
                (head, name, tail), (relation, negated), map(clean, found)
            )
        if kind == "aspect" and of and of.lower() not in head.lower():
            head = f"{clean(of)} {head}"
        modality, facets = "", _NO_FACETS
        if facets_cell and facets_cell != "[]":
            modality, facets = _facets_of(facets_cell)
        return (
            statement(
                "ascentpp",
                head,
                relation,
                tail,
                weight=number(typicality or saliency or "1", "the typicality"),
                negated=negated,
                modality=modality,
                facets=facets,
                language=self.language,
            ),
        )


_NO_FACETS: Sequence[Facet] = ()
_PP_COLUMNS = (
    *("head", "relation", "tail", "subject", "predicate", "object"),
    *("subject_type", "primary_subject", "typicality", "saliency", "facets"),
)


@functools.lru_cache(maxsize=1 << 12)
def _known(name: str) -> tuple[str, bool, bool]:
    """The relation of that name (empty: there is none), whether it is negated, and whether it says how its
    ends are related.
    """
    found = canonical(name) if name else None
    return (*found, RELATIONS[found[0]].typed) if found else ("", False, False)


def _open_triple(
    made: tuple[str, str, str], relation: tuple[str, bool], found: Iterable[str]
) -> tuple[str, str, str, bool]:
    """Head, relation, tail, negated: where the canonical triple `made` does not say how its ends are related,
    those of the open one that was found in the text, if that says it.
    """
    subject, predicate, thing = found
    predicate = from_predicate(predicate.lower().replace("_", " "))
    if predicate and subject and predicate != "RelatedTo":
        return subject, predicate, thing, False
    head, name, tail = made
    if not relation[0]:
        raise RowError("unknown-relation", f"{name[:40]!r} is no relation, and there is no predicate")
    require_head(head)
    return head, relation[0], tail, relation[1]


def _text(said: dict[str, Any], key: str, clean: Callable[[str], str]) -> str:
    value = said.get(key)
    if isinstance(value, str):
        return clean(value)
    if value is not None:
        raise RowError("malformed-json", f"{key} is {str(value)[:40]!r}; expected text")
    return ""


@functools.lru_cache(maxsize=1 << 12)
def _facets_of(cell: str) -> tuple[str, Sequence[Facet]]:
    """The same of a cell of JSON; many rows about one subject have one."""
    modality, facets = _facets(parse_json(cell, "facets"), cleaner(cell))
    return modality, tuple(facets)


def _facets(said: Any, clean: Callable[[str], str]) -> tuple[str, list[Facet]]:
    """The modality, if a facet says how often, and the other facets in their order."""
    modality = ""
    facets: list[Facet] = []
    if not isinstance(said, list):
        raise RowError("malformed-json", f"facets are {str(said)[:40]!r}; expected a list")
    for facet in said:
        if not isinstance(facet, dict):
            raise RowError("malformed-json", f"a facet is {str(facet)[:40]!r}; expected an object")
        kind, value = _text(facet, "type", clean), _text(facet, "value", clean)
        if kind in ("TEMPORAL", "DEGREE") and value.lower() in _FREQUENCIES and not modality:
            modality = value.lower()
        elif value:
            facets.append(Facet(_KINDS.get(kind.upper(), kind.lower()), value))
    return modality, facets
