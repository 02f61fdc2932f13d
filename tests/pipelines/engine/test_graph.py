"""Pipelines that are no chain: several sources, stages that read several stages or use another's folder."""

from collections import Counter
from pathlib import Path

import pytest

from pipelines.engine import Group, Map, RunError, RunOptions, plan_run, read_manifest, run_stages
from pipelines.engine.shards import shard_order
from pipelines.engine.testing import apply_map
from tests.pipelines.engine import toy
from tests.pipelines.engine.folders import changed_at, leftovers, rows, shard_digests, stories

ONE_JOB = ("--runner", "apache_beam.runners.portability.fn_api_runner.fn_runner.FnApiRunner")


@pytest.fixture
def sources(tmp_path):
    return {
        "books": toy.write_lines(tmp_path / "books", files=3),
        "pages-2022": toy.write_lines(tmp_path / "pages", files=2, lines=30),
    }


@pytest.fixture
def known(tmp_path):
    path = tmp_path / "known.txt"
    path.write_text("w0 w1 w2\nw3 !\n")
    return [path]


@pytest.fixture
def run(tmp_path):
    return tmp_path / "run"


def run_graph(sources, known, run, **options):
    return run_stages(toy.graph(sources, known), str(run), RunOptions(**options))


def untouched(before, after):
    """The files that were not written again."""
    return {path for path in before if after.get(path) == before[path]}


def test_rows_of_all_sources_arrive_as_far_as_the_used_stage_knows_them(sources, known, run):
    manifests = {m.stage: m for m in run_graph(sources, known, run)}
    read = [Path(path).read_text() for paths in sources.values() for path in paths]
    words = Counter(word for text in read for word in [*text.split(), *["!"] * len(text.splitlines())])
    expected = {word: count for word, count in words.items() if word in known[0].read_text().split()}
    assert {row["word"]: row["count"] for row in rows(run / "40-counts")} == expected
    assert manifests["kept"].dropped == {"unknown-word": words.total() - sum(expected.values())}
    assert "uses known" in manifests["kept"].input_digests
    assert leftovers(run) == []


def test_shards_of_several_stages_are_named_after_them(sources, known, run):
    run_graph(sources, known, run)
    assert [path.name for path in sorted((run / "20-words").glob("*.parquet"))] == [
        "part-books-00000.parquet",
        "part-books-00001.parquet",
        "part-books-00002.parquet",
        "part-pages-2022-00000.parquet",
        "part-pages-2022-00001.parquet",
    ]


@pytest.mark.parametrize("options", [{"beam_options": ONE_JOB}, {"workers": 2, "in_process_bytes": 0}])
def test_however_it_is_run_the_bytes_are_the_same(sources, known, run, tmp_path, options):
    run_graph(sources, known, run)
    run_graph(sources, known, tmp_path / "other", **options)
    assert shard_digests(tmp_path / "other") == shard_digests(run)
    assert stories(tmp_path / "other") == stories(run)


def test_the_order_in_which_sources_are_named_has_no_meaning(sources, known, run, tmp_path):
    run_graph(sources, known, run)
    run_graph(dict(reversed(sources.items())), known, tmp_path / "other")
    assert shard_digests(tmp_path / "other") == shard_digests(run)


@pytest.mark.parametrize("beam_options", [(), ONE_JOB])
def test_another_source_leaves_the_others_shards_alone(sources, known, run, tmp_path, beam_options):
    run_graph(sources, known, run, beam_options=beam_options)
    before = changed_at(run)
    sources = {"articles": toy.write_lines(tmp_path / "articles", files=1), **sources}
    manifests = run_graph(sources, known, run, beam_options=beam_options)
    kept = untouched(before, changed_at(run))
    assert kept == {path for path in before if not path.startswith("40-counts")}
    assert sum(m.rows_out for m in manifests if m.stage in sources) == 3 * 50 + 2 * 30 + 50


