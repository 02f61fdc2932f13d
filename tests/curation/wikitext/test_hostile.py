"""Any input: nothing raises, nothing of the renderer's own leaks out, nothing takes more than linear time."""

import itertools
import re
import signal
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.curation.wikitext.rendering import rendered, text

FRAGMENTS = [
    "{{", "}}", "{{{", "}}}", "[[", "]]", "|", "||", "!!", "=", "==", "\n", "\n\n", "\n*", "\n#", "\n:",
    "\n;", "\n{|", "\n|-", "\n|}", "\n|+", "\n| ", "\n! ", "\n ", "''", "'''", "<ref>", "</ref>",
    "<ref/>", "<!--", "-->", "<math>", "</math>", "<pre>", "</pre>", "<nowiki>", "</nowiki>", "<br>",
    "<div>", "</div>", "<sub>", "</sub>", "<sup>", "</sup>", "<blockquote>", "</blockquote>", "<table>",
    "<tr>", "<td>", "</table>", "<gallery>", "</gallery>", "<li>", "<ul>", "</ul>", "[http://a.b ", "]",
    "&amp;", "&#1;", "&#x10ffff;", "&nbsp;", "__TOC__", "-{", "}-", "File:a.jpg|", "convert|5|km",
    "infobox|a=b", "quote|", "ubl|", "clade|1=", "!}}", "#if:x|", "math|", "pre|", "Infobox x\n|a=",
    "rowspan=9999|", "colspan=9999|", "see|name=a|price=", "event|date=1|", "routebox|majorl1=b|",
    "<quiz>", "</quiz>", '\n{a\n|type="()"}\n', "\n+ ", "\n|| ", "{ b }", '<eat name="a">', "</eat>",
    "\x01", "\x020", "\x07", "\x0b", "\u200f", "\ud800", "é", "語", "a", " ", "1",
]  # fmt: skip
PLAIN = r"[A-Za-zäöé0-9][A-Za-zäöé0-9 ,.]{0,30}"
WORD = r"[a-z0-9]{1,8}"
PRIVATE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60))
def test_no_mixture_of_markup_raises_or_leaks_private_characters(fragments):
    page = rendered("".join(fragments))
    assert not PRIVATE.search(page.text)
    page.text.encode()  # no lone surrogate
    assert unicodedata.is_normalized("NFC", page.text)
    for row in page.infobox:
        assert not PRIVATE.search(f"{row.box}{row.key}{row.value}")
    assert not any(map(PRIVATE.search, page.lost_templates))
    assert rendered("".join(fragments)) == page


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.from_regex(r"[A-Za-zäöé0-9][A-Za-zäöé0-9 ,.]{0,30}", fullmatch=True), min_size=1, max_size=5)
)
def test_plain_paragraphs_come_through(paragraphs):
    expected = [" ".join(paragraph.split()) for paragraph in paragraphs]
    assert text("\n\n".join(paragraphs)) == "\n\n".join(expected)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.from_regex(WORD, fullmatch=True), min_size=2, max_size=2), min_size=2, max_size=6)
)
def test_every_cell_of_a_table_is_in_the_text_in_order(rows):
    wikitext = '{| class="wikitable"\n' + "\n|-\n".join("| " + " || ".join(row) for row in rows) + "\n|}"
    cells = [cell for line in text(wikitext).split("\n")[2:] for cell in re.findall(r"[a-z0-9]+", line)]
    assert cells == list(itertools.chain(*rows))


# Quadratic time on these 200,000 characters would be minutes; the alarm is there to end them.
HOSTILE = [
    "{{a|", "[[a|", "{{a|{{b|c}}", "<ref name=", "<ref>", "<!-- ", "<math>", "[http://a ", "{|\n",
    "\n{|\n|a", "''a '''b ", "-{", "(", "( {{citation needed}} ,", "<sub><sup>", "<div>", "\n:*#:*",
    "&a", "{{{a|", "<span style=display:none>", "{{!}}", "\n=", "=", "[[File:a|b]]", "{{quote|",
    "\n|colspan=1000 rowspan=1000|x", "<li>", "<ul><li>", "<table><tr><td>", "{{clade|1=", "\n;a : b",
    " \n", "{{infobox x\n|a=b\n|c=", "<blockquote>", "__", "<gallery>\n", "{{#if:", "\n|\n* a\n* b",
    "https://a.b/c ", "\u200b", '<quiz>\n{a\n|type="()"}\n+ b\n', '<see name="a">', "<see name=",
    "{{see|name=a|", "{{routebox|majorl1=", "[[../",
]  # fmt: skip


