import dataclasses
import errno
import json
import os
from collections import Counter
from pathlib import Path

import fsspec
import pyarrow.parquet as pq
import pytest

from pipelines.engine import (
    Map,
    RunError,
    RunOptions,
    plan_run,
    read_manifest,
    run_stages,
    stage_folders,
    storage,
)
from schemas.split import InputError, Split
from tests.pipelines.engine import toy
from tests.pipelines.engine.folders import changed_at, leftovers, rows, shard_digests, stories
from tests.pipelines.engine.toy import Line

# Any runner that is not named FnApiRunner gets all stages as one job; by its full name, FnApiRunner does too.
ONE_JOB = ("--runner", "apache_beam.runners.portability.fn_api_runner.fn_runner.FnApiRunner")


@pytest.fixture
def inputs(tmp_path):
    return toy.write_lines(tmp_path / "in")


@pytest.fixture
def run(tmp_path):
    return tmp_path / "run"


def run_toy(inputs, run, options=None, **config):
    return run_stages(toy.pipeline(inputs, **config), str(run), options)


def test_every_row_arrives(inputs, run):
    manifests = run_toy(inputs, run)
    words = Counter(f"{word}" for path in inputs for word in [*Path(path).read_text().split(), *["!"] * 50])
    counts = rows(run / "30-counts")
    assert {row["word"]: row["count"] for row in counts} == words
    assert [(m.stage, m.rows_in, m.rows_out) for m in manifests] == [
        ("lines", 200, 200),
        ("words", 200, 800),
        ("counts", 800, len(words)),
    ]
    assert leftovers(run) == []


def test_receipts_and_manifest_say_what_is_there(inputs, run):
    run_toy(inputs, run)
    for stage in stage_folders(str(run)):
        assert stage.manifest is not None
        assert [file for receipt in stage.receipts for file in receipt.files] == stage.manifest.files
        assert sum(receipt.rows_out for receipt in stage.receipts) == stage.manifest.rows_out
        for file in stage.manifest.files:
            path = Path(stage.path) / file.name
            assert path.stat().st_size == file.bytes
            assert pq.ParquetFile(path).metadata.num_rows == file.rows
            assert shard_digests(run)[str(path.relative_to(run))] == file.sha256
        assert stage.manifest.timing.peak_rss_bytes > 10_000_000
    about = json.loads((run / "run.json").read_text())
    assert [stage["name"] for stage in about["stages"]] == ["lines", "words", "counts"]
    assert "pyarrow" in about["versions"]


def test_all_stages_as_one_job_leave_the_same_folders(inputs, run, tmp_path):
    options = {"exclusions": True}
    one_by_one = run_toy(inputs, run, RunOptions(**options), shard_bytes=2000)
    together = tmp_path / "together"
    as_one = run_toy(inputs, together, RunOptions(**options, beam_options=ONE_JOB), shard_bytes=2000)
    assert shard_digests(together) == shard_digests(run)
    assert stories(together) == stories(run)
    assert len(as_one) == len(one_by_one) == 3


def test_what_is_done_is_not_done_again(inputs, run):
    first = run_toy(inputs, run)
    before = changed_at(run)
    assert run_toy(inputs, run) == first
    assert run_toy(inputs, run, RunOptions(beam_options=ONE_JOB)) == first
    assert changed_at(run) == before


def test_a_later_stage_alone_is_redone_when_its_configuration_changes(inputs, run):
    run_toy(inputs, run)
    before = changed_at(run)
    run_toy(inputs, run, partitions=2)
    after = changed_at(run)
    assert {name for name in before if before[name] != after.get(name)} == {
        name for name in before if name.startswith("30-counts/")
    }
    # The third partition is no more.
    assert {path.name for path in (run / "30-counts").glob("*.parquet")} == {
        "part-00000.parquet",
        "part-00001.parquet",
    }


def test_a_change_at_the_beginning_redoes_all(inputs, run, tmp_path):
    run_toy(inputs, run)
    run_toy(inputs, run, mark="?")
    fresh = tmp_path / "fresh"
    run_toy(inputs, fresh, mark="?")
    assert shard_digests(run) == shard_digests(fresh)
    assert stories(run) == stories(fresh)


class FullDisk(toy.Mark):
    """As if the disk were full once some shards are written."""

    def __call__(self, lines):
        for line in super().__call__(lines):
            if line.id.startswith("lines-0"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), line.id)
            yield line


