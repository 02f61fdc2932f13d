"""HTML → Markdown, construct by construct."""

import pytest

from curation.html import to_markdown

CASES = {
    "paragraphs": ("<p>One.</p>\n\n<p>Two.</p>", "One.\n\nTwo."),
    "text outside of paragraphs": ("One<p>Two</p>Three", "One\n\nTwo\n\nThree"),
    "white space as a browser shows it": ("<p> a\n  b\t c&nbsp;\u2009d </p>", "a b c d"),
    "emphasis is not marked": ("<p><em>a</em> <strong>b</strong> <b>c</b><i>d</i></p>", "a b cd"),
    "references are decoded once": ("<p>&amp;lt; &lt;b&gt; &eacute;</p>", "&lt; <b> é"),
    "text is NFC": ("<p>e&#769;</p>", "é"),
    "line break": ("<p>a<br>b <br/> c</p>", "a\nb\nc"),
    "several line breaks": ("<p>a<br><br><br>b</p>", "a\n\nb"),
    "headings": ("<h1>A</h1><p>x</p><h3>B\nC</h3>", "# A\n\nx\n\n### B C"),
    "rule": ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"),
    "list": ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"),
    "ordered list": ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
    "ordered list that begins later": ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b"),
    "nested lists": (
        "<ul><li>a<ul><li>b</li></ul></li><li>c<ol><li>d</li></ol></li></ul>",
        "- a\n  - b\n- c\n  1. d",
    ),
    "nested list that does not begin with 1": (
        '<ul><li>a<ol start="2"><li>b</li></ol></li></ul>',
        "- a\n\n  2. b",
    ),
    "items of several blocks": (
        "<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>",
        "1. a\n\n   b\n2. c",
    ),
    "items without end tags": ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
    "quotation": ("<blockquote><p>a</p><p>b</p></blockquote><p>c</p>", "> a\n>\n> b\n\nc"),
    "two quotations": ("<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n> b"),
    "quotation of a list": ("<blockquote><ul><li>a<li>b</ul></blockquote>", "> - a\n> - b"),
    "list of quotations": ("<ul><li><blockquote>a</blockquote></li></ul>", "- > a"),
    "spoiler": ('<blockquote class="spoiler"><p>a<br>b</p></blockquote>', ">! a\n>! b"),
    "definitions": ("<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>", "a\n: b\n: c"),
    "superscripts": ("<p>10<sup>6</sup>, x<sup>n+1</sup>, 5<sup>th</sup></p>", "10^6, x^(n+1), 5th"),
    "subscripts": ("<p>H<sub>2</sub>O, Ca(OH)<sub>2</sub>, x<sub>i</sub></p>", "H2O, Ca(OH)2, x_i"),
    "small print is no script": ("<p><sub>All rights reserved.</sub></p>", "All rights reserved."),
    "keys": ("<p><kbd>Ctrl</kbd>+<kbd>C</kbd></p>", "`Ctrl`+`C`"),
    "struck out": ("<p><s>no</s> <strike>never</strike> <del>not</del></p>", "~~no~~ ~~never~~ ~~not~~"),
    "image": ('<p><img src="x.png" alt="A  cat"></p>', "[Image: A cat]"),
    "image that nobody described": ('<p>a <img src="x.png" alt="enter image description here"></p>', "a"),
    "inline quotation": ("<p><q>a</q></p>", "“a”"),
    "scripts and styles": ("a<script>if (x<y) f('</b>')</script><style>p{}</style>b", "ab"),
    "comments": ("a<!-- b <p> c -->d", "ad"),
}


@pytest.mark.parametrize(("html", "markdown"), CASES.values(), ids=CASES.keys())
def test_construct(html, markdown):
    assert to_markdown(html).text == markdown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# no heading", "\\# no heading"),
        ("#hashtag", "#hashtag"),
        ("1986. A good year", "1986\\. A good year"),
        ("3.5 litres", "3.5 litres"),
        ("- minus", "\\- minus"),
        ("-5 degrees", "-5 degrees"),
        ("> more", "\\> more"),
        ("---", "\\---"),
        ("***", "\\***"),
        ("<div> is a tag", "\\<div> is a tag"),
        ("<3", "<3"),
        ("``` three", "\\``` three"),
        ("a # b * c _d_ [e](f)", "a # b * c _d_ [e](f)"),
    ],
)
def test_only_what_would_be_another_block_is_escaped(text, written):
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert to_markdown(f"<p>{html}</p>").text == written
    assert to_markdown(f"<p>x<br>{html}</p>").text == f"x\n{written}"


def test_a_heading_needs_no_escape():
    assert to_markdown("<h2>1. Introduction</h2>").text == "## 1. Introduction"


def test_headings_can_be_lowered():
    assert to_markdown("<h1>a</h1><h5>b</h5>", heading_shift=2).text == "### a\n\n###### b"


def test_links_in_order_without_repeats():
    html = (
        '<p><a href="https://b.org/?x=1&amp;y=2">b</a> <a href="http://a.org">a</a> <a href="//c.org/">c</a>'
        ' <a href="/q/1">own</a> <a href="http://a.org">again</a> <a href="mailto:x@y.z">m</a>'
        " <a href='https://d.org'>d</a> <a href=\"#top\">t</a></p>"
    )
    found = to_markdown(html, base="https://site.org")
    assert found.text == "b a c own again m d t"
    assert found.links == [
        "https://b.org/?x=1&y=2",
        "http://a.org",
        "https://c.org/",
        "https://site.org/q/1",
        "https://d.org",
    ]


def test_angle_brackets_in_attributes_end_no_tag():
    html = '<p><a href="https://a.org" title="x > y">a</a> <img alt="1 < 2"> <img alt=\'3 > 2\'></p>'
    found = to_markdown(html)
    assert found.text == "a [Image: 1 < 2] [Image: 3 > 2]"
    assert found.links == ["https://a.org"]


def test_constructs_are_counted():
    html = (
        "<ul><li>a<li>b</ul><blockquote>c</blockquote><pre>d</pre><img alt='e f'>"
        "<table><tr><td>1<td>2</table>$x$"
    )
    assert dict(to_markdown(html, math="dollar").constructs) == {
        "list-item": 2,
        "quote": 1,
        "code": 1,
        "caption": 1,
        "table": 1,
        "table-cell": 2,
        "formula": 1,
    }
