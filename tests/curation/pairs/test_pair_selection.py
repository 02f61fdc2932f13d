"""Which responses make pairs, and which never do."""

import collections

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.pairs import PairsConfig, ResponsesToPairs, SplitConfig, pairs_of, split_of
from curation.scoring import ScoringConfig
from pipelines.engine import Group
from pipelines.engine.testing import apply_group
from schemas.outcome import Dropped
from schemas.preferences import PreferencePair
from schemas.responses import ScoredResponse
from tests.curation.scoring.scored_material import scored

SCORING = ScoringConfig(measure="precision")


def pairs(*responses, **fields):
    found = list(pairs_of(responses, PairsConfig(**fields), SCORING))
    assert all(isinstance(one, PreferencePair) for one in found), found
    return [(one.chosen[0].content, one.rejected[0].content) for one in found]


def reason(*responses, **fields):
    (found,) = pairs_of(responses, PairsConfig(**fields), SCORING)
    assert isinstance(found, Dropped)
    return found.reason


def right(text="Ulm.", sample=0, score=1.0, **fields):
    return scored(text, score, sample, matched="right", **fields)


def wrong(text="Linz.", sample=1, score=0.0, **fields):
    return scored(text, score, sample, matched="wrong", **fields)


def by_claims(text, supported, wrong_claims, sample, **fields):
    share = supported / (supported + wrong_claims)
    return scored(text, share, sample, supported=supported, wrong=wrong_claims, **fields)


def test_the_better_answer_is_chosen_whatever_the_order():
    assert pairs(right(), wrong()) == pairs(wrong(), right()) == [("Ulm.", "Linz.")]


def test_a_gap_of_the_margin_is_one_and_less_is_none():
    assert pairs(right(score=0.5), wrong(score=0.3), margin=0.2) == [("Ulm.", "Linz.")]
    assert reason(right(score=0.5), wrong(score=0.31), margin=0.2) == "margin"


def test_a_tie_makes_no_pair():
    assert reason(right(), right("In Ulm.", 1)) == "margin"


@pytest.mark.parametrize("other", ["ulm", "Ulm", "  ULM. ", "The Ulm"])
def test_equal_texts_are_never_a_pair_however_they_scored(other):
    assert reason(right(), wrong(other)) == "equal-answers"


def test_unscored_answers_and_those_a_policy_leaves_out_are_in_no_pair():
    lost = scored("Linz.", -1.0, 1, state="unscored")
    excluded = scored("I don't know.", -1.0, 2, state="abstained")
    assert reason(right(), lost, excluded) == "fewer-than-two-scored"


def test_open_answers_need_claims_on_both_sides():
    assert reason(by_claims("a b", 3, 0, 0), by_claims("c d", 0, 30, 1)) == "too-few-claims"
    assert pairs(by_claims("a b", 4, 0, 0), by_claims("c d", 0, 30, 1)) == [("a b", "c d")]


def test_what_a_bootstrap_may_turn_round_is_no_pair_though_more_claims_would_be():
    assert reason(by_claims("a b", 3, 2, 0), by_claims("c d", 2, 3, 1)) == "confidence"
    (pair,) = pairs_of([by_claims("a b", 30, 20, 0), by_claims("c d", 20, 30, 1)], PairsConfig(), SCORING)
    assert 0.9 < pair.confidence < 1


def test_of_two_open_answers_that_are_as_true_the_longer_is_not_better():
    long, short = scored("a b c d", 1.0, 0, supported=12), scored("a b", 0.22, 1, supported=4)
    assert reason(long, short) == "precision"
    assert pairs(long, short, min_precision_gap=-1) == [("a b c d", "a b")]


def test_short_answers_are_certain():
    (pair,) = pairs_of([right(), wrong()], PairsConfig(), SCORING)
    assert (pair.confidence, pair.margin, pair.chosen_score, pair.rejected_score) == (1.0, 1.0, 1.0, 0.0)


def test_not_knowing_is_better_than_what_is_wrong_but_not_than_what_is_short():
    no_idea = scored("I don't know.", 0.25, 0, state="abstained")
    assert pairs(no_idea, by_claims("c d", 0, 9, 1)) == [("I don't know.", "c d")]
    # Penalised for its length only: all that it says is true.
    short = scored("c d", 0.02, 1, supported=5, wrong=0)
    assert reason(no_idea, short) == "margin"


def test_a_question_gives_so_many_pairs_and_an_answer_is_in_so_many():
    good = [right(f"Ulm {number}.", number) for number in range(6)]
    bad = [wrong(f"Linz {number}.", 10 + number) for number in range(6)]
    assert len(pairs(*good, *bad, per_question=4)) == 4
    found = pairs(*good, *bad, per_question=100, per_response=2)
    uses = collections.Counter(text for pair in found for text in pair)
    assert len(found) == 12
    assert set(uses.values()) == {2}