def test_changing_back_does_not_bring_back_the_wrong_rows(inputs, run):
    run_toy(inputs, run, mark="!")
    original = shard_digests(run)
    stages = toy.pipeline(inputs, mark="?")
    stages[0] = dataclasses.replace(stages[0], function=FullDisk("?"))
    with pytest.raises(RunError, match="disk is full"):
        run_stages(stages, str(run))
    # Now some shards are of one configuration, some of the other, and of the same size.
    mixed = shard_digests(run)
    assert mixed != original
    assert mixed.items() & original.items()
    run_toy(inputs, run, mark="!")
    assert shard_digests(run) == original


def test_one_changed_file_redoes_its_shards_only(inputs, run):
    run_toy(inputs, run)
    before = changed_at(run)
    with Path(inputs[2]).open("a") as file:
        file.write("brand new\n")
    run_toy(inputs, run)
    after = changed_at(run)
    redone = {name for name in before if before[name] != after[name]}
    assert {name for name in redone if not name.startswith("30-")} == {
        f"{folder}/part-00002.{ending}"
        for folder in ("10-lines", "20-words")
        for ending in ("parquet", "json")
    }
    assert {row["word"] for row in rows(run / "30-counts")} >= {"brand", "new"}


def test_moving_the_input_redoes_nothing(inputs, run, tmp_path):
    run_toy(inputs, run)
    before = changed_at(run)
    moved = Path(inputs[0]).parent.rename(tmp_path / "elsewhere")
    run_toy([moved / Path(path).name for path in inputs], run)
    assert changed_at(run) == before


