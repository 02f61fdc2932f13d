from collections import Counter, defaultdict
from dataclasses import dataclass

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.engine import FunctionError, Group, shuffle
from pipelines.engine.testing import apply_group
from schemas.arrow import rows_to_batch
from schemas.outcome import Dropped
from tests.pipelines.engine.toy import Count, Word, count_whole, count_words

keys = st.text(alphabet="abé𝄞", max_size=2)
words = st.lists(st.builds(Word, word=keys, line=st.text(alphabet="xyz", max_size=3), length=st.just(1)))


def counting(partitions=3, function=count_words, **options):
    return Group(
        name="counts",
        input=Word,
        key="word",
        partitions=partitions,
        output=Count,
        function=function,
        **options,
    )


def counted(rows):
    """What grouping means, on a plain dict."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.word].append(row.line)
    return sorted((Count(word, len(lines), lines) for word, lines in groups.items()), key=lambda c: c.word)


@settings(deadline=None)
@given(words, st.integers(1, 5), st.sampled_from([count_words, count_whole]))
def test_groups_are_those_of_a_dict_in_the_order_of_the_input(rows, partitions, function):
    applied = apply_group(counting(partitions, function, whole=function is count_whole), rows)
    assert sorted(applied.rows, key=lambda c: c.word) == counted(rows)


@settings(deadline=None)
@given(words)
def test_one_partition_is_sorted_by_key(rows):
    assert apply_group(counting(partitions=1), rows).rows == counted(rows)


@settings(deadline=None, max_examples=30)
@given(st.lists(words, max_size=5))
def test_sorting_by_way_of_the_disk_gives_the_same(shards):
    stage = counting(partitions=1)
    batches = [rows_to_batch(Word, rows) for rows in shards]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shuffle, "RUN_BYTES", 1)
        patch.setattr(shuffle, "_RUN_BATCH_BYTES", 1)
        grouped = list(shuffle.sorted_groups(batches, stage))
    assert list(count_words(grouped)) == counted([row for rows in shards for row in rows])


@dataclass(frozen=True)
class Numbered:
    number: int
    data: bytes


def sizes(groups):
    for key, rows in groups:
        yield Count(repr(key), len(rows), [])


@pytest.mark.parametrize("key", ["number", "data"])
def test_integers_and_bytes_can_be_keys(key):
    rows = [Numbered(n % 3 - 1, bytes([n % 2])) for n in range(10)]
    stage = Group(name="sizes", input=Numbered, key=key, partitions=1, output=Count, function=sizes)
    numbers = Counter(getattr(row, key) for row in rows)
    expected = [(repr(value), count) for value, count in sorted(numbers.items())]
    assert [(row.word, row.count) for row in apply_group(stage, rows).rows] == expected


def test_a_group_that_raises_costs_itself_only():
    rows = [Word("boo", "1", 3), Word("a", "2", 1), Word("boo", "3", 3), Word("dull", "4", 4)]
    applied = apply_group(counting(partitions=1), rows)
    assert applied.rows == [Count("a", 1, ["2"])]
    assert applied.reasons == ["dull-word"]
    assert [rejected.excerpt for rejected in applied.rejected] == [
        "word='boo', line='1', length=3",
        "word='boo', line='3', length=3",
    ]
    assert {rejected.where for rejected in applied.rejected} == {"part-00000, group 1"}


def test_a_whole_partition_cannot_be_set_aside():
    def fails(table):
        raise ValueError(f"{table.num_rows} rows")
        yield

    with pytest.raises(FunctionError, match="ValueError: 2 rows"):
        apply_group(counting(function=fails, partitions=1, whole=True), [Word("a", "", 1), Word("b", "", 1)])


def test_tables_of_a_schema_in_and_out():
    schema = pa.schema([("key", pa.int64()), ("value", pa.float32())])

    def largest(table):
        yield Dropped("smaller")
        yield from (
            table.group_by("key")
            .aggregate([("value", "max")])
            .select(["key", "value_max"])
            .rename_columns(["key", "value"])
            .cast(schema)
            .to_batches()
        )

    stage = Group(
        name="largest",
        input=schema,
        output=schema,
        key="key",
        partitions=2,
        function=largest,
        whole=True,
    )
    table = pa.table({"key": [1, 2, 1, 2], "value": [1.0, 5.0, 3.0, 4.0]}, schema=schema)
    applied = apply_group(stage, table)
    assert sorted((row["key"], row["value"]) for row in applied.rows) == [(1, 3.0), (2, 5.0)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": "nope"}, "no column 'nope'"),
        ({"partitions": 0}, "partitions must be positive"),
        ({"input": Count, "key": "lines"}, "cannot group by 'lines'"),
        ({"input": pa.schema([("word", pa.string())])}, "input must be their class"),
        ({"name": "Two Words"}, "kebab-case"),
    ],
)
def test_a_stage_that_cannot_work_is_refused_at_once(changes, message):
    values = {
        "name": "x",
        "input": Word,
        "key": "word",
        "partitions": 1,
        "output": Count,
        "function": count_words,
    }
    with pytest.raises(ValueError, match=message):
        Group(**(values | changes))
