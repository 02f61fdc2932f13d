"""The command line from outside: what it prints, how it ends, and what it leaves on disk."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from jobs import recipe
from jobs.cli import _arrange, main
from jobs.demo import write_dump
from pipelines.engine import RunOptions, run_stages
from tests.jobs.commands import digests, roae, start

SETTINGS = ["wiki.split_bytes=20000", "sequences.sequence_length=512", "exclusions=true"]


@pytest.fixture(scope="module")
def dump(tmp_path_factory) -> Path:
    return write_dump(tmp_path_factory.mktemp("dump")).dump


def wait_for(path: Path, holds=lambda _: True):
    """Until the file is there (and its text is as wanted), for a minute at most."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if path.exists() and (path.is_dir() or holds(path.read_text())):
            return
        time.sleep(0.01)
    raise AssertionError(f"{path} is not there after a minute")


@pytest.fixture(scope="module")
def run(dump, tmp_path_factory) -> Path:
    """A finished run of the demonstration dump, undisturbed."""
    folder = tmp_path_factory.mktemp("run") / "demo"
    done = roae("run", "wikipedia", f"input={dump}", f"output={folder}", *SETTINGS)
    assert done.returncode == 0, done.stderr
    return folder


def test_run_ends_in_sequences_and_says_what_each_stage_made(run, dump):
    again = roae("run", "wikipedia", f"input={dump}", f"output={run}", *SETTINGS)
    assert again.returncode == 0
    assert again.stderr.count("done before") == 3
    lines = again.stdout.splitlines()
    assert lines[1].split()[0] == "documents"
    assert "redirect" in lines[1]
    assert "malformed-xml 1" in lines[1]
    assert len(digests(run)) > 6


def test_plan_writes_nothing(dump, tmp_path):
    planned = roae("plan", "wikipedia", f"input={dump}", f"output={tmp_path / 'new'}", *SETTINGS)
    assert planned.returncode == 0
    assert "not done yet" in planned.stdout
    assert not (tmp_path / "new").exists()


def test_plan_says_what_a_changed_setting_redoes(run, dump):
    changed = [*SETTINGS, "sequences.sequence_length=1024"]
    planned = roae("plan", "wikipedia", f"input={dump}", f"output={run}", *changed)
    stages = {line.split()[0]: line for line in planned.stdout.splitlines()[2:]}
    assert " skip " in stages["documents"]
    assert " skip " in stages["tokens"]
    assert "sequence_length 512 → 1024" in stages["sequences"]


def test_until_stops_after_a_stage_and_the_rest_follows(dump, tmp_path, run):
    folder = tmp_path / "run"
    command = ["run", "wikipedia", f"input={dump}", f"output={folder}", *SETTINGS]
    assert roae(*command, "--until", "documents", "--quiet").returncode == 0
    assert [path.name for path in sorted(folder.iterdir()) if path.is_dir()] == ["10-documents"]
    assert roae(*command, "--quiet").returncode == 0
    assert digests(folder) == digests(run)


def test_killed_runs_go_on_and_end_in_the_same_bytes(dump, tmp_path, run):
    folder = tmp_path / "run"
    command = ["run", "wikipedia", f"input={dump}", f"output={folder}", *SETTINGS, "--quiet"]
    chance = random.Random(5)
    killed = 0
    for _ in range(3):
        process = start(*command)
        time.sleep(chance.uniform(1.5, 4.0))
        killed += process.poll() is None
        process.kill()
        process.communicate()
    assert killed, "no run lived long enough to be killed"
    assert roae(*command).returncode == 0
    assert digests(folder) == digests(run)
    assert not list(folder.rglob("*.tmp*"))


def test_two_workers_write_the_same_bytes(dump, tmp_path, run):
    folder = tmp_path / "run"
    loaded = recipe.load("wikipedia", [f"input={dump}", f"output={folder}", *SETTINGS])
    # A stage this small would run in process whatever --workers says.
    options = RunOptions(workers=2, in_process_bytes=0, exclusions=True)
    run_stages(loaded.stages(), str(folder), options, recipe=loaded)
    assert digests(folder) == digests(run)


def test_interrupt_ends_with_130_and_a_word(dump, tmp_path):
    process = start("run", "wikipedia", f"input={dump}", f"output={tmp_path / 'run'}", *SETTINGS)
    wait_for(tmp_path / "run" / "10-documents")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc to see what is imported")
def test_interrupt_before_the_run_begins_ends_alike(dump, tmp_path):
    """While modules are still being imported: the slower the machine, the longer that takes."""
    process = start("run", "wikipedia", f"input={dump}", f"output={tmp_path / 'run'}", *SETTINGS)
    wait_for(Path(f"/proc/{process.pid}/maps"), lambda maps: "pyarrow" in maps)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors


