"""Statements about one subject that contradict each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from curation.tuples.words import ARTICLES, words_of
from schemas.knowledge import KnowledgeTuple

# Adjectives of which one thing can have only one. Size, age, taste and temperature are not among them: dogs
# are big and small.
_OPPOSITES = """
    alive dead, animate inanimate, edible inedible, living nonliving, visible invisible, magnetic nonmagnetic,
    flammable nonflammable, finite infinite, mortal immortal, poisonous nonpoisonous, venomous nonvenomous,
    toxic nontoxic, vertebrate invertebrate, natural artificial, tangible intangible,
    odorless smelly, tasteless tasty, possible impossible, reversible irreversible, soluble insoluble,
    carnivorous herbivorous, nocturnal diurnal, renewable nonrenewable, organic inorganic
"""
_OPPOSITE_OF = {
    one: other
    for pair in _OPPOSITES.split(",")
    for one, other in (pair.split(), reversed(pair.split()))
}  # fmt: skip

# Said so, a statement leaves room for its opposite.
_HEDGES = frozenset(
    """
    sometimes occasionally rarely seldom often frequently usually mostly mainly generally normally typically
    commonly can may might
    """.split()
)
_PARTS = frozenset("some most many few several".split())


def contradictory(statements: Sequence[KnowledgeTuple]) -> set[int]:
    """The indexes of the statements to leave out so that no two of the rest contradict each other.

    All have the same subject, however their heads are spelt. Two contradict each other if they have the same
    relation, tail (case, articles and a leading `to` aside) and facets, and one is negated; or if both give
    the subject properties that exclude each other (`alive`, `dead`). Hedged ones (`sometimes`, `some birds`)
    contradict nothing. The side that is said less often is left out (ATOMIC's workers, for one, said the same
    independently), and both if they are said equally often: nobody here knows who is right.
    """
    sides: dict[Hashable, tuple[list[int], list[int]]] = {}
    for index, said in enumerate(statements):
        if said.modality.lower() not in _HEDGES and _PARTS.isdisjoint(words_of(said.head)[:1]):
            for question, answer in _questions(said):
                sides.setdefault(question, ([], []))[answer].append(index)
    left_out: set[int] = set()
    for for_it, against in sides.values():
        if for_it and against:
            if len(for_it) <= len(against):
                left_out.update(for_it)
            if len(against) <= len(for_it):
                left_out.update(against)
    return left_out


def _questions(said: KnowledgeTuple) -> Iterator[tuple[Hashable, bool]]:
    """What a statement decides, and how: is it so (False: it is, True: it is not), and which of two."""
    words = tuple(word for word in words_of(said.tail) if word not in ARTICLES)
    if words[:1] == ("to",):
        words = words[1:]
    facets = tuple(sorted((facet.kind, facet.value.lower()) for facet in said.facets))
    yield (said.relation, words, facets), said.negated
    if said.relation == "HasProperty" and len(words) == 1 and not said.negated:
        opposite = _OPPOSITE_OF.get(words[0])
        if opposite:
            pair = min(words[0], opposite), max(words[0], opposite)
            yield (pair, facets), words[0] == pair[1]
