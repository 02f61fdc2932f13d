"""The relations of commonsense knowledge bases under one name each.

Names are those of ATOMIC 2020 (Hwang et al. 2021, table 1) and of ConceptNet 5
(https://github.com/commonsense/conceptnet5/wiki/Relations), in ConceptNet's spelling where both have one.
A negative relation is its positive one and `negated`: NotDesires is Desires. Quasimodo's and ASCENT's
predicates are free text, and stay so where no relation means the same.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

Kind = Literal["event", "entity", "lexical"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation, under its canonical `name`.

    `kind` says what a statement with it is about. `event`: the head is something that happens or that
    somebody does (`PersonX eats`, `go to a concert`). `entity`: the head is a thing, a person or a place.
    `lexical`: it is about words and terms, and not about the world.

    `typed` is False for relations that do not say how head and tail are related, so that no sentence can be
    made of them. `symmetric`: head and tail may change places.
    """

    name: str
    kind: Kind
    typed: bool = True
    symmetric: bool = False


_EVENT = """
    xNeed xIntent xReason xAttr xEffect xReact xWant oEffect oReact oWant isAfter isBefore HinderedBy
    isFilledBy
    HasSubevent HasFirstSubevent HasLastSubevent HasPrerequisite MotivatedByGoal ObstructedBy Causes
    CausesDesire
    Entails
"""
_ENTITY = """
    AtLocation LocatedNear IsA InstanceOf PartOf HasA MadeOf MadeUpOf HasProperty CapableOf UsedFor ObjectUse
    ReceivesAction Desires CreatedBy DefinedAs SymbolOf MannerOf DistinctFrom
    dbpedia/capital dbpedia/field dbpedia/genre dbpedia/genus dbpedia/influencedBy dbpedia/knownFor
    dbpedia/language dbpedia/leader dbpedia/occupation dbpedia/product
"""
_LEXICAL = """
    Synonym Antonym FormOf DerivedFrom CompoundDerivedFrom HasContext TranslationOf EtymologicallyRelatedTo
    EtymologicallyDerivedFrom
"""
# Relations that do not say which one: RelatedTo and SimilarTo by definition. CN-100K's InheritsFrom holds
# (cat, dog) as well as (cat, lynx), and its two relations about pain have one row each.
_UNTYPED = "RelatedTo SimilarTo ExternalURL InheritsFrom HasPainIntensity HasPainCharacter"

# From ConceptNet's page on relations, where they are called symmetric.
_SYMMETRIC = frozenset(
    "RelatedTo SimilarTo Synonym Antonym DistinctFrom LocatedNear EtymologicallyRelatedTo".split()
)

_KINDS: tuple[tuple[str, Kind, bool], ...] = (
    (_EVENT, "event", True),
    (_ENTITY, "entity", True),
    (_LEXICAL, "lexical", True),
    (_UNTYPED, "lexical", False),
)

RELATIONS: dict[str, Relation] = {
    name: Relation(name, kind, typed, name in _SYMMETRIC)
    for names, kind, typed in _KINDS
    for name in names.split()
}

# The 23 relations of ATOMIC 2020 as its files spell them.
ATOMIC_2020 = tuple(
    """
    ObjectUse AtLocation MadeUpOf HasProperty CapableOf Desires NotDesires isAfter HasSubEvent isBefore
    HinderedBy Causes xReason isFilledBy xNeed xAttr xEffect xReact xWant xIntent oEffect oReact oWant
    """.split()
)

# Other spellings, in lower case. DesireOf and LocationOfAction are ConceptNet 2's, still found in CN-100K,
# where rows read (plant, water) and (study, school).
_ALIASES = {
    "desireof": "Desires",
    "desire": "Desires",
    "locationofaction": "AtLocation",
    "locationof": "AtLocation",
}

# Free-text predicates that mean what a relation means, as Quasimodo and ASCENT write them. What Quasimodo
# calls has_color, has_temperature, has_effect, … are the kinds of adjectives in `X is …` (`snake has_effect
# poisonous`); only has_body_part has nouns. Its `be in` is not here: it has `peace be in world` too.
_PREDICATES = {
    **dict.fromkeys(
        """
        has_property hasc_property has_color has_trait has_effect has_temperature has_movement has_place
        has_time has_manner has_diet has_weather has_height has_weight
        """.split(),
        "HasProperty",
    ),
    "has_body_part": "HasA",
    **dict.fromkeys(("be related to", "relate to", "be associated with"), "RelatedTo"),
    "have": "HasA",
    "can": "CapableOf",
    "be part of": "PartOf",
    "be a part of": "PartOf",
    "be made of": "MadeOf",
    "be used for": "UsedFor",
    "be located in": "AtLocation",
    "be found in": "AtLocation",
    "be found at": "AtLocation",
    "cause": "Causes",
    "be a symbol of": "SymbolOf",
    "be defined as": "DefinedAs",
    "be created by": "CreatedBy",
}


@functools.lru_cache(maxsize=1 << 12)
def canonical(name: str) -> tuple[str, bool] | None:
    """The canonical name of a publisher's relation and whether it is negated, such as (`Desires`, True) for
    `NotDesires`; None for a name that is no relation. Case does not matter, nor does ConceptNet's `/r/`.
    """
    short = name.removeprefix("/r/")
    if short in RELATIONS:
        return short, False
    lower = short.lower()
    if found := _ALIASES.get(lower) or _LOWER.get(lower):
        return found, False
    if lower.startswith("not") and (found := _ALIASES.get(lower[3:]) or _LOWER.get(lower[3:])):
        return found, True
    return None


def from_predicate(predicate: str) -> str:
    """The relation that a free-text predicate (lower case, spaces between words) stands for; the predicate
    itself if there is none.
    """
    return _PREDICATES.get(predicate, predicate)


_LOWER = {name.lower(): name for name in RELATIONS}
