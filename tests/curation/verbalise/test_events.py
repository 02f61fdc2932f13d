import json
import re
from collections.abc import Callable

import pytest
from through_stages import said, verbalise

from curation.verbalise.suspicious import suspicious
from curation.verbalise.words.names import FEMALE_NAMES, MALE_NAMES

Text = Callable[..., str]
BORROW = [
    said("PersonX borrows money", "xNeed", "to go to the bank"),
    said("PersonX borrows money", "xIntent", "to buy a car"),
    said("PersonX borrows money", "xEffect", "becomes in debt"),
    said("PersonX borrows money", "xEffect", "gets yelled at"),
    said("PersonX borrows money", "xReact", "worried"),
    said("PersonX borrows money", "xWant", "to pay it back"),
    said("PersonX borrows money", "oReact", "generous"),
]


@pytest.mark.parametrize("seed", range(12))
def test_the_recipes_example_reads_like_english(seed: int, text_of: Text) -> None:
    text = text_of(BORROW[2:3], seed=seed)
    name = text.split()[0]
    assert name in FEMALE_NAMES + MALE_NAMES
    he = rf"(?:{name}|{'she' if name in FEMALE_NAMES else 'he'})"
    lead = "(As a result|Because of this|As a consequence|Then),? "
    assert re.fullmatch(rf"{name} borrows money\. {lead}{he} ends up in debt\.", text)


@pytest.mark.parametrize("seed", range(12))
def test_what_comes_before_is_told_before(seed: int, text_of: Text) -> None:
    text = text_of(BORROW, seed=seed, rough_tuples=9)
    places = [
        text.index(part)
        for part in ("bank", "buy a car", "ends up in debt", "worried", "pay it back", "generous")
    ]
    assert places == sorted(places)
    assert "ends up in debt and gets yelled at" in text
    assert not suspicious(text)


def test_the_seed_decides_and_names_are_of_both_genders(text_of: Text) -> None:
    assert text_of(BORROW, seed=3) == text_of(BORROW, seed=3)
    names = {text_of(BORROW[2:3], seed=seed).split()[0] for seed in range(40)}
    assert names & set(FEMALE_NAMES) and names & set(MALE_NAMES)


@pytest.mark.parametrize("seed", range(20))
def test_two_people_never_have_one_name(seed: int, text_of: Text) -> None:
    rows = [said("PersonX tells PersonY about PersonZ", "oReact", "surprised")]
    names = re.findall(r"[A-Z][a-z]+", text_of(rows, seed=seed).split(".")[0])
    assert len(set(names)) == 3 and len({name[0] for name in names}) == 3


@pytest.mark.parametrize(
    ("head", "said_so"),
    [
        ("PersonX borrows PersonY's money", r"(\w+) borrows (?!\1)\w+'s money"),
        ("PersonX breaks PersonX's toe", r"\w+ breaks (his|her) toe"),
        ("PersonX breaks PersonY heart", r"\w+ breaks \w+'s heart"),
        ("PersonX packs my bags", r"\w+ packs (his|her) bags"),
        ("PersonX finally meet PersonY", r"\w+ finally meets \w+"),
        ("PersonX quickly called", r"\w+ quickly calls"),
        ("PersonX hot and humid", r"\w+ is hot and humid"),
        ("PersonX drinks coffee ___", r"\w+ drinks coffee"),
        ("PersonX finds ___ everywhere", r"\w+ finds something everywhere"),
        ("PersonX visits PersonX's mother's ___", r"\w+ visits something of (his|her) mother's"),
        ("PersonX's car breaks down", r"\w+'s car breaks down"),
    ],
)
def test_heads_become_clauses(head: str, said_so: str, text_of: Text) -> None:
    for seed in range(4):
        assert re.match(rf"{said_so}\. ", text_of([said(head, "xReact", "fine")], seed=seed))


