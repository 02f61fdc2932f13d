"""Tables: what a pipe table cannot say, and what is no table of data."""

import pytest

from tests.curation.wikitext.rendering import rendered, text


def rows(body: str, attributes: str = 'class="wikitable"') -> list[list[str]]:
    """The cells of the table's lines, without the rule below its header."""
    lines = [line for line in text(f"{{| {attributes}\n{body}\n|}}").split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[:1] + lines[2:]]


def test_the_first_row_without_cells_before_it_is_still_the_title():
    page = text('{| class="wikitable"\n|-\n! colspan=2 | Results\n|-\n! A !! B\n|-\n| 1 || 2\n|}')
    assert page == "[Table: Results]\n\n| A | B |\n| --- | --- |\n| 1 | 2 |"


def test_a_table_of_nothing_but_full_rows_keeps_them_as_rows():
    assert rows("| colspan=2 | one\n|-\n| colspan=2 | two") == [[""], ["one"], ["two"]]


def test_a_row_without_cells_takes_no_part_in_spans():
    assert rows("! Y !! V\n|-\n| rowspan=2 | a || 1\n|-\n|-\n| 2") == [["Y", "V"], ["a", "1"], ["a", "2"]]


def test_labels_repeat_down_a_span_but_long_texts_and_captions_do_not():
    long = "word " * 20
    assert rows(f"! Y !! V\n|-\n| rowspan=2 | {long} || 1\n|-\n| 2")[1:] == [[long.strip(), "1"], ["", "2"]]
    assert rows("! Y !! V\n|-\n| rowspan=2 | [[File:a.jpg|cap]] || 1\n|-\n| 2")[1:] == [
        ["[Image: cap]", "1"],
        ["", "2"],
    ]


def test_a_sign_that_begins_a_cell_is_no_list():
    assert rows("! # !! City\n|-\n| *ba || : c\n|-\n|\n* d\n* e\n| f") == [
        ["#", "City"], ["*ba", ": c"], ["d; e", "f"],
    ]  # fmt: skip


def test_row_headers_stand_in_their_rows():
    assert rows("! !! 2010\n|-\n! Oslo\n| 5") == [["", "2010"], ["Oslo", "5"]]


def test_empty_rows_and_columns_go():
    assert rows("! A !! !! B\n|-\n| 1 || || 2\n|-\n| || ||") == [["A", "B"], ["1", "2"]]


def test_attributes_are_no_text_however_they_are_written():
    body = "! scope=col style='x' | A !! nowrap | B\n|-\n|style=\"a:b\"|1||align=right|2\n|-\n| x = 1 || y|z"
    assert rows(body) == [["A", "B"], ["1", "2"], ["x = 1", "y z"]]


def test_a_caption_may_be_a_template_and_hold_a_pipe():
    assert text('{| class="wikitable"\n|+ Votes|by year\n! A\n|-\n| 1\n|}').startswith(
        "[Table: Votes by year]"
    )


def test_line_breaks_lists_and_tables_in_a_cell_become_one_line():
    assert rows("! A\n|-\n|\na<br>b\n* c\n* d\n{|\n| e || f\n|}") == [["A"], ["a b; c; d e, f"]]


def test_html_tables_have_spans_captions_and_headers():
    page = text(
        "<table class=wikitable><caption>C</caption><tr><th>A</th><th colspan=2>B</th></tr>"
        "<tr><td rowspan='2'>x</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    assert page == "[Table: C]\n\n| A | B | B |\n| --- | --- | --- |\n| x | 1 | 2 |\n| x | 3 | 4 |"


def test_tables_that_lay_out_a_page_are_read_as_its_blocks():
    page = text("{|\n|\n== A ==\n* one\n* two\n|\nProse.\n{| class=wikitable\n! H\n|-\n| c\n|}\n|}")
    assert page == "## A\n\n- one\n- two\n\nProse.\n\n| H |\n| --- |\n| c |"


def test_rows_of_a_table_that_a_template_opened_are_rows():
    assert text("{{start table}}\n|-\n| a || b\n|-\n| c || d\n|}\nAfter.") == (
        "|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n\nAfter."
    )


def test_text_after_the_end_of_a_table_stays():
    assert text('{| class="wikitable"\n! A\n|-\n| 1\n|} and on').endswith("| 1 |\n\nand on")


def test_cells_are_counted():
    assert rendered('{| class="wikitable"\n! A !! B\n|-\n| 1 || 2\n|}').constructs["table-cell"] == 4


@pytest.mark.parametrize("span", ["rowspan=9999 colspan=9999", "colspan=1000", "rowspan=9999"])
@pytest.mark.parametrize("mark", ["|", "!"])
def test_absurd_spans_do_not_multiply_the_text(span, mark):
    label = "label " * 9
    wikitext = f"{{|\n{mark} {span} | {label}\n" + f"|-\n{mark} a\n" * 20_000 + "|}"
    assert len(text(wikitext)) < 8 * len(wikitext)


def test_one_overlong_row_does_not_widen_every_other():
    wikitext = "{|\n|-\n|" + "a||" * 5000 + "\n" + "|-\n| b\n" * 20_000 + "|}"
    page = text(wikitext)
    assert len(page) < 8 * len(wikitext)
    assert page.count("a") == 5000
