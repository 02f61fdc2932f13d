"""The rules of the filter that ask of what kind a statement is, and not what its head and tail say.

A rule is a small class with its threshold beside it: it says of one statement whether it is worth learning
from. What it was chosen by is said in its docstring. Where that is a share ("of 100 it removes, 47 are
false"), it is measured on people's judgements by `benchmarks/tuple_filter.py`, on the half that was not
looked at. The rules about words are in `wording.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol, TypeAlias, runtime_checkable

from curation.tuples.relations import RELATIONS
from schemas.knowledge import KnowledgeTuple

Words: TypeAlias = tuple[str, ...]
Reads: TypeAlias = Literal["kind", "weight", "words", "some words"]


class Rule(Protocol):
    """`reason` is the code that what it removes is counted under. `reads` says what a rule looks at: `kind`
    is the relation and the language and nothing else, so that its answer can be remembered; `some words` are
    those of `Triggered`, and such rules are asked after the others.
    """

    reason: ClassVar[str]
    reads: ClassVar[Reads]

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """Whether the statement is to go. `head` and `tail` are its words in lower case."""


@runtime_checkable
class Triggered(Rule, Protocol):
    """A rule that says no only where a head or tail has one of the words `triggers`."""

    @property
    def triggers(self) -> frozenset[str]:
        """See the class."""


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """Not in one of these languages, by its tag. `mul`, which is between two languages, is in none."""

    languages: frozenset[str]
    reason: ClassVar[str] = "language"
    reads: ClassVar[Reads] = "kind"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        language = said.language
        return language not in self.languages and language.partition("-")[0] not in self.languages


@dataclass(frozen=True, slots=True)
class UntypedRelation:
    """RelatedTo and its like: no sentence can be made of them, as they do not say how two things are
    related (ConceptNet's page on relations calls RelatedTo the most general one).
    """

    reason: ClassVar[str] = "untyped-relation"
    reads: ClassVar[Reads] = "kind"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        relation = RELATIONS.get(said.relation)
        return relation is not None and not relation.typed


@dataclass(frozen=True, slots=True)
class LexicalRelation:
    """Synonym, DerivedFrom, FormOf …: a dictionary's business, and not about the world."""

    reason: ClassVar[str] = "lexical-relation"
    reads: ClassVar[Reads] = "kind"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        relation = RELATIONS.get(said.relation)
        return relation is not None and relation.typed and relation.kind == "lexical"


@dataclass(frozen=True, slots=True)
class Personality:
    """A judgement of somebody's character by one thing they did. The recipe removes
    `PersonX borrows money | xAttr | needy` (ElFadeel 2024).
    """

    relations: frozenset[str]
    reason: ClassVar[str] = "personality"
    reads: ClassVar[Reads] = "kind"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return said.relation in self.relations


@dataclass(frozen=True, slots=True)
class Opinion:
    """A free-text predicate that compares, rates or prefers: `be better than`, `be considered`, `be important
    in`. Quasimodo: of 100 it removes, 47 are false, against 17 of all.
    """

    reason: ClassVar[str] = "opinion"
    reads: ClassVar[Reads] = "kind"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return said.relation not in RELATIONS and bool(_OPINION.search(said.relation))


_OPINION = re.compile(
    r"\b(?:than|better|worse|best|worst|superior|inferior|greater|greatest|favou?rite|differ|different|similar)\b"
    r"|\bbe (?:considered|seen|known|viewed|named|said|thought|rated|important|good|bad|great)\b"
    r"|\b(?:hate|dislike|prefer|resent)\b|\bfeel about\b"
)


@dataclass(frozen=True, slots=True)
class VaguePredicate:
    """A free-text predicate that names no relation: `be with`, `be about`. Quasimodo: of 9 that it removes, 6
    are false, against 17 of 100 of all.
    """

    reason: ClassVar[str] = "vague-predicate"
    reads: ClassVar[Reads] = "kind"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return said.relation in _VAGUE_PREDICATES


_VAGUE_PREDICATES = frozenset({"be with", "be about", "be as", "be like", "be there", "relate", "compare to"})


@dataclass(frozen=True, slots=True)
class LowWeight:
    """The publisher's confidence is below the least that is wanted of this source."""

    least: Mapping[str, float]
    reason: ClassVar[str] = "low-weight"
    reads: ClassVar[Reads] = "weight"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return said.weight < self.least.get(said.source, said.weight)
