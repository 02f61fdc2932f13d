"""`roae inspect trace` on a run of the recipe `preferences`: what it says is what the stages have."""

import json
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jobs import recipe as recipes
from jobs.demo import write_dump
from jobs.inspect.place import find_place
from jobs.inspect.shard_file import ShardFile
from jobs.inspect.trace import trace
from pipelines.engine import RunOptions
from tests.jobs.inspect_runs import said, shown


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("preferences")
    settings = [
        f"output={folder / 'run'}",
        f"wikis.demowiki.input={write_dump(folder).dump}",
        "wikis.demowiki.wiki.split_bytes=50000",
        "questions.per_page=10",
        "corrupted={}",
        "partitions=3",
        "rejected_limit=0.2",
    ]
    recipes.load("preferences", settings).run(RunOptions())
    return folder / "run"


def another(run, folder, *settings, until=""):
    """A run of the same dump with other settings."""
    dump = json.loads((run / "run.json").read_text())["recipe"]["wikis"]["demowiki"]["input"]
    given = [f"output={folder / 'run'}", f"wikis.demowiki.input={dump}", "rejected_limit=0.2", *settings]
    recipes.load("preferences", [*given, "questions.per_page=4"]).run(RunOptions(until=until))
    return folder / "run"


@pytest.fixture(scope="module")
def stages(run):
    """The rows of each stage, by its name."""
    return {
        folder.name.partition("-")[2]: [
            row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()
        ]
        for folder in run.iterdir()
        if folder.is_dir() and folder.name[:2].isdecimal()
    }


def steps(lines, stage, row=None):
    """The steps of a stage, in one strand or in all."""
    return [one for one in lines if one.get("stage", "").endswith(stage) and row in (None, one["row"])]


def open_question(stages):
    """An open question with a pair."""
    paired = {row["question"] for row in stages["pairs"]}
    return next(
        row for row in stages["questions"] if row["id"] in paired and row["kind"] in ("summary", "timeline")
    )


def test_a_question_is_shown_with_all_that_was_made_of_it(run, stages, capsys):
    question = open_question(stages)
    name = question["id"]
    lines = said(capsys, "trace", run, name)

    def of(stage, column="question"):
        return {row["id"] for row in stages[stage] if row[column] == name}

    (asked,) = steps(lines, "-questions")
    assert {key: asked[key] for key in ("id", "kind", "prompt", "plain")} == {
        key: question[key] for key in ("id", "kind", "prompt", "plain")
    }
    assert {one["id"] for one in steps(lines, "-facts")} == set(question["facts"])
    assert {one["id"] for one in steps(lines, "-corrupted")} == of("corrupted")
    assert {one["id"] for one in steps(lines, "-scores")} == of("scores")
    assert {one["id"] for one in steps(lines, "-pairs") if one["event"] == "kept"} == of("pairs")
    assert of("pairs")
    checked = {row["response"]: row for row in stages["verdicts"] if row["question"] == name}
    told = {one["response"]: one for one in steps(lines, "-verdicts")}
    assert told.keys() == checked.keys()
    for response, row in checked.items():
        verdicts = {verdict["claim"]: verdict["label"] for verdict in row["verdicts"]}
        assert [claim["id"] for claim in told[response]["claims"]] == [claim["id"] for claim in row["claims"]]
        for claim in told[response]["claims"]:
            assert (claim["verdict"] or {}).get("label") == verdicts.get(claim["id"])


def test_every_passage_is_held_against_the_page(run, stages, capsys):
    lines = said(capsys, "trace", run, open_question(stages)["id"])
    pages = {row["id"]: row["text"] for row in stages["demowiki"]}
    passages = [evidence for one in lines for evidence in one.get("evidence", [])]
    passages += [
        evidence
        for one in lines
        for claim in one.get("claims", [])
        for evidence in (claim["verdict"] or {}).get("evidence", [])
    ]
    assert len(passages) > 5
    for one in passages:
        there = pages[one["document"]][one["start"] : one["end"]] == one["text"]
        assert one["on_page"] is (there if one["start"] >= 0 else None)


