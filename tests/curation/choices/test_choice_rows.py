"""Items as pairs and conversations."""

import collections
import re

import pytest

from curation.choices import ChoicesConfig, ItemsToConversations, ItemsToPairs
from curation.choices.config import FormWeights
from pipelines.choices import ChoiceSource
from pipelines.engine import Map, RunOptions, run_stages
from pipelines.engine.testing import apply_map
from schemas.choices import ChoiceItem
from schemas.preferences import Conversation, PreferencePair
from tests.curation.choices.choice_files import CSQA, PIQA, write_rows

OPEN = ChoicesConfig(forms=FormWeights(options=0))
OPTIONS = ChoicesConfig(forms=FormWeights(open=0))


def item(
    number=0,
    name="commonsenseqa",
    question="Where is a cup?",
    choices=("sea", "cupboard", "sky", "attic"),
    right=(1,),
    context="",
    counts=(),
):
    return ChoiceItem(
        id=f"{name}:f:{number}",
        set=name,
        context=context,
        question=question,
        choices=list(choices),
        right=list(right),
        group=f"{name}:{number}",
        licence="MIT",
        counts=list(counts),
    )


def made(items, config=None, seed=0):
    stage = Map(
        name="pairs",
        input=ChoiceItem,
        function=ItemsToPairs(config or ChoicesConfig(), seed),
        output=PreferencePair,
    )
    return apply_map(stage, items)


def test_an_item_gives_pairs_with_different_wrong_answers():
    pairs = made([item()], ChoicesConfig(rejected=3, forms=OPEN.forms)).rows
    assert len(pairs) == 3
    assert len({pair.rejected[0].content.lower().rstrip(".") for pair in pairs}) == 3
    for pair in pairs:
        assert pair.chosen[0].content.lower().rstrip(".") == "cupboard"
        assert (pair.chosen_score, pair.rejected_score, pair.margin, pair.licence) == (1.0, 0.0, 1.0, "MIT")


def test_forms_vary_and_options_hold_what_the_answers_name():
    forms = collections.Counter()
    places = collections.Counter()
    for number in range(300):
        for pair in made([item(number)], OPTIONS).rows:
            forms[pair.form] += 1
            prompt, answers = pair.prompt[0].content, (pair.chosen[0].content, pair.rejected[0].content)
            assert answers[0] != answers[1]
            _, style, kind = pair.form.split("-")[0], pair.form.rsplit("-", 1)[0], pair.form.rsplit("-", 1)[1]
            options = dict(re.findall(r"^\(?([A-Da-d1-4])[.)] (.+)$", prompt, re.M))
            if kind == "mark":
                assert options[answers[0]] == "cupboard"
                assert options[answers[1]] in ("sea", "sky", "attic")
                places[list(options).index(answers[0])] += 1
            elif kind == "both":
                assert answers[0] in prompt.split("\n")
                assert answers[0].endswith(" cupboard")
            else:
                assert answers[0] == "cupboard"
                assert style
    assert len(forms) == 16
    # The right one stands anywhere.
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) < 2.5 * min(places.values())


def test_more_choices_than_may_be_shown_leave_out_wrong_ones():
    choices = ("cupboard", *(f"place{number}" for number in range(12)))
    config = ChoicesConfig(forms=OPTIONS.forms, max_options=4)
    for number in range(20):
        for pair in made([item(number, choices=choices, right=(0,))], config).rows:
            shown = [choice for choice in choices if re.search(rf"{choice}$", pair.prompt[0].content, re.M)]
            assert len(shown) == 4
            assert "cupboard" in shown


@pytest.mark.parametrize(
    ("question", "name", "expected"),
    [
        ("Which of these is a cup?", "obqa", "options"),
        ("dresser", "piqa", "options"),
        ("A lamp that is switched on gives", "obqa", "open"),
        ("how to warm soup", "piqa", "open"),
    ],
)
def test_what_means_nothing_without_its_options_is_shown_with_them(question, name, expected):
    config = OPEN if expected == "open" else ChoicesConfig()
    forms = {
        pair.form.split("-")[0]
        for number in range(30)
        for pair in made([item(number, name, question)], config).rows
    }
    assert forms == {expected}


def test_goals_become_questions_or_sentences_to_complete():
    def prompts(goal):
        return {
            pair.prompt[0].content for n in range(60) for pair in made([item(n, "piqa", goal)], OPEN).rows
        }

    assert prompts("To dry herbs.") >= {"How can I dry herbs?", "What is a good way to dry herbs?"}
    assert all(
        " ..." in prompt and "dry herbs, you can" in prompt for prompt in prompts("To dry herbs, you can")
    )
    assert prompts("how do you dry herbs") == {"How do you dry herbs?"}
    assert "How to dry herbs?" in prompts("how to dry herbs")


