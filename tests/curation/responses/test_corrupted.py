import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.responses import CorruptedConfig, QuestionsToCorrupted
from curation.responses.wrong_values import Values, fold, with_other_number
from pipelines.engine import Map
from pipelines.engine.testing import apply_map
from schemas.facts import Evidence
from schemas.questions import Inserted, Question
from schemas.responses import Response
from tests.curation.responses.asking import question

PLACES = ["Ulm", "Ribe", "Porto", "New York City", "Lagos", "Quito"]


def corrupted(*questions, **fields):
    config = CorruptedConfig(**fields)
    function = QuestionsToCorrupted(config, 3)
    stage = Map(name="corrupted", input=Question, output=Response, function=function, config=config)
    return apply_map(stage, questions)


def texts(applied, of):
    return {row.corrupted: row.text for row in applied.rows if row.question == of.id}


def births():
    return [question(number, answers=[place]) for number, place in enumerate(PLACES)]


def open_question(*sentences, **fields):
    evidence, start = [], 0
    for sentence in sentences:
        evidence.append(Evidence(document="enwiki:0", start=start, end=start + len(sentence), text=sentence))
        start += len(sentence) + 1
    values = {"id": "enwiki:0#about", "kind": "about", "relation": "", "answers": [], "aliases": []}
    return question(0, **(values | {"evidence": evidence} | fields))


def test_a_short_question():
    applied = corrupted(*births())
    found = texts(applied, births()[0])
    assert found["as-is"] == "Ulm."
    assert found["value"].rstrip(".") in PLACES[1:]
    assert "Ulm." in found["verbose"] and len(found["verbose"].split()) > 15
    assert "Ulm" not in found["abstained"]
    assert "partial" not in found  # there is nothing to leave out
    for row in applied.rows:
        assert row.id == f"{row.question}/reference/{row.sample}" and row.corrupted
    assert not applied.dropped


def test_wrong_values_are_none_of_the_right_ones():
    rows = [
        question(number, answers=[place], aliases=[["New York", "NYC"]] if "New" in place else [[]])
        for number, place in enumerate(["New York City", "New York", "nyc", "Ribe"])
    ]
    assert texts(corrupted(*rows), rows[0])["value"] == "Ribe."


def test_a_value_that_nobody_else_has_is_changed_if_it_is_a_number():
    date = question(0, relation="birth-date", answers=["14 March 1879"])
    found = texts(corrupted(date), date)["value"]
    assert found.startswith("14 March ") and found != "14 March 1879." and found[9:13].isdigit()
    place = question(0, answers=["Ulm"])
    assert "value" not in texts(corrupted(place), place)


@pytest.mark.parametrize(("right", "wrong"), [("Yes", "No."), ("No", "Yes.")])
def test_yes_and_no(right, wrong):
    asked = question(0, kind="yes-no", answers=[right], aliases=[[]])
    assert texts(corrupted(asked), asked)["value"] == wrong


def test_a_list():
    asked = question(9, kind="list", answers=["Ulm", "Bern", "Oslo", "Kyiv"], aliases=[[]] * 4)
    found = texts(corrupted(*births(), asked), asked)
    assert found["as-is"] == "Ulm, Bern, Oslo, Kyiv."
    assert found["partial"] == "Ulm, Bern."
    items = found["value"].rstrip(".").split(", ")
    assert len(items) == 4 and len(set(items) - set(asked.answers)) == 1


def test_an_open_question():
    sentences = (
        "She was born in Ulm.",
        "She sold 1,250 vases in 1931.",
        "Her work is well known.",
        "She had a cat.",
    )
    asked = open_question(*sentences)
    found = texts(corrupted(*births(), asked), asked)
    assert found["as-is"] == " ".join(sentences)
    assert found["partial"] == " ".join(sentences[:2])
    wrong = found["value"]
    assert wrong.endswith("Her work is well known. She had a cat.")
    changed = ("born in Ulm" not in wrong) + ("1,250 vases in 1931" not in wrong)
    assert changed == 1  # half of what can be made wrong


def test_an_unanswerable_question_is_answered_all_the_same_if_it_is_to_be_wrong():
    asked = question(9, kind="unanswerable", answers=[], aliases=[])
    found = texts(corrupted(*births(), asked), asked)
    assert "abstained" not in found and found["value"].rstrip(".") in PLACES
    assert found["as-is"].startswith("I")


def test_a_false_premise_is_corrected_or_swallowed():
    premise = Inserted(
        kind="false-premise",
        text="Since Subject 0 lived in Rome, where …",
        claim="Subject 0 lived in Rome",
        is_false=True,
        correction="Subject 0 lived in Bern",
    )
    asked = question(0, answers=["Ulm"], inserted=[premise])
    found = texts(corrupted(asked, *births()[1:]), asked)
    assert found["as-is"] == "Subject 0 lived in Bern. Ulm."
    assert found["value"].startswith("Subject 0 lived in Rome. ") and "Ulm" not in found["value"]


