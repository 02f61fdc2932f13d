"""Relations by what they say about their head, and the order in which they are told."""

from __future__ import annotations

# Of a head with these relations, something is done (`go to a concert`), or it is something (`concert`).
EVENT_RELATIONS = frozenset(
    """
    HasSubevent HasFirstSubevent HasLastSubevent HasPrerequisite MotivatedByGoal xReason xIntent xWant xNeed
    xEffect xReact
    """.split()
)

THING_RELATIONS = frozenset(
    """
    AtLocation CapableOf CreatedBy DefinedAs Desires HasA InstanceOf LocatedNear MadeOf MadeUpOf ObjectUse
    PartOf ReceivesAction SymbolOf
    """.split()
)

# What it is comes first, then its parts, how it is, what it does, what for, where, and what comes of it.
ORDER: dict[str, int] = {
    relation: place
    for place, relation in enumerate(
        """
        IsA InstanceOf InheritsFrom DefinedAs dbpedia/occupation dbpedia/genre dbpedia/genus MannerOf
        SimilarTo DistinctFrom HasA MadeUpOf MadeOf PartOf CreatedBy HasProperty HasPainIntensity
        HasPainCharacter CapableOf predicate ReceivesAction Desires UsedFor ObjectUse dbpedia/field
        dbpedia/product dbpedia/knownFor dbpedia/influencedBy dbpedia/language dbpedia/capital
        dbpedia/leader AtLocation LocatedNear SymbolOf RelatedTo xAttr MotivatedByGoal xIntent xReason
        HasPrerequisite xNeed isAfter HasFirstSubevent HasSubevent HasLastSubevent Causes CausesDesire
        xEffect xReact xWant oEffect oReact oWant isBefore Entails ObstructedBy HinderedBy Synonym Antonym
        FormOf DerivedFrom CompoundDerivedFrom EtymologicallyDerivedFrom EtymologicallyRelatedTo
        TranslationOf HasContext
        """.split()
    )
}
