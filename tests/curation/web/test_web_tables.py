from lxml import html

from curation.web.tables import prepare_tables


def prepared(markup):
    tree = html.document_fromstring(f"<html><body>{markup}</body></html>")
    prepare_tables(tree)
    return tree


def grid(markup):
    tree = prepared(markup)
    return [[f"{cell.tag[1]}:{cell.text_content().strip()}" for cell in row] for row in tree.iter("tr")]


def test_a_plain_table_is_left_alone():
    assert grid("<table><tr><th>A<th>B<tr><td>1<td>2</table>") == [["h:A", "h:B"], ["d:1", "d:2"]]


def test_spans_are_filled():
    assert grid(
        "<table><tr><th>A<th>B<th>C<tr><td rowspan=2>x<td colspan=2>wide<tr><td>1<td>2<tr><td>y<td>3<td>4"
    ) == [
        ["h:A", "h:B", "h:C"],
        ["d:x", "d:wide", "d:"],
        ["d:x", "d:1", "d:2"],
        ["d:y", "d:3", "d:4"],
    ]


def test_rows_of_headers_become_one():
    assert grid(
        "<table><tr><th rowspan=2>Island<th colspan=2>People<tr><th>2011<th>2021<tr><td>Gull<td>83<td>64"
    ) == [["h:Island", "h:People / 2011", "h:People / 2021"], ["d:Gull", "d:83", "d:64"]]


def test_a_long_cell_is_not_repeated():
    text = "word " * 30
    rows = grid(f"<table><tr><td rowspan=2>{text}<td>1<tr><td>2</table>")
    assert rows == [[f"d:{text.strip()}", "d:1"], ["d:", "d:2"]]


def test_a_table_that_lays_out_a_page_is_no_table():
    tree = prepared(
        "<table><tr><td><a>Menu</a><td><h1>Title</h1><p>Text<table><tr><td>1<td>2</table></table>"
    )
    assert [[cell.text for cell in row] for row in tree.iter("tr")] == [["1", "2"]]
    assert len(list(tree.iter("table"))) == 1


def test_spans_that_would_blow_a_table_up_are_ignored():
    rows = grid("<table>" + "<tr><td colspan=1000 rowspan=1000>x</td></tr>" * 500 + "</table>")
    assert sum(map(len, rows)) == 500


def test_odd_spans_are_one():
    assert grid("<table><tr><td colspan=0 rowspan=-1>a<td colspan=x>b<tr><td colspan='²'>c<td>d</table>") == [
        ["d:a", "d:b"],
        ["d:c", "d:d"],
    ]
