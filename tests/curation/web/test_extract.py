import pytest

from curation.web.bounds import TooComplexError
from curation.web.extract import extract
from tests.curation.web.archives import SENTENCES


def text_of(content):
    """The text of a page with this content between two long paragraphs, without those."""
    first, last = f"First. {SENTENCES}", f"Last. {SENTENCES}"
    page = (
        "<html><head><title>The title</title></head><body><nav><ul><li><a href='/'>Home</a></li></ul></nav>"
        f"<article><h1>The title</h1><p>{first}</p>{content}<p>{last}</p></article>"
        "<footer>All rights reserved</footer></body></html>"
    )
    text = extract(page).text
    assert text.startswith(f"# The title\n\n{first.strip()}\n\n")
    assert text.endswith(f"\n\n{last.strip()}")
    return text.removeprefix(f"# The title\n\n{first.strip()}\n\n").removesuffix(f"\n\n{last.strip()}")


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ("<h2>Part<a class='headerlink' href='#p'>¶</a></h2><p>Text of it.</p>", "## Part\n\nText of it."),
        ("<ul><li>one</li><li>two<ol><li>deep</li><li>er</li></ol></li></ul>",
         "- one\n- two\n  1. deep\n  2. er"),
        ("<dl><dt>term</dt><dd>what it means</dd></dl>", "term\n: what it means"),
        ("<blockquote><p>Said one.</p><p>Said two.</p></blockquote>", "> Said one.\n>\n> Said two."),
        ("<p>One line<br>and the next.<br><br>A paragraph.</p>", "One line\nand the next.\n\nA paragraph."),
        ("<p>Some <b>bold</b>, <i>italic</i> and <a href='/x'>linked</a> words here.</p>",
         "Some bold, italic and linked words here."),
        ("<p>Water is H<sub>2</sub>O, light goes 3·10<sup>8</sup> m/s, on the 1<sup>st</sup> of May.</p>",
         "Water is H2O, light goes 3·10^8 m/s, on the 1st of May."),
        ("<p>As was shown<sup><a href='#n1'>[1]</a></sup> before, x<sub>i+1</sub> is it.</p>",
         "As was shown before, x_(i+1) is it."),
        ("<p>He said <q>yes</q> to it all.</p>", "He said “yes” to it all."),
        ("<pre><code class='language-py'>def f(x):\n    return x_1 * 2  # \\(no\\) maths</code></pre>",
         "```python\ndef f(x):\n    return x_1 * 2  # \\(no\\) maths\n```"),
        ("<pre>a ``` b</pre>", "````\na ``` b\n````"),
        ("<figure class='highlight'><pre>x = 1\ny = 2</pre></figure>", "```\nx = 1\ny = 2\n```"),
        ("<ol><li>Run it:<pre>make\nmake test</pre></li></ol>",
         "1. Run it:\n   ```\n   make\n   make test\n   ```"),
        ("<p>Call <code>a|b_c</code> or <tt>``x``</tt> now.</p>", "Call `a|b_c` or ``` ``x`` ``` now."),
        ("<p>If <script type='math/tex'>x_i<y</script> then it is so.</p>", "If $x_i<y$ then it is so."),
        ("<p>Where</p><script type='math/tex; mode=display'>a_1\n= b</script><p>holds.</p>",
         "Where\n\n$$a_1 = b$$\n\nholds."),
        (r"<p>Raw \(a_b\) and \[c^d\] stay formulas in the text.</p>",
         "Raw $a_b$ and $$c^d$$ stay formulas in the text."),
        ("<figure><img src='x.jpg'><figcaption>The old harbour of the town in 1902</figcaption></figure>",
         "[Image: The old harbour of the town in 1902]"),
        ("<figure><img src='x.jpg'><figcaption>Photo by A. Somebody / Agency</figcaption></figure>", ""),
        ("<table><caption>Lights</caption><tr><th>Name<th>Mark<tr><td>Pier"
         "<td><code>a|b</code><tr><td>Head<td><math><mi>x</mi></math></table>",
         "[Table: Lights]\n\n| Name | Mark |\n| --- | --- |\n| Pier | `a\\|b` |\n| Head | $x$ |"),
        ("<table><tr><td>1<td>2<tr><td>3<td><tr><td><td></table>", "| 1 | 2 |\n| --- | --- |\n| 3 |  |"),
    ],
)  # fmt: skip
def test_structure_survives_as_markdown(content, markdown):
    if markdown:
        assert text_of(content) == markdown
    else:
        page = f"<article><p>First. {SENTENCES}</p>{content}<p>Last. {SENTENCES}</p></article>"
        assert "Photo by" not in extract(page).text


