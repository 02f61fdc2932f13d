"""The numbers behind a report's pictures: samples, distributions, charts, colours."""

import re
from importlib import resources

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.report import sampling
from jobs.report.charts import histogram, spark
from jobs.report.distributions import by_count, by_size, by_value
from jobs.report.numbers import exact, seconds, share, short
from jobs.report.sampling import Sample
from jobs.report.secrets import HIDDEN, hide, without_secrets
from schemas.manifest import ShardFile

VALUES = st.lists(st.floats(0, 1e9) | st.integers(0, 100).map(float), min_size=1, max_size=200)


@given(VALUES, st.booleans())
def test_a_distribution_has_every_value_once(values, small):
    for found in (by_size(values), by_value(values, 0.0, 1.0 if small else 1e9), by_count(values)):
        assert found.zeros + sum(found.counts) == found.count == len(values)
        assert len(found.edges) == len(found.counts) + 1
        assert list(found.edges) == sorted(found.edges)
        assert found.smallest <= found.quantiles[0] <= found.median <= found.quantiles[2] <= found.largest
        assert found.median in values


@given(VALUES, st.booleans(), st.floats(0, 1e12))
def test_a_picture_stays_within_its_frame(values, log_counts, mark):
    for found in (by_size(values), by_value(values, 0.0, 1.0), by_count(values)):
        picture = histogram(found, "tokens", log_counts=log_counts, marks=[mark])
        assert len(picture.bars) == sum(count > 0 for count in (found.zeros, *found.counts))
        for bar in [*picture.bars, *spark(found, "").bars]:
            assert 0 <= bar.x <= bar.x + bar.width <= 100.01
            assert bar.width > 0
            assert bar.y >= 0
            assert bar.height >= 1.5
        assert all(0 <= tick.at <= 100 for tick in picture.across)
        assert all(0 <= tick.at <= picture.base for tick in picture.up)
        assert all(0 <= place <= 100 for place in picture.marks)
        labels = [tick.label for tick in picture.across]
        assert 2 <= len(labels) <= 9
        assert len(labels) == len(set(labels))


def test_the_tallest_bar_is_of_the_most_frequent_value():
    found = by_size([5] * 10 + [50] * 4 + [0] * 20)
    picture = histogram(found, "words")
    tallest = max(picture.bars, key=lambda bar: bar.height)
    assert tallest.label == "0 words: 20 documents"
    assert [bar.label for bar in picture.bars][1:] == [
        "4.47 to 5.01 words: 10 documents",
        "44.7 to 50.1 words: 4 documents",
    ]


def test_what_lies_beyond_is_in_the_last_bin():
    assert by_count([1, 50, 60], most=40).counts[-1] == 2
    picture = histogram(by_count([1, 50, 60], most=40), "")
    assert picture.bars[-1].label == "40 or more: 2 documents"


@pytest.fixture
def folder(tmp_path):
    """Twenty files of three row groups of ten rows."""
    for number in range(20):
        rows = pa.table({"number": range(number * 30, number * 30 + 30), "text": ["x"] * 30})
        pq.write_table(rows, tmp_path / f"part-{number:05d}.parquet", row_group_size=10)
    return tmp_path


def files(count=20):
    return [ShardFile(name=f"part-{n:05d}.parquet", rows=30, bytes=1, sha256="") for n in range(count)]


def numbers(rows):
    return [value for batch in rows.batches(["number"]) for value in batch.column("number").to_pylist()]


def test_few_rows_are_read_whole(folder):
    rows = Sample(str(folder), files(), budget=600)
    assert numbers(rows) == list(range(600))
    assert not rows.extent.is_sample


def test_of_many_rows_there_is_a_sample_from_everywhere_and_always_the_same(folder):
    rows = Sample(str(folder), files(), budget=100, spread=5)
    found = numbers(rows)
    assert found == numbers(Sample(str(folder), files(), budget=100, spread=5))
    assert rows.extent == sampling.Extent(rows=100, total=600)
    # Two of three row groups in each of five files that lie evenly.
    assert sorted({value // 30 for value in found}) == [0, 4, 8, 12, 16]
    assert {value // 10 % 3 for value in found} == {0, 1}


def test_at_least_a_row_group_of_each_file_is_read(folder):
    rows = Sample(str(folder), files(), budget=1, spread=4)
    assert len(numbers(rows)) == 40


def test_too_many_files_are_sampled_though_they_are_small(folder, monkeypatch):
    monkeypatch.setattr(sampling, "MOST_FILES", 10)
    rows = Sample(str(folder), files(), budget=10_000, spread=4)
    assert len(numbers(rows)) == 120
    assert rows.extent.is_sample


def test_columns_that_a_file_lacks_are_told(folder):
    rows = Sample(str(folder), files(1), budget=10)
    assert list(rows.batches(["number", "colour"])) == []
    assert rows.extent.unread == ("part-00000.parquet has no column colour",)


def test_numbers_are_written_for_people():
    assert [exact(n) for n in (0, 1234, 0.12345, 1234.5, 0.00001, float("nan"))] == [
        "0",
        "1,234",
        "0.123",
        "1,234",
        "1.0e-05",
        "–",
    ]
    assert [short(n) for n in (999, 1000, 12_345, 999_950, 2.5e9)] == ["999", "1 k", "12.3 k", "1 M", "2.5 G"]
    assert [share(*pair) for pair in ((0, 0), (0, 5), (1, 1), (1, 3), (1, 9999), (9999, 10000))] == [
        "–",
        "0%",
        "100%",
        "33.3%",
        "<0.1%",
        ">99.9%",
    ]
    assert [seconds(n) for n in (0.04, 59.6, 61, 7384)] == ["0.0 s", "1 min 00 s", "1 min 01 s", "2 h 03 min"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://user:pass@host/x?a=1", f"https://{HIDDEN}@host/x?a=1"),
        ("s3://AKIA:secret@bucket/run", f"s3://{HIDDEN}@bucket/run"),
        ("https://h/x?sig=abc&api_key=def&page=2", f"https://h/x?sig={HIDDEN}&api_key={HIDDEN}&page=2"),
        ("mail me at a@b.example", "mail me at a@b.example"),
        ("runs/a:b@c", "runs/a:b@c"),
    ],
)
def test_secrets_in_addresses_are_hidden(text, told):
    assert hide(text) == told


def test_secrets_are_hidden_by_name_and_nothing_else_is():
    given = {
        "api_key": "x",
        "inner": [{"access_token": "y", "password": ""}],
        "api_key_variable": "OPENAI_API_KEY",
        "bos_token": "<s>",
        "max_tokens": 5,
        "key": "id",
    }
    assert without_secrets(given) == {
        **given,
        "api_key": HIDDEN,
        "inner": [{"access_token": HIDDEN, "password": ""}],
    }


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_can_be_told_apart_in_light_dark_and_print():
    """WCAG 2.2 AA: 4.5 to 1 for text (1.4.3), 3 to 1 for what a picture is made of (1.4.11)."""
    css = (resources.files("jobs.report") / "templates" / "page.css").read_text()
    themes = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.S)
    ]
    assert len(themes) == 3
    for theme in themes:
        for text in ("ink", "soft", "lost", "good", "link"):
            for behind in ("card", "page"):
                assert contrast(theme[text], theme[behind]) >= 4.5, (text, behind)
        for text in ("ink", "soft"):
            assert contrast(theme[text], theme["track"]) >= 4.5, text
        for shape in ("kept", "lost", "time", *(f"s{n}" for n in range(8))):
            assert contrast(theme[shape], theme["card"]) >= 3, shape
            assert contrast(theme[shape], theme["track"]) >= 3, shape
