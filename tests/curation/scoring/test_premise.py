"""What answers do with something false in the question."""

import pytest

from curation.scoring.config import ScoringConfig
from curation.scoring.premise import premise
from curation.scoring.score import score_response
from schemas.questions import Inserted
from tests.curation.scoring.scored_material import false_premise, question, response

NATIONALITY = false_premise("Ada Kern is Swiss.", "Ada Kern is Swiss", "Ada Kern is Austrian")
DATE = false_premise(
    "We know that Ada Kern died on May 7, 1964.",
    "Ada Kern died on May 7, 1964",
    "Ada Kern died on June 20, 1969",
)
LIST = false_premise("Ada Kern wrote Moss.", "Ada Kern wrote Moss", "it is not true that Ada Kern wrote Moss")
LEADING = false_premise(
    "It's Linz, isn't it?", "Ada Kern was born in Linz", "Ada Kern was born in Ulm", "leading"
)


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        (NATIONALITY, "Ada Kern is Austrian. She was born in Ulm.", "corrected"),
        (NATIONALITY, "She was not Swiss; she was born in Ulm.", "corrected"),
        (NATIONALITY, "Actually, Ada Kern is not a Swiss. Ulm.", "corrected"),
        (NATIONALITY, "Ada Kern, who is Swiss, was born in Ulm.", "swallowed"),
        (NATIONALITY, "Ulm.", "ignored"),
        (NATIONALITY, "She was born in Ulm.", "ignored"),
        (DATE, "She died on 20 June 1969, not in 1964. Ulm.", "corrected"),
        (DATE, "Ada Kern died on 7 May 1964. She was born in Ulm.", "swallowed"),
        (DATE, "Ulm", "ignored"),
        (LIST, "Ada Kern did not write Moss. She was born in Ulm.", "corrected"),
        (LIST, "It is false that Ada Kern wrote Moss.", "corrected"),
        (LIST, "Ulm.", "ignored"),
    ],
)
def test_premises_beside_the_question(part, text, expected):
    assert premise([part], text, "right") == expected


@pytest.mark.parametrize(
    ("text", "matched", "expected"),
    [
        ("No, it is Ulm.", "right", "corrected"),
        ("Ulm.", "right", "corrected"),
        ("Yes, it is Linz.", "wrong", "swallowed"),
        ("Linz", "wrong", "swallowed"),
        ("That's right!", "wrong", "swallowed"),
        ("It was Graz.", "wrong", "ignored"),
    ],
)
def test_a_suggested_answer(text, matched, expected):
    assert premise([LEADING], text, matched) == expected


def test_of_yes_and_no_the_suggested_one_was_swallowed():
    part = false_premise("I think the answer is no.", "it is not true that Ada swam", "Ada swam", "leading")
    assert premise([part], "No. It is not true that Ada swam.", "wrong") == "swallowed"
    assert premise([part], "Yes.", "right") == "corrected"


def test_true_insertions_and_plain_questions_have_no_state():
    true = Inserted(
        kind="true-premise", text="Ada is Austrian.", claim="Ada is Austrian", is_false=False, correction=""
    )
    assert premise([true], "Ulm.", "right") == ""
    assert premise([], "Ulm.", "right") == ""


def test_correcting_scores_above_ignoring_and_that_above_swallowing():
    asked = question(answers=("Ulm",), inserted=(NATIONALITY,))
    texts = ("Ada Kern is Austrian. Ulm.", "Ulm.", "Ada Kern, who is Swiss, was born in Ulm.")
    scores = [score_response(asked, response(text), [], [], ScoringConfig()).score for text in texts]
    assert scores == [1.0, 0.75, 0.5]
