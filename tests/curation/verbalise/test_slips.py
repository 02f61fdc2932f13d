"""What people typed and machines mined is told only where it is English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from through_stages import said, verbalise

from curation.verbalise.slips import MINED, TYPED, slip
from curation.verbalise.spelling import is_word
from curation.verbalise.word_pairs import has_slip


@pytest.mark.parametrize(
    "word", ["cat", "cats'", "don't", "Ebay", "mother-in-law", "$20", "3rd", "PersonX's", "ok", "(happy)"]
)
def test_words_names_and_numbers_are_words(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["satsified", "cann't", "work/school", "res[onses", "zorb"])
def test_slips_of_the_pen_are_none(word: str) -> None:
    assert not is_word(word)


@pytest.mark.parametrize(
    ("relation", "tail", "reason"),
    [
        ("xWant", "to go home", ""),
        ("xWant", "to statisfy hunger", "misspelt"),
        ("xWant", "to be save money", "malformed-tail"),
        ("xWant", "to want to sleep", "malformed-tail"),
        ("xWant", "to make them laugh", ""),
        ("xNeed", "hospital", "malformed-tail"),
        ("xNeed", "a car", ""),
        ("xNeed", "to gets a job", "malformed-tail"),
        ("xIntent", "to sabotage", "malformed-tail"),
        ("xIntent", "to win", ""),
        ("xEffect", "gets a raise", ""),
        ("xEffect", "holds", "malformed-tail"),
        ("xEffect", "they gives money", "malformed-tail"),
        ("xEffect", "holds their breathe", "malformed-tail"),
        ("oEffect", "hugs person", "malformed-tail"),
        ("xReact", "happy and proud", ""),
        ("xReact", "happy, romance", "malformed-tail"),
        ("xReact", "two", "malformed-tail"),
        ("HinderedBy", "They're too weak.", ""),
        ("isAfter", "PersonX is talking to loud", "malformed-tail"),
        ("HinderedBy", "It's the weekend and the vet is closed.", ""),
    ],
)
def test_a_typed_tail_is_left_out_for_its_slip(relation: str, tail: str, reason: str) -> None:
    assert slip(said("PersonX eats dinner", relation, tail)) == reason


@pytest.mark.parametrize(
    "head",
    ["PersonX cuts ___ according", "PersonX works hard all ___", "PersonX tells PersonY to make",
     "PersonX dumps by PersonX's boyfriend", "PersonX gives PersonY's dog"],
)  # fmt: skip
def test_an_event_that_breaks_off_is_left_out(head: str) -> None:
    assert slip(said(head, "xReact", "happy")) == "malformed-head"


@pytest.mark.parametrize(
    ("relation", "tail", "reason"),
    [
        ("keep", "healthy", "malformed-tail"),
        ("keep", "food cold", ""),
        ("protect", "from cold", "malformed-tail"),
        ("box", "each other", "malformed-tail"),
        ("HasProperty", "made", "malformed-tail"),
        ("HasProperty", "big", ""),
        ("fix", "lillian", "misspelt"),
    ],
)
def test_a_mined_statement_has_to_be_whole(relation: str, tail: str, reason: str) -> None:
    assert slip(said("bear", relation, tail, "quasimodo")) == reason


def test_other_sources_are_not_asked() -> None:
    assert slip(said("zorb", "HasProperty", "blargh", "conceptnet")) == ""


def test_what_is_left_out_is_counted_by_its_reason() -> None:
    rows = [said("PersonX eats", "xWant", "to slepe"), said("PersonX eats", "xWant", "to sleep")]
    applied = verbalise(rows)
    assert applied.reasons == ["misspelt"]
    assert applied.rows[0].constructs == {"tuple": 1}


@given(
    st.sampled_from(sorted(TYPED | MINED)),
    st.text(max_size=30),
    st.sampled_from(["xWant", "xEffect", "xReact", "HinderedBy", "UsedFor", "keep", "isFilledBy"]),
    st.text(max_size=40),
)
def test_any_text_has_an_answer(source: str, head: str, relation: str, tail: str) -> None:
    assert slip(said(head, relation, tail, source)) in ("", "misspelt", "malformed-head", "malformed-tail")


@given(
    st.lists(st.sampled_from("to be is a the their they gets save cat cats happy loud , and they're".split()))
)
def test_any_words_have_an_answer(words: list[str]) -> None:
    assert has_slip(words) in (True, False)
