"""Files, their splits and what is wrong with some."""

import gzip
import pickle
import random
import zipfile
from pathlib import Path

import pytest

from curation.tuples import source as source_module
from curation.tuples.detect import FORMATS
from curation.tuples.source import TupleFiles
from schemas.knowledge import KnowledgeTuple
from schemas.outcome import Rejected
from schemas.split import InputError
from tests.curation.tuples.reading import items, read, reasons, triples, write

DEMO = Path(__file__).parents[3] / "jobs" / "demo" / "tuples"


def rows(count: int, seed: int = 0) -> str:
    chance = random.Random(seed)
    return "".join(
        f"PersonX counts {'é' * chance.randrange(9)}{number}\txWant\t{'to go on ' * chance.randrange(9)}now\n"
        for number in range(count)
    )


@pytest.mark.parametrize("split_bytes", [1, 37, 1000, 2048])
@pytest.mark.parametrize("last", ["", "PersonX ends\txReact\tcalm", "\n\n"])
def test_splits_together_are_the_file(tmp_path: Path, split_bytes: int, last: str) -> None:
    path = write(tmp_path, rows(60) + last)
    whole = read(path)
    source = TupleFiles(str(path), split_bytes=split_bytes)
    plan = source.plan()
    assert len(plan) > 1
    assert sum(split.size for split in plan) == path.stat().st_size == source.stored_bytes()
    assert list(items(source)) == whole
    assert len(whole) == 60 + (last.startswith("PersonX"))


def test_small_reads_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, rows(60) + " cat\tIsA\tpet \nbad\n")
    whole = read(path)
    monkeypatch.setattr("curation.decompression.streams.READ_BYTES", 7)
    assert read(path) == whole
    assert read(path, split_bytes=100) == whole


def test_offsets_of_rejected_rows_are_those_of_the_file(tmp_path: Path) -> None:
    text = rows(50) + "no columns\n" + rows(50) + "none here either\n" + rows(3)
    path = write(tmp_path, text)
    data = text.encode()
    for split_bytes in (500, 1 << 20):
        found = [item for item in read(path, split_bytes=split_bytes) if isinstance(item, Rejected)]
        assert [item.where for item in found] == [
            f"rows.tsv, byte {data.index(b'no columns')}",
            f"rows.tsv, byte {data.index(b'none here')}",
        ]


def test_gzip_is_told_by_its_bytes(tmp_path: Path) -> None:
    text = rows(100)
    plain = read(write(tmp_path, text))
    packed = write(tmp_path, gzip.compress(text.encode()), "rows.csv")
    named_so = write(tmp_path, text, "rows.csv.gz")
    assert read(packed) == read(named_so) == plain
    assert len(TupleFiles(str(packed), split_bytes=10).plan()) == 1


