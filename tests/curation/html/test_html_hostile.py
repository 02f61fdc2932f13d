"""HTML that is broken, or made to break things: nothing raises, and nothing takes more than linear room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.html import to_markdown

N = 100_000

HOSTILE = {
    "nested blocks": "<div>" * N + "end",
    "nested emphasis, wrong ends": "<b>" * N + "</i>" * N + "end",
    "nested quotations": "<blockquote>a" * N + "end",
    "nested lists": "<ul><li>a" * N + "end",
    "nested lists, closed": "<ul><li>" * N + "end" + "</li></ul>" * N,
    "nested tables": "<table><tr><td>a" * N + "end",
    "nested scripts": "a<sub>" * N + "end" + "</sub>" * N,
    "angle brackets": "<" * N + "end",
    "tags that do not end": "<a " * N + "end",
    "quotation marks that do not end": '<a href="' * N + "end",
    "comments that do not end": "<!--" * N + "end",
    "scripts that do not end": "<script>" * N + "end",
    "ampersands": "&" * N + "end",
    "a number of many digits": f"<p>&#{'9' * N};end</p>",
    "a huge attribute": f'<a href="{"x" * (10 * N)}">end</a>',
    "many attributes": f"<a {'x=y ' * N}>end</a>",
    "an endless name": f"<{'a' * N}>end",
    "zeros": "a\0" * N + "end",
    "lone surrogates": "\ud800" * N + "end",
    "backticks": f"<pre>{'`' * N}</pre>end",
    "dollars": "$" * N + "end",
    "dollars and braces": "${" * N + "end",
    "formulas that do not end": "$$ {" * N + "end",
    "environments that do not end": "\\begin{a}" * N + "end",
    "line breaks": "x<br>" * N + "end",
    "wide cells": "<table>" + "<tr><td rowspan=1000 colspan=1000>x" * (N // 10) + "</table>end",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile(html):
    markdown = to_markdown(html, math="dollar")
    assert "end" in markdown.text
    assert len(markdown.text) < 40 * len(html)
    markdown.text.encode()


PIECES = (
    "<p> </p> <ul> </ul> <ol> <li> </li> <blockquote> </blockquote> <pre> </pre> <code> </code> <table> <tr> "
    "<td> </td> </table> <th> <br> <hr> <h1> </h1> <sub> </sub> <sup> </sup> <script> </script> <dl> <dt> "
    "<dd> </dl> <img> <a> </a> <caption> </caption> <!-- --> < > & ` $ $$ { } \\ | # text"
).split()


@given(st.lists(st.sampled_from(PIECES)))
def test_any_order_of_tags(parts):
    markdown = to_markdown(" ".join(parts), math="dollar")
    assert all(ord(character) >= 32 or character == "\n" for character in markdown.text)
    # What is in no script, comment or code that swallows it is there.
    if not {"<script>", "<!--"} & set(parts):
        assert markdown.text.count("text") == parts.count("text")


@given(st.text())
def test_any_text(text):
    to_markdown(text, math="dollar").text.encode()


@given(st.text(alphabet="ab <>&\"'/=p!-", max_size=80))
def test_plain_text_is_not_lost(text):
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    written = to_markdown(f"<p>{html}</p>").text
    assert written.replace("\\", "").split() == text.split()