def test_a_blank_takes_one_of_its_fillers(text_of: Text) -> None:
    rows = [
        said("PersonX puts ___ on the table", "isFilledBy", tail) for tail in ("a cup", "umbrella", "flowers")
    ]
    rows.append(said("PersonX puts ___ on the table", "xReact", "fine"))
    seen = {re.match(r"\w+ puts (.*) on the table\.", text_of(rows, seed=seed))[1] for seed in range(30)}  # type: ignore[index]
    assert seen == {"a cup", "an umbrella", "flowers"}


@pytest.mark.parametrize(
    ("relation", "tail", "said_so"),
    [
        ("xEffect", "sad", r"\w+ is sad"),
        ("xEffect", "getting fired", r"\w+ gets fired"),
        ("xEffect", "Has hair burned", r"\w+ has hair burned"),
        ("xEffect", "lost the job", r"\w+ loses the job"),
        ("xEffect", "PersonX jumps up", r"\w+ jumps up"),
        ("xEffect", "eyes water", r"(his|her) eyes water"),
        ("xReact", "be happy", r"\w+ (feels|is) happy"),
        ("xReact", "like a winner", r"\w+ feels like a winner"),
        ("xWant", "to thank themselves", r"to thank (himself|herself)"),
        ("xWant", "PersonY to leave", r"to have \w+ leave"),
        ("xIntent", "to not be late", r"not to be late"),
        ("xNeed", "have an idea", r"to have an idea"),
        ("oEffect", "gets thanked", r"others get thanked"),
        ("oWant", "to thank PersonX", r"others (may )?want to thank \w+"),
        ("HinderedBy", "Someone stole PersonX's keys.", r"if someone stole \w+'s keys"),
        ("HinderedBy", "there is no road", "if there is no road"),
        ("isBefore", "PersonX walking home", r"\w+ is walking home"),
        ("isAfter", "PersonX lost the key", r"\w+ lost the key"),
        ("xAttr", "hard working", "hard working"),
        ("xAttr", "coward", "describe .* as a coward"),
        ("xReason", "it is late", "because it is late"),
    ],
)
def test_tails_become_parts_of_sentences(relation: str, tail: str, said_so: str, text_of: Text) -> None:
    for seed in range(4):
        text = text_of([said("PersonX leaves the house", relation, tail)], seed=seed)
        assert re.search(said_so, text, re.I), text
        assert not suspicious(text)


@pytest.mark.parametrize("seed", range(10))
def test_pronouns_of_the_annotators_agree_with_the_name(seed: int, text_of: Text) -> None:
    rows = [said("PersonX wears boots", "xIntent", "to keep his feet warm")]
    text = text_of(rows, seed=seed)
    female = text.split()[0] in FEMALE_NAMES
    assert ("her feet" in text) is female and ("his feet" in text) is not female


def test_a_girlfriends_gender_stays(text_of: Text) -> None:
    rows = [said("PersonX calls", "xEffect", "kisses his girlfriend because she is kind")]
    for seed in range(8):
        assert "his girlfriend because she is kind" in text_of(rows, seed=seed)


def test_people_may_stay_nameless(text_of: Text) -> None:
    text = text_of(BORROW, people="someone")
    assert text.startswith(("Someone", "Before someone", "To borrow"))
    assert not any(name in text.split() for name in FEMALE_NAMES + MALE_NAMES)
    assert not suspicious(text)


@pytest.mark.parametrize("tail", ["none", "None.", "no effect", "yes (says he)", "I am sad", "'s"])
def test_what_cannot_be_said_is_left_out_and_counted(tail: str) -> None:
    rows = [said("PersonX eats", "xEffect", tail), said("PersonX eats", "xEffect", "gets full")]
    applied = verbalise(rows)
    assert applied.rows[0].constructs == {"tuple": 1}
    assert sum(json.loads(applied.rows[0].metadata["left_out"]).values()) + len(applied.dropped) == 1
