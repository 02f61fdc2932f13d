"""Markdown is no fault: tables, formulas, code, lists and captions are told from prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quality_documents import GOOD, document, scores

from curation.quality.lines import Kind, lines_of, running_text
from curation.quality.rules import SETS, RuleSet
from schemas.document import InfoboxRow

EVERY = RuleSet.of(tuple(SETS), {})
TABLE = "\n".join(
    ["| Year | Ships | Keeper |", "| --- | --- | --- |"] + [f"| {n} | 12 | 1 |" for n in range(1846, 1988)]
)
CODE = "```python\n" + "for ship in ships:\n    {ship: 1}\n    print(ship)\n" * 30 + "```"
MATHS = "\n\n".join(f"$$\\frac{{a_{n}}}{{b}}=\\{{x\\}}$$" for n in range(40))
LIST = "\n".join(f"- Pier {n}" for n in range(40))
CAPTIONS = "\n\n".join(f"[Image: Tower {n}]" for n in range(40))
HEADINGS = "\n\n".join(f"## Storm of {n}" for n in range(1900, 1940))


def kinds(text, fields=frozenset()):
    return [kind for kind, _ in lines_of(text, fields)]


@pytest.mark.parametrize("added", [TABLE, CODE, MATHS, LIST, CAPTIONS, HEADINGS], ids=lambda text: text[:6])
def test_a_good_text_stays_good_with(added):
    assert EVERY.reasons(scores(f"{GOOD}\n\n{added}\n\n{GOOD.replace('in', 'on').replace('a', 'e')}")) == []


def test_the_same_lines_without_markdown_are_faults():
    assert "unpunctuated-lines" in EVERY.reasons(scores(GOOD + TABLE.replace("|", "")))


def test_a_table_alone_is_content_but_no_english_prose():
    measured = scores(TABLE, language="en")
    assert measured.words > 400 and measured.table_share == 1
    assert EVERY.reasons(measured) == []


def test_every_kind_of_line_is_told():
    lines = {
        "# Heading": Kind.HEADING,
        "": Kind.BLANK,
        "Prose, and more of it.": Kind.PROSE,
        "- one": Kind.LIST,
        "  - inner": Kind.LIST,
        "    what belongs to it": Kind.LIST,
        "12. twelfth": Kind.LIST,
        "| a | b |": Kind.TABLE,
        "> quoted words": Kind.PROSE,
        "> - quoted item": Kind.LIST,
        "[Image: A tower]": Kind.CAPTION,
        "$$x$$": Kind.MATHS,
        "**Bold** words": Kind.PROSE,
        "1984 was a year": Kind.PROSE,
        "#hashtag": Kind.PROSE,
        "-5 degrees": Kind.PROSE,
        "[dɔːɡ] is said": Kind.PROSE,
        "born: 1846": Kind.FIELD,
        "1: name": Kind.FIELD,
        "• bullet": Kind.LIST,
        "   ": Kind.BLANK,
        ">": Kind.BLANK,
        "$5 was the price": Kind.PROSE,
        "$$ is cheap": Kind.PROSE,
    }
    found = dict(zip(lines, kinds("\n".join(lines), frozenset({"born: 1846", "1: name"})), strict=True))
    assert found == lines


def test_code_and_formulas_of_several_lines():
    text = "Code:\n```python\n# no heading\n- no item\n```\nand\n$$\na\n= b\n$$\nand\n~~~\n```\n~~~\nend."
    P, C, M = Kind.PROSE, Kind.CODE, Kind.MATHS
    assert kinds(text) == [P, C, C, C, C, P, M, M, M, M, P, C, C, C, P]


@pytest.mark.parametrize("opening", ["```", "~~~", "$$", "````python", "$$ a"])
def test_what_is_never_closed_hides_nothing(opening):
    assert kinds(f"{opening}\nThis is prose.\n\nAnd this.")[1:] == [Kind.PROSE, Kind.BLANK, Kind.PROSE]


def test_a_formula_does_not_go_on_after_an_empty_line():
    assert kinds("$$ cheap\n\nProse.\n\nmore $$")[2] is Kind.PROSE


def test_an_opening_dollar_does_not_keep_code_from_beginning():
    assert kinds("$$ cheap\n```\nx\n```")[1:] == [Kind.CODE] * 3


@given(st.text(alphabet="`~$|#->*1. \nab{\t", max_size=200))
def test_no_line_is_lost(text):
    assert "\n".join(line for _, line in lines_of(text)) == text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("## The storm", "The storm"),
        ("  - an item", "an item"),
        ("> 3. third", "third"),
        ("[Image: The tower]", "The tower]"),
        ("where $x_1 + y$ is the height", "where   is the height"),
        ("call `print(x)` twice", "call   twice"),
        ("it cost $5 and then $10 more", "it cost $5 and then $10 more"),
        ("Prose - with a dash", "Prose - with a dash"),
    ],
)
def test_running_text_is_what_is_read(line, words):
    assert running_text(line) == words


def test_infobox_rows_are_known_by_the_infobox():
    rows = [InfoboxRow("Infobox tower", "height", "30 m"), InfoboxRow("Infobox tower", "1", "built")]
    text = "height: 30 m\n1: built\n\n" + GOOD
    with_box, without = scores(text, infobox=rows), scores(text)
    assert with_box.punctuated_line_share == 1 > without.punctuated_line_share
    assert with_box.words == without.words
    assert document(text).infobox == []


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("The height is given by\n\n$$h = 3$$", 1),
        ("These were lost:\n\n- one\n- two", 1),
        ("These were lost:\n\nAnd so on.", 0.5),
        ("The height is $h$", 1),
        ("No end here", 0),
        ("He said: “No end here”", 1),
        ("It ends (in a bracket.)", 1),
        ("終わりです。", 1),
        ("## Heading\n\n| a | b |", 1),
    ],
)
def test_prose_may_end_in_what_is_shown_below_it(text, share):
    assert scores(text).punctuated_line_share == share