def test_second_run_on_a_folder_names_the_first(dump, tmp_path):
    command = ["run", "wikipedia", f"input={dump}", f"output={tmp_path / 'run'}", *SETTINGS]
    first = start(*command)
    wait_for(tmp_path / "run" / ".lock")
    os.kill(first.pid, signal.SIGSTOP)
    try:
        second = roae(*command)
    finally:
        os.kill(first.pid, signal.SIGCONT)
        first.communicate(timeout=120)
    assert first.returncode == 0
    assert second.returncode == 1
    assert str(first.pid) in second.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 nothing like a dump" * 50, "expected"),
        (b"<!DOCTYPE html><html><body>404 Not Found</body></html>", "expected"),
    ],
)
def test_input_that_is_no_dump_is_refused_before_work_begins(tmp_path, content, told):
    path = tmp_path / "enwiki.xml.bz2"
    path.write_bytes(content)
    done = roae("run", "wikipedia", f"input={path}", f"output={tmp_path / 'run'}")
    assert done.returncode == 2
    assert str(path) in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run" / "10-documents").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["run", "wikipedia", "input=x.xml", "ouput=y"], 2, "did you mean output?"),
        (["run", "wikipedia", "input=/no/such/dump.xml.bz2", "output=y"], 2, "/no/such/dump.xml.bz2"),
        (["run", "nothing"], 2, "no recipe 'nothing'"),
        (["inspect", "/no/such/run"], 2, "/no/such/run"),
        (["status", "/no/such/run"], 2, "/no/such/run"),
        (["plan", "wikipedia", "input=x", "--runner", "Flink"], 2, "unrecognized arguments: --runner"),
    ],
)
def test_wrong_commands_say_what_is_wrong(tmp_path, monkeypatch, capsys, arguments, code, told):
    monkeypatch.chdir(tmp_path)
    try:
        ended = main(arguments)
    except SystemExit as left:
        ended = left.code
    assert ended == code
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_output_that_cannot_be_written_is_an_error_in_words(dump, tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = roae("run", "wikipedia", f"input={dump}", f"output={tmp_path / 'file' / 'run'}")
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr


def test_status_and_inspect_read_what_was_written(run, capsys):
    assert main(["status", str(run), "--json"]) == 0
    stages = json.loads(capsys.readouterr().out)
    assert [stage["stage"] for stage in stages] == ["documents", "tokens", "sequences"]
    assert all(stage["state"] == "done" for stage in stages)

    assert main(["inspect", str(run)]) == 0
    assert "a run of 3 stages" in capsys.readouterr().out

    assert main(["inspect", str(run / "10-documents"), "--id", "demowiki:10", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["title"] == "Marie Curie"
    assert document["text"].startswith("# Marie Curie")
    assert {"box", "key", "value"} == set(document["infobox"][0])

    assert main(["inspect", str(run), "--rejected", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reason"] == "malformed-xml"

    assert main(["inspect", str(run), "--dropped", "--head", "100", "--json"]) == 0
    dropped = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"redirect", "namespace"} <= {row["reason"] for row in dropped}

    assert main(["inspect", str(run / "30-sequences"), "--head", "2", "--json"]) == 0
    sequence = json.loads(capsys.readouterr().out.splitlines()[0])
    assert len(sequence["tokens"]) == 512
    assert sum(span["length"] for span in sequence["spans"]) == sequence["length"]
    assert all(span["document"].startswith("demowiki:") for span in sequence["spans"])

    shard = next((run / "30-sequences").glob("*.arrow"))
    for arguments in ([str(shard)], [str(run / "30-sequences"), "--tokens", "--head", "1"]):
        assert main(["inspect", *arguments]) == 0
        assert "demowiki:" in capsys.readouterr().out


def test_every_document_is_in_the_sequences_exactly_as_it_was_written(run, capsys):
    main(["inspect", str(run / "10-documents"), "--head", "1000", "--json"])
    texts = {row["id"]: row["text"] for row in map(json.loads, capsys.readouterr().out.splitlines())}
    main(["inspect", str(run / "30-sequences"), "--head", "1000", "--json"])
    sequences = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    spans = [span for sequence in sequences for span in sequence["spans"]]
    found: dict[str, str] = {}
    for span in sorted(spans, key=lambda span: (span["document"], span["offset"])):
        found[span["document"]] = found.get(span["document"], "") + span["text"]
    assert found.keys() == texts.keys()
    same = sum(found[key] == text for key, text in texts.items())
    # A character whose bytes fall into two sequences is shown as � in both.
    assert all("�" in found[key] for key, text in texts.items() if found[key] != text)
    assert same >= 0.9 * len(texts)


def test_a_reader_that_leaves_early_is_no_error(run):
    process = start("inspect", run / "10-documents", "--head", "1000")
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()


@pytest.mark.parametrize(
    ("arguments", "own", "beam"),
    [
        (["run", "r", "a=b", "--workers", "2", "c=d"], ["run", "--workers", "2", "r", "a=b", "c=d"], []),
        (["run", "--workers=2", "r", "--quiet", "a=b"], ["run", "--workers=2", "--quiet", "r", "a=b"], []),
        (
            ["run", "--runner", "FlinkRunner", "r", "a=b", "--flag", "c=d", "--x=1"],
            ["run", "r", "a=b", "c=d"],
            ["--runner", "FlinkRunner", "--flag", "--x=1"],
        ),
        (["plan", "r", "--until", "s", "a=b"], ["plan", "--until", "s", "r", "a=b"], []),
        (["status", "--what"], ["status", "--what"], []),
        (["run", "--until"], ["run", "--until"], []),
    ],
)
def test_settings_and_options_in_any_order_and_others_go_to_beam(arguments, own, beam):
    assert _arrange(arguments) == (own, beam)


def test_demo_shows_documents_of_every_kind_what_was_set_aside_a_sequence_and_what_training_changed(tmp_path):
    done = roae("demo", "--output", tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    assert "# Marie Curie" in done.stdout
    assert "# Tarnmouth" in done.stdout
    assert "## Accepted answer" in done.stdout
    assert "id: web:" in done.stdout
    assert "id: tuples:cat" in done.stdout
    assert "malformed-xml" in done.stdout
    assert "near-duplicate" in done.stdout
    assert "--- sequence 0" in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if "reward accuracy on held-out pairs" in line]
    before, after = (float(share.removesuffix("%")) for share in line.split()[-2:])
    assert before == 50 and after > 60