def test_a_passage_that_is_not_on_the_page_is_told(run, stages, tmp_path, capsys):
    question = open_question(stages)
    copy = tmp_path / "run"
    for path in run.rglob("*"):
        if path.is_file():
            (copy / path.relative_to(run)).parent.mkdir(parents=True, exist_ok=True)
            (copy / path.relative_to(run)).write_bytes(path.read_bytes())
    for path in (copy / "10-demowiki").glob("*.parquet"):
        table = pq.read_table(path)
        texts = [
            f"X{row['text']}" if row["id"] in question["documents"] else row["text"]
            for row in table.to_pylist()
        ]
        column = table.schema.get_field_index("text")
        pq.write_table(table.set_column(column, table.schema.field("text"), pa.array(texts)), path)
    assert "NOT what is on the page" not in shown(capsys, "trace", run, question["id"])
    assert "NOT what is on the page" in shown(capsys, "trace", copy, question["id"])


def test_a_pair_comes_first_and_then_its_two_sides(run, stages, capsys):
    pair = next(row for row in stages["pairs"] if row["inserted"])
    lines = said(capsys, "trace", run, pair["id"])
    first = lines[0]
    assert (first["row"], first["id"], first["margin"]) == (0, pair["id"], pair["margin"])
    titles = [outcome["title"] for outcome in lines[-1]["outcomes"]]
    assert [title.partition(" · ")[0] for title in titles] == [
        pair["id"],
        pair["chosen_response"],
        pair["rejected_response"],
        pair["question"],
    ]
    (chosen,), (rejected,) = steps(lines, "-corrupted", 1), steps(lines, "-corrupted", 2)
    assert (chosen["text"], rejected["text"]) == (
        pair["chosen"][0]["content"],
        pair["rejected"][0]["content"],
    )
    text = shown(capsys, "trace", run, pair["id"])
    question = next(row for row in stages["questions"] if row["id"] == pair["question"])
    for part in question["inserted"]:
        assert f"inserted ({part['kind']}): “{part['text']}”" in text
        assert "which says what is false" in text if part["is_false"] else True


def test_a_response_and_a_claim_lead_back_to_the_question(run, stages, capsys):
    checked = next(row for row in stages["verdicts"] if len(row["claims"]) > 2 and row["verdicts"])
    claim = checked["verdicts"][-1]["claim"]
    lines = said(capsys, "trace", run, claim)
    (only,) = lines[0]["claims"]
    assert only["id"] == claim
    assert only["verdict"]["probability"] == checked["verdicts"][-1]["probability"]
    titles = [outcome["title"].partition(" · ")[0] for outcome in lines[-1]["outcomes"]]
    assert titles == [claim, checked["response"], checked["question"]]
    assert lines[-1]["outcomes"][0]["outcome"] == checked["verdicts"][-1]["label"]
    lines = said(capsys, "trace", run, checked["response"])
    titles = [outcome["title"].partition(" · ")[0] for outcome in lines[-1]["outcomes"]]
    assert titles == [checked["response"], checked["question"]]


def test_reasons_of_questions_without_pairs_are_those_that_were_counted(run, stages):
    place = find_place(str(run))
    paired = {row["question"] for row in stages["pairs"]}
    left = [row["id"] for row in stages["questions"] if row["id"] not in paired]
    answered = {row["question"] for row in stages["corrupted"]}
    reasons = Counter()
    for name in left:
        if name in answered:
            last = trace(place, name).strands[0].steps[-1]
            reasons[last.found["reason"]] += 1
            assert last.event == "dropped"
    manifest = json.loads(next(run.glob("*-pairs/manifest.json")).read_text())
    assert reasons == Counter(manifest["dropped"])
    assert reasons


def test_two_responses_that_are_no_pair_have_a_reason(run, stages, capsys):
    pair = max(
        stages["pairs"], key=lambda row: Counter(p["question"] for p in stages["pairs"])[row["question"]]
    )
    lines = said(capsys, "trace", run, pair["question"])
    scored = [row for row in stages["scores"] if row["question"] == pair["question"]]
    (rest,) = [one for one in steps(lines, "-pairs") if one["event"] == "noted"]
    kept = [one for one in steps(lines, "-pairs") if one["event"] == "kept"]
    assert len(rest["not_made"]) + len(kept) == len(scored) * (len(scored) - 1) // 2
    by_id = {row["id"]: row["score"] for row in scored}
    assert rest["not_made"]
    for one in rest["not_made"]:
        if one["reason"] == "margin":
            assert abs(by_id[one["one"]] - by_id[one["other"]]) < 0.2


