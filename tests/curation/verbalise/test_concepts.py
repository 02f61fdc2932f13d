import re
from collections.abc import Callable

import pytest
from through_stages import said, verbalise

from curation.tuples.relations import RELATIONS
from curation.verbalise.suspicious import suspicious
from schemas.knowledge import Facet

Text = Callable[..., str]


def test_tuples_of_one_relation_are_one_sentence(text_of: Text) -> None:
    text = text_of([said("cat", "CapableOf", tail) for tail in ("purr", "climb tree", "catch mouse")])
    assert re.fullmatch(
        r"(A cat|Cats) (can|is able to|are able to) purr, climb a tree and catch a mouse\.", text
    )


def test_what_it_is_comes_first_and_where_it_is_later(text_of: Text) -> None:
    rows = [said("cat", "AtLocation", "house"), said("cat", "HasA", "tail"), said("cat", "IsA", "animal")]
    text = text_of(rows)
    assert text.index("animal") < text.index("tail") < text.index("house")


def test_the_second_sentence_may_have_a_pronoun_that_agrees(text_of: Text) -> None:
    rows = [said("cat", "HasA", "tail"), said("cat", "IsA", "animal"), said("cat", "CapableOf", "purr")]
    seen = {text_of(rows, seed=seed) for seed in range(20)}
    assert len(seen) > 4
    for text in seen:
        if text.startswith("A cat"):
            assert "They" not in text and "is an animal" in text
        else:
            assert "It " not in text and "are animals" in text


@pytest.mark.parametrize(
    ("row", "said_so"),
    [
        (said("bird", "CapableOf", "bark", negated=True), r"(cannot|(is|are) not able to) bark"),
        (said("bird", "HasA", "tooth", negated=True), r"(does|do) not have teeth"),
        (said("bird", "IsA", "fish", negated=True), r"(is not a fish|are not fish)"),
        (said("bird", "Desires", "rest", negated=True), r"(does|do) not (want|like) to rest"),
        (said("bird", "eat", "stones", negated=True), r"(does|do) not eat stones"),
        (said("bird", "be", "green", negated=True), r"(is|are) not green"),
    ],
)
def test_negation(row: object, said_so: str, text_of: Text) -> None:
    for seed in range(6):
        assert re.search(rf" {said_so}\.$", text_of([row], seed=seed))


@pytest.mark.parametrize(
    ("row", "said_so"),
    [
        (
            said("cat", "eat", "fish", modality="sometimes"),
            r"(A cat sometimes eats|Cats sometimes eat) fish\.",
        ),
        (
            said("cat", "be called", "kitties", modality="often"),
            r"(A cat is|Cats are) often called kitties\.",
        ),
        (said("cat", "eat", "fish", modality="some"), r"Some cats eat fish\."),
        (
            said("cat", "CapableOf", "swim", modality="rarely"),
            r"(A cat|Cats) (can|is|are) rarely (able to )?swim\.",
        ),
    ],
)
def test_modality(row: object, said_so: str, text_of: Text) -> None:
    for seed in range(6):
        assert re.fullmatch(said_so, text_of([row], seed=seed))


@pytest.mark.parametrize(
    ("facet", "ending"),
    [
        (Facet("place", "africa"), "hunt animals in Africa."),
        (Facet("place", "in the wild"), "hunt animals in the wild."),
        (Facet("time", "night"), "hunt animals at night."),
        (Facet("time", "winter"), "hunt animals in the winter."),
        (Facet("purpose", "food"), "hunt animals for food."),
        (Facet("purpose", "feed cubs"), "hunt animals to feed cubs."),
        (Facet("manner", "silently"), "hunt animals silently."),
        (Facet("cause", "hunger"), "hunt animals because of hunger."),
        (Facet("object", "whatever"), "hunt animals."),
    ],
)
def test_facets_end_their_clause(facet: Facet, ending: str, text_of: Text) -> None:
    assert text_of([said("lion", "CapableOf", "hunt animals", facets=[facet])]).endswith(ending)


def test_a_degree_stands_before_its_property(text_of: Text) -> None:
    text = text_of([said("lion", "HasProperty", "dangerous", facets=[Facet("degree", "extremely")])])
    assert "extremely dangerous" in text


@pytest.mark.parametrize(
    ("relation", "tail", "said_so"),
    [
        ("be made of", "metal", "are made of metal|is made of metal"),
        ("live in", "house", r"lives? in the house"),
        ("be in", "kitchen", r"(found|find (it|them|a spoon|spoons)) in (a|the) kitchen"),
        ("can watch", "tv", "can watch TV"),
        ("was", "invented long ago", "was invented long ago"),
    ],
)
def test_free_predicates_are_conjugated(relation: str, tail: str, said_so: str, text_of: Text) -> None:
    assert re.search(said_so, text_of([said("spoon", relation, tail, "quasimodo")]))


def test_an_activity_is_told_as_one(text_of: Text) -> None:
    rows = [
        said("go to zoo", "HasPrerequisite", "buy ticket", "cn100k"),
        said("go to zoo", "HasSubevent", "see elephant", "cn100k"),
        said("go to zoo", "HasLastSubevent", "go home", "cn100k"),
        said("go to zoo", "Causes", "happiness", "cn100k"),
        said("go to zoo", "MotivatedByGoal", "you be curious", "cn100k"),
    ]
    for seed in range(8):
        text = text_of(rows, seed=seed)
        assert "the zoo" in text and "elephant" in text and "because you are curious" in text
        assert "buy a ticket" in text and "go home" in text and "happiness" in text
        assert not suspicious(text)


def test_words_are_quoted(text_of: Text) -> None:
    rows = [
        said("tester", "DerivedFrom", "test", "conceptnet"),
        said("tester", "Synonym", "examiner"),
    ]
    text = text_of(rows)
    assert 'The word "tester" is derived from "test".' in text and '"examiner"' in text


TAILS = {
    "noun": "metal box",
    "verb": "carry water",
    "property": "heavy",
    "predicate": "gets wet",
    "clause": "it is cold",
    "any": "carry water",
}


@pytest.mark.parametrize("name", [name for name, relation in RELATIONS.items() if name != "ExternalURL"])
@pytest.mark.parametrize("head", ["bucket", "go to beach", "PersonX carries a bucket"])
def test_every_relation_can_be_said(name: str, head: str) -> None:
    """Each relation has a kind of head and tail that it is made for; none ends in bad grammar."""
    told = []
    for tail in TAILS.values():
        for seed in range(3):
            for document in verbalise([said(head, name, tail)], seed=seed).rows:
                told.append(document.text)
                assert not suspicious(document.text), document.text
    kind = RELATIONS[name].kind
    event_only = name in ("isFilledBy", "isAfter", "isBefore") or name[0] in "xo"
    if head == "bucket" and kind in ("entity", "lexical"):
        assert told
    if head == "go to beach" and kind == "event" and name not in ("isFilledBy",):
        assert told
    if head.startswith("PersonX") and event_only and name != "isFilledBy":
        assert told


def test_people_in_the_tail_of_a_thing_are_someone(text_of: Text) -> None:
    assert "Person" not in text_of([said("phone", "ObjectUse", "call PersonY")])