def test_a_truncated_gzip_file_gives_what_is_whole_in_it(tmp_path: Path) -> None:
    text = rows(20_000)
    packed = gzip.compress(text.encode())
    found = read(write(tmp_path, packed[: len(packed) // 2], "rows.tsv.gz"))
    (damage,) = [item for item in found if isinstance(item, Rejected)]
    assert (damage.reason, damage.where) == ("truncated", f"rows.tsv.gz, byte {len(packed) // 2}")
    said = triples(found)
    assert 1000 < len(said) < 20_000
    assert said == triples(read(write(tmp_path, text)))[: len(said)], "the row that breaks off is left out"


def test_damaged_gzip(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(rows(20_000).encode()))
    packed[len(packed) // 2] ^= 0xFF
    found = read(write(tmp_path, bytes(packed), "rows.tsv.gz"))
    assert reasons(found)[-1] == "corrupt-stream"
    assert len(triples(found)) > 1000


def test_a_line_that_is_not_utf_8_costs_only_itself(tmp_path: Path) -> None:
    path = write(tmp_path, rows(5).encode() + b"PersonX visits Qu\xe9bec\txReact\tglad\n" + rows(5).encode())
    found = read(path)
    (rejected,) = [item for item in found if isinstance(item, Rejected)]
    assert rejected.reason == "invalid-utf-8"
    assert rejected.where == f"rows.tsv, byte {path.read_bytes().index(0xE9.to_bytes(1, 'big'))}"
    assert "Qu\\xe9bec" in rejected.excerpt
    assert len(triples(found)) == 10


@pytest.mark.parametrize("split_bytes", [1 << 20, 3000])
def test_a_line_without_end_is_rejected_and_not_held(tmp_path: Path, split_bytes: int) -> None:
    long = "x" * 3_000_000
    path = write(tmp_path, rows(5) + long + "\n" + rows(5, seed=1))
    found = read(path, max_row_bytes=1_000_000, split_bytes=split_bytes)
    assert [(item.reason, item.where) for item in found if isinstance(item, Rejected)] == [
        ("row-too-long", f"rows.tsv, byte {len(rows(5).encode())}")
    ]
    assert len(triples(found)) == 10


def test_a_long_line_at_the_end_of_the_file(tmp_path: Path) -> None:
    found = read(write(tmp_path, rows(5) + "x" * 3_000_000), max_row_bytes=1_000_000)
    assert reasons(found) == ["row-too-long"]
    assert len(triples(found)) == 5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "nothing but empty lines"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:12ab\nsize 99\n", "git lfs pull"),
        (b"<!DOCTYPE html><title>404</title>", "is a web page"),
        (b"BZh91AY&SY", "bzip2"),
        ("head\trelation\ttail".encode("utf-16"), "UTF-16"),
        (b"\0\1\2\3" * 200, "binary"),
        (b"a\tb\tc\nd\te\tf\n", "in no known format"),
        (b'{"sub": "cat", "obj": "pet"}\n', "in no known format"),
    ],
)
def test_other_files_are_errors_that_say_what_they_are(tmp_path: Path, content: bytes, message: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError, match=message) as error:
        TupleFiles(str(path)).plan()
    assert str(path) in str(error.value)


def test_the_error_for_an_unknown_format_shows_the_line_and_the_formats(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        TupleFiles(str(write(tmp_path, "just\tsome words\n"))).plan()
    assert "'just\\tsome words'" in str(error.value)
    assert all(what in str(error.value) for what in FORMATS.values())


def test_archives_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "rows.zip", "w") as archive:
        archive.writestr("rows.tsv", rows(3))
    with pytest.raises(InputError, match="unpack"):
        TupleFiles(str(tmp_path / "rows.zip")).plan()


def test_a_format_can_be_named_and_must_then_be_right(tmp_path: Path) -> None:
    path = write(tmp_path, rows(5))
    assert len(read(path, format="atomic2020")) == 5
    with pytest.raises(InputError, match=r"not in the format cn100k .* It looks like atomic2020"):
        TupleFiles(str(path), format="cn100k").plan()
    with pytest.raises(ValueError, match="expected one of atomic2020"):
        TupleFiles(str(path), format="atomic")


def test_a_few_broken_rows_at_the_beginning_do_not_hide_the_format(tmp_path: Path) -> None:
    found = read(write(tmp_path, "# a comment\nbroken\n" + rows(10)))
    assert reasons(found) == ["wrong-columns"] * 2
    assert len(triples(found)) == 10


def test_missing_files_and_folders_without_tuples(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("nothing here")
    for path, message in [
        (tmp_path / "missing.tsv", "there is no file or folder .*missing.tsv"),
        (tmp_path, "has nothing to read in it: expected .*tsv"),
        (tmp_path / "*.tsv", "no file matches .*: expected .*tsv"),
    ]:
        with pytest.raises(InputError, match=message):
            TupleFiles(str(path)).plan()


def test_folders_and_patterns(tmp_path: Path) -> None:
    for name in ("b.tsv", "a.tsv", "README.md"):
        write(tmp_path, rows(2), name)
    named = [Path(split.path).name for split in TupleFiles(str(tmp_path)).plan()]
    assert named == ["a.tsv", "b.tsv"]
    twice = TupleFiles([str(tmp_path / "*.tsv"), str(tmp_path / "a.tsv")])
    assert [Path(split.path).name for split in twice.plan()] == named


def test_object_stores_are_read_too() -> None:
    import fsspec

    with fsspec.open("memory://tuples/rows.tsv", "wb") as file:
        file.write(rows(10).encode())
    source = TupleFiles("memory://tuples/*.tsv", split_bytes=100)
    assert len(list(items(source))) == 10


def test_the_source_travels_to_a_worker(tmp_path: Path) -> None:
    source = TupleFiles([str(write(tmp_path, rows(3)))])
    assert pickle.loads(pickle.dumps(source)) == source


def test_quoted_values_may_not_go_on_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "MAX_QUOTED_LINES", 3)
    header = "subject,predicate,object,head,relation,tail\n"
    row = 'cat,chase,"mice{}and rats",cat,CapableOf,chase mice\n'
    two_lines, ten_lines, one_line = row.format("\n"), row.format("\n" * 9), row.format(" ")
    found = read(write(tmp_path, header + two_lines * 2 + ten_lines + one_line * 7, "a.csv"))
    assert len(triples(found)) == 9
    assert reasons(found) == ["malformed-csv"] * 2, "where the mark is opened, and where it is closed"


def test_the_demonstration_files_hold_every_format_and_their_planted_rows() -> None:
    source = TupleFiles(str(DEMO))
    assert {split.context["format"] for split in source.plan()} == set(FORMATS) - {"atomic2020-prompts"}
    found = list(items(source))
    assert 250 < sum(isinstance(item, KnowledgeTuple) for item in found) < 450
    assert set(reasons(found)) == {
        "bad-concept",
        "bad-number",
        "labelled-false",
        "malformed-csv",
        "malformed-json",
        "no-head",
        "unknown-relation",
        "wrong-columns",
    }