def test_abstentions_do_not_crowd_out_the_rest():
    idle = [scored(f"I don't know {number}.", 0.25, 10 + number, state="abstained") for number in range(5)]
    found = pairs(right(), right("In Ulm.", 1), *idle, per_question=9, per_response=9)
    assert len(found) == 1
    assert len(pairs(right(), wrong(), *idle, per_question=9, per_response=9, per_abstention=3)) == 4
    assert pairs(right(), wrong(), *idle, per_abstention=0) == [("Ulm.", "Linz.")]


def test_the_widest_margin_comes_first_and_matched_lengths_where_they_are_asked_for():
    best = right("one two three four five six", 0)
    near = wrong("one two three four five seven", 1, 0.4)
    far = wrong("no", 2)
    assert pairs(best, near, far, per_question=1) == [(best.text, far.text)]
    assert pairs(best, near, far, per_question=1, lengths="matched") == [(best.text, near.text)]
    assert reason(best, far, lengths="matched") == "lengths"


def test_system_prompts():
    same = right(system="Be brief."), wrong(system="Be brief.")
    (pair,) = pairs_of(same, PairsConfig(), SCORING)
    assert [(m.role, m.content) for m in pair.prompt] == [
        ("system", "Be brief."),
        ("user", "Where was Ada Kern born?"),
    ]
    (bare,) = pairs_of(same, PairsConfig(system="none"), SCORING)
    assert [m.role for m in bare.prompt] == ["user"]
    different = right(system="Be brief."), wrong(system="Be kind.")
    assert reason(*different) == "different-systems"
    assert len(pairs(*different, system="none")) == 1


def test_an_answer_that_was_cut_off_may_be_rejected_but_not_chosen():
    assert reason(right(finish="length"), wrong()) == "truncated"
    assert len(pairs(right(), wrong(finish="length"))) == 1
    assert len(pairs(right(finish="length"), wrong(), truncated=True)) == 1


SPLIT = SplitConfig(validation=0.5)
PAGES = [f"wiki:{number}" for number in range(40)]


def _side(side):
    return [page for page in PAGES if split_of(page, SPLIT) == side]


def test_all_questions_of_a_page_are_on_one_side_and_both_sides_have_some():
    assert 10 < len(_side("validation")) < 30
    for page in PAGES[:5]:
        names = [f"{page}#q{number}" for number in range(3)]
        found = [
            pair
            for name in names
            for pair in pairs_of(
                [right(of=name, documents=(page,)), wrong(of=name, documents=(page,))],
                PairsConfig(split=SPLIT),
                SCORING,
            )
        ]
        assert {pair.split for pair in found} == {split_of(page, SPLIT)}
        assert {pair.group for pair in found} == {page}


def test_a_comparison_of_pages_of_both_sides_is_dropped():
    train, validation = _side("train"), _side("validation")
    crossing = (train[0], validation[0])
    assert reason(right(documents=crossing), wrong(documents=crossing), split=SPLIT) == "crosses-splits"
    inside = (validation[0], validation[1])
    (pair,) = pairs_of([right(documents=inside), wrong(documents=inside)], PairsConfig(split=SPLIT), SCORING)
    assert (pair.split, pair.group) == ("validation", " ".join(sorted(inside)))


def _stage(partitions=2):
    return Group(
        name="pairs",
        input=ScoredResponse,
        key="question",
        partitions=partitions,
        function=ResponsesToPairs(PairsConfig(), SCORING),
        output=PreferencePair,
    )


def test_pairs_are_within_a_question():
    one = [right(of="wiki:1#a", sample=0), wrong(of="wiki:1#a", sample=1)]
    other = [wrong("Graz.", of="wiki:1#b", sample=0)]
    applied = apply_group(_stage(), one + other)
    assert [(pair.question, pair.rejected[0].content) for pair in applied.rows] == [("wiki:1#a", "Linz.")]
    assert applied.reasons == ["fewer-than-two-scored"]


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from("abcdef"), st.sampled_from("xy")),
        max_size=9,
    ),
    st.randoms(),
)
def test_whatever_comes_in_the_rules_hold_and_the_order_does_not_matter(drawn, random):
    responses = [
        by_claims(f"{text} said this", good, bad, number, model=model)
        for number, (good, bad, text, model) in enumerate(drawn)
        if good + bad
    ]
    config = PairsConfig(per_question=4, per_response=2)
    found = list(pairs_of(responses, config, SCORING))
    shuffled = list(responses)
    random.shuffle(shuffled)
    again = list(pairs_of(shuffled, config, SCORING))
    made = [one for one in found if isinstance(one, PreferencePair)]
    assert made == [one for one in again if isinstance(one, PreferencePair)]
    assert len(made) <= 4
    for pair in made:
        assert pair.chosen[0].content != pair.rejected[0].content
        assert pair.margin >= config.margin - 1e-9
        assert pair.confidence >= config.confidence
    assert made or len(found) == 1
