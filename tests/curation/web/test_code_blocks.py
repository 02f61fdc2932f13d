import pytest
from lxml import html

from curation.web.code_blocks import code_language, code_text


def block(markup, around="{}"):
    return next(html.document_fromstring(around.format(markup)).iter("pre"))


@pytest.mark.parametrize(
    "markup",
    [
        "<pre>\na = 1\n\nif a:\n    b\n</pre>",
        '<pre><code><span class="line">a = 1</span>\n\n<b>if</b> a:\n    b   \n\n</code></pre>',
        "<pre>a = 1<br><br>if a:<br>&nbsp;&nbsp;&nbsp;&nbsp;b</pre>",
        "<pre><code><div>a = 1</div><div>\n</div><div>if a:</div><div>    b</div></code></pre>",
        '<pre><span class="lineno">1 </span>a = 1\n<span class="ln-num">2</span>\nif a:\n'
        '<span class="lineno">4 </span>    b<button>Copy</button></pre>',
        "<pre>a = 1\r\n\r\nif a:\r\n    b</pre>",
    ],
)
def test_lines_are_kept(markup):
    assert code_text(block(markup)) == "a = 1\n\nif a:\n    b"


@pytest.mark.parametrize(
    ("markup", "around", "language"),
    [
        ('<pre><code class="language-python">x</code></pre>', "{}", "python"),
        ('<pre class="lang-js prettyprint">x</pre>', "{}", "javascript"),
        ('<pre class="brush: c++">x</pre>', "{}", "cpp"),
        ('<pre class="sourceCode haskell">x</pre>', "{}", "haskell"),
        ('<pre data-lang="Rust">x</pre>', "{}", "rust"),
        (
            "<pre>x</pre>",
            '<div class="highlight-bash notranslate"><div class="highlight">{}</div></div>',
            "bash",
        ),
        ("<pre>x</pre>", '<div class="highlight highlight-source-shell">{}</div>', "bash"),
        ("<pre>x</pre>", '<div lang="en" class="code-block">{}</div>', "block"),
        ('<pre class="language-none">x</pre>', "{}", ""),
        ("<pre>x</pre>", "{}", ""),
    ],
)
def test_the_language_is_what_the_page_says(markup, around, language):
    expected = "" if language == "block" else language
    assert code_language(block(markup, around)) == expected
