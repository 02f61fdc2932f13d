"""The quick way to Markdown, and the steps that it remembers: all comes out as from the renderer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.html import layout, markdown, to_markdown
from curation.html.usual import read_usual

BLOCKS = ("p", "li", "ul", "ol", "blockquote", "h1", "h3", "hr", "div", "dl", "dt", "dd")
TAGS = [
    *(f"<{slash}{name}>" for name in BLOCKS for slash in ("", "/")),
    *("</p>\n\n<p>", "</p>\n<p>", "</li>\n<li>", "</p>\n  \n  <p>", "</p></li>\n<li><p>", "<hr />"),
    *("<p>", "</p>", "<p>", "</p>", "<ul>\n<li>", "<ol>\n<li>", "</li>\n</ul>\n", "<blockquote>\n<p>"),
    *('<ol start="7">', '<blockquote class="spoiler">', "<!-- language: lang-c -->", "<!-- x > -->"),
    *("<code>", "</code>", "<code>x</code>", "<code> </code>", "<code>`a&lt;</code>", "<code>\n</code>"),
    *("<pre><code>x\n\ny</code></pre>", '<pre class="lang-py x"><code>\nz\n</code></pre>', "<pre>", "</pre>"),
    *("<pre><code>\n</code></pre>", "<em>", "</em>", "<b x>", "</a>", "<a>", '<a name="x">', "<A HREF=x>"),
    *('<a href="https://a.org/?a&amp;b" title="x">', '<a href="">', '<a href="/b">', "<p", "<em", "<", ">"),
    *('<b x="', "<i x='", "<em x = '>", '">', "'>", '"', "'"),
    *("<br>", "<br/>", "</br>", "<sub>", "</sub>", "<sup>", "</sup>", "<s>", "</s>", "<q>", "</q>", "<x>"),
    *('<img alt="b">', '<img src="x" alt="a &amp; b">', '<img alt="image">', '<img alt=" $c$ ">', "<imgs>"),
    *("<table>", "<tr>", "<td>", "</td>", "</table>", "<script>", "</script>"),
]
TEXTS = [
    *("word", "a", "b ", " c", "# ", "1. ", "- ", "=== ", "---", "`", "2", "H", "(", ")"),
    *(" ", "  ", "\n", "\n\n", "\t", "\f", "\r", "\r\n", "\xa0", "\u2003", "\u2028", "\x00", "\x02", "\x0e"),
    *(
        "&lt;",
        "&gt;",
        "&amp;",
        "&quot;",
        "&nbsp;",
        "&#10;",
        "&#1;",
        "&am",
        "p;",
        "&lt",
        "é",
        "e\u0301",
        "\u0301",
    ),
    *("$", "$$", "$x$", "$$x$$", "$a\n\n# b$", "$$ a  _b $$", "\\", "\\$", "\\(a\\)", "\\[", "\\{", "{", "}"),
    *("$\\text{a $b$}$", "$x<br>y$", "${{{{{a}}}}}$", "\\begin{a}\nx\\end{a}", "$a&lt;b$", "|", "<em>$</em>"),
]
MATH = ("dollar", "escaped-dollar", "brackets", "none")


def by_the_renderer(html, **options):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "read_usual", lambda *_: None)
        return to_markdown(html, **options)


def assert_alike(html, **options):
    assert to_markdown(html, **options) == by_the_renderer(html, **options)


@given(
    st.lists(st.sampled_from([*TAGS, *TEXTS, *TEXTS]), max_size=25), st.sampled_from(MATH), st.integers(0, 2)
)
def test_any_html(pieces, math, shift):
    assert_alike("".join(pieces), math=math, heading_shift=shift, base="https://s.org", code_language="py")


PARAGRAPHS = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=8).map("".join)
INSIDE = st.one_of(
    PARAGRAPHS,
    st.sampled_from(["<code>x</code>", "<br>", "<sup>2</sup>", '<a href="/b">', "</a>", '<img alt="b">']),
)
INLINE = st.lists(INSIDE, max_size=4).map("".join)


def nested(blocks):
    several = st.lists(blocks, max_size=3).map("\n".join)
    return st.one_of(
        several.map("<blockquote>\n{}\n</blockquote>\n".format),
        st.builds(
            lambda name, items: (
                f"<{name}>\n" + "\n".join(f"<li>{item}</li>" for item in items) + f"</{name}>\n"
            ),
            st.sampled_from(["ul", "ol"]),
            st.lists(st.one_of(INLINE, several), max_size=4),
        ),
    )


SIMPLE = st.one_of(
    INLINE.map("<p>{}</p>\n".format),
    INLINE.map("<h2>{}</h2>\n".format),
    st.sampled_from(["<hr>\n", "<pre><code>x\n\ny\n</code></pre>\n"]),
)
POSTS = st.lists(st.recursive(SIMPLE, nested, max_leaves=8), max_size=5).map("\n".join)


@given(POSTS, st.sampled_from(MATH))
def test_posts(html, math):
    assert_alike(html, math=math, heading_shift=1)


USUAL = """<h2>A &amp; B</h2>

