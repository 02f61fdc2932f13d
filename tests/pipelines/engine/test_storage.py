import hashlib
import os
import subprocess
import sys
from pathlib import Path

import fsspec
import pytest

from pipelines.engine import RunError, run_stages, storage
from tests.pipelines.engine import toy
from tests.pipelines.engine.folders import leftovers, shard_digests

ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["local", "memory"])
def folder(request, tmp_path):
    if request.param == "local":
        yield str(tmp_path)
        return
    storage.make_folder("memory://storage-test")
    yield "memory://storage-test"
    fsspec.filesystem("memory").rm("/storage-test", recursive=True)


def test_a_file_is_there_whole_or_not_at_all(folder):
    path = storage.join(folder, "a.bin")
    file = storage.NewFile(path)
    file.write(b"one ")
    file.write(memoryview(b"two"))
    assert storage.size(path) is None
    file.commit()
    assert storage.read_bytes(path) == b"one two"
    assert file.tell() == 7
    assert file.sha256 == hashlib.sha256(b"one two").hexdigest()
    assert storage.sizes(folder) == {"a.bin": 7}


def test_a_discarded_file_leaves_the_old_one(folder):
    path = storage.join(folder, "a.bin")
    storage.write_bytes(path, b"old")
    file = storage.NewFile(path)
    file.write(b"new")
    file.discard()
    assert storage.read_bytes(path) == b"old"
    assert storage.sizes(folder) == {"a.bin": 3}


def test_a_file_can_be_committed_under_another_name(folder):
    file = storage.NewFile(storage.join(folder, "part.bin"))
    file.write(b"x")
    file.commit(storage.join(folder, "part-000.bin"))
    file.discard()
    assert storage.sizes(folder) == {"part-000.bin": 1}


def test_what_is_not_there_is_none_or_empty(folder):
    missing = storage.join(folder, "missing")
    assert storage.read_bytes(missing) is None
    assert storage.size(missing) is None
    assert storage.sizes(missing) == {}
    assert storage.folders(missing) == []
    storage.delete(missing)
    storage.delete_folder(missing)


def test_what_killed_writers_left_is_deleted(folder):
    storage.write_bytes(storage.join(folder, "kept.bin"), b"x")
    left = storage.NewFile(storage.join(folder, "left.bin"))
    left.write(b"x")
    left.close()
    assert len(storage.sizes(folder)) == 2
    storage.delete_temporary_files(folder)
    assert list(storage.sizes(folder)) == ["kept.bin"]


def test_the_digest_of_a_large_file_does_not_need_its_middle(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "WHOLE_DIGEST_BYTES", 4 << 20)
    path = tmp_path / "dump"
    with path.open("wb") as file:
        file.truncate(5 << 20)

    def digest():
        return storage.source_digest(str(path))

    def write(offset, keep_time):
        changed = path.stat().st_mtime_ns
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(b"x")
        os.utime(path, ns=(changed, changed) if keep_time else (changed + 1, changed + 1))

    seen = {digest()}
    write(0, keep_time=False)
    seen.add(digest())
    write(2 << 20, keep_time=False)
    seen.add(digest())
    assert len(seen) == 3
    write(3 << 20, keep_time=True)
    assert digest() in seen


def test_the_digest_of_a_small_file_is_of_all_its_bytes(tmp_path):
    path = tmp_path / "dump"
    path.write_bytes(b"abc")
    first = storage.source_digest(str(path))
    assert first == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    path.write_bytes(b"abd")
    assert storage.source_digest(str(path)) != first


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    # A file where a folder should be stops even the superuser.
    (tmp_path / "file").write_text("in the way")
    stages = toy.pipeline(toy.write_lines(tmp_path / "in"))
    with pytest.raises(RunError, match=r"file/run.*(Not a directory|File exists|exists)"):
        run_stages(stages, str(tmp_path / "file" / "run"))


@pytest.fixture
def tiny_disk(tmp_path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small file system can only be mounted by the superuser")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_one_clear_message_and_the_run_goes_on_once_there_is_room(tmp_path, tiny_disk, capfd):
    paths = toy.write_lines(tmp_path / "in", files=20, lines=1000)
    run = tiny_disk / "run"
    with pytest.raises(RunError, match=r"the disk is full.*Free some space and run again"):
        run_stages(toy.pipeline(paths), str(run))
    assert "Traceback" not in capfd.readouterr().err
    assert leftovers(run) in ([], [str(run / "30-counts" / "shuffle")])
    finished = shard_digests(run)
    assert finished
    subprocess.run(["mount", "-o", "remount,size=10m", str(tiny_disk)], check=True)
    run_stages(toy.pipeline(paths), str(run))
    run_stages(toy.pipeline(paths), str(tmp_path / "roomy"))
    assert shard_digests(run) == shard_digests(tmp_path / "roomy")
    assert finished.items() <= shard_digests(run).items()


LIMITED = """
import resource, sys
from pipelines.engine import RunError, run_stages
from tests.pipelines.engine import toy
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    run_stages(toy.pipeline(sys.argv[2:]), sys.argv[1])
except RunError as error:
    print(error)
"""


def test_a_file_that_may_not_grow_is_one_clear_message(tmp_path):
    paths = toy.write_lines(tmp_path / "in", files=1, lines=1000)
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "run"), *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "stage lines, part-00000 of lines-0.txt: reading or writing failed" in done.stdout
    assert "File too large" in done.stdout
    assert "Traceback" not in done.stderr
    assert leftovers(tmp_path / "run") == []
