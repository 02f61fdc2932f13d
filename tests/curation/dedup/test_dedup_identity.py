import pytest

from curation.dedup.identity import measure_text, row_key, text_digest
from tests.curation.dedup.made import document, row, text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a  b\n\nc ", "a b c"),
        ("\tx\r\n\f\vy", "x y"),
        ("東京  は", "東京 は"),
        (text(1, 50_000), text(1, 50_000).replace(" ", "  \n")),
    ],
)
def test_white_space_does_not_count(one, other):
    assert text_digest(one) == text_digest(other)
    assert len(text_digest(one)) == 16


@pytest.mark.parametrize(
    ("one", "other"),
    [("C++", "C#"), ("$x+1$", "$x-1$"), ("Yes", "yes"), ("a b", "ab"), ("|a|", "a")],
)
def test_all_else_does(one, other):
    assert text_digest(one) != text_digest(other)


def test_long_runs_of_white_space_are_one():
    assert text_digest("x" + " \n" * 500_000 + "y") == text_digest("x y")


def test_length_is_counted_without_padding():
    assert measure_text(" a  b\n\nc ")[1] == len("a b c")
    assert measure_text("é\n")[1] == 2
    long = text(2, 50_000)
    assert measure_text(long.replace(" ", "\n\n"))[1] == len(long)


@pytest.mark.parametrize("blank", ["", " ", "\n\t\u2003", " " * 400_000])
def test_a_text_of_white_space_is_no_copy_of_another(blank):
    assert text_digest(blank) == b""


def test_an_id_alone_does_not_name_a_row():
    digest = text_digest("text")
    old = row("enwiki:12", "text", revision="1", timestamp="2016-04-21T09:21:24Z")
    keys = {
        row_key(old, digest),
        row_key(row("enwiki:12", "text", revision="2", timestamp="2016-04-21T09:21:24Z"), digest),
        row_key(row("enwiki:12", "text", revision="1", timestamp="2022-04-21T09:21:24Z"), digest),
        row_key(
            row("enwiki:12", "text", revision="1", timestamp="2016-04-21T09:21:24Z", source="other"), digest
        ),
        row_key(old, text_digest("other text")),
    }
    assert len(keys) == 5
    same = document("enwiki:12", "text", revision="1", timestamp="2016-04-21T09:21:24Z", title="Other title")
    assert row_key(same, digest) == row_key(old, digest)
    assert 0 <= row_key(old, digest) < 1 << 64
