"""Tables as pipe tables."""

from curation.html import to_markdown


def table(html: str) -> list[str]:
    return to_markdown(f"<table>{html}</table>").text.split("\n")


def test_header_and_rows():
    html = "<thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody>"
    assert table(html) == ["| a | b |", "| --- | --- |", "| 1 | 2 |"]


def test_tags_may_be_left_out():
    assert table("<tr><td>a<td>b<tr><td>c<td>d") == ["| a | b |", "| --- | --- |", "| c | d |"]


def test_spans():
    html = '<tr><td rowspan="2">a<td colspan="2">b<tr><td>c<td>d<tr><td>e<td>f<td>g'
    assert table(html) == ["| a | b |  |", "| --- | --- | --- |", "| a | c | d |", "| e | f | g |"]


def test_cell_is_one_line():
    html = "<tr><td><p>a</p><p>b</p><td>c<br>d<ul><li>e<li>f</ul><pre>g\nh</pre><tr><td>1<td>2|3"
    assert table(html) == ["| a b | c d e f `g h` |", "| --- | --- |", "| 1 | 2\\|3 |"]


def test_caption_and_empty_rows():
    html = "<caption>Planets</caption><tr><td>a<td><tr><td><td><tr><td>b<td>"
    assert table(html) == ["[Table: Planets]", "", "| a |", "| --- |", "| b |"]


def test_table_inside_of_a_cell_is_text():
    html = "<tr><td>a<table><tr><td>b<td>c</table><td>d"
    assert table(html) == ["| a b c | d |", "| --- | --- |"]


def test_what_follows_a_list_in_a_cell_is_outside_of_it():
    html = "<ul><li>x<table><tr><td><ul><li>a<td>b</table>y</ul>z"
    assert to_markdown(html).text == "- x\n\n  | a | b |\n  | --- | --- |\n\n  y\n\nz"


def test_spans_do_not_blow_a_table_up():
    html = '<tr><td rowspan="1000" colspan="1000">a' * 300
    assert len(to_markdown(f"<table>{html}</table>").text) < 1_000_000
