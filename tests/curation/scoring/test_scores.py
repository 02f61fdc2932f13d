"""Scores of open answers from their claims' verdicts, and the states that are no score."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.scoring import (
    AbstentionPolicy,
    ClaimCounts,
    ScoreResponses,
    ScoringConfig,
    ToParts,
    bounds,
    f1_at_k,
    length_penalty,
    score_response,
)
from pipelines.engine import Group, Map
from pipelines.engine.testing import apply_group, apply_map
from schemas.questions import Question
from schemas.responses import Claim, QuestionPart, Response, ScoredResponse, Verdict
from tests.curation.scoring.scored_material import claims, question, response

OPEN = question("about", plain="Tell me about Ada Kern.")
TEXT = "Ada Kern was a botanist who worked in Ulm."


def score(labels, config=None, text=TEXT, asked=OPEN):
    answer = response(text)
    return score_response(asked, answer, *claims(answer, labels), config or ScoringConfig())


def test_the_penalty_and_f1_are_those_of_the_papers():
    assert length_penalty(5, 10) == pytest.approx(math.exp(-1))
    assert length_penalty(10, 10) == length_penalty(30, 10) == 1
    assert length_penalty(5, 0) == 1
    assert f1_at_k(10, 20, 20) == pytest.approx(0.5)
    assert f1_at_k(30, 40, 20) == pytest.approx(2 * 0.75 / 1.75)
    assert f1_at_k(0, 5, 20) == 0


def test_every_measure_and_count_of_an_answer():
    found = score("sssscnnx", ScoringConfig(measure="f1"))
    assert (found.supported, found.contradicted, found.not_found, found.unscored) == (4, 1, 2, 0)
    assert found.precision == pytest.approx(4 / 7)
    assert found.penalised == pytest.approx(4 / 7 * math.exp(1 - 10 / 7))
    assert found.score == found.f1 == pytest.approx(2 * (4 / 7) * 0.2 / (4 / 7 + 0.2))
    assert (found.state, found.matched, found.words) == ("scored", "", 9)
    assert found.low <= found.score <= found.high
    assert score("sssscnn", ScoringConfig(measure="precision")).score == found.precision
    assert score("sssscnn").score == found.penalised


@pytest.mark.parametrize("labels", ["ssu", "ss-", "uuuu", "----", "", "xxx"])
def test_an_answer_that_nobody_judged_well_enough_is_unscored_and_not_zero(labels):
    found = score(labels)
    assert (found.state, found.score, found.low) == ("unscored", -1.0, -1.0)


def test_a_few_unscored_claims_are_left_out_of_the_division():
    found = score("ssssssnnnu")
    assert found.state == "scored"
    assert found.precision == pytest.approx(6 / 9)
    assert found.unscored == 1


def test_an_empty_answer_is_unscored():
    assert score("", text="  ").state == "unscored"


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["precision", "penalised", "f1"]))
def test_bounds_enclose_the_mean_and_depend_on_the_response_alone(supported, wrong, measure):
    if not supported + wrong:
        return
    config, counts = ScoringConfig(measure=measure), ClaimCounts(supported, 0, wrong)
    low, high = bounds(counts, config, "a/b/0")
    assert 0 <= low <= high <= 1
    assert (low, high) == bounds(counts, config, "a/b/0")
    if supported in (0, supported + wrong):
        assert low == pytest.approx(high)


def test_more_claims_of_the_same_share_are_surer():
    config = ScoringConfig(measure="precision")
    few, many = (bounds(ClaimCounts(n, 0, n), config, "x") for n in (4, 40))
    assert few[1] - few[0] > many[1] - many[0]


def test_claims_can_be_counted_by_how_sure_the_checker_is():
    config = ScoringConfig(measure="precision", counted="probabilities")
    answer = response(TEXT)
    found, verdicts = claims(answer, "ssnnnn")
    unsure = [dataclasses.replace(v, probability=0.9 if v.label == "supported" else 0.4) for v in verdicts]
    counted = score_response(OPEN, answer, found, unsure, config)
    assert counted.expected == pytest.approx(3.4)
    assert counted.score == pytest.approx(3.4 / 6)
    assert counted.precision == pytest.approx(2 / 6)
    assert counted.low < counted.score < counted.high


def test_abstaining_where_there_is_an_answer_is_worth_what_the_policy_says():
    asked = question(answers=("Ulm",))
    right, wrong, no_idea = (score("", text=text, asked=asked) for text in ("Ulm.", "Linz.", "I don't know."))
    assert (no_idea.state, no_idea.score) == ("abstained", 0.25)
    assert wrong.score < no_idea.score < right.score
    excluded = ScoringConfig(abstention=AbstentionPolicy(answerable="excluded"))
    assert score("", excluded, "I don't know.", asked).score == -1.0


def test_abstaining_where_there_is_none_is_right_and_an_answer_is_wrong():
    asked = question("unanswerable", plain="What was Ada Kern's favourite food?")
    texts = ("The page does not say.", "I don't know, but she loved bread.", "She loved bread.")
    found = [score("", text=text, asked=asked) for text in texts]
    assert [one.score for one in found] == [1.0, 0.7, 0.0]
    assert [one.state for one in found] == ["abstained", "scored", "scored"]
    excluded = ScoringConfig(abstention=AbstentionPolicy(answerable="excluded"))
    assert score("", excluded, texts[0], asked).score == 1.0


def test_of_two_right_answers_the_concise_one_scores_more_and_a_wrong_one_less_than_both():
    asked = question(answers=("Ulm",))
    long = "It is a long story that begins with her parents. " * 8 + "She was born in Ulm."
    scores = [score("", text=text, asked=asked).score for text in ("Ulm.", long, "Linz.")]
    assert scores[0] == 1.0
    assert scores[0] > scores[1] >= 0.85
    assert scores[2] == 0


def _parts(*rows):
    found = []
    for record in (Question, Response, Claim, Verdict):
        stage = Map(name="parts", input=record, function=ToParts(), output=QuestionPart)
        found += apply_map(stage, [row for row in rows if isinstance(row, record)]).rows
    return found


def _stage():
    return Group(
        name="scored",
        input=QuestionPart,
        key="question",
        partitions=3,
        function=ScoreResponses(ScoringConfig()),
        output=ScoredResponse,
    )


def test_the_stage_joins_what_belongs_together_whatever_the_order():
    answers = [response(TEXT, sample) for sample in range(3)]
    judged = [
        claims(answer, labels) for answer, labels in zip(answers, ("ssss", "ssnn", "nnnn"), strict=True)
    ]
    rows = [OPEN, *answers, *(row for both in judged for rows in both for row in rows)]
    applied = apply_group(_stage(), _parts(*rows))
    assert [one.supported for one in applied.rows] == [4, 2, 0]
    assert [one.id for one in applied.rows] == [answer.id for answer in answers]
    assert applied.rows[0].prompt == OPEN.prompt
    assert applied.rows == apply_group(_stage(), _parts(*reversed(rows))).rows


def test_what_an_earlier_stage_lost_is_rejected_and_not_scored():
    answer = response(TEXT)
    found, verdicts = claims(answer, "ss")
    other = response("x", of="wiki:2#q9")
    applied = apply_group(_stage(), _parts(OPEN, *found, *verdicts, other))
    assert applied.rows == []
    assert sorted((one.reason, one.where) for one in applied.rejected) == [
        ("no-question", "wiki:2#q9"),
        ("no-response", answer.id),
    ]
