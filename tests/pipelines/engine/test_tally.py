"""How much of each source comes out of a stage: of records, of batches, and of what is dropped."""

import json
from dataclasses import dataclass

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from pipelines.engine.tally import SourceTallies, sum_tallies
from schemas.arrow import arrow_schema, rows_to_batch
from schemas.manifest import Receipt, ShardFile, SourceTally, Timing, from_json, to_json


@dataclass(frozen=True)
class Text:
    source: str
    text: str
    tokens: list[int]


@dataclass(frozen=True)
class Plain:
    id: str


TEXTS = st.lists(
    st.builds(
        Text,
        source=st.sampled_from(["a", "b", ""]),
        text=st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
        tokens=st.lists(st.integers(0, 9), max_size=4),
    ),
    max_size=9,
)


@given(TEXTS)
def test_records_and_batches_are_counted_alike(texts):
    by_record, by_batch = SourceTallies(Text), SourceTallies(arrow_schema(Text))
    for text in texts:
        by_record.record(text)
    by_batch.batch(rows_to_batch(Text, texts))
    counted = by_record.counted()
    assert counted == by_batch.counted()
    assert list(counted) == sorted({text.source for text in texts})
    assert sum(tally.characters for tally in counted.values()) == sum(len(text.text) for text in texts)
    assert sum(tally.tokens for tally in counted.values()) == sum(len(text.tokens) for text in texts)


def test_dropped_records_count_with_their_source_and_text():
    tallies = SourceTallies(Text)
    tallies.record(Text("a", "four", []))
    for text, reason in (("ab", "short"), ("äöü", "short"), ("x", "other")):
        tallies.drop(reason, Text("b", text, []))
    tallies.drop("url", "https://example.org")
    assert tallies.counted() == {
        "a": SourceTally(rows=1, characters=4),
        "b": SourceTally(dropped={"other": 1, "short": 2}, dropped_characters={"other": 1, "short": 5}),
    }


def test_rows_without_a_source_are_not_counted():
    tallies = SourceTallies(Plain)
    tallies.record(Plain("x"))
    tallies.batch(pa.RecordBatch.from_pylist([{"id": "x"}]))
    tallies.drop("why", Plain("x"))
    assert tallies.counted() == {}


def test_tallies_add_up():
    first = {"a": SourceTally(rows=1, characters=5, tokens=2, dropped={"x": 1}, dropped_characters={"x": 9})}
    second = {"a": SourceTally(rows=2, dropped={"x": 1, "y": 3}), "b": SourceTally(rows=4)}
    assert sum_tallies([second, first]) == {
        "a": SourceTally(
            rows=3, characters=5, tokens=2, dropped={"x": 2, "y": 3}, dropped_characters={"x": 9}
        ),
        "b": SourceTally(rows=4),
    }


def test_a_receipt_keeps_its_tallies_and_is_read_without_them():
    receipt = Receipt(
        shard="part-00000",
        input="x",
        stage_digest="s",
        input_digest="i",
        rows_in=2,
        rows_out=1,
        dropped={"short": 1},
        rejected={},
        files=[ShardFile(name="part-00000.parquet", rows=1, bytes=9, sha256="0")],
        rejected_files=[],
        dropped_files=[],
        exclusions=False,
        timing=Timing(seconds=0.0, cpu_seconds=0.0, peak_rss_bytes=0),
        sources={"a": SourceTally(rows=1, characters=4, dropped={"short": 1})},
    )
    written = to_json(receipt)
    assert from_json(Receipt, written) == receipt
    of_earlier_version = json.loads(written)
    del of_earlier_version["sources"]
    assert from_json(Receipt, json.dumps(of_earlier_version)).sources == {}
