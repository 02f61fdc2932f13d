import pytest

from curation.tuples.relations import ATOMIC_2020, RELATIONS, canonical, from_predicate

CONCEPTNET_5 = """
    RelatedTo FormOf IsA PartOf HasA UsedFor CapableOf AtLocation Causes HasSubevent HasFirstSubevent
    HasLastSubevent HasPrerequisite HasProperty MotivatedByGoal ObstructedBy Desires CreatedBy Synonym Antonym
    DistinctFrom DerivedFrom SymbolOf DefinedAs MannerOf LocatedNear HasContext SimilarTo
    EtymologicallyRelatedTo EtymologicallyDerivedFrom CausesDesire MadeOf ReceivesAction ExternalURL
    InstanceOf Entails
    dbpedia/genre dbpedia/influencedBy dbpedia/language dbpedia/leader dbpedia/occupation dbpedia/field
    dbpedia/product dbpedia/capital dbpedia/genus dbpedia/knownFor
""".split()


def test_every_relation_of_the_publishers_is_known() -> None:
    assert len(set(ATOMIC_2020)) == 23
    for name in ATOMIC_2020:
        assert canonical(name) is not None, name
    for name in CONCEPTNET_5:
        assert canonical(f"/r/{name}") == (name, False)


@pytest.mark.parametrize(
    ("name", "relation", "negated"),
    [
        ("HasSubEvent", "HasSubevent", False),
        ("/r/NotDesires", "Desires", True),
        ("NotHasA", "HasA", True),
        ("NotMadeOf", "MadeOf", True),
        ("NotUsedFor", "UsedFor", True),
        ("MadeUpOf", "MadeUpOf", False),
        ("DesireOf", "Desires", False),
        ("xwant", "xWant", False),
    ],
)
def test_one_name_for_each_relation(name: str, relation: str, negated: bool) -> None:
    assert canonical(name) == (relation, negated)


@pytest.mark.parametrize("name", ["", "Not", "xWants", "relation", "/r/", "NotNotDesires", "is_a"])
def test_other_names_are_no_relations(name: str) -> None:
    assert canonical(name) is None


def test_predicates_that_mean_a_relation_and_those_that_do_not() -> None:
    assert from_predicate("has_color") == from_predicate("has_effect") == "HasProperty"
    assert from_predicate("has_body_part") == "HasA"
    assert from_predicate("be made of") == "MadeOf"
    assert from_predicate("be in") == "be in"


def test_relations_say_what_a_sentence_needs_to_know() -> None:
    assert not RELATIONS["RelatedTo"].typed
    assert RELATIONS["RelatedTo"].symmetric and not RELATIONS["IsA"].symmetric
    assert RELATIONS["xWant"].kind == "event"
    assert RELATIONS["AtLocation"].kind == "entity"
    assert RELATIONS["Synonym"].kind == "lexical"
