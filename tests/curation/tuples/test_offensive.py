import pytest

from curation.tuples.filter import FilterTuples, TupleFilterConfig
from curation.tuples.offensive import offensive_words
from curation.tuples.row import statement
from schemas.outcome import Dropped


def reason(head: str, relation: str, tail: str, skip: tuple[str, ...] = (), negated: bool = False) -> str:
    given = statement("atomic2020", head, relation, tail, negated=negated)
    (found,) = FilterTuples(TupleFilterConfig(skip=skip))([given])
    return found.reason if isinstance(found, Dropped) else ""


@pytest.mark.parametrize(
    ("head", "relation", "tail"),
    [
        ("reproduce", "xNeed", "copulate"),
        ("PersonX gets into PersonY's pants", "xIntent", "to have sex with PersonY"),
        ("PersonX is married", "xWant", "to make love"),
        ("dollar bill", "ObjectUse", "use at a strip club"),
        ("person", "Desires", "oral sex"),
        ("stockings", "ObjectUse", "look sexy"),
        ("horse", "HasA", "large penis"),
        ("PersonX lays down", "xReact", "sexual"),
    ],
)
def test_sexual_acts_are_left_out(head: str, relation: str, tail: str) -> None:
    assert reason(head, relation, tail) == "sexual"
    assert reason(head, relation, tail, skip=("sexual", "stereotype")) == ""


@pytest.mark.parametrize(
    ("head", "relation", "tail"),
    [
        ("flower", "CapableOf", "sexual reproduction"),
        ("syphilis", "IsA", "sexually transmitted disease"),
        ("PersonX talks to a girl", "xNeed", "to approach the opposite sex"),
        ("testicle", "PartOf", "male body"),
        ("condom", "UsedFor", "preventing pregnancy"),
        ("PersonX escorts PersonY back", "xWant", "to leave PersonY at home"),
        ("willow", "IsA", "pussy willow"),
        ("safety pin", "CapableOf", "prick you"),
        ("curry", "HasProperty", "spicy"),
        ("spice", "UsedFor", "flavoring food"),
        ("PersonX makes dinner", "xIntent", "to show love"),
        ("scunthorpe", "IsA", "town"),
    ],
)
def test_words_that_only_look_so_stay(head: str, relation: str, tail: str) -> None:
    assert reason(head, relation, tail) == ""


@pytest.mark.parametrize(
    ("head", "relation", "tail"),
    [
        ("jews", "Desires", "money"),
        ("asian girl", "HasProperty", "very attractive"),
        ("black person", "HasProperty", "good at basketball"),
        ("woman", "ObjectUse", "clean the house"),
        ("women", "HasProperty", "stupid"),
        ("french", "HasProperty", "rude"),
        ("fat person", "HasProperty", "less pretty than thin person"),
        ("most muslims", "IsA", "terrorist"),
        ("men", "be smarter than", "women"),
        ("thief", "IsA", "gypsy"),
        ("go public", "UsedFor", "gay"),
        ("some singer", "IsA", "lesbian"),
    ],
)
def test_judgements_of_groups_are_left_out(head: str, relation: str, tail: str) -> None:
    assert reason(head, relation, tail, skip=("opinion",)) == "stereotype"


@pytest.mark.parametrize(
    ("head", "relation", "tail"),
    [
        ("jew", "celebrate", "passover"),
        ("catholic", "IsA", "christian"),
        ("muslim", "AtLocation", "mosque"),
        ("woman", "CapableOf", "give birth"),
        ("woman", "IsA", "adult human"),
        ("mexican restaurant", "HasProperty", "popular"),
        ("black ice", "HasProperty", "dangerous"),
        ("chinese", "IsA", "language"),
        ("white house", "HasProperty", "old"),
        ("nail polish", "HasProperty", "flammable"),
        ("french horn", "HasProperty", "loud"),
        ("PersonX is a woman", "xWant", "to be respected"),
        ("best man", "be in", "wedding"),
    ],
)
def test_definitions_customs_and_things_of_a_nation_stay(head: str, relation: str, tail: str) -> None:
    assert reason(head, relation, tail) == ""


def test_what_the_blind_cannot_do_is_no_judgement() -> None:
    assert reason("blind person", "CapableOf", "see", negated=True) == ""
    assert reason("women", "CapableOf", "drive", negated=True) == "stereotype"


def test_words_count_in_all_their_forms_and_never_as_a_part() -> None:
    words = offensive_words()
    assert {"bitch", "bitches", "fucking", "shitty"} <= words
    assert words.isdisjoint({"spice", "spicy", "class", "grass", "assess", "cocktail", "retardant", "title"})