@pytest.mark.parametrize("pattern", HOSTILE)
def test_hostile_repetition_is_read_in_linear_time(pattern):
    def give_up(*_):
        raise TimeoutError(pattern)

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(40)
    try:
        page = rendered(pattern * (200_000 // len(pattern)))
    finally:
        signal.alarm(0)
    assert not PRIVATE.search(page.text)


# Mixtures that were quadratic, or wrote far more than they read.
HOSTILE_PAGES = {
    "closing tag far away": "<ref>\n==a==\n" * 20_000 + "</ref>",
    "closing tags of other names": "<ref>x</math><math>y</pre><pre>" * 8_000,
    "quotations that never close": "<blockquote>" * 3_000 + "\n* a" * 20_000,
    "quotations between lines": "a<blockquote>b\n" * 12_000,
    "spans before many rows": "{|\n|-\n|colspan=200 rowspan=9999|x\n" + "|-\n|a\n" * 30_000 + "|}",
    "headers before many rows": "{|\n|-\n!colspan=200 rowspan=9999|x\n" + "|-\n!a\n" * 30_000 + "|}",
    "one wide row": "{|\n|-\n|" + "a||" * 400 + "\n" + "|-\n|a\n" * 30_000 + "|}",
    "tables one after another": "{|\n|colspan=99 rowspan=99|x\n|-\n|a\n|}\n" * 6_000,
    "spaces around what is left out": ("a" + " " * 200 + "{{cn}}") * 1_000 + " " * 100_000,
    "brackets around what is left out": "(" * 100_000 + "{{cn}}" + ")" * 100_000,
    "one line": "[[a|b]] {{c}} ''d'' " * 10_000,
    "one box": "{{Infobox x\n" + "".join(f"|label{n}=l\n|data{n}=d\n" for n in range(9_000)) + "}}",
    "right to left and invisible": "\u202e\u200f\u200bא\U0001f600" * 40_000,
    "surrogates": "\ud83d\ud83d" * 100_000,
    "digits": "{{convert|" + "9" * 200_000 + "|km}} {{num|" + "9" * 200_000 + "}}",
    "gaps of a quiz": '<quiz>\n{a\n|type="{}"}\n' + "{ _1" * 40_000 + "</quiz>",
    "columns of a quiz": '<quiz>\n{a\n|type="[]"}\n' + "|a" * 30_000 + "\n" + "+-" * 30_000 + "\n</quiz>",
    "braces of a quiz": "<quiz>\n{a" + "} " * 40_000 + "\n\n{" * 20_000 + "</quiz>",
    "a listing of odd values": "{{see|name=a|address=" + "5 km " * 20_000 + "|price=" + "1" * 90_000 + "}}",
    "listings as tags": '<see name="a">x' * 9_000 + "</see>",
    "a range without end": "{{convert|" + "|to|".join(["1"] * 40_000) + "|km}}",
}


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_hostile_page_is_read_in_linear_time_and_not_multiplied(name):
    wikitext = HOSTILE_PAGES[name]

    def give_up(*_):
        raise TimeoutError(name)

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(60)
    try:
        page = rendered(wikitext)
    finally:
        signal.alarm(0)
    assert not PRIVATE.search(page.text)
    assert len(page.text.encode()) < 8 * len(wikitext)


@pytest.mark.parametrize("word", ["w" * 200_000, "a'" * 100_000, "word " * 40_000])
def test_hostile_argument_of_a_books_own_template_is_read_in_linear_time(word):
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it takes more than linear time"))
    signal.alarm(40)
    try:
        page = rendered(f"{{{{Some book/Box|{word}}}}}", site="enwikibooks")
    finally:
        signal.alarm(0)
    assert not PRIVATE.search(page.text)


OPENERS = {
    "{{a|": "}}", "{{quote|": "}}", "{{ubl|a|": "}}", "{{clade|1=": "}}", "{{Infobox x\n|a=": "\n}}",
    "{{#if:x|": "}}", "{{math|": "}}", "[[a|": "]]", "[[File:a.jpg|": "]]", "\n{|\n|": "\n|}\n",
    "<table><tr><td>": "</td></tr></table>", "<ul><li>": "</li></ul>", "<blockquote>": "</blockquote>",
    "<sub>": "</sub>", "<ref>": "</ref>", "<noinclude>": "</noinclude>", "<poem>": "</poem>",
    "<gallery>\nF|": "\n</gallery>", "<quiz>\n{a}\n": "\n</quiz>", '<see name="a">': "</see>",
    "-{": "}-", "'''": "'''", "(": ")",
}  # fmt: skip


@pytest.mark.parametrize(("outer", "inner"), list(itertools.product(OPENERS, OPENERS)))
def test_no_depth_of_any_two_constructs_in_one_another_exceeds_the_stack(outer, inner):
    page = rendered((outer + inner) * 700 + "core" + (OPENERS[inner] + OPENERS[outer]) * 700 + "\n\nafter")
    assert not PRIVATE.search(page.text)
    assert "after" in page.text or outer == "<ref>" or inner == "<ref>"


@pytest.mark.parametrize(
    ("opener", "closer"),
    [("{{a|", "}}"), ("[[a|", "]]"), ("\n{|\n|", "\n|}"), ("<div>", "</div>"), ("{{ubl|", "}}")],
)
def test_absurd_nesting_keeps_the_text_inside(opener, closer):
    page = text("before " + opener * 3000 + "inside" + closer * 3000 + "\n\nafter")
    assert "before" in page
    assert "after" in page
