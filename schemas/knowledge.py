"""Commonsense knowledge: one statement of a knowledge base, as its publisher gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Facet:
    """What qualifies a statement: `kind` such as `place`, `time`, `purpose`, `manner`, `cause`, or the
    publisher's own label in lower case; `value` plain text.
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeTuple:
    """A head, a relation and a tail.

    `source` is the knowledge base (`atomic2020`, `conceptnet`, …); `id` is stable across runs and is made of
    the source and of what the row says, so rows that say the same have the same id. `relation` is a name of
    `curation/tuples/relations.py` (`AtLocation`, `xEffect`, …), or the publisher's free-text predicate in
    lower case (`be made of`). A negative relation (`NotDesires`) is its positive one with `negated`.

    `weight` is the publisher's confidence as it stands in the file (1.0 where there is none): compare
    weights of one source only. `modality` is a word such as `sometimes` or `often`, empty if there is none;
    `language` a BCP 47 tag.
    """

    VERSION: ClassVar[int] = 1

    id: str
    source: str
    head: str
    relation: str
    tail: str
    weight: float
    negated: bool
    modality: str
    facets: list[Facet]
    language: str
