"""Code blocks and spans: byte for byte, and in a fence that they cannot close."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from curation.html import to_markdown

PARSER = MarkdownIt("commonmark")


def escaped(code: str) -> str:
    return code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fences(markdown: str) -> list[tuple[str, str]]:
    """Language and content of the code blocks that a CommonMark parser sees."""
    return [(token.info, token.content) for token in PARSER.parse(markdown) if token.type == "fence"]


def test_block_is_kept_as_it_is():
    code = "if a < b && c:\n\tx  =  '&amp;'\n\n    # $not maths$ \u00a0e\u0301\n"
    html = f"<p>a</p><pre><code>{escaped(code)}</code></pre><p>b</p>"
    assert to_markdown(html, math="dollar").text == f"a\n\n```\n{code}```\n\nb"


def test_line_end_after_pre_is_no_part_of_it():
    assert to_markdown("<pre>\n\na\n</pre>").text == "```\n\na\n```"


@given(st.text(alphabet="`~ab \n<&>$\\*_#-", max_size=60))
def test_a_parser_finds_the_same_code(code):
    html = f"<ul><li>a<pre><code>{escaped(code)}</code></pre></li></ul>"
    html += f"<blockquote><pre><code>x{escaped(code)}</code></pre></blockquote>"
    expected = [f"x{code}".removesuffix("\n") + "\n"]
    if code.strip():
        expected.insert(0, code.removeprefix("\n").removesuffix("\n") + "\n")
    assert [content for _, content in fences(to_markdown(html).text)] == expected


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<pre class="lang-py prettyprint-override"><code>x</code></pre>', "python"),
        ('<pre class="default s-code-block"><code class="hljs language-c++">x</code></pre>', "cpp"),
        ('<pre class="lang-none"><code>x</code></pre>', ""),
        ('<pre><code class="language-brainfuck">x</code></pre>', "brainfuck"),
        ("<!-- language: lang-js -->\n\n<pre><code>x</code></pre>", "javascript"),
        ("<!-- language-all: lang-hs --><pre><code>x</code></pre>", "haskell"),
        ("<!-- language: none --><pre><code>x</code></pre>", ""),
        ("<pre><code>x</code></pre>", "ruby"),
    ],
)
def test_language(html, language):
    assert fences(to_markdown(html, code_language="rb").text) == [(language, "x\n")]


def test_an_announced_language_is_that_of_the_next_block_only():
    html = "<!-- language: py --><pre>a</pre><pre>b</pre><!-- language-all: sql --><pre>c</pre><pre>d</pre>"
    assert [language for language, _ in fences(to_markdown(html).text)] == ["python", "", "sql", "sql"]


@pytest.mark.parametrize(
    ("code", "span"),
    [
        ("a < b", "`a < b`"),
        ("`", "`` ` ``"),
        ("a``b", "`a``b`"),
        ("`a` ``b``", "``` `a` ``b`` ```"),
        ("two\nlines", "`two lines`"),
    ],
)
def test_span(code, span):
    assert to_markdown(f"<p>x <code>{escaped(code)}</code> y</p>").text == f"x {span} y"


def test_tags_in_code_are_left_out():
    assert to_markdown("<pre>a <b>b</b><br>c <i>d</i></pre>").text == "```\na b\nc d\n```"
    assert to_markdown("<p><code>a<sub>1</sub></code></p>").text == "`a1`"


def test_a_span_that_is_not_closed_ends_with_its_paragraph():
    assert to_markdown("<p><code>a</p><p>b</p>").text == "`a`\n\nb"


def test_code_without_content_is_nothing():
    assert to_markdown("<p>a <code></code>b</p><pre><code>\n</code></pre>").text == "a b"
