import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.tuples.text import field, normalise, tidy_rows


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("PersonX\u2019s dog", "PersonX's dog"),
        ("caf\u00c3\u00a9", "caf\u00e9"),
        ("it\u00e2\u20ac\u2122s", "it's"),
        ("cafe\u0301", "caf\u00e9"),
        ("a\u00a0b\u200bc\u00ad", "a bc"),
        ("\ufeffhead", "head"),
        ("a\x00b\x07\x7f", "ab"),
        ("one\r\ntwo\rthree", "one\ntwo three"),
        ("\u00c2ngela from S\u00e3o Paulo", "\u00c2ngela from S\u00e3o Paulo"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
    ],
    ids=ascii,
)
def test_one_spelling(given: str, expected: str) -> None:
    assert normalise(given) == expected


@given(st.text())
def test_lines_and_cells_stay_as_many(text: str) -> None:
    text = text.replace("\r", "")
    found = normalise(text)
    assert found.count("\n") == text.count("\n")
    assert found.count("\t") == text.count("\t")
    tidy = tidy_rows(found)
    assert [line.count("\t") for line in tidy.split("\n")] == [line.count("\t") for line in found.split("\n")]


@given(st.text())
def test_once_is_enough(text: str) -> None:
    assert field(field(text)) == field(text)
    assert "\n" not in field(text) and "  " not in field(text)


def test_cells_lose_the_spaces_around_them() -> None:
    assert tidy_rows("  a   b \t c \n d\t ") == "a b\tc\nd\t"
