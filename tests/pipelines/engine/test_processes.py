"""Real processes: several workers, killed workers, killed and interrupted runs."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.engine import Group, RunError, RunOptions, run_stages
from tests.pipelines.engine import toy
from tests.pipelines.engine.folders import leftovers, shard_digests, stories
from tests.pipelines.engine.toy import Line

ROOT = Path(__file__).parents[3]
TWO_WORKERS = RunOptions(workers=2, in_process_bytes=0)


def texts(groups):
    for text, lines in groups:
        yield Line(lines[0].id, f"{text} {len(lines)}")


def map_and_group(paths):
    lines = toy.pipeline(paths)[0]
    group = Group(name="texts", input=Line, key="text", partitions=3, output=Line, function=texts)
    return [lines, group]


def test_two_workers_write_the_same_bytes_as_one(tmp_path):
    paths = toy.write_lines(tmp_path / "in", files=5, lines=400)
    with Path(paths[1]).open("a") as file:
        file.write("boom\nsurrogate\n")
    run_stages(map_and_group(paths), str(tmp_path / "one"))
    run_stages(map_and_group(paths), str(tmp_path / "two"), TWO_WORKERS)
    assert (tmp_path / "two" / "workers.log").exists(), "this ran in one process"
    assert shard_digests(tmp_path / "two") == shard_digests(tmp_path / "one")
    assert stories(tmp_path / "two") == stories(tmp_path / "one")


@pytest.mark.parametrize(
    ("word", "message"),
    [
        (
            "full-disk",
            "stage lines, part-00002 of lines-2.txt: the disk is full .No space left on device",
        ),
        ("die", "a worker process ended in the middle of its work.*use fewer workers"),
    ],
)
def test_what_ends_a_worker_is_told_once_and_for_people(tmp_path, capfd, word, message):
    paths = toy.write_lines(tmp_path / "in", files=3)
    Path(paths[2]).write_text(f"fine\n{word}\n")
    with pytest.raises(RunError, match=message):
        run_stages(toy.pipeline(paths)[:1], str(tmp_path / "run"), TWO_WORKERS)
    captured = capfd.readouterr()
    assert "Traceback" not in captured.err
    assert captured.out == ""


def start(tmp_path, workers=1, seconds=0.02):
    command = [sys.executable, "-m", "tests.pipelines.engine.toy_process"]
    arguments = [str(tmp_path / "in"), str(tmp_path / "run"), str(workers), str(seconds)]
    return subprocess.Popen(
        [*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for(condition, process, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, f"the run ended by itself: {process.communicate()}"
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def receipts(tmp_path):
    return len(list((tmp_path / "run" / "10-lines").glob("part-*.json")))


def undisturbed(tmp_path, paths):
    run_stages(toy.pipeline(paths), str(tmp_path / "undisturbed"))
    return shard_digests(tmp_path / "undisturbed"), stories(tmp_path / "undisturbed")


def test_killed_runs_go_on_where_they_were_and_end_with_the_same_bytes(tmp_path):
    paths = sorted(toy.write_lines(tmp_path / "in", files=16, lines=20))
    moments = random.Random(3)
    done = 0
    for _ in range(3):
        process = start(tmp_path)
        wait_for(lambda least=done + 1: receipts(tmp_path) >= least, process)
        time.sleep(moments.uniform(0, 0.5))
        process.kill()
        process.communicate()
        assert receipts(tmp_path) >= done
        done = receipts(tmp_path)
    assert done < 16, "the runs were killed too late to prove anything"
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "run" / "10-lines").glob("part-*.json")}
    run_stages(toy.pipeline(paths), str(tmp_path / "run"))
    assert (shard_digests(tmp_path / "run"), stories(tmp_path / "run")) == undisturbed(tmp_path, paths)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert leftovers(tmp_path / "run") == []


def workers_of(run):
    """The processes whose stderr is the run's log of workers."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            try:
                if (process / "fd" / "2").readlink() == run / "workers.log":
                    found.append(int(process.name))
            except OSError:  # ended in the meantime
                continue
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="workers are found by way of /proc")
def test_workers_do_not_outlive_a_killed_run(tmp_path):
    toy.write_lines(tmp_path / "in", files=4, lines=1000)
    process = start(tmp_path, workers=2, seconds=0.1)
    wait_for(
        lambda: len(list((tmp_path / "run" / "10-lines").glob("*.tmp"))) >= 0 and busy(tmp_path), process
    )
    assert len(workers_of(tmp_path / "run")) == 2
    process.kill()
    process.communicate()
    end = time.monotonic() + 20
    while workers_of(tmp_path / "run"):
        assert time.monotonic() < end, "workers go on without their run"
        time.sleep(0.1)


def busy(tmp_path):
    log = tmp_path / "run" / "workers.log"
    return log.exists() and log.read_text().count("Control channel established") == 2


def test_an_interrupted_run_ends_quietly_and_leaves_no_half_files(tmp_path):
    toy.write_lines(tmp_path / "in", files=8, lines=20)
    process = start(tmp_path)
    wait_for(lambda: receipts(tmp_path) >= 1, process)
    os.kill(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert output == ""
    assert leftovers(tmp_path / "run") == []


def test_looking_at_a_run_does_not_wait_for_beam():
    code = "import sys, pipelines.engine, pipelines.engine.testing; sys.exit('apache_beam' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_processs_memory_is_its_own_and_not_that_of_the_one_that_started_it():
    ballast = bytearray(400 << 20)
    ballast[:: 1 << 12] = b"x" * len(ballast[:: 1 << 12])  # every page is there
    command = "from pipelines.engine.work import peak_rss_bytes; print(peak_rss_bytes())"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert 10 << 20 < int(done.stdout) < 350 << 20
    assert len(ballast)