def test_inputs_that_are_gone_take_their_shards_with_them(inputs, run, tmp_path):
    run_toy(inputs, run)
    (run / "10-lines" / "notes.txt").write_text("mine")
    run_toy(inputs[:2], run)
    fresh = tmp_path / "fresh"
    run_toy(inputs[:2], fresh)
    assert shard_digests(run) == shard_digests(fresh)
    assert stories(run) == stories(fresh)
    assert (run / "10-lines" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("damage", ["delete", "truncate", "no-receipt", "bad-receipt", "bad-manifest"])
def test_a_damaged_stage_is_repaired(inputs, run, damage):
    run_toy(inputs, run)
    before, digests = changed_at(run), shard_digests(run)
    shard = run / "20-words" / "part-00001"
    if damage == "delete":
        shard.with_suffix(".parquet").unlink()
    elif damage == "truncate":
        shard.with_suffix(".parquet").write_bytes(shard.with_suffix(".parquet").read_bytes()[:-1])
    elif damage == "bad-manifest":
        (run / "20-words" / "manifest.json").write_text('{"stage": "wo')
    else:
        (run / "20-words" / "manifest.json").unlink()
        shard.with_suffix(".json").unlink()
        if damage == "bad-receipt":
            shard.with_suffix(".json").write_text("[]")
    run_toy(inputs, run)
    assert shard_digests(run) == digests
    after = changed_at(run)
    redone = {name for name in before if before[name] != after[name]}
    expected = {f"20-words/part-00001.{ending}" for ending in ("parquet", "json")}
    assert redone == (set() if damage == "bad-manifest" else expected)


def test_a_shard_whose_bytes_were_changed_is_named(inputs, run):
    run_toy(inputs, run, RunOptions(until="lines"))
    shard = run / "10-lines" / "part-00001.parquet"
    data = bytearray(shard.read_bytes())
    data[100:200] = bytes(100)
    shard.write_bytes(data)
    with pytest.raises(RunError, match=r"stage words, part-00001: .*10-lines/part-00001.parquet is damaged"):
        run_toy(inputs, run)
    shard.unlink()
    run_toy(inputs, run)


def test_a_relative_output_folder_is_taken_from_here(inputs, run, monkeypatch):
    run.mkdir()
    monkeypatch.chdir(run)
    run_toy(inputs, "inner/run")
    assert len(shard_digests(run / "inner" / "run")) == 11


def test_until_stops_after_a_stage(inputs, run):
    manifests = run_toy(inputs, run, RunOptions(until="words"))
    assert [manifest.stage for manifest in manifests] == ["lines", "words"]
    assert not (run / "30-counts").exists()
    with pytest.raises(RunError, match=r"no stage 'word'.*Did you mean words"):
        run_toy(inputs, run, RunOptions(until="word"))


def special(tmp_path, text):
    path = tmp_path / "special.txt"
    path.write_text(text)
    return [str(path)]


def test_dropped_rows_are_counted_and_kept_on_request(run, tmp_path):
    paths = special(tmp_path, "# a remark\nshort one\nlong one\n")
    (manifest,) = run_toy(paths, run, RunOptions(until="lines"))
    assert manifest.dropped == {"comment": 1, "too-short": 1}
    assert not (run / "10-lines" / "dropped").exists()
    parts = shard_digests(run)

    # Asking for them later makes the shards again, with the same bytes; no longer asking for them does not.
    (manifest,) = run_toy(paths, run, RunOptions(until="lines", exclusions=True))
    assert parts.items() <= shard_digests(run).items()
    kept = rows(run / "10-lines" / "dropped")
    assert [(row["reason"], row["id"], row["kind"]) for row in kept] == [
        ("comment", "special.txt:0", "Line"),
        ("too-short", "special.txt:1", "Line"),
    ]
    assert json.loads(kept[1]["record"]) == {"id": "special.txt:1", "text": "short one"}
    before = changed_at(run)
    run_toy(paths, run, RunOptions(until="lines"))
    assert changed_at(run) == before


def test_rejected_rows_are_kept_with_their_reason(run, tmp_path):
    paths = special(tmp_path, "?\nboom\nsurrogate\nfine\n")
    (manifest,) = run_toy(paths, run, RunOptions(until="lines"))
    assert manifest.rejected == {"error": 2, "unreadable": 1}
    assert (manifest.rows_in, manifest.rows_out) == (4, 1)
    kept = rows(run / "10-lines" / "rejected")
    assert [row["where"] for row in kept] == [
        "special.txt:1 (part-00000 of special.txt, record 0)",
        "special.txt:2 (part-00000 of special.txt, record 1)",
        "special.txt:0",
    ]
    assert "cannot mark 'boom'" in kept[0]["detail"]


@pytest.mark.parametrize(
    ("bad", "good", "limit"), [(10, 190, 0.05), (9, 1, 0.05), (0, 1, 0.0), (50, 50, 0.5)]
)
def test_some_rejected_rows_do_not_fail_the_stage(run, tmp_path, bad, good, limit):
    paths = special(tmp_path, "?\n" * bad + "a line\n" * good)
    (manifest,) = run_toy(paths, run, RunOptions(until="lines", rejected_limit=limit))
    assert manifest.rows_out == good


@pytest.mark.parametrize(("bad", "good", "limit"), [(11, 190, 0.05), (1, 0, 0.05), (1, 10_000, 0.0)])
def test_too_many_rejected_rows_fail_the_stage(run, tmp_path, bad, good, limit):
    paths = special(tmp_path, "?\n" * bad + "a line\n" * good)
    options = RunOptions(until="lines", rejected_limit=limit)
    with pytest.raises(RunError) as failed:
        run_toy(paths, run, options)
    message = str(failed.value)
    assert f"stage lines: {bad} of {bad + good} rows were rejected (unreadable {bad})" in message
    assert str(run / "10-lines" / "rejected") in message
    assert len(rows(run / "10-lines" / "rejected")) == bad
    assert read_manifest(str(run / "10-lines")) is None
    # With the limit raised, the work is not done again.
    before = changed_at(run)
    run_toy(paths, run, RunOptions(until="lines", rejected_limit=1.0))
    assert changed_at(run) == before


def test_the_plan_says_what_would_be_done_and_writes_nothing(inputs, run):
    def planned(**config):
        return [
            (plan.stage, plan.action, plan.reason)
            for plan in plan_run(toy.pipeline(inputs, **config), str(run))
        ]

    assert planned() == [
        ("lines", "run", "not done yet"),
        ("words", "wait", "it needs lines"),
        ("counts", "wait", "it needs words"),
    ]
    assert not run.exists()
    run_toy(inputs, run)
    before = changed_at(run)
    assert planned() == [("lines", "skip", "done"), ("words", "skip", "done"), ("counts", "skip", "done")]
    assert planned(partitions=7)[2] == ("counts", "run", "its definition changed")
    assert planned(mark="?")[0] == ("lines", "run", "mark '!' → '?'")
    (run / "20-words" / "part-00000.parquet").unlink()
    assert planned()[1] == ("words", "run", "files are missing or were changed")
    (run / "20-words" / "manifest.json").unlink()
    plan = plan_run(toy.pipeline(inputs), str(run))[1]
    assert (plan.inputs, plan.to_do) == (4, 1)
    assert before.keys() - changed_at(run).keys() == {"20-words/part-00000.parquet"}


def test_progress_ends_with_everything_done(inputs, run):
    seen = []
    run_stages(toy.pipeline(inputs), str(run), progress=seen.append)
    assert [(p.stage, p.done, p.total) for p in seen if p.state == "done"] == [
        ("lines", 4, 4),
        ("words", 4, 4),
        ("counts", 7, 7),
    ]
    assert all(0 <= p.done <= p.total and p.bytes_done <= p.bytes_total for p in seen)
    again = []
    run_stages(toy.pipeline(inputs), str(run), progress=again.append)
    assert [(p.stage, p.state) for p in again] == [
        ("lines", "current"),
        ("words", "current"),
        ("counts", "current"),
    ]


def test_what_a_progress_callback_raises_is_not_lost(inputs, run):
    def fails(progress):
        raise LookupError(progress.stage)

    with pytest.raises(LookupError, match="lines"):
        run_stages(toy.pipeline(inputs), str(run), progress=fails)


def test_finish_runs_once_before_the_manifest(inputs, run):
    calls = []

    def finish(folder, manifest):
        calls.append((Path(folder).name, manifest.rows_out, (Path(folder) / "manifest.json").exists()))

    stages = toy.pipeline(inputs)
    stages[1] = dataclasses.replace(stages[1], finish=finish)
    run_stages(stages, str(run))
    run_stages(stages, str(run))
    assert calls == [("20-words", 800, False)]


def test_stages_that_do_not_fit_together_are_refused(inputs, run):
    lines, words, counts = toy.pipeline(inputs)
    for stages, message in [
        ([], "begins with a Map that has a source"),
        ([words], "begins with a Map that has a source"),
        ([lines, counts], "reads column 'word' .string., but lines lacks it"),
        ([lines, dataclasses.replace(words, name="lines")], "same name: lines"),
    ]:
        with pytest.raises(RunError, match=message):
            run_stages(stages, str(run))
    assert not run.exists()


class OneSplit:
    def __init__(self, path, error):
        self.path, self.error = path, error

    def plan(self):
        return [Split(path=self.path, kind="x")]

    def read(self, split):
        yield Line("0", "a")
        raise self.error


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            ValueError("bad block"),
            "stage lines, part-00000 of lines-0.txt: reading failed: ValueError: bad block",
        ),
        (
            InputError("x.xml: no XML at byte 7"),
            "stage lines, part-00000 of lines-0.txt: x.xml: no XML at byte 7$",
        ),
        (PermissionError(13, "Permission denied", "x"), r"not allowed.*Permission denied: x\)"),
        (MemoryError(), "out of memory. Use fewer workers"),
    ],
)
def test_a_source_that_fails_ends_the_run_with_one_message(inputs, run, error, message):
    stage = Map(name="lines", source=OneSplit(inputs[0], error), output=Line, function=toy.Mark())
    with pytest.raises(RunError, match=message):
        run_stages([stage], str(run))


