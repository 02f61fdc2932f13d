"""Rows that are read together: the same attributes as those of a parser, or none at all."""

import re
from xml.parsers import expat
from xml.sax.saxutils import escape

import pytest
from dump_tables import question
from hypothesis import given
from hypothesis import strategies as st

from curation.stackexchange.attributes import read_attributes
from curation.stackexchange.cutting import Chunk, divide

# What XML allows (https://www.w3.org/TR/xml/#charsets).
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff", exclude_categories=["Cc", "Cs"])
VALUES = st.text(st.one_of(CHARACTERS, st.sampled_from("\t\r\n<>&\"'=/ ")))
REFERENCES = {'"': "&quot;", "\n": "&#xA;", "\r": "&#xD;", "\t": "&#x9;"}


def written(attributes: dict[str, str], end: str = " />\r\n  ") -> str:
    """A row as in a dump."""
    return "<row" + "".join(f' {n}="{escape(v, REFERENCES)}"' for n, v in attributes.items()) + end


def parsed(data: bytes) -> list[dict[str, str]] | None:
    """The rows' attributes by a parser of XML; None for what is broken, or more than rows."""
    found: list[dict[str, str]] = []
    others: list[str] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        (found if name == "row" else others).append(attributes)

    parser.StartElementHandler = start
    parser.CharacterDataHandler = others.append
    try:
        parser.Parse(b"<rows>%b</rows>" % data, True)
    except expat.ExpatError:
        return None
    is_more = len(others) > 1 and "".join(others[1:]).strip()
    return None if is_more else found


@given(st.lists(st.dictionaries(st.from_regex(r"[A-Z][A-Za-z]{0,8}", fullmatch=True), VALUES), max_size=4))
def test_rows_of_dumps_are_read_together(rows):
    data = "".join(map(written, rows)).encode()
    assert read_attributes(data) == rows == parsed(data)


NASTY = [
    *(
        "",
        "<",
        ">",
        '"',
        "'",
        "&",
        "&lt;",
        "&nbsp;",
        "&#60;",
        "&#x1;",
        "=",
        "/",
        "/>",
        "<row ",
        "<row/>",
        "<b/>",
    ),
    *(
        " ",
        "\t",
        "\n",
        "\r",
        "\0",
        "\x01",
        "\x02",
        "\x03",
        "\ufffe",
        "\uffff",
        "\u2028",
        "é",
        "<!-- -->",
        '" ',
    ),
    *(' ="', "\n\n", ' Id="1"', ' New=""', ' x:y="1"', ' é="1"', ' =""', " Id='1'"),
]


@pytest.mark.parametrize("removed", [0, 1])
def test_what_is_not_as_in_dumps_is_not_read_otherwise_than_by_a_parser(removed):
    rows = written({"Id": "1", "Body": "<a>"}) + written({"Score": ""}, end=" />\n")
    for at in range(len(rows)):
        for nasty in NASTY:
            broken = (rows[:at] + nasty + rows[at + removed :]).encode()
            found = read_attributes(broken)
            assert found is None or found == parsed(broken), broken


def test_tabs_are_spaces_as_for_a_parser():
    data = b'<row Id="1"\tBody="a\t&#x9;b" />\n\t<row Id="2" />'
    assert read_attributes(data) == parsed(data) == [{"Id": "1", "Body": "a \tb"}, {"Id": "2"}]


@pytest.mark.parametrize("broken", [b"a\xff", b"\xed\xa0\x80", b"&#x41;", b"a\nb"])
def test_one_value_that_needs_a_parser(broken):
    row = written({"Id": "1", "Body": "BODY"}).encode()
    assert read_attributes(row) == [{"Id": "1", "Body": "BODY"}]
    assert read_attributes(row.replace(b"BODY", broken)) is None


def test_nothing_is_no_rows():
    assert read_attributes(b"") == []


@given(st.integers(1, 2000), st.booleans())
def test_chunks_are_divided_between_rows(size, exact):
    data = "\n".join(question(number).strip() for number in range(20)).encode()
    chunks = list(divide(Chunk(data, 7, "end", "the file ends"), size, exact=exact))
    assert b"".join(chunk.data for chunk in chunks) == data
    assert all(re.match(rb"<row ", chunk.data) for chunk in chunks)
    assert [chunk.reason for chunk in chunks] == [""] * (len(chunks) - 1) + ["end"]
    if exact:
        assert all(data[chunk.offset - 7 :].startswith(chunk.data) for chunk in chunks)
    else:
        assert {chunk.offset for chunk in chunks} == {7}
