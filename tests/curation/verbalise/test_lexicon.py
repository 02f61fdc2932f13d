import pytest

from curation.verbalise.lexicon import (
    ADJECTIVE,
    GERUND,
    NOUN,
    PARTICIPLE,
    PAST,
    PLURAL,
    THIRD,
    VERB,
    comparative,
    gerund,
    look_up,
    participle,
    plural,
    third_person,
)


@pytest.mark.parametrize(
    ("verb", "third", "past_participle", "ing"),
    [
        ("have", "has", "had", "having"),
        ("be", "is", "been", "being"),
        ("go", "goes", "gone", "going"),
        ("try", "tries", "tried", "trying"),
        ("make", "makes", "made", "making"),
        ("stop", "stops", "stopped", "stopping"),
        ("die", "dies", "died", "dying"),
        ("watch", "watches", "watched", "watching"),
        ("get", "gets", "gotten", "getting"),
        # No dictionary has these.
        ("flumgle", "flumgles", "flumgled", "flumgling"),
        ("zorb", "zorbs", "zorbed", "zorbing"),
        ("blog", "blogs", "blogged", "blogging"),
        ("vify", "vifies", "vified", "vifying"),
    ],
)
def test_verbs_are_conjugated(verb: str, third: str, past_participle: str, ing: str) -> None:
    assert (third_person(verb), participle(verb), gerund(verb)) == (third, past_participle, ing)


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("cat", "cats"),
        ("child", "children"),
        ("leaf", "leaves"),
        ("policeman", "policemen"),
        ("box", "boxes"),
        ("city", "cities"),
        ("sheep", "sheep"),
        ("person", "people"),
        ("clothe", "clothes"),
        ("zorb", "zorbs"),
        ("flurby", "flurbies"),
    ],
)
def test_nouns_get_their_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_a_word_can_be_several_things() -> None:
    assert look_up("watches").forms & (PLURAL | THIRD) == PLURAL | THIRD
    assert look_up("yelled").forms & (PAST | PARTICIPLE) == PAST | PARTICIPLE
    assert look_up("running").forms & GERUND
    assert look_up("get").forms & VERB and not look_up("get").forms & NOUN
    assert look_up("responsible").forms == ADJECTIVE
    assert look_up("zorb").forms == 0


def test_found_is_the_past_of_find() -> None:
    assert look_up("found").verb == "find"
    assert look_up("left").verb == "leave"


@pytest.mark.parametrize(
    ("word", "mass"),
    [
        ("money", True),
        ("water", True),
        ("happiness", True),
        ("cat", False),
        ("building", False),
        ("news", True),
    ],
)
def test_mass_nouns_are_known(word: str, mass: bool) -> None:
    assert look_up(word).mass is mass


def test_adjectives_are_compared() -> None:
    assert [comparative(word) for word in ("heavy", "good", "dangerous")] == [
        "heavier",
        "better",
        "more dangerous",
    ]