@pytest.mark.parametrize("change", ["digest", "longer", "page", "response", "pair"])
def test_an_unknown_id_names_those_near_it(change, run, stages, capsys):
    pair = stages["pairs"][0]
    question, response = pair["question"], pair["chosen_response"]
    other = "1" if question[-1] == "0" else "0"
    name, near = {
        "digest": (question[:-1] + other, question),
        "longer": (question + "0", question),
        "page": (question.replace("#", "9#"), question),
        "response": (response.rpartition("/")[0] + "/77", f"{question}/reference/"),
        "pair": (pair["id"][:-2] + "zz", pair["id"]),
    }[change]
    told = shown(capsys, "trace", run, name, code=2)
    assert near in told
    assert name in told


def test_an_id_like_none_shows_what_ids_look_like(run, stages, capsys):
    told = shown(capsys, "trace", run, "elsewhere:1#q0123456789abcdef", code=2)
    assert "none is about elsewhere:1" in told
    assert any(row["id"] in told for row in stages["questions"])


def test_rows_are_looked_for_where_they_lie_only(run, stages, monkeypatch):
    opened = []
    enter = ShardFile.__enter__
    monkeypatch.setattr(ShardFile, "__enter__", lambda file: opened.append(file.path) or enter(file))
    assert trace(find_place(str(run)), stages["pairs"][0]["id"])
    folders = Counter(path.split("/")[-2] for path in set(opened))
    for stage in ("26-questions", "31-corrupted", "39-verdicts", "41-scores", "50-pairs"):
        assert len(list((run / stage).glob("*.parquet"))) > 1
        assert folders[stage] == 1
    assert not folders["36-response-parts"]


def test_a_run_that_is_not_finished_is_shown_as_far_as_it_is(run, tmp_path, capsys):
    unfinished = another(run, tmp_path, "corrupted={}", until="corrupted")
    path = next((unfinished / "31-corrupted").glob("*.parquet"))
    response = pq.read_table(path, columns=["id"]).to_pylist()[0]["id"]
    lines = said(capsys, "trace", unfinished, response)
    assert lines[0]["id"] == response
    assert "not come to its pairs yet" in lines[-1]["outcomes"][0]["outcome"]


def test_a_dropped_row_that_was_kept_says_why(run, tmp_path, capsys):
    kept = another(run, tmp_path, "corrupted.kinds=[as-is]", "partitions=2", "exclusions=true")
    dropped = [
        row for path in kept.glob("50-pairs/dropped/*.parquet") for row in pq.read_table(path).to_pylist()
    ]
    name = json.loads(dropped[0]["record"])["question"]
    lines = said(capsys, "trace", kept, name)
    assert lines[-1]["outcomes"][0]["outcome"] == "1 response(s), 0 pair(s): fewer-than-two-scored"
    assert lines[-2]["dropped_row"]["id"] == dropped[0]["id"]


def test_the_rows_of_the_run_are_its_pairs(run, stages, capsys):
    (first,) = said(capsys, "head", run, 1)
    assert first["_at"].startswith("50-pairs/")
    assert first["id"] in {row["id"] for row in stages["pairs"]}
    assert said(capsys, "stats", run)[0]["rows"] == len(stages["pairs"])
    summary = shown(capsys, run)
    assert "19 stages by the recipe preferences, all done" in summary
    assert "50-pairs" in summary
    assert shown(capsys, "verify", run).startswith("no fault; checked: 19 stages")


def test_a_page_names_the_questions_that_it_was_asked(run, stages, capsys):
    page = stages["verdicts"][0]["document"]
    lines = said(capsys, "trace", run, page)
    (checked,) = steps(lines, "-verdicts")
    assert set(checked["questions"]) == {r["question"] for r in stages["verdicts"] if r["document"] == page}
    assert not steps(lines, "-pages")