def test_a_correction_that_only_names_the_answer_does_not_answer():
    premise = Inserted(
        kind="false-premise",
        text="A married C.",
        claim="Aristotle married Mira",
        is_false=True,
        correction="Aristotle married Pythias",
    )
    plain = "Who died first, Aristotle or Abraham Lincoln?"
    asked = question(0, kind="comparison", plain=plain, answers=["Aristotle"], inserted=[premise])
    found = texts(corrupted(asked), asked)
    assert found["as-is"] == "Aristotle married Pythias. Aristotle."
    assert found["value"] == "Aristotle married Mira. Abraham Lincoln."


def test_who_is_led_answers_what_he_is_led_to():
    leading = Inserted(
        kind="leading",
        text="It's Rome, isn't it?",
        claim="Subject 0 was born in Rome",
        is_false=True,
        correction="Subject 0 was born in Ulm",
    )
    asked = question(0, answers=["Ulm"], inserted=[leading])
    found = texts(corrupted(asked, *births()[1:]), asked)
    assert (found["as-is"], found["value"]) == ("Subject 0 was born in Ulm.", "Subject 0 was born in Rome.")
    answered = question(0, kind="yes-no", answers=["Yes"], inserted=[leading])
    found = texts(corrupted(answered), answered)
    assert found["as-is"] == "Yes. Subject 0 was born in Ulm."
    assert found["value"] == "No. Subject 0 was born in Rome."


def test_of_two_that_are_compared_the_other_one():
    plain = "Which is older, the Iron Bridge or Tower Bridge?"
    asked = question(0, kind="comparison", plain=plain, answers=["Tower Bridge"], relation="built")
    found = texts(corrupted(asked, question(1, relation="built", answers=["1894"])), asked)
    assert (found["as-is"], found["value"]) == ("Tower Bridge.", "The Iron Bridge.")
    for plain, answer, other in (
        ("Which is older, A, Ohio or B, Ohio?", "B, Ohio", "A, Ohio."),
        ("Which is older, A, Ohio or B, Ohio?", "A, Ohio", "B, Ohio."),
        ("Which came out first, Live or Let Die or Goldfinger?", "Live or Let Die", "Goldfinger."),
    ):
        asked = question(0, kind="comparison", plain=plain, answers=[answer])
        assert texts(corrupted(asked), asked)["value"] == other
    unclear = question(0, kind="comparison", plain="Which is older, A or B?", answers=["C"])
    assert "value" not in texts(corrupted(unclear), unclear)


def test_what_has_no_value_is_denied():
    asked = open_question("Aikido is a martial art.", "It was made by people who are known.")
    found = texts(corrupted(asked), asked)["value"]
    assert found in (
        "Aikido is not a martial art. It was made by people who are known.",
        "Aikido is a martial art. It was not made by people who are known.",
    )


def test_nothing_to_go_by_is_dropped_and_counted():
    row = Evidence(document="enwiki:0", start=-1, end=-1, text="born: Ulm")
    applied = corrupted(open_question(), open_question(evidence=[row]))
    assert applied.reasons == ["no-reference"] * 2 and not applied.rows


def test_the_same_again_and_each_by_itself():
    first = corrupted(*births())
    assert first == corrupted(*births())
    assert [row for row in corrupted(births()[0]).rows if row.corrupted != "value"] == [
        row for row in first.rows if row.question == births()[0].id and row.corrupted != "value"
    ]
    counts = Counter(row.corrupted for row in first.rows)
    assert counts == {"as-is": 6, "value": 6, "verbose": 6, "abstained": 6}


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_another_number_is_another(number, seed):
    for text in (f"{number}", f"{number:,} people", f"about {number}.5 km", f"in {number}."):
        other = with_other_number(text, random.Random(seed))
        assert fold(other) != fold(text)
        assert "".join(c for c in other if not c.isdigit() and c != ",") == "".join(
            c for c in text if not c.isdigit() and c != ","
        )


@pytest.mark.parametrize("text", ["no number", "B2 and 3D and x1", "version 1.2.3"])
def test_what_is_no_number_stays(text):
    assert with_other_number(text, random.Random(0)) == text


def test_years_stay_near_and_days_stay():
    for seed in range(50):
        other = with_other_number("on 3 May 1902, at 5", random.Random(seed))
        assert other.startswith("on 3 May ") and other.endswith(", at 5")
        assert 0 < abs(int(other[9:13]) - 1902) <= 15


def test_values_know_only_short_questions():
    values = Values.of([*births(), open_question("x"), question(9, kind="list", answers=["a"])])
    assert values.other("birth-place", PLACES[:-1], random.Random(0)) == "Quito"
    assert values.other("birth-place", PLACES, random.Random(0)) == ""