def test_formulas_and_code_in_equal_formulas_and_code_out():
    content = "".join(
        f"<p>Sentence number {n} has <span class='katex'><math><annotation encoding='application/x-tex'>f_{n}"
        f"</annotation></math></span> in it.</p><pre>line {n}\n\n    indented</pre>"
        for n in range(30)
    )
    extracted = extract(f"<article><p>{SENTENCES}</p>{content}</article>")
    assert extracted.constructs["formula"] == extracted.constructs["code-block"] == 30
    for n in range(30):
        assert f"has $f_{n}$ in it." in extracted.text
        assert f"```\nline {n}\n\n    indented\n```" in extracted.text


def test_words_like_our_own_are_left_alone():
    assert "zq0x1qz and zq0x790qz" in extract(f"<p>zq0x1qz and zq0x790qz {SENTENCES * 3}</p>").text


@pytest.mark.parametrize("frame", ["<div id='page'>{}</div>", "{}", "<table><tr><td>{}</td></tr></table>"])
def test_headings_and_lists_survive_in_a_page_without_a_known_frame(frame):
    content = (
        f"<h1>The title</h1><p>At first: {SENTENCES}</p><h2>A part</h2><p>Then: {SENTENCES}</p>"
        f"<ul><li>one thing</li><li>another thing</li></ul><p>At last: {SENTENCES}</p>"
    )
    text = extract(
        f"<html><head><title>The title</title></head><body>{frame.format(content)}</body></html>"
    ).text
    assert "## A part" in text
    assert "- one thing\n- another thing" in text


def test_what_is_around_the_text_goes():
    comments = "".join(f"<li>Comment number {n}: what a fine page this is, thank you.</li>" for n in range(5))
    page = (
        "<header>The Site <a href='/login'>Log in</a></header><nav><a href='/a'>Menu item</a></nav>"
        f"<article><h1>Title</h1><p>{SENTENCES * 3}</p></article><div id='comments'><ol>{comments}</ol></div>"
        "<aside>Subscribe to our newsletter today</aside><footer>Imprint and privacy</footer>"
    )
    text = extract(f"<html><body>{page}</body></html>").text
    for word in ("Log in", "Menu item", "Comment number", "newsletter", "Imprint"):
        assert word not in text


def test_text_is_nfc():
    assert "é" in extract(f"<p>e\u0301 {SENTENCES * 3}</p>").text


def test_references_to_characters_that_no_text_has_are_left_out():
    none = "&#0;&#1;&#x1F;&#11;&#127;&#xFFFF;&#xD800;"
    page = f"<p>Some<q>{none}x</q> <code>c{none}</code> t{none}ext&#10;&#65;&#8364; {SENTENCES * 3}</p>"
    assert "Some“x” `c` text A€ The harbour" in extract(page).text


@pytest.mark.parametrize("page", ["", "   ", "<!-- only a comment -->", "<?xml version='1.0'?>"])
def test_nothing_gives_nothing(page):
    extracted = extract(page)
    assert extracted is None or not extracted.text


def test_formatting_that_is_never_closed_is_read_without():
    page = "".join(f"<p><font color=red><b>Paragraph {n}. {SENTENCES}" for n in range(400))
    text = extract(page).text
    assert "Paragraph 0." in text
    assert "Paragraph 399." in text


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "table><tr><td", "section"])
def test_elements_nested_100000_deep_are_refused(tag):
    with pytest.raises(TooComplexError, match="256 deep"):
        extract(f"<p>{SENTENCES}</p>" + f"<{tag}>" * 100_000 + "x")


def test_too_many_elements_are_refused():
    with pytest.raises(TooComplexError, match="elements"):
        extract("<p>" + "<br>" * 260_000)


@pytest.mark.parametrize(
    "page",
    [
        "<p>" + "x<sup>2</sup>" * 30_000,
        "<p>" + "x<code>y</code>" * 30_000,
        "<p>" + r"\(" * 100_000,
        "<table>" + "<tr><td colspan=100 rowspan=100>x</td></tr>" * 3000 + "</table>",
        "<table><tr>" + "<td>x" * 20_000 + "</table>",
        "<table><tr><td>a<td>b</table>" * 4_000,
        "<pre>" + "\n" * 1_000_000 + "x</pre>",
        "<" * 300_000,
        "<p " + "a=b " * 200_000,
        "<math>" + "<mrow>" * 200 + "x",
        "<ul><li>" * 120 + SENTENCES,
    ],
    ids=lambda page: page[:30],
)
def test_what_is_much_of_one_thing_ends_soon(page):
    # Quadratic in any of these would be minutes.
    extract(page)