def test_a_survey_prefers_what_more_people_said():
    survey = item(
        name="protoqa",
        question="Name a pet.",
        choices=("dog", "cat", "fish", "bird", "newt"),
        right=(0,),
        counts=(60, 35, 4, 1, 0),
    )
    pairs = made([survey], ChoicesConfig(rejected=9)).rows
    singles = [pair for pair in pairs if pair.form == "survey"]
    # 35 is more than half of 60.
    assert sorted(pair.rejected[0].content for pair in singles) == ["bird", "fish", "newt"]
    assert all(pair.chosen_score == 0.6 and pair.margin > 0.5 for pair in singles)
    (listed,) = [pair for pair in pairs if pair.form == "survey-list"]
    assert re.findall(r"[a-z]+", listed.chosen[0].content) == ["dog", "cat"]
    assert re.findall(r"[a-z]+", listed.rejected[0].content) == ["newt", "bird"]


def test_a_survey_without_a_majority_makes_no_pair():
    survey = item(name="protoqa", choices=("dog", "cat"), right=(0,), counts=(40, 30))
    assert made([survey]).reasons == ["no-majority"]


def test_one_item_is_on_one_side_and_rows_depend_on_the_seed_alone():
    items = [item(number) for number in range(200)]
    pairs = made(items).rows
    sides = collections.defaultdict(set)
    for pair in pairs:
        sides[pair.group].add(pair.split)
    assert all(len(side) == 1 for side in sides.values())
    assert {"train", "validation"} == {pair.split for pair in pairs}
    assert pairs == made(items).rows
    assert pairs != made(items, seed=1).rows


def test_conversations_have_the_right_answer():
    stage = Map(name="sft", input=ChoiceItem, function=ItemsToConversations(OPEN, 0), output=Conversation)
    rows = apply_map(stage, [item(number) for number in range(20)]).rows
    assert len(rows) == 20
    for row in rows:
        assert [message.role for message in row.messages] == ["user", "assistant"]
        assert row.messages[1].content.lower().rstrip(".") == "cupboard"


def test_the_pipeline_makes_items_pairs_and_conversations(tmp_path):
    source = ChoiceSource(
        sets={
            "csqa": {"path": write_rows(tmp_path / "a" / "train.jsonl", [CSQA] * 3)},
            "physics": {
                "path": write_rows(tmp_path / "b" / "dev.jsonl", [PIQA, {"goal": "x"}], "1\n0\n"),
                "layout": "piqa",
            },
        }
    )
    report = run_stages(source.stages("choices", 0, seed=0), str(tmp_path / "run"), RunOptions())
    rows = {stage.stage: stage.rows_out for stage in report}
    assert rows == {"choices-items": 4, "choices-pairs": 7, "choices-sft": 4}
    assert (tmp_path / "run" / "20-choices-pairs" / "README.md").exists()


@pytest.mark.real
def test_real_files(real_data):
    folder = real_data / "qa"
    from curation.choices import ChoiceFiles, ChoiceSet

    sets = {
        "commonsenseqa": ChoiceSet(path=str(folder / "commonsenseqa" / "train_rand_split.jsonl")),
        "siqa": ChoiceSet(path=str(folder / "socialiqa" / "socialiqa-train-dev" / "dev.jsonl")),
        "piqa": ChoiceSet(path=str(folder / "piqa" / "physicaliqa-train-dev" / "dev.jsonl")),
        "obqa": ChoiceSet(path=str(folder / "openbookqa")),
        "protoqa": ChoiceSet(path=(str(folder / "protoqa" / "dev"),)),
        "record": ChoiceSet(path=str(folder / "record")),
    }
    source = ChoiceFiles(sets)
    items = [row for split in source.plan() for row in source.read(split)]
    read = collections.Counter(getattr(row, "set", getattr(row, "reason", "")) for row in items)
    assert read == {
        "commonsenseqa": 9741,
        "siqa": 1300,
        "piqa": 1200,
        "obqa": 4957,
        "protoqa": 734,
        "record": 32,
        "one-choice": 1,
    }
    applied = made([row for row in items if isinstance(row, ChoiceItem)])
    assert set(applied.reasons) == {"no-majority"}
    for pair in applied.rows:
        sides = [" ".join(side[0].content.lower().split()) for side in (pair.chosen, pair.rejected)]
        assert sides[0] != sides[1] and all(sides)
    counts = collections.Counter(pair.source for pair in applied.rows)
    # 42 questions repeat their right choice, and keep two wrong ones all the same.
    assert counts["commonsenseqa"] == 2 * 9741
