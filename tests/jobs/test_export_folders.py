"""An export's folder: killed and gone on with, refused, verified, behind a URL; and what people are told."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import fsspec
import pytest

from jobs.cli import main
from jobs.export.processes import run_tasks
from pipelines.engine import RunError
from schemas.token_shards import TokenShards
from tests.jobs.commands import ROOT
from tests.jobs.export_run import contents, export, kill_myself, make_run

# Exports, and is killed with no chance to tidy up when it is about to put a certain file in its place.
KILLED = """
import os, signal, sys
from pipelines.engine import storage
commit = storage.NewFile.commit
def commit_or_die(file, path=""):
    if "part-00003" in file._target and ".unfinished" not in file._target:
        os.kill(os.getpid(), signal.SIGKILL)
    commit(file, path)
storage.NewFile.commit = commit_or_die
from jobs.cli import main
sys.exit(main(sys.argv[1:]))
"""

# Starts two workers that sleep.
SLEEPING = """
import sys
from jobs.export.processes import run_tasks
from tests.jobs.export_run import say_pid_and_sleep
if __name__ == "__main__":
    list(run_tasks(say_pid_and_sleep, [("first", sys.argv[1]), ("second", sys.argv[1])], 2))
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("export") / "run")


def kill(where: str, *arguments: object) -> None:
    """`roae export …`, killed."""
    script = KILLED.replace("part-00003", where)
    command = [sys.executable, "-c", script, "export", *map(str, arguments), "--quiet"]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def killed(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lines of JSON in six files, of which three are done."""
    folder = tmp_path_factory.mktemp("killed") / "out"
    kill("part-00003", "jsonl", run, folder, "--file-size", 1)
    return folder


def test_a_killed_export_goes_on_with_what_is_missing(run: Path, killed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(killed, folder)
    assert any(path.name.endswith(".tmp") for path in folder.rglob("*"))
    assert not (folder / "export.json").exists()
    done = {path: path.stat().st_ino for path in folder.glob("data/part-*")}
    assert len(done) == 3

    export("jsonl", run, folder, "--file-size", 1)
    assert {path: path.stat().st_ino for path in done} == done
    assert contents(folder) == contents(export("jsonl", run, tmp_path / "undisturbed", "--file-size", 1))
    assert not (folder / ".unfinished").exists()


@pytest.mark.parametrize(
    ("format", "where", "size"), [("megatron", "part-00002.idx", 1), ("mds", "part-00000.00003.mds", 3000)]
)
def test_a_part_of_several_files_is_done_when_all_are(
    format: str, where: str, size: int, run: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    kill(where, format, run, folder, "--file-size", size)
    export(format, run, folder, "--file-size", size)
    assert contents(folder) == contents(export(format, run, tmp_path / "whole", "--file-size", size))


def test_a_part_whose_file_was_lost_is_made_again(run: Path, killed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(killed, folder)
    (folder / "data" / "part-00001.jsonl.zst").write_bytes(b"short")
    export("jsonl", run, folder, "--file-size", 1)
    assert contents(folder) == contents(export("jsonl", run, tmp_path / "undisturbed", "--file-size", 1))


def test_an_unfinished_export_is_gone_on_with_by_the_same_command_only(
    run: Path, killed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(killed)
    assert main(["export", "jsonl", str(run), str(killed), "--file-size", "2"]) == 2
    assert "unfinished export of other data, or with other options" in capsys.readouterr().err
    assert contents(killed) == before


def test_a_finished_export_is_not_done_again(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = export("mds", run, tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert main(["export", "mds", str(run), str(folder)]) == 0
    assert "done before" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before

    assert main(["export", "mds", str(run), str(folder), "--columns", "tokens"]) == 2
    assert f"{folder} holds another export (mds of 90-sequences" in capsys.readouterr().err
    (folder / "index.json").unlink()
    assert main(["export", "mds", str(run), str(folder)]) == 2
    assert "index.json is missing or was changed" in capsys.readouterr().err


def test_the_manifest_vouches_for_every_file(run: Path, tmp_path: Path) -> None:
    import hashlib

    for format in ("megatron", "mds", "datasets", "datatrove", "jsonl"):
        folder = export(format, run, tmp_path / format)
        found = contents(folder)
        manifest = json.loads(found.pop("export.json"))
        listed = {file["name"]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
        assert listed == {name: (len(d), hashlib.sha256(d).hexdigest()) for name, d in found.items()}
        pieces = sum(len(row.spans) for row in TokenShards(run / "90-sequences"))
        rows = {"datatrove": pieces, "megatron": 60, "jsonl": 60}.get(format, manifest["source_rows"])
        assert manifest["rows"] == rows == sum(file["rows"] for file in manifest["files"])


def test_a_changed_shard_is_refused_when_asked(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    shard = copy / "90-sequences" / "part-00001.arrow"
    data = bytearray(shard.read_bytes())
    place = data.rindex(b"wiki:")
    data[place : place + 5] = b"wiko:"
    shard.write_bytes(data)
    command = ["export", "mds", str(copy), str(tmp_path / "out"), "--quiet"]
    assert main([*command, "--verify"]) == 1
    assert f"{shard} is damaged or was changed: its SHA-256 is" in capsys.readouterr().err
    assert not (tmp_path / "out" / "export.json").exists()
    # Whole again, the same command finishes it.
    shutil.copy(run / "90-sequences" / "part-00001.arrow", shard)
    assert main([*command, "--verify"]) == 0
    shard.write_bytes(shard.read_bytes()[:-8])
    assert main(["export", "mds", str(copy), str(tmp_path / "other")]) == 2
    assert "part-00001.arrow has" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["megatron", "RUN/10-documents"], "megatron needs token ids: name 80-tokens, or a run that has it"),
        (["datatrove", "RUN", "--stage", "documents"], "need token ids"),
        (["jsonl", "RUN", "--stage", "document"], "has no stage 'document'. Did you mean documents?"),
        (["jsonl", "RUN/80-tokens", "--stage", "tokens"], "is no run folder"),
        (["jsonl", "RUN/90-sequences/part-00000.arrow"], "is one shard: give the folder of its stage"),
        (["jsonl", "RUN/nothing"], "neither a run folder nor the folder of a stage"),
        (["jsonl", "RUN", "--columns", "id,txt"], "has no column 'txt': did you mean text?"),
        (["mds", "RUN", "--columns", "tokens,tokens"], "names a column twice"),
        (["mds", "RUN", "--file-size", "5GB"], "its offsets have 32 bits"),
        (["jsonl", "RUN", "--layout", "dolma", "--stage", "tokens"], "dolma's layout is for documents"),
        (["jsonl", "RUN", "--layout", "dolma", "--columns", "id"], "leave --columns out"),
        (["megatron", "RUN/90-sequences", "--no-eos"], "is packed, with the begin and end tokens"),
        (["jsonl", "RUN", "--workers", "0"], "--workers is at least 1"),
    ],
)
def test_what_cannot_be_exported_is_told(
    arguments: list[str], message: str, run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    format, source, *options = (word.replace("RUN", str(run)) for word in arguments)
    assert main(["export", format, source, str(tmp_path / "out"), *options]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("size", ["0", "-1", "12 apples", "MB", "0.0001kB"])
def test_sizes_that_are_none(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "jsonl", "a", "b", f"--file-size={size}"])
    assert ended.value.code == 2
    assert "is no size: write 64MB" in capsys.readouterr().err


def test_unfinished_stages_and_folders_in_use_are_told(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    (copy / "80-tokens" / "manifest.json").unlink()
    assert main(["export", "megatron", str(copy / "80-tokens"), str(tmp_path / "out")]) == 2
    assert "80-tokens is not finished" in capsys.readouterr().err
    (copy / "90-sequences" / "manifest.json").unlink()
    assert main(["export", "megatron", str(copy), str(tmp_path / "out")]) == 2
    assert "its finished stages hold Document" in capsys.readouterr().err
    # tokens.json alone describes sequences that were copied without the rest of the run.
    export("mds", copy / "90-sequences", tmp_path / "copied")

    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "letter.txt").write_text("dear")
    for folder, message in ((taken, "is not empty"), (taken / "letter.txt", "is a file: name a folder")):
        assert main(["export", "jsonl", str(run), str(folder)]) == 2
        assert message in capsys.readouterr().err
    assert list(contents(taken)) == ["letter.txt"]


def test_tokenizers_without_an_end_token_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import tokenizers

    from curation.tokens.encode import TokensConfig, load_encoder
    from pipelines.engine import RunOptions, run_stages
    from schemas.tokens import TokenizedDocument
    from tests.jobs.export_run import given_stage

    path = tmp_path / "tokenizer.json"
    tokenizers.Tokenizer(tokenizers.models.WordLevel({"a": 0, "b": 1}, "a")).save(str(path))
    info = load_encoder(TokensConfig(model=str(path))).info
    documents = [TokenizedDocument(id="a:1", source="a", tokens=[0, 1], text_bytes=3)]
    stage = given_stage("tokens", documents, number=80, config=info)
    run_stages([stage], str(tmp_path / "run"), RunOptions())
    assert main(["export", "megatron", str(tmp_path / "run"), str(tmp_path / "out")]) == 2
    assert "has no end token: give --no-eos" in capsys.readouterr().err
    export("megatron", tmp_path / "run", tmp_path / "out", "--no-eos")
    assert (tmp_path / "out" / "part-00000.bin").read_bytes() == b"\0\0\1\0"


def test_source_and_folder_may_be_urls(run: Path, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    for name, data in contents(run).items():
        memory.pipe_file(f"/exports/run/{name}", data)
    try:
        for format in ("jsonl", "mds", "megatron"):
            # Other processes cannot see this one's memory, so two workers are not taken at their word.
            export(format, "memory://exports/run", f"memory://exports/{format}", "--workers", 2)
            found = {
                name.removeprefix(f"/exports/{format}/"): memory.cat_file(name)
                for name in memory.find(f"/exports/{format}")
            }
            assert found == contents(export(format, run, tmp_path / format))
    finally:
        memory.rm("/exports", recursive=True)


def test_a_killed_worker_ends_the_export_with_words() -> None:
    with pytest.raises(RunError, match="a worker process ended with exit code -9"):
        list(run_tasks(kill_myself, [(f"part {number}", number) for number in range(3)], 2))


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "sleeping.py"
    script.write_text(SLEEPING)
    pids = tmp_path / "pids"
    pids.mkdir()
    parent = subprocess.Popen([sys.executable, script, pids], env=os.environ | {"PYTHONPATH": str(ROOT)})
    wait_until(lambda: len(list(pids.iterdir())) == 2)
    parent.kill()
    parent.wait()
    wait_until(lambda: not any(is_running(int(path.name)) for path in pids.iterdir()))


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_until(holds) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
