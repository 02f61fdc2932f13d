import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.endpoint import Answer, open_journal
from curation.endpoint.answer import without_surrogates
from curation.endpoint.journal import Journal
from curation.endpoint.records import decode_line, encode_line, lines
from schemas.split import InputError

ROOT = Path(__file__).parents[3]


def key(number):
    return hashlib.sha256(str(number).encode()).hexdigest()


def answer(text):
    return Answer(text=text, finish="stop", prompt_tokens=1, completion_tokens=2)


def test_answers_are_found_by_whoever_looks(tmp_path):
    one, other = Journal(str(tmp_path)), Journal(str(tmp_path))  # as in two processes
    for number in range(50):
        (one if number % 2 else other).put(key(number), answer(f"text {number}\n“é”\u2028"), "q")
    for reader in (one, other, Journal(str(tmp_path))):
        for number in range(50):
            assert reader.get(key(number)) == answer(f"text {number}\n“é”\u2028")
    assert one.get(key(99)) is None
    assert len(one) == 50


def test_the_same_folder_is_one_journal(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert open_journal(str(tmp_path / "real")) is open_journal(str(tmp_path / "link"))
    assert open_journal(f"file://{tmp_path}/real") is open_journal(str(tmp_path / "real"))


@pytest.mark.parametrize("folder", ["s3://bucket/journal", "gs://bucket/journal"])
def test_a_store_is_no_place_for_it(folder):
    with pytest.raises(InputError, match="give a path"):
        open_journal(folder)


def test_a_file_is_no_place_for_it(tmp_path):
    (tmp_path / "file").write_text("")
    for place in ("file", "file/below"):
        with pytest.raises(InputError, match="to be a folder"):
            open_journal(str(tmp_path / place))


def journal_of(folder, texts):
    folder.mkdir()
    journal = Journal(str(folder))
    for number, text in enumerate(texts):
        journal.put(key(number), answer(text), "q")
    [path] = folder.glob("answers-*.jsonl")
    return path


def test_a_file_cut_anywhere_gives_what_was_whole(tmp_path):
    path = journal_of(tmp_path / "whole", ["a", "b" * 300, "c"])
    data = path.read_bytes()
    ends = [start + len(line) for start, line in lines(data)]
    for length in range(0, len(data) + 1, 7):
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / path.name).write_bytes(data[:length])
        journal = Journal(str(folder))
        assert [journal.get(key(n)) is not None for n in range(3)] == [length >= end for end in ends]
        journal.put(key(7), answer("later"), "q")
        assert Journal(str(folder)).get(key(7)) == answer("later")


def test_a_damaged_line_costs_itself(tmp_path):
    path = journal_of(tmp_path / "damaged", ["a", "b", "c"])
    data = bytearray(path.read_bytes())
    data[data.index(b'"b"') + 1] = ord("x")
    path.write_bytes(data)
    journal = Journal(str(path.parent))
    assert [journal.get(key(number)) is not None for number in range(3)] == [True, False, True]


def test_a_line_that_grows_while_it_is_read(tmp_path):
    path = journal_of(tmp_path / "growing", ["a", "b"])
    data = path.read_bytes()
    path.write_bytes(data[:-5])
    journal = Journal(str(path.parent))
    assert journal.get(key(1)) is None
    path.write_bytes(data)
    assert journal.get(key(1)) == answer("b")


def test_an_answer_longer_than_a_read(tmp_path, monkeypatch):
    monkeypatch.setattr("curation.endpoint.journal._READ_BYTES", 64)
    path = journal_of(tmp_path / "long", ["a" * 1000, "b", "c" * 200])
    journal = Journal(str(path.parent))
    assert [journal.get(key(number)) is not None for number in range(3)] == [True, True, True]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="nothing here lists open files")
def test_the_files_of_many_processes_are_not_kept_open(tmp_path):
    path = journal_of(tmp_path / "many", ["a"])
    for number in range(200):
        line = encode_line({"key": key(number), "about": "", "answer": answer(str(number)).as_json()})
        (path.parent / f"answers-{number}.jsonl").write_bytes(line)
    before = len(list(Path("/proc/self/fd").iterdir()))
    journal = Journal(str(path.parent))
    assert [journal.get(key(number)).text for number in range(1, 200)] == [str(n) for n in range(1, 200)]
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2


def test_a_full_disk_is_an_error_and_leaves_no_half_line(tmp_path, monkeypatch):
    path = journal_of(tmp_path / "full", ["a"])
    journal = Journal(str(path.parent))
    journal.put(key(5), answer("before"), "q")
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[: len(data) // 2]))
    with pytest.raises(OSError, match="No space left"):
        journal.put(key(6), answer("half"), "q")
    monkeypatch.undo()
    journal.put(key(7), answer("after"), "q")
    again = Journal(str(path.parent))
    found = [again.get(key(number)) is not None for number in (5, 6, 7)]
    assert found == [True, False, True]


def test_threads_that_want_the_same_wait_for_each_other(tmp_path):
    journal = Journal(str(tmp_path))
    inside, most = [], []

    def work():
        with journal.claim(key(1)):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 8 and max(most) == 1


HOLDER = """
import sys
from curation.endpoint import open_journal
with open_journal(sys.argv[1]).claim(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_claim_holds_for_other_processes_and_dies_with_its_holder(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path), key(1)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        journal = open_journal(str(tmp_path))
        got = threading.Event()

        def work():
            with journal.claim(key(1)):
                got.set()

        thread = threading.Thread(target=work)
        thread.start()
        with journal.claim(key(2)):  # another one is free
            assert not got.wait(0.2)
        holder.kill()
        assert got.wait(5)
        thread.join()
    finally:
        holder.kill()
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())))
def test_a_line_is_read_as_it_was_written(record):
    line = encode_line(record)
    assert line.count(b"\n") == 1 and line.isascii()
    assert decode_line(line) == record


@given(st.binary(max_size=200))
def test_other_bytes_are_no_record(data):
    assert decode_line(data.replace(b"\n", b"")) is None


@settings(max_examples=300)
@given(st.text(st.characters(), max_size=20))
def test_text_without_lone_surrogates(text):
    clean, repaired = without_surrogates(text)
    clean.encode()  # it can be
    assert repaired == sum("\ud800" <= char <= "\udfff" for char in _paired(text))


def _paired(text):
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