@pytest.mark.parametrize("beam_options", [(), ONE_JOB])
def test_what_uses_a_changed_stage_is_made_again(sources, known, run, beam_options):
    run_graph(sources, known, run, beam_options=beam_options)
    before = changed_at(run)
    known[0].write_text("w0\nw1\nw7\n")
    run_graph(sources, known, run, beam_options=beam_options)
    assert {row["word"] for row in rows(run / "40-counts")} == {"w0", "w1", "w7"}
    changed = {path.split("/")[0] for path in before.keys() - untouched(before, changed_at(run))}
    assert changed == {"11-known", "30-kept", "40-counts"}


def test_nothing_is_done_twice(sources, known, run):
    run_graph(sources, known, run, beam_options=ONE_JOB)
    before = changed_at(run)
    run_graph(sources, known, run, beam_options=ONE_JOB)
    run_graph(sources, known, run)
    assert changed_at(run) == before
    assert {plan.action for plan in plan_run(toy.graph(sources, known), str(run))} == {"skip"}


def test_until_runs_what_the_stage_needs_and_nothing_else(sources, known, run):
    run_graph(sources, known, run, until="words")
    assert sorted(path.name for path in run.iterdir() if path.is_dir()) == [
        "10-books",
        "10-pages-2022",
        "20-words",
    ]
    run_graph(sources, known, run, until="kept")
    assert read_manifest(str(run / "30-kept"))


def test_the_plan_says_what_a_stage_waits_for(sources, known, run):
    plans = {plan.stage: plan for plan in plan_run(toy.graph(sources, known), str(run))}
    assert plans["books"].action == plans["known"].action == "run"
    assert plans["words"].reason == "it needs books, pages-2022"
    assert plans["kept"].reason == "it needs words, known"


def test_progress_counts_the_stages_of_this_run(sources, known, run):
    seen = []
    stages = toy.graph(sources, known)
    run_stages(stages, str(run), RunOptions(until="words"), progress=seen.append)
    assert [(p.stage, p.position, p.stages) for p in seen if p.state == "done"] == [
        ("books", 1, 3),
        ("pages-2022", 2, 3),
        ("words", 3, 3),
    ]


def test_a_function_gets_its_folders_in_tests_too(tmp_path):
    (tmp_path / "words.txt").write_text("cat")
    stage = Map(name="kept", uses=("known",), input=toy.Word, output=toy.Word, function=toy.keep_known)
    words = [toy.Word("cat", "1", 3), toy.Word("dog", "1", 3)]
    applied = apply_map(stage, words, folders=[str(tmp_path)])
    assert applied.rows == words[:1]
    assert applied.reasons == ["unknown-word"]


def test_stages_must_come_before_those_that_need_them(sources, known):
    lines, *_ = toy.graph({"books": sources["books"]}, known)
    words = Map(name="words", inputs=("book",), input=toy.Line, output=toy.Word, function=toy.split_words)
    with pytest.raises(RunError, match=r"words needs 'book', but no stage before .* Did you mean books"):
        plan_run([lines, words], "memory://run")


def test_every_stage_that_is_read_must_fit(sources, known):
    lines, _, words, *_ = toy.graph({"books": sources["books"]}, known)
    counts = Group(
        name="counts",
        inputs=("books", "words"),
        input=toy.Word,
        key="word",
        partitions=1,
        output=toy.Count,
        function=toy.count_words,
    )
    with pytest.raises(RunError, match=r"counts reads column 'word' \(string\), but books lacks it"):
        plan_run([lines, words, counts], "memory://run")


def test_a_stage_with_a_source_reads_no_other(sources):
    with pytest.raises(ValueError, match="has a source and cannot read other stages too"):
        Map(
            name="lines",
            source=toy.LineSource(()),
            inputs=("books",),
            output=toy.Line,
            function=toy.Mark(),
        )


def test_shards_are_ordered_by_number_within_a_stage():
    names = ["part-b-100000", "part-b-99999", "part-a-00001", "part-a-00000-001", "part-a-00000-000"]
    assert sorted(names, key=shard_order) == list(reversed(names))
