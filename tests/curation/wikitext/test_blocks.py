"""Lines as blocks: what a line is, and where one block ends."""

import pytest

from tests.curation.wikitext.rendering import rendered, text


@pytest.mark.parametrize(
    ("wikitext", "shown"),
    [
        ("==A==\nx\n===B===\ny\n======C======\nz", "## A\n\nx\n\n### B\n\ny\n\n###### C\n\nz"),
        ("== A ''b'' [[c]] <ref>r</ref>==\nx", "## A b c\n\nx"),
        ("=== A ==\nx", "## = A\n\nx"),
        ("== {{label|Q64}} ==\nx", "x"),
        ("a\n== ==\nb", "a\n\nb"),
        ("a = b == c", "a = b == c"),
        ("== A == trailing", "== A == trailing"),
        ("----\na\n----b", "a\n\nb"),
        ("a\nb\n\n\n\nc", "a b\n\nc"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("__TOC__\n__INHALTSVERZEICHNIS__\na __b__", "a __b__"),
        ("{{anchor|x}}* a", "- a"),
    ],
)
def test_headings_rules_and_paragraphs(wikitext, shown):
    assert text(wikitext) == shown


@pytest.mark.parametrize(
    ("wikitext", "shown"),
    [
        ("* a\n** b\n* c", "- a\n  - b\n- c"),
        ("# a\n#* b\n# c", "1. a\n   - b\n2. c"),
        ("# a\n\n# b", "1. a\n\n1. b"),
        ("*a\n:b\n*c", "- a\nb\n- c"),
        ("; a : b\n; c\n: d\n: e", "a\n: b\nc\n: d\n: e"),
        ("; https://a.example\n: b", "https://a.example\n: b"),
        (": a\n:: b", "a\nb"),
        ("* a<br>b\n* c", "- a\n  b\n- c"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a\n: b"),
        ("* a\ntext\n* b", "- a\n\ntext\n\n- b"),
        ("*", ""),
    ],
)
def test_lists(wikitext, shown):
    assert text(wikitext) == shown


def test_indented_lines_are_code_from_two_lines_on():
    assert text(" a  b\n   c\n\nd") == "```\na  b\n  c\n```\n\nd"
    assert text(" one line by accident") == "one line by accident"


@pytest.mark.parametrize("name", ["syntaxhighlight", "source"])
def test_code_keeps_its_characters(name):
    code = "if a < b:\n    x = {{1}} | '''y'''  # &amp;"
    assert text(f"<{name} lang=Python3>\n{code}\n</{name}>") == f"```python3\n{code}\n```"
    assert text(f"Use <{name} inline lang=c>a  &&  b</{name}> so.") == "Use `a && b` so."


def test_a_fence_is_longer_than_any_in_the_code():
    assert text("<pre>\na\n````\nb\n</pre>") == "`````\na\n````\nb\n`````"


def test_quotations_nest_and_end_with_their_section():
    assert text("<blockquote>a\n<blockquote>b</blockquote>\nc</blockquote>d") == "> a\n>\n> > b\n>\n> c\n\nd"
    assert text("<blockquote>a\n== H ==\nb") == "> a\n\n## H\n\nb"


def test_a_hundred_quotations_in_one_another_keep_the_words_and_stay_short():
    page = text("<blockquote>" * 100 + "deep" + "</blockquote>" * 100 + "\nafter")
    assert "deep" in page
    assert page.endswith("\n\nafter")
    assert len(page) < 200


def test_formulas_on_a_line_of_their_own_are_displayed():
    assert text("Then\n:<math>x\n= 1</math>,\nso") == "Then\n\n$$x = 1,$$\n\nso"
    assert text("<math>\\reals \\and \\N</math>") == r"$$\mathbb{R} \land \mathbb{N}$$"
    assert text("a <chem>H2O</chem> b") == r"a $\ce{H2O}$ b"
    assert text('{| class="wikitable"\n! F\n|-\n| <math>a|b</math>\n|}').endswith(r"| $a\|b$ |")


def test_sections_of_nothing_but_links_go_only_from_the_end_and_by_their_title():
    links = "* [[One]]\n* [[Two]]"
    assert text(f"a\n== See also ==\n{links}\n== B ==\nc") == "a\n\n## See also\n\n- One\n- Two\n\n## B\n\nc"
    assert text(f"a\n== Works ==\n{links}") == "a\n\n## Works\n\n- One\n- Two"
    for title in ("Weblinks", "Voir aussi", "外部リンク", "参见", "Външни препратки", "مراجع"):
        assert text(f"a\n== {title} ==\n{links}") == "a"


def test_what_was_found_is_counted():
    page = rendered("* a\n* b\n<math>x</math>\n<pre>c</pre>\n[[File:a.jpg|d]]\n<blockquote>e</blockquote>")
    assert page.constructs == {"caption": 1, "code": 1, "formula": 1, "list-item": 2, "quote": 1}


def test_a_page_of_nothing_is_empty():
    for nothing in ("", "\n\n", "{{stub}}", "[[Category:A]]", "<!-- x", "<ref>x</ref>"):
        assert text(nothing, title="T") == ""


def test_the_title_is_one_line_without_control_characters():
    assert text("a", title="A\nb\x01 \ud800c") == "# A b c\n\na"
