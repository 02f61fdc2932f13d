"""Formulas: found as MathJax finds them, and kept byte for byte."""

import pytest

from curation.html import find_formulas, to_markdown


def found(text: str, delimiters: str = "dollar") -> list[str]:
    return [text[begin:end] for begin, end in find_formulas(text, delimiters)]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("a $x$ b $y_1$", ["$x$", "$y_1$"]),
        ("$$x$$ and $y$", ["$$x$$", "$y$"]),
        (r"\(x\) \[y\] \begin{align}z\end{align}", [r"\(x\)", r"\[y\]", r"\begin{align}z\end{align}"]),
        (r"$\text{if $x$}$", [r"$\text{if $x$}$"]),
        (r"$a \$ b$", [r"$a \$ b$"]),
        (r"it costs \$5 or \$6", []),
        ("$a\n+ b$", ["$a\n+ b$"]),
        ("only one $ here", []),
        ("$${x}$$", ["$${x}$$"]),
        ("$$$$ $x$", ["$x$"]),
        ("${$ $x$", ["$ $"]),
        (r"\\$x$", ["$x$"]),
        (r"\begin{a} never ends, $x$", ["$x$"]),
        (r"$\left\{x\right.$ and $y}$", [r"$\left\{x\right.$", "$y}$"]),
    ],
)
def test_dollar(text, formulas):
    assert found(text) == formulas


def test_escaped_dollar():
    text = r"\$x\$ costs $5 or $6, $$y$$"
    assert found(text, "escaped-dollar") == [r"\$x\$", "$$y$$"]


def test_brackets_take_only_what_looks_like_latex():
    text = r"$5 and $6, $$x^2$$, $$$ cheap $$$, \(a\_b\), \(regex\)"
    assert found(text, "brackets") == ["$$x^2$$", r"\(a\_b\)"]


def test_none():
    assert found(r"$x$ $$y^2$$ \(z_1\)", "none") == []


@pytest.mark.parametrize(
    "formula",
    [
        "$a  *b*  c$",
        "$$\n\\begin{align}\n a &= b \\\\\n  c  &= d % comment\n\\end{align}\n$$",
        "$|0\\rangle\u00a0e\u0301$",
        "\\[ x_{<1} \\]",
        "$$\n- x\n# y\n1. z$$",
    ],
)
def test_formula_is_kept_byte_for_byte(formula):
    html = formula.replace("&", "&amp;").replace("<", "&lt;")
    markdown = to_markdown(f"<p>so  {html}\nholds</p>", math="dollar")
    assert markdown.text == f"so {formula} holds"
    assert markdown.constructs["formula"] == 1


def test_formula_of_several_lines_in_a_quotation_and_a_list():
    html = "<blockquote><p>$$a\nb$$</p></blockquote><ul><li>$$c\nd$$</li></ul>"
    assert to_markdown(html, math="dollar").text == "> $$a\n> b$$\n\n- $$c\n  d$$"


def test_dollars_in_code_are_no_formulas():
    html = "<p>set <code>$a</code> or <code>$b</code></p><pre>$c$</pre>"
    markdown = to_markdown(html, math="dollar")
    assert markdown.text == "set `$a` or `$b`\n\n```\n$c$\n```"
    assert "formula" not in markdown.constructs


def test_pipes_of_formulas_in_tables_are_not_escaped():
    html = "<table><tr><th>a|b<th>c</tr><tr><td>$|x|$<td>1</table>"
    assert to_markdown(html, math="dollar").text == "| a\\|b | c |\n| --- | --- |\n| $|x|$ | 1 |"


def test_money_is_text_where_it_is_not_known_to_be_maths():
    html = "<p>It costs $5  or $6.</p>"
    assert to_markdown(html, math="brackets").text == "It costs $5 or $6."