def test_an_object_store_is_written_in_place(tmp_path, run, monkeypatch):
    # Such a store shows a file once it is whole, so there is no temporary name to move it from.
    monkeypatch.setattr(storage, "_OBJECT_STORES", frozenset({"memory"}))
    memory = fsspec.filesystem("memory")
    inputs = toy.write_lines(tmp_path / "in", files=2, lines=2000)
    options = {"shard_bytes": 2000}
    run_toy(inputs, run, **options)
    try:
        run_toy(inputs, "memory://store-test/run", **options)
        assert any("-001." in name for name in shard_digests(run))
        found = {path for path in memory.find("/store-test/run") if not path.endswith(".json")}
        assert found == {f"/store-test/run/{name}" for name in shard_digests(run)}
        for name in shard_digests(run):
            assert memory.cat(f"/store-test/run/{name}") == (run / name).read_bytes()
    finally:
        memory.rm("/store-test", recursive=True)


def test_the_runner_that_chooses_behind_the_users_back_is_not_used(inputs, run):
    options = RunOptions(until="lines", beam_options=("--runner=DirectRunner",))
    assert options.is_local
    run_toy(inputs, run, options)
    assert not RunOptions(beam_options=("--runner", "FlinkRunner")).is_local


def test_beam_options_that_beam_does_not_know_are_refused(inputs, run):
    with pytest.raises(RunError, match="no option --wrokers"):
        run_toy(inputs, run, RunOptions(beam_options=("--wrokers", "2")))


def test_any_fsspec_url_can_be_the_output(inputs, run):
    memory = fsspec.filesystem("memory")
    run_toy(inputs, run)
    url = "memory://engine-test/run"
    try:
        run_toy(inputs, url)
        again = run_toy(inputs, url)
        assert [manifest.rows_out for manifest in again] == [200, 800, 18]
        found = {path for path in memory.find("/engine-test/run") if not path.endswith(".json")}
        assert found == {f"/engine-test/run/{name}" for name in shard_digests(run)}
        for name in shard_digests(run):
            assert memory.cat(f"/engine-test/run/{name}") == (run / name).read_bytes()
        with pytest.raises(RunError, match="seen by this process alone"):
            run_toy(inputs, url, RunOptions(workers=2))
    finally:
        memory.rm("/engine-test", recursive=True)
