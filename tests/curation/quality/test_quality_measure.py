"""Measuring whole documents: hostile, huge and strange ones, and what the scores record."""

import dataclasses
import math
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quality_documents import GOOD, document, scores

from curation.quality import measure as module
from curation.quality.measure import MeasureDocuments
from curation.quality.rules import SETS, RuleSet
from schemas.arrow import batch_to_rows, rows_to_batch
from schemas.quality import QualityScores, document_key

EVERY = RuleSet.of(tuple(SETS), {})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "word",
        "\n" * 1000,
        "\ud800 lone surrogate \udfff",
        "e" + "\u0301" * 5000,
        "שלום עולם. " * 50,
        "\u202eمرحبا\u202c " * 50,
        "日本語" * 500,
        "กขค" * 500,
        "👩‍👩‍👧‍👦 " * 200,
        "\u200b\u200d\ufeff" * 300,
        "\x00\x07\x1b[31m",
        "a" * 50_000,
        "|" * 5000,
        "`" * 5001,
        "$" * 5001,
        "#" * 5000,
        "- " * 5000,
        "> " * 5000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_nothing_is_too_strange_to_measure(text):
    measured = scores(text)
    for field in dataclasses.fields(QualityScores):
        value = getattr(measured, field.name)
        if isinstance(value, float):
            assert math.isfinite(value) and value >= 0, field.name
        if field.name.endswith(("_share", "_gram")):
            assert value <= 1, field.name
    EVERY.reasons(measured)
    assert list(batch_to_rows(QualityScores, rows_to_batch(QualityScores, [measured]))) == [measured]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_measured_twice_alike(text):
    assert scores(text) == scores(text)


def test_shares_of_the_kinds_of_lines():
    text = "# Harbour\n\nProse of it.\n\n- item\n\n| a | b |\n\n```\ncode\n```\n\n$$x$$"
    measured = scores(text)
    sizes = {"prose": 12, "list": 6, "table": 9, "code": 10, "maths": 5}
    total = sum(sizes.values()) + len("# Harbour")
    for kind, size in sizes.items():
        assert getattr(measured, f"{kind}_share") == pytest.approx(size / total)


def test_a_document_of_a_hundred_million_characters_is_measured_by_its_beginning(monkeypatch):
    looked_at = []
    counts = module.LineCounts
    monkeypatch.setattr(
        module, "LineCounts", lambda text, rows: looked_at.append(len(text)) or counts(text, rows)
    )
    text = (GOOD + "\n\n") * (100_000_000 // (len(GOOD) + 2))
    measured = scores(text)
    assert measured.characters == len(text) > 99_000_000
    assert looked_at == [module.MEASURED_CHARACTERS]
    assert "too-many-words" in EVERY.reasons(measured)


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        "a",
        "a ",
        "`",
        "$",
        "$a",
        "``` ",
        "```\n",
        "$$\n",
        "- ",
        "|",
        "[Image: ",
        "1. ",
        "> ",
        "{",
        '"',
        ".)",
        "。",
        "#",
        "\n",
    ],
)
def test_time_grows_with_the_text_and_not_with_its_square(piece):
    # Anything quadratic would take hours here.
    measured = scores(piece * (1_000_000 // len(piece)))
    assert measured.characters >= 900_000


def test_the_key_stands_for_a_document_with_this_text():
    one = document("text", id="enwiki:1")
    keys = {
        document_key(other)
        for other in (
            one,
            document("other text", id="enwiki:1"),
            document("text", id="enwiki:2"),
            document("text", id="enwiki:1", language="de"),
            document("text", id="enwiki:1", source="enwiki"),
        )
    }
    assert len(keys) == 5
    assert document_key(one) == document_key(document("text", id="enwiki:1", title="T", revision="7"))


def test_the_claimed_language_is_kept_beside_the_one_identified():
    measured = scores(GOOD, language="de")
    assert (measured.claimed, measured.language) == ("de", "en")
    assert scores(GOOD, language="und").claimed == ""


def test_the_function_is_sent_to_workers_without_its_model():
    function = MeasureDocuments()
    first = list(function([document(GOOD)]))
    assert len(pickle.dumps(function)) < 1000
    assert list(pickle.loads(pickle.dumps(function))([document(GOOD)])) == first
