"""The expressions of `roae inspect PATH where`, against Python's own answers."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.cli import main
from jobs.errors import UsageError
from jobs.inspect.expression import compile_filter
from jobs.inspect.shard_file import ShardFile

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("language", pa.string()),
        ("words", pa.int64()),
        ("share", pa.float64()),
        ("key", pa.uint64()),
        ("kept", pa.bool_()),
        ("links", pa.list_(pa.string())),
        ("metadata", pa.map_(pa.string(), pa.string())),
        ("spans", pa.list_(pa.struct([("document", pa.string()), ("start", pa.int32())]))),
        ("box", pa.struct([("name", pa.string())])),
    ]
)
TEXT = st.text("abAB1é ", max_size=4)
ROW = st.fixed_dictionaries(
    {
        "id": TEXT,
        "language": st.sampled_from(["en", "de", "en-GB", ""]),
        "words": st.integers(-5, 5),
        "share": st.sampled_from([0.0, 0.25, 0.5, 1.0]),
        "key": st.sampled_from([0, 5, 2**64 - 1]),
        "kept": st.booleans(),
        "links": st.lists(TEXT, max_size=3),
        "metadata": st.dictionaries(st.sampled_from(["score", "tag"]), st.sampled_from(["3", "12", "x"])),
        "spans": st.lists(st.fixed_dictionaries({"document": TEXT, "start": st.integers(0, 9)}), max_size=3),
        "box": st.fixed_dictionaries({"name": TEXT}),
    }
)
# Each with what it means in Python; None as a value counts as no match.
MEANING = [
    ("language == 'en'", lambda r: r["language"] == "en"),
    ("'en' == language", lambda r: r["language"] == "en"),
    ("language != 'en' and words > 1", lambda r: r["language"] != "en" and r["words"] > 1),
    ("words >= 2 or not kept", lambda r: r["words"] >= 2 or not r["kept"]),
    ("-1 <= words < 3", lambda r: -1 <= r["words"] < 3),
    ("3 > words", lambda r: r["words"] < 3),
    ("words == share", lambda r: r["words"] == r["share"]),
    ("words * 2 + 1 > 3 - words", lambda r: r["words"] * 2 + 1 > 3 - r["words"]),
    ("words / 2 == 1.5", lambda r: r["words"] / 2 == 1.5),
    ("-words == abs(words)", lambda r: -r["words"] == abs(r["words"])),
    ("key == 18446744073709551615", lambda r: r["key"] == 2**64 - 1),
    ("key > 4", lambda r: r["key"] > 4),
    ("kept", lambda r: r["kept"]),
    ("kept == True", lambda r: r["kept"]),
    ("len(id) > 2", lambda r: len(r["id"]) > 2),
    ("len(links) == len(spans)", lambda r: len(r["links"]) == len(r["spans"])),
    ("len(metadata) == 2", lambda r: len(r["metadata"]) == 2),
    ("language in ['en', 'de']", lambda r: r["language"] in ["en", "de"]),
    ("words not in (1, 2)", lambda r: r["words"] not in (1, 2)),
    ("'a' in id", lambda r: "a" in r["id"]),
    ("'b' not in id", lambda r: "b" not in r["id"]),
    ("'a' in links", lambda r: "a" in r["links"]),
    ("'score' in metadata", lambda r: "score" in r["metadata"]),
    ("metadata['score'] == '3'", lambda r: r["metadata"].get("score") == "3"),
    ("metadata.tag == 'x'", lambda r: r["metadata"].get("tag") == "x"),
    ("float(metadata['score']) > 5", lambda r: r["metadata"].get("score") == "12"),
    ("metadata['score'] is None", lambda r: "score" not in r["metadata"]),
    ("metadata['score'] is not None", lambda r: "score" in r["metadata"]),
    ("'a' in spans.document", lambda r: any(s["document"] == "a" for s in r["spans"])),
    ("3 in spans.start", lambda r: any(s["start"] == 3 for s in r["spans"])),
    ("box.name == 'a'", lambda r: r["box"]["name"] == "a"),
    ("box['name'].startswith('A')", lambda r: r["box"]["name"].startswith("A")),
    ("id.endswith('b')", lambda r: r["id"].endswith("b")),
    ("id.lower() == 'ab'", lambda r: r["id"].lower() == "ab"),
    ("upper(id) == 'É'", lambda r: r["id"].upper() == "É"),
    ("id.strip() == 'a'", lambda r: r["id"].strip() == "a"),
    ("matches(id, '^a+$')", lambda r: bool(r["id"]) and set(r["id"]) == {"a"}),
    ("str(words) == '2'", lambda r: r["words"] == 2),
    ("True", lambda r: True),
]


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROW, max_size=8), first=st.integers(0, 3))
def test_expressions_mean_what_they_mean_in_python(rows, first):
    batch = pa.RecordBatch.from_pylist(rows, schema=SCHEMA).slice(min(first, len(rows)))
    for text, meaning in MEANING:
        mask = compile_filter(text, SCHEMA).mask(batch).to_pylist()
        assert mask == [bool(meaning(row)) for row in rows[first:]], text


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=20), data=st.data())
def test_row_groups_that_are_left_out_have_no_row_that_is_wanted(rows, data, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("groups") / "rows.parquet")
    rows.sort(key=lambda row: row["words"])
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path, row_group_size=3)
    text, meaning = data.draw(st.sampled_from(MEANING))
    found = compile_filter(text, SCHEMA)
    with ShardFile(path) as shard:
        metadata = shard.metadata
        for number in range(metadata.num_row_groups):
            if not found.may_match(metadata.row_group(number)):
                assert not any(meaning(row) for row in rows[3 * number : 3 * number + 3])


def test_row_groups_are_left_out_by_their_statistics(tmp_path):
    path = str(tmp_path / "rows.parquet")
    pq.write_table(pa.table({"words": range(100)}), path, row_group_size=10)
    with ShardFile(path) as shard:
        for text, left in (
            ("words == 42", 1),
            ("words < 15 and words > 4", 2),
            ("90 < words", 1),
            ("words == 200", 0),
        ):
            found = compile_filter(text, shard.schema)
            groups = [shard.metadata.row_group(number) for number in range(10)]
            assert sum(map(found.may_match, groups)) == left, text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("languge == 'en'", "there is no column 'languge': did you mean language?"),
        ("language == en", "there is no column 'en'"),
        ("words > 'a'", "words is a number, 'a' is text"),
        ("id + 1 == 2", "id is text, 1 is a number"),
        ("len(words) > 1", "words is a number"),
        ("id", "id is text and neither true nor false"),
        ("not words", "words is a number and neither true nor false"),
        ("links == 'a'", "links is a list, which cannot be compared"),
        ("spans.nothing == 1", "spans has no field 'nothing', but document, start"),
        ("id.nothing == 1", "id is text and has no field"),
        ("'a' in words", "words is a number: 'a' cannot be in it"),
        ("words in ['a']", "words is a number, and ['a'] are not"),
        ("words ==", "no expression"),
        ("words == 1)", "no expression at character 11"),
        ("", "no expression"),
        ("words == 99999999999999999999", "more than 64 bits"),
        ("key == -1", "no unsigned number of 64 bits"),
        ("words is 3", "use =="),
        ("id.startswith(1)", "1 is no text"),
        ("len(id, 1) > 2", "len takes one value"),
        ("links[0] == 'a'", "a key such as 'score'"),
        ("metadata[id] == 'a'", "`id` is no value"),
    ],
)
def test_errors_name_the_column_or_the_place(text, told):
    with pytest.raises(UsageError) as error:
        compile_filter(text, SCHEMA)
    assert told in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "open('/etc/passwd')",
        "(lambda: 1)()",
        "[x for x in links]",
        "id.__class__",
        "id.format(1) == ''",
        "eval('1')",
        "f'{id}' == ''",
        "(words := 3) == 3",
        "id if kept else words",
        "{**metadata} == 1",
        "words ** 9 ** 9 ** 9 > 1",
        "len(*links) > 1",
        "getattr(id, 'x') == 1",
        "(" * 5000 + "1" + ")" * 5000,
    ],
)
def test_nothing_but_the_known_is_ever_run(text):
    with pytest.raises(UsageError):
        compile_filter(text, SCHEMA)


def test_a_value_that_arrow_cannot_work_out_is_an_error_in_words(tmp_path, capsys):
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"a": [1, 0], "b": [2**62, 2**62]}), path)
    assert main(["inspect", str(path), "where", "matches(str(a), '(') or b > 1"]) == 2
    assert "roae: " in capsys.readouterr().err
