"""`roae inspect` on what is broken, empty, or nobody's: a clear word, and as much as there is."""

import datetime
import decimal
import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from jobs.cli import main
from tests.jobs.inspect_runs import said, shown

VERBS = (
    [],
    ["head"],
    ["sample"],
    ["stats"],
    ["grep", "a"],
    ["where", "True"],
    ["id", "a"],
    ["tokens"],
    ["verify"],
)


def parquet(path, rows=300):
    table = pa.table({"id": [f"a:{n}" for n in range(rows)], "text": [f"text {n}" * 50 for n in range(rows)]})
    pq.write_table(table, path, row_group_size=50)
    return path


def ended(capsys, *arguments):
    """The exit code, and what was printed."""
    code = main(["inspect", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("cut.parquet", "half", "cannot be read as Parquet"),
        ("empty.parquet", b"", "cannot be read as Parquet"),
        ("text.parquet", b"not a table at all", "cannot be read as Parquet"),
        ("empty.arrow", b"", "the file is empty"),
        ("text.arrow", b"ARROW1 not really", "cannot be read as Arrow"),
        ("prose.txt", b"some words", "is no file of rows"),
        ("broken.jsonl", b"{nothing", "line 1 is not JSON"),
        ("missing.parquet", None, "does not exist"),
        ("missing", None, "does not exist"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, capsys, name, content, told, verb):
    path = tmp_path / name
    if content == "half":
        content = parquet(tmp_path / "whole.parquet").read_bytes()[:2000]
    if content is not None:
        path.write_bytes(content)
    code, printed = ended(capsys, path, *verb)
    assert told in printed
    assert name in printed
    # To verify is to find faults; all else cannot be done.
    assert code == (1 if verb == ["verify"] and content is not None and name != "prose.txt" else 2)
    assert "Traceback" not in printed


def test_an_empty_folder_and_one_of_other_things_say_so(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("words")
    assert ended(capsys, tmp_path / "empty") == (2, f"roae: {tmp_path}/empty is an empty folder\n")
    code, printed = ended(capsys, tmp_path / "other")
    assert code == 2
    assert "nothing that roae wrote" in printed


def test_what_is_whole_is_shown_beside_what_is_damaged(tmp_path, capsys):
    parquet(tmp_path / "part-00000.parquet", 10)
    cut = parquet(tmp_path / "part-00001.parquet")
    cut.write_bytes(cut.read_bytes()[:-300])
    parquet(tmp_path / "part-00002.parquet", 10)
    code, printed = ended(capsys, tmp_path)
    assert code == 1
    assert "20 rows" in printed
    assert "damaged" in printed
    for verb, expected in (
        (["head", "1000"], 20),
        (["where", "True", "-n", "0"], 20),
        (["sample", "99"], 20),
    ):
        assert main(["inspect", str(tmp_path), *verb, "--json"]) == 1
        printed = capsys.readouterr()
        assert len(printed.out.splitlines()) == expected
        assert f"{cut} cannot be read" in printed.err
    assert main(["inspect", str(tmp_path), "stats", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["rows"] == 20


def test_rows_before_a_damaged_page_are_shown(tmp_path, capsys):
    path = parquet(tmp_path / "rows.parquet")
    metadata = pq.read_metadata(path)
    data = bytearray(path.read_bytes())
    start = metadata.row_group(3).column(1).data_page_offset
    data[start : start + 40] = b"\xff" * 40
    path.write_bytes(data)
    code, printed = ended(capsys, path, "where", "'text' in text", "-n", "0", "--json")
    assert code == 2
    assert printed.count('"_at"') == 150
    assert "cannot be read as Parquet" in printed


def test_json_lines_are_rows_too_compressed_or_not(tmp_path, capsys):
    rows = [{"id": "a", "text": "one\ntwo", "n": 1}, {"id": "b", "n": "many", "more": {"x": [1, 2]}}, [1]]
    text = "\n".join(map(json.dumps, rows)).encode() + b"\n\n"
    (tmp_path / "rows.jsonl").write_bytes(text)
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(text))
    (tmp_path / "rows.jsonl.zst").write_bytes(zstandard.compress(text))
    for name in ("rows.jsonl", "rows.jsonl.gz", "rows.jsonl.zst"):
        found = said(capsys, tmp_path / name, "head")
        assert [row["id"] for row in found] == ["a", "b", None]
        assert found[1]["more"] == {"x": [1, 2]}
        assert [row["n"] for row in found] == ["1", "many", None]  # of two kinds, so both are text
        assert said(capsys, tmp_path / name, "where", "id == 'b'")[0]["_at"] == f"{name}:1"
        assert said(capsys, tmp_path / name, "id", "b")[0]["n"] == "many"
        assert said(capsys, tmp_path / name)[0]["rows"] == 3


def test_a_broken_line_is_named_after_the_rows_before_it(tmp_path, capsys):
    (tmp_path / "rows.jsonl").write_text('{"id": "a"}\n{"id": "b"}\n{"id": \n')
    code, printed = ended(capsys, tmp_path / "rows.jsonl", "head", "9", "--json")
    assert code == 2
    assert printed.count('"_at"') == 2
    assert "line 3 is not JSON" in printed


def test_foreign_columns_are_shown_as_json_can(tmp_path, capsys):
    table = pa.table(
        {
            "when": [datetime.datetime(2024, 1, 2, 3), None],
            "price": [decimal.Decimal("1.50"), None],
            "share": [float("nan"), float("inf")],
            "bytes": [b"\xff\x00", b"text"],
            "kind": pa.array(["x", "y"]).dictionary_encode(),
            "list": pa.array([["p"], None], pa.large_list(pa.large_string())),
            "map": pa.array([[("k", 1)], []], pa.map_(pa.string(), pa.int64())),
        }
    )
    path = tmp_path / "foreign.parquet"
    pq.write_table(table, path)
    first, second = said(capsys, path, "head")
    assert first == {
        "when": "2024-01-02T03:00:00",
        "price": "1.50",
        "share": None,
        "bytes": "/wA=",
        "kind": "x",
        "list": ["p"],
        "map": {"k": 1},
        "_at": "foreign.parquet:0",
    }
    assert second["bytes"] == "text"
    assert second["map"] == {}
    for verb in VERBS[:6]:
        if verb != ["where", "True"]:
            assert "Traceback" not in ended(capsys, path, *verb)[1]


def test_text_of_the_corpus_cannot_steer_the_terminal(tmp_path, capsys):
    path = tmp_path / "rows.parquet"
    evil = "\x1b]0;owned\x07 \x1b[2J \x9b31m \r hidden"
    pq.write_table(pa.table({"id": [evil], "text": [f"line\n{evil}"]}), path)
    for verb in ([], ["head", "--whole"], ["grep", "owned"], ["stats"], ["where", "True"]):
        printed = shown(capsys, path, *verb)
        assert not {"\x1b", "\x07", "\x9b", "\r"} & set(printed)
    assert "\\x1b]0;owned" in shown(capsys, path, "head")
    assert said(capsys, path, "head")[0]["id"] == evil


def test_preference_pairs_are_shown_as_conversations_by_their_columns_alone(tmp_path, capsys):
    messages = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
    schema = pa.schema(
        [
            ("id", pa.string()),
            ("prompt", messages),
            ("chosen", messages),
            ("rejected", messages),
            ("margin", pa.float64()),
        ],
        metadata={"record": "PreferencePair", "version": "7"},
    )
    pair = {
        "id": "pair:1",
        "prompt": [{"role": "user", "content": "Who was\nMarie Curie?"}],
        "chosen": [{"role": "assistant", "content": "A physicist."}],
        "rejected": [{"role": "assistant", "content": "A painter."}],
        "margin": 0.8,
    }
    path = tmp_path / "part-00000.parquet"
    pq.write_table(pa.Table.from_pylist([pair], schema=schema), path)
    printed = shown(capsys, path)
    assert "PreferencePair version 7, 1 rows" in printed
    assert "prompt:\n  user: Who was\n  Marie Curie?\n" in printed
    assert "chosen:\n  assistant: A physicist." in printed
    assert said(capsys, path, "where", "margin > 0.5 and 'assistant' in chosen.role")[0]["id"] == "pair:1"
    (match,) = said(capsys, path, "grep", "painter")
    assert match["column"] == "rejected[0].content"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["head", "some"], "'some' is no number"),
        (["head", "--every"], "unrecognized arguments: --every"),
        (["grep", "("], "no regular expression"),
        (["grep", "a", "--column", "nothing"], "there is no column 'nothing'"),
        (["where", "nothing == 1"], "there is no column 'nothing'"),
        (["id", "zzz"], "no row has 'zzz' as its id"),
        (["id", "a", "--column", "nothing"], "there is no column 'nothing'"),
        (["tokens"], "no packed token sequences"),
        (["trace", "a"], "is no run"),
        (["head", "--stage", "clean"], "is no run"),
        (["diff", "/no/such/file.parquet"], "/no/such/file.parquet does not exist"),
        (["head", "--rejected", "--dropped"], "not allowed with"),
    ],
)
def test_questions_that_make_no_sense_say_why(tmp_path, capsys, arguments, told):
    path = parquet(tmp_path / "rows.parquet", 3)
    try:
        code = main(["inspect", str(path), *arguments])
    except SystemExit as left:
        code = left.code
    assert code == 2
    assert told in capsys.readouterr().err


def test_a_path_that_is_called_like_a_verb_is_found_with_its_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "head").mkdir()
    parquet(tmp_path / "head" / "part-00000.parquet", 3)
    assert said(capsys, "./head")[0]["rows"] == 3
    assert len(said(capsys, "./head", "head", "2")) == 2
