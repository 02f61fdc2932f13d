"""Short answers in the words of models: right, in part, wrong."""

import pytest

from curation.scoring.short_answers import excess, match_answer
from tests.curation.scoring.scored_material import false_premise, question


def label(asked, text):
    return match_answer(asked, text).label


BORN = question(answers=("12 February 1809",), plain="When was Ada Kern born?")


@pytest.mark.parametrize(
    "text",
    [
        "12 February 1809",
        "February 12, 1809.",
        "She was born on February 12th, 1809, in Ulm.",
        "the 12th of February 1809",
        "12 Feb. 1809",
        "1809-02-12",
        "12/02/1809",
        "12.2.1809",
        "She was not born in 1810, but on 12 february 1809.",
    ],
)
def test_a_date_in_any_form_is_right(text):
    assert label(BORN, text) == "right"


@pytest.mark.parametrize("text", ["1809", "In February 1809.", "She was born in 1809."])
def test_a_part_of_a_date_is_partial(text):
    assert label(BORN, text) == "partial"


@pytest.mark.parametrize(
    "text", ["12 February 1808", "13 February 1809", "It was not 12 February 1809.", "Ulm", ""]
)
def test_another_date_is_wrong(text):
    assert label(BORN, text) == "wrong"


def test_a_more_exact_date_than_asked_for_is_right():
    assert label(question(answers=("1809",)), "on 12 February 1809") == "right"
    assert label(question(answers=("384 BC",)), "He was born in 384 BCE.") == "right"
    assert label(question(answers=("384 BC",)), "in 384") == "wrong"


PLACE = question(answers=("the Great Hall of Ulm",), aliases=(("Great Hall", "Ulm Hall"),))


@pytest.mark.parametrize(
    "text",
    [
        "great hall of ulm",
        "It stands in the Great Hall of Ülm!",
        "In the Great Halls.",
        "The Great Hall's roof.",
        "Ulm Hall, I believe.",
        "It was not Linz but Ulm Hall.",
        "The Great Hall, or Ulm Hall, as people say.",
    ],
)
def test_case_accents_articles_and_plurals_do_not_matter(text):
    assert label(PLACE, text) == "right"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was Linz Hall.", "wrong"),
        ("It is not in the Great Hall.", "wrong"),
        ("In Linz rather than the Great Hall.", "wrong"),
        ("It was never Ulm Hall", "wrong"),
        ("Either the Great Hall or Linz Hall.", "partial"),
        ("Linz Hall or maybe the Great Hall.", "partial"),
        ("The Greater Hall", "wrong"),
    ],
)
def test_what_is_denied_or_left_open_is_not_given(text, expected):
    assert label(PLACE, text) == expected


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("30,809,762", "30809762 people"),
        ("30,809,762", "about 30.8 million"),
        ("652,867 km²", "652,867 square kilometres"),
        ("652,867 km²", "It covers 252,073 square miles."),
        ("652,867 km²", "652,867"),
        ("3", "She had three children."),
        ("1,609 m", "a mile, that is 1,609 metres"),
        ("8,849 m", "29,032 ft"),
        ("20", "Twenty, in 1901"),
        ("$1.5 billion", "1,500 million dollars"),
        ("45%", "45 percent"),
    ],
)
def test_numbers_in_other_forms_and_units_are_right(answer, text):
    assert label(question(answers=(answer,)), text) == "right"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("30,809,762", "30.2 million"),
        ("30,809,762", "30 million"),
        ("30,809,762", "30,809"),
        ("652,867 km²", "652,867 miles"),
        ("652,867 km²", "652,867 square miles"),
        ("3", "He was born on 3 May 1900 and had 13 children."),
        ("3", "not 3"),
        ("29", "28"),
    ],
)
def test_other_numbers_are_wrong(answer, text):
    assert label(question(answers=(answer,)), text) == "wrong"


