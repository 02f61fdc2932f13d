"""The recipe `preferences` on the demonstration wiki: from pages to pairs, and every judgement's evidence."""

import json
from collections import Counter

import pyarrow.parquet as pq
import pytest

from jobs import recipe as recipes
from jobs.demo import write_dump
from jobs.errors import UsageError
from pipelines.engine import RunOptions
from tests.pipelines.engine.folders import shard_digests


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    return write_dump(tmp_path_factory.mktemp("dump")).dump


def load(output, *settings):
    return recipes.load("preferences", [f"output={output}", "rejected_limit=0.2", *settings])


@pytest.fixture(scope="module")
def run(dump, tmp_path_factory):
    folder = tmp_path_factory.mktemp("preferences") / "run"
    load(folder, f"wikis.demowiki.input={dump}", "corrupted={}").run(RunOptions())
    return folder


def rows(folder):
    return [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def test_every_question_is_answered_and_every_answer_scored_once(run):
    questions = {row["id"]: row for row in rows(run / "26-questions")}
    responses = {row["id"] for row in rows(run / "31-corrupted")}
    scored = rows(run / "41-scores")
    assert len(questions) > 100
    assert {row["id"] for row in scored} == responses
    assert len(scored) == len(responses)
    states = Counter(row["state"] for row in scored)
    assert states["scored"] > states["unscored"]
    assert all(row["score"] == -1 for row in scored if row["state"] == "unscored")


def test_every_verdict_has_a_claim_and_names_what_it_rests_on(run):
    pages = {row["id"]: row["text"] for row in rows(run / "10-demowiki")}
    checked = rows(run / "39-verdicts")
    assert checked
    labels = Counter()
    for response in checked:
        claims = {claim["id"]: claim for claim in response["claims"]}
        assert {claim for claim, about in claims.items() if about["checkable"]} == {
            verdict["claim"] for verdict in response["verdicts"]
        }
        for verdict in response["verdicts"]:
            labels[verdict["label"]] += 1
            for evidence in verdict["evidence"]:
                if evidence["start"] >= 0:
                    found = pages[evidence["document"]][evidence["start"] : evidence["end"]]
                    assert found == evidence["text"]
    assert labels["supported"]
    assert labels["not-found"] + labels["contradicted"]


def test_right_answers_are_chosen_over_those_made_wrong(run):
    corrupted = {row["id"]: row["corrupted"] for row in rows(run / "31-corrupted")}
    pairs = rows(run / "50-pairs")
    assert len(pairs) > 50
    for pair in pairs:
        assert pair["chosen"] != pair["rejected"]
        assert pair["margin"] > 0.2 - 1e-9
        assert pair["prompt"][-1]["role"] == "user"
    wrong = sum(corrupted[pair["chosen_response"]] == "value" for pair in pairs)
    assert wrong < 0.05 * len(pairs)
    card = json.loads((run / "50-pairs" / "card.json").read_text())
    assert card["pairs"] == len(pairs)
    assert "Shorter wins" in (run / "50-pairs" / "README.md").read_text()


def test_documents_of_a_finished_run_give_the_same_pairs(run, dump, tmp_path):
    output, again = tmp_path / "wiki", tmp_path / "again"
    recipes.load("wikipedia", [f"input={dump}", f"output={output}", "rejected_limit=0.2"]).run(
        RunOptions(until="documents")
    )
    load(again, f"runs=[{output}]", "corrupted={}").run(RunOptions())
    assert (
        shard_digests(again)["50-pairs/part-00000.parquet"]
        == (shard_digests(run)["50-pairs/part-00000.parquet"])
    )


def test_a_second_run_changes_nothing(run, dump):
    before = shard_digests(run)
    load(run, f"wikis.demowiki.input={dump}", "corrupted={}").run(RunOptions())
    assert shard_digests(run) == before


def test_sets_become_pairs_and_conversations_without_any_page(tmp_path):
    (tmp_path / "set.jsonl").write_text(
        json.dumps(
            {
                "id": "1",
                "answerKey": "B",
                "question": {
                    "stem": "Where is bread baked?",
                    "choices": [{"label": "A", "text": "lake"}, {"label": "B", "text": "oven"}],
                },
            }
        )
    )
    (tmp_path / "chat.json").write_text(
        json.dumps([{"instruction": "Say hello.", "input": "", "output": "Hello!"}])
    )
    run = tmp_path / "run"
    settings = [
        f"choices.sets={{commonsenseqa: {{path: {tmp_path / 'set.jsonl'}}}}}",
        f"instructions.sets={{alpaca: {{path: {tmp_path / 'chat.json'}}}}}",
    ]
    load(run, *settings).run(RunOptions())
    (pair,) = rows(run / "61-choices-pairs")
    assert "oven" in pair["chosen"][0]["content"] and "lake" in pair["rejected"][0]["content"]
    assert len(rows(run / "62-choices-sft")) == 1
    (talk,) = rows(run / "70-instructions-sft")
    assert [turn["role"] for turn in talk["messages"]] == ["user", "assistant"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["corrupted={}"], "nothing to make pairs of"),
        (["runs=[x]"], "nobody answers"),
        (["runs=[x]", "corrupted={}", "verdicts.cascade={}"], "needs a `judge`"),
        (["runs=[x]", "corrupted={}", "pairs.margim=1"], "margin"),
    ],
)
def test_recipes_that_cannot_be(settings, said, tmp_path):
    with pytest.raises(UsageError, match=said):
        load(tmp_path, *settings)
