import pytest
from through_stages import said

from curation.verbalise.config import VerbaliseConfig
from curation.verbalise.selection import content_key, select


def test_both_sides_of_a_contradiction_are_left_out() -> None:
    rows = [
        said("whale", "HasProperty", "big"),
        said("whale", "HasProperty", "big", negated=True),
        said("whale", "HasA", "fin"),
    ]
    selection = select("whale", rows, VerbaliseConfig(), 0)
    assert [row.tail for row in selection.chosen] == ["fin"]
    assert selection.left_out == {"contradictory": 2}


def test_of_a_paraphrase_the_source_of_higher_priority_stays_and_agreement_is_counted() -> None:
    rows = [
        said("cat", "eat", "mice", "quasimodo", weight=0.9),
        said("cat", "CapableOf", "eat a mouse", "cn100k"),
        said("cat", "CapableOf", "eats mice", "ascentpp", weight=0.1),
    ]
    selection = select("cat", rows, VerbaliseConfig(), 0)
    assert [row.source for row in selection.chosen] == ["cn100k"]
    assert selection.agreeing[rows[1].id] == 3
    assert selection.left_out == {"paraphrase": 2}


def test_of_one_source_the_better_weight_stays() -> None:
    rows = [said("cat", "HasA", "a tail", weight=0.2), said("cat", "HasA", "tails", weight=0.8)]
    assert [row.tail for row in select("cat", rows, VerbaliseConfig(), 0).chosen] == ["tails"]


def test_a_negated_statement_is_no_paraphrase() -> None:
    rows = [said("cat", "Desires", "bath", negated=True), said("cat", "Desires", "baths in sun")]
    assert len(select("cat", rows, VerbaliseConfig(), 0).chosen) == 2


def test_the_same_row_again_is_a_repeat() -> None:
    rows = [said("cat", "HasA", "tail")] * 3
    assert select("cat", rows, VerbaliseConfig(), 0).left_out == {"repeated": 2}


def many(count: int) -> list:
    return [said("thing", "AtLocation", f"place{number}", weight=number) for number in range(count)]


def test_limits_hold_and_the_seed_decides() -> None:
    config = VerbaliseConfig(max_tuples=5, max_per_relation=4)
    rows = many(50) + [said("thing", "HasA", f"part{number}") for number in range(50)]
    first = select("thing", rows, config, 1)
    assert len(first.chosen) == 5
    assert max(sum(row.relation == name for row in first.chosen) for name in ("HasA", "AtLocation")) <= 4
    assert first.left_out == {"over-the-limit": 95}
    again, other = select("thing", rows, config, 1), select("thing", rows, config, 2)
    assert again.chosen == first.chosen != other.chosen


def test_a_heavier_tuple_is_drawn_more_often() -> None:
    config = VerbaliseConfig(max_tuples=10, max_per_relation=10)
    drawn = [row.weight for seed in range(60) for row in select("thing", many(100), config, seed).chosen]
    assert sum(weight >= 50 for weight in drawn) > 1.5 * sum(weight < 50 for weight in drawn)


def test_weights_of_other_scales_are_comparable() -> None:
    config = VerbaliseConfig(max_tuples=20, max_per_relation=20)
    counts = {"ascent": 0, "quasimodo": 0}
    for seed in range(30):
        rows = [said("t", "AtLocation", f"a{n}", "ascent", weight=1000.0 + n) for n in range(40)]
        rows += [said("t", "AtLocation", f"q{n}", "quasimodo", weight=n / 100) for n in range(40)]
        for row in select("t", rows, config, seed).chosen:
            counts[row.source] += 1
    assert 0.7 < counts["ascent"] / counts["quasimodo"] < 1.4


@pytest.mark.parametrize(
    ("one", "other"),
    [("to eat a mouse", "eats mice"), ("The big houses", "big house"), ("PersonX is happy", "happy")],
)
def test_content_is_compared_by_lemma(one: str, other: str) -> None:
    assert content_key(one) == content_key(other)


def test_a_text_of_stop_words_still_has_a_key() -> None:
    assert content_key("it") and content_key("him") != content_key("her")
