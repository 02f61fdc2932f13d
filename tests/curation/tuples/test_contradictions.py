from typing import Any

from curation.tuples.contradictions import contradictory
from curation.tuples.row import statement
from schemas.knowledge import Facet, KnowledgeTuple


def said(
    relation: str, tail: str, head: str = "cat", source: str = "conceptnet", **fields: Any
) -> KnowledgeTuple:
    return statement(source, head, relation, tail, **fields)


BATHES, HATES_BATHS = said("Desires", "take a bath"), said("Desires", "to take a bath", negated=True)


def test_nothing_contradicts_itself_or_what_is_about_something_else() -> None:
    assert contradictory([]) == set()
    assert contradictory([BATHES, BATHES, said("Desires", "milk", negated=True)]) == set()
    assert contradictory([BATHES, said("CapableOf", "take a bath", negated=True)]) == set()


def test_both_go_if_nobody_knows_who_is_right() -> None:
    assert contradictory([BATHES, said("IsA", "pet"), HATES_BATHS]) == {0, 2}


def test_the_side_that_is_said_less_often_goes() -> None:
    often = said("Desires", "Take Bath", source="cn100k", negated=True)
    assert contradictory([HATES_BATHS, BATHES, often]) == {1}
    assert contradictory([BATHES, BATHES, HATES_BATHS]) == {2}


def test_properties_that_exclude_each_other() -> None:
    assert contradictory([said("HasProperty", "alive"), said("HasProperty", "dead")]) == {0, 1}
    assert contradictory([said("HasProperty", "big"), said("HasProperty", "small")]) == set()
    assert contradictory([said("HasProperty", "alive"), said("HasProperty", "dead", negated=True)]) == set()


def test_hedged_statements_contradict_nothing() -> None:
    sometimes = said("Desires", "take a bath", modality="sometimes")
    assert contradictory([sometimes, HATES_BATHS]) == set()
    assert contradictory([said("Desires", "take a bath", head="some cats"), HATES_BATHS]) == set()
    always = said("Desires", "take a bath", modality="always")
    assert contradictory([always, HATES_BATHS]) == {0, 1}


def test_what_holds_elsewhere_or_at_another_time_is_no_contradiction() -> None:
    winter = said("HasProperty", "active", facets=[Facet("time", "in winter")], negated=True)
    assert contradictory([said("HasProperty", "active"), winter]) == set()
    assert contradictory([said("HasProperty", "active", facets=[Facet("time", "In winter")]), winter]) == {
        0,
        1,
    }
