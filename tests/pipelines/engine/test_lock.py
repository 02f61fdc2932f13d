import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import fsspec
import pytest

from pipelines.engine import RunError, RunFolderBusyError, lock, run_stages, storage
from pipelines.engine.work import StageWork
from tests.pipelines.engine import toy

ROOT = Path(__file__).parents[3]

HOLD = """
import sys, time
from pipelines.engine import lock
with lock.hold(sys.argv[1]):
    print("held", flush=True)
    time.sleep(600)
"""


def holder_process(run):
    run.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(run)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_told_who_holds_the_folder_and_gets_it_when_the_first_is_killed(tmp_path):
    process = holder_process(tmp_path / "run")
    stages = toy.pipeline(toy.write_lines(tmp_path / "in"))
    try:
        with pytest.raises(RunFolderBusyError, match=f"process {process.pid} on {socket.gethostname()}"):
            run_stages(stages, str(tmp_path / "run"))
        assert not (tmp_path / "run" / "10-lines").exists()
    finally:
        process.kill()
        process.communicate()
    run_stages(stages, str(tmp_path / "run"))


def test_a_worker_that_outlived_its_run_commits_nothing(tmp_path):
    paths = toy.write_lines(tmp_path / "in")
    run = tmp_path / "run"
    run.mkdir()
    with lock.hold(str(run)) as old_token:
        pass
    stages = toy.pipeline(paths)
    from pipelines.engine.shards import source_shards

    shard = source_shards(stages[0].source)[0]
    with lock.hold(str(run)) as token:
        old = StageWork(stages[0], 1, str(run), old_token)
        old.prepare_folder()
        with pytest.raises(RunError, match="belongs to another run"):
            old.map(shard)
        assert list((run / "10-lines").iterdir()) == []
        StageWork(stages[0], 1, str(run), token).map(shard)
        assert (run / "10-lines" / "part-00000.json").exists()


@pytest.fixture
def url():
    yield "memory://lock-test/run"
    memory = fsspec.filesystem("memory")
    if memory.exists("/lock-test"):
        memory.rm("/lock-test", recursive=True)


def write_lock(url, **holder):
    storage.make_folder(url)
    storage.write_bytes(f"{url}/.lock", json.dumps({"token": "other"} | holder).encode())


def test_an_object_store_has_a_lock_too(url, monkeypatch):
    monkeypatch.setattr(lock, "_SETTLE_SECONDS", 0)
    storage.make_folder(url)
    with (
        lock.hold(url) as token,
        pytest.raises(
            RunFolderBusyError, match=f"process {os.getpid()} on .* delete memory://lock-test/run/.lock"
        ),
        lock.hold(url),
    ):
        pass
    with pytest.raises(RunError):
        lock.check(url, token)
    with lock.hold(url) as again:
        lock.check(url, again)
        assert again != token


def gone_pid():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize(
    ("host", "age", "taken_over"),
    [("elsewhere", 1, False), ("elsewhere", lock.STALE_SECONDS + 1, True), ("here, but gone", 1, True)],
)
def test_a_lock_is_taken_over_when_its_holder_is_silent_or_gone(url, monkeypatch, host, age, taken_over):
    monkeypatch.setattr(lock, "_SETTLE_SECONDS", 0)
    pid = gone_pid()
    write_lock(
        url, host=host if host == "elsewhere" else socket.gethostname(), pid=pid, seen=time.time() - age
    )
    if taken_over:
        with lock.hold(url) as token:
            lock.check(url, token)
    else:
        with pytest.raises(RunFolderBusyError, match=f"process {pid} on elsewhere"), lock.hold(url):
            pass


def test_the_holder_of_an_object_lock_gives_signs_of_life(url, monkeypatch):
    monkeypatch.setattr(lock, "_SETTLE_SECONDS", 0)
    monkeypatch.setattr(lock, "HEARTBEAT_SECONDS", 0.01)
    storage.make_folder(url)
    with lock.hold(url):
        first = json.loads(storage.read_bytes(f"{url}/.lock"))["seen"]
        end = time.monotonic() + 10
        while json.loads(storage.read_bytes(f"{url}/.lock") or b'{"seen": 0}')["seen"] <= first:
            assert time.monotonic() < end
            time.sleep(0.01)
