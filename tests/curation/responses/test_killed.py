"""Real processes that are killed in the middle of asking."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from curation.endpoint.journal import Journal
from curation.endpoint.records import decode_line, lines
from curation.responses import ResponsesConfig
from tests.endpoint_server import EndpointServer, random_faults

ROOT = Path(__file__).parents[3]
CONCURRENCY = 8
SAMPLES = 2
FAULTS = ("500", "reset", "cut", "429-ms", "empty-choices", "truncated-json")


def said(asked):
    return f"Seed {asked['seed']}."


def start(server, folder, first, last):
    fields = {"base_url": server.url, "model": "m", "samples": SAMPLES, "concurrency": CONCURRENCY}
    model = fields | {"backoff_seconds": 0.001, "timeout_seconds": 5, "attempts": 12}
    config = ResponsesConfig.model_validate({"models": [model]}).model_dump_json()
    names = [config, str(folder / "journal"), str(first), str(last), str(folder / f"{first}.jsonl")]
    program = [sys.executable, "-m", "tests.curation.responses.asking", *names]
    return subprocess.Popen(program, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def finish(process):
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def wait_until(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def kept(folder):
    """The keys that the journal vouches for."""
    files = [path.read_bytes() for path in (folder / "journal").glob("*.jsonl")]
    records = [decode_line(line) for data in files for _, line in lines(data)]
    return [record["key"] for record in records if record is not None]


def rows(folder, first):
    return [json.loads(line) for line in (folder / f"{first}.jsonl").read_text().splitlines()]


def test_nothing_is_paid_twice_when_two_workers_are_killed(tmp_path):
    with EndpointServer(said, random_faults(0.3, FAULTS)) as server:
        server.gate(30)
        workers = [start(server, tmp_path, 0, 30), start(server, tmp_path, 30, 60)]
        # Thirty were answered, and the answers have arrived; all else waits for the server.
        wait_until(lambda: len(kept(tmp_path)) == 30 and server.in_flight > 0)
        for worker in workers:
            kill(worker)
        assert not (tmp_path / "0.jsonl").exists()
        server.open_gate()
        # The shards go to other workers, cut in another place.
        workers = [start(server, tmp_path, 0, 17), start(server, tmp_path, 17, 60)]
        for worker in workers:
            finish(worker)
        found = rows(tmp_path, 0) + rows(tmp_path, 17)
        assert [kind for kind, _ in found] == ["Response"] * 60 * SAMPLES
        assert [row["id"] for _, row in found] == [
            f"enwiki:{number}#birth-place/m/{sample}" for number in range(60) for sample in range(SAMPLES)
        ]
        assert all(row["text"] == f"Seed {row['seed']}." for _, row in found)
        assert set(server.answered.values()) == {1}
        assert len(server.answered) == 60 * SAMPLES


def test_killed_at_any_moment_what_is_on_disk_is_not_asked_again(tmp_path):
    with EndpointServer(said, random_faults(0.2, FAULTS, seed=1)) as server:
        for _ in range(2):
            before = sum(server.answered.values())
            process = start(server, tmp_path, 0, 200)
            wait_until(lambda seen=before: sum(server.answered.values()) > seen + 25)
            kill(process)
            known = set(kept(tmp_path))
            counts = {key: server.tries[key] for key in known}
            assert len(known) > 20
        finish(start(server, tmp_path, 0, 200))
        assert {key: server.tries[key] for key in known} == counts
        # Only what was on its way when a process died can have been answered twice.
        twice = [key for key, count in server.answered.items() if count > 1]
        assert len(twice) <= 2 * CONCURRENCY
        assert max(server.answered.values()) <= 3
        assert len(server.answered) == 400 == len(Journal(str(tmp_path / "journal")))
        assert [kind for kind, _ in rows(tmp_path, 0)] == ["Response"] * 400