<p>See <a href="https://a.org">this</a>:  $x
_1$ and <code>c</code>.<br>\u00a0New</p>

<blockquote>
  <p>$$a
b$$</p>
</blockquote>

<ol>
<li>one</li>
<li><p>two</p>

<ul>
<li># three</li>
</ul></li>
</ol>

<pre><code>x  y
</code></pre>

<p><img alt="A  map"> H<sub>2</sub>O</p>
"""


def test_what_posts_have_is_read_the_quick_way():
    found = read_usual(USUAL, "dollar", "py", 1)
    assert found is not None
    assert found.text == (
        "### A & B\n\nSee this: $x\n_1$ and `c`.\nNew\n\n> $$a\n> b$$\n\n1. one\n2. two\n   - \\# three\n\n"
        "```python\nx  y\n```\n\n[Image: A map] H2O"
    )
    assert found.addresses == ["https://a.org"]
    assert found.constructs == {"formula": 2, "quote": 1, "list-item": 3, "code": 1, "caption": 1}
    assert_alike(USUAL, math="dollar", code_language="py", heading_shift=1)


def test_angle_brackets_of_text_are_read_the_quick_way():
    html = '<p>a -> b, <a href="https://a.org" title="c">x</a> >=  2</p>\n\n<p>|0></p>'
    found = read_usual(html, "none", "", 0)
    assert found is not None
    assert found.text == "a -> b, x >= 2\n\n|0>"
    assert_alike(html)


@pytest.mark.parametrize(
    "html",
    [
        '<p>a <em title="b > c">d</em></p>',
        "<p>a <a href=\"b\" title='c > d'>e</a></p>",
        '<p>a <span x= "b > c">d</span></p>',
        "<p><i x='>a</i> > <i y='>b</i></p>",
        "<p>a <!-- b > c --> d</p>",
    ],
)
def test_angle_brackets_in_tags_are_left_to_the_renderer(html):
    assert read_usual(html, "none", "", 0) is None
    assert_alike(html)


def test_what_is_not_remembered_is_left_to_the_renderer(monkeypatch):
    html = "<ul>\n<li>a</li>\n<li><blockquote>\n<h4>b</h4>\n</blockquote></li>\n</ul><h6>c</h6>"
    expected = by_the_renderer(html, heading_shift=5)
    monkeypatch.setattr(layout, "_STEPS", [None] * layout._MAX_STEPS)
    assert read_usual(html, "none", "", 5) is None
    assert to_markdown(html, heading_shift=5) == expected


@pytest.mark.parametrize(
    "html",
    ["<ul><li>" * 40 + "x", "<blockquote>" * 40 + "x", "<p>" + "\n" * 500 + "</p>x", "<hr>" * 100 + "x"],
)
def test_long_and_deep(html):
    assert_alike(html)
    assert_alike(html)
