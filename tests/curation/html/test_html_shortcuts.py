"""What is read fast is read as all else is."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.html import find_formulas, to_markdown
from curation.html.tokens import decode

BLOCKS = ("p", "li", "ul", "ol", "blockquote", "h2", "hr")
PIECES = [
    *(f"<{slash}{name}>" for name in BLOCKS for slash in ("", "/")),
    *("</p>\n\n<p>", "</p>\n<p>", "</li>\n<li>", "<p>", "</p>", "<pre>", "</pre>", "<code>", "</code>"),
    *("<em>", "</em>", "<sub>", "</sub>", "<br>", '<img alt="x">', "<table>", "<tr>", "<td>", "</td>"),
    *("</table>", "<", ">", "&lt;", "&amp;", "&nbsp;", "text", "# ", "1. ", "- ", "===", "é", "e\u0301"),
    *("\u2003", "$x$", "$", "$a\n b$", "\\(", "\\)", " ", "  ", "\n", "\t", "\f", "text", " a", "b "),
]


@given(st.lists(st.sampled_from(PIECES)))
def test_attributes_of_blocks_change_nothing(pieces):
    # Tags with attributes are read one by one, and paragraphs with them are not seen at first sight.
    html = "".join(pieces)
    slowly = html
    for name in BLOCKS:
        slowly = slowly.replace(f"<{name}>", f'<{name} class="x">')
    assert to_markdown(html, math="dollar") == to_markdown(slowly, math="dollar")


@pytest.mark.parametrize("between", ["</p>\n\n<p>", "</p><p>", "</p>\n  \n  <p>", "</p>\n<p> </p>\n<p>"])
def test_only_paragraphs(between):
    html = f"<p>a <em>b</em>  c &amp;\n$x  y${between}# d</p>\n"
    found = to_markdown(html, math="dollar")
    assert found.text == "a b c & $x  y$\n\n\\# d"
    assert found.constructs == {"formula": 1}


def test_white_space_of_every_kind_is_a_space():
    assert to_markdown("<p>a\f\t\nb</p>").text == "a b"
    assert to_markdown("<p>a\f\tb\u2003 \u00e9</p>").text == "a b \u00e9"


def test_angle_bracket_in_an_attribute():
    assert to_markdown('<p>a <img alt="x > y"> b</p>').text == "a [Image: x > y] b"
    assert to_markdown('<p>a <img alt="x < y"> b</p>').text == "a [Image: x < y] b"


def test_what_is_no_address_is_no_link():
    html = '<p><a href="https://a.org/b c">1</a><a href="ftp://a.org">2</a><a href="#x">3</a></p>'
    assert to_markdown(html).links == []


def test_code_keeps_what_is_between_its_tags():
    assert to_markdown("<pre>a</p>\n\n<p>b</pre>").text == "```\na\n\nb\n```"


@given(
    st.lists(
        st.sampled_from(["&lt;", "&gt;", "&amp;", "&quot;", "&nbsp;", "&#65;", "&lt", "lt;", "&", "#", ";"])
    )
)
def test_references_are_decoded_as_html_says(pieces):
    text = "".join(pieces)
    assert decode(text) == unescape(text)


@given(st.lists(st.sampled_from(["$", "$$", "{", "}", "\\", "\\$", "\\(", "\\)", "\\{", "x", " ", "\n"])))
def test_formulas_are_found_alike(pieces):
    # A \\begin without a name is no formula, but makes for a closer look.
    text = "".join(pieces)
    assert find_formulas(text, "dollar") == find_formulas(f"{text} \\begin", "dollar")


@pytest.mark.parametrize(
    "links",
    [
        '<a href="https://a.org">1</a><a href="/b">2</a><a href="https://a.org">3</a>',
        '<a rel="x" href="https://a.org">1</a><a href="/b">2</a>',
        '<a href="https://a.org">1</a><a name="x">0</a><a href="//site.org/b">2</a>',
        '<a href="https://a.org">1</a><a href=" /b">2</a><a href="https://site.org/b">3</a>',
    ],
)
def test_links_by_any_form_of_their_tags(links):
    expected = ["https://a.org", "https://site.org/b"]
    assert to_markdown(f"<p>{links}</p>", base="https://site.org").links == expected
    # An angle bracket that is no tag's: all are looked at one by one.
    assert to_markdown(f"<p>{links} ></p>", base="https://site.org").links == expected