YES = question(
    "yes-no",
    ("Yes",),
    (("Yes.", "true", "Yes, Ada Kern taught in Ulm."),),
    plain="Did Ada Kern teach in Ulm?",
)
NO = question(
    "yes-no", ("No",), (("No.", "false", "No, Ada Kern taught in Graz."),), plain="Did Ada Kern teach in Ulm?"
)


@pytest.mark.parametrize(
    ("text", "means_yes"),
    [
        ("Yes.", True),
        ("Yes, she did.", True),
        ("That's correct, she did.", True),
        ("Indeed.", True),
        ("True", True),
        ("Ada Kern did teach in Ulm.", True),
        ("No", False),
        ("No, that is not true.", False),
        ("That is incorrect.", False),
        ("False.", False),
        ("Actually, no.", False),
        ("Ada Kern did not teach in Ulm.", False),
        ("Not at all.", False),
    ],
)
def test_yes_and_no_in_other_words(text, means_yes):
    assert label(YES, text) == ("right" if means_yes else "wrong")
    assert label(NO, text) == ("wrong" if means_yes else "right")


def test_the_right_value_instead_means_no_and_nothing_at_all_is_wrong():
    assert label(NO, "She taught in Graz.") == "right"
    assert label(NO, "She was a botanist.") == "wrong"


def test_a_letter_that_is_an_article_elsewhere():
    asked = question(answers=("A",), plain="Which symbol stands for the ampere?")
    assert label(asked, "It is A.") == "right"
    assert label(asked, "It is a good question.") == "wrong"


def test_a_title_that_begins_with_a_number_is_no_number():
    asked = question(answers=("12 Monkeys",))
    assert label(asked, "It is 12 Monkeys.") == "right"
    assert label(asked, "It has 12 chapters.") == "wrong"


def test_a_number_left_open_is_partial():
    assert label(question(answers=("3",)), "three or four") == "partial"
    assert label(question(answers=("3",)), "2 to 3") == "partial"
    assert label(question(answers=("8,849 m",)), "29,032 ft or 8,849 m") == "right"


LIST = question("list", ("Rome", "Oslo", "Bern"), plain="Where did Ada Kern live?")


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Bern, Oslo and Rome.", 1.0),
        ("- Oslo\n- Rome\n- Bern", 1.0),
        ("1. Oslo\n2. Rome\n3. Bern", 1.0),
        ("She lived in Rome, Oslo and Bern.", 1.0),
        ("Rome and Oslo", 0.8),
        ("Rome, Oslo, Bern and Paris", 6 / 7),
        ("Rome", 0.5),
        ("Paris", 0.0),
        ("- Oslo\n- Rome\n- Paris", 2 / 3),
    ],
)
def test_lists_are_scored_by_f1_of_their_items(text, score):
    assert match_answer(LIST, text).score == pytest.approx(score)


MORE = question("comparison", ("Rome",), plain="Which has the larger population, Rome or Bern?")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rome", "right"),
        ("Bern.", "wrong"),
        ("Rome has a larger population than Bern.", "right"),
        ("Bern has a larger population than Rome.", "wrong"),
        ("Bern has fewer inhabitants than Rome.", "right"),
        ("Rome has fewer inhabitants than Bern.", "wrong"),
        ("It is not Bern but Rome.", "right"),
    ],
)
def test_which_of_two(text, expected):
    assert label(MORE, text) == expected


def test_names_in_a_corrected_premise_are_no_answer():
    premise = false_premise("Bern has a zoo.", "Bern has a zoo", "Bern has no zoo")
    asked = question("comparison", ("Rome",), plain=MORE.plain, inserted=(premise,))
    assert label(asked, "Bern has no zoo. Rome.") == "right"


def test_length_costs_nothing_within_a_sentence_and_at_most_everything_it_may():
    asked = question(answers=("Ulm",))
    assert excess(asked, "Ulm", 12) == 0
    assert excess(asked, "She was born in the town of Ulm, I believe.", 12) == 0
    long, longer = (excess(asked, "word " * count, 12) for count in (30, 60))
    assert 0 < long < longer < 1
    assert excess(asked, "word " * 500, 12) == 1
