"""Tables in a page's tree, made ready for the extractor: those of data as plain grids, others no tables.

The extractor takes every table for one of data, and time quadratic in the length of its rows.
"""

from __future__ import annotations

from itertools import zip_longest

from lxml.etree import Element, SubElement, _Element

_MAX_COLUMNS = 200
_MAX_SPAN = 1000
# Spans can multiply a table beyond reason. So many places may be filled for them:
_SLOTS_PER_CELL, _SLOTS_PER_TABLE = 20, 10_000
_LONGEST_REPEATED = 60  # characters: a label; a longer text that spans rows stands in the first
# Cells of data are short. Old pages lay out their text in tables.
_LONGEST_CELL = 1500
_LAYOUT_TAGS = ("h1", "h2", "h3", "table", "article", "main", "nav", "form")
_TABLE_TAGS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col")


def prepare_tables(tree: _Element) -> None:
    """Makes containers of the parts of tables that lay out a page, and fills the spans of others: a short
    cell that spans rows is repeated, several rows of headers become one (`Population / 2010`).
    """
    for table in list(tree.iter("table")):
        if table.tag != "table":
            continue  # of a layout: its parts were made containers already
        if _is_layout(table):
            for element in list(_own(table)):
                element.tag = "div"
        else:
            _fill(table)


def _own(table: _Element) -> list[_Element]:
    """The table and its parts, but not those of tables in it."""
    found = [table]
    for element in table.iterdescendants(*_TABLE_TAGS):
        if element.tag != "table" and next(element.iterancestors("table", "div"), None) is not None:
            nearest = next(element.iterancestors("table"), None)
            if nearest is table:
                found.append(element)
    return found


def _is_layout(table: _Element) -> bool:
    if next(table.iterdescendants(*_LAYOUT_TAGS), None) is not None:
        return True
    for row in table.iter("tr"):
        if len(row) > _MAX_COLUMNS:
            return True
        for cell in row:
            if len(cell) and len("".join(cell.itertext())) > _LONGEST_CELL:
                return True
            if sum(1 for child in cell if child.tag in ("p", "ul", "ol", "pre", "blockquote")) > 2:
                return True
    return False


def _fill(table: _Element) -> None:
    rows = [row for row in table.iter("tr") if any(cell.tag in ("td", "th") for cell in row)]
    cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
    spans = [(cell, _span(cell, "colspan"), _span(cell, "rowspan")) for cell in cells]
    wide = [(cell, columns, height) for cell, columns, height in spans if columns > 1 or height > 1]
    headers = 0
    while headers < len(rows) and all(cell.tag == "th" for cell in rows[headers]):
        headers += 1
    if not wide and headers < 2:
        return
    slots = sum(columns * min(height, len(rows)) for _, columns, height in wide)
    if slots > _SLOTS_PER_CELL * len(cells) + _SLOTS_PER_TABLE:
        for cell in cells:
            _forget_spans(cell)
        return
    if wide:
        _fill_rows(rows, headers)
    if 2 <= headers < len(rows):
        _join_headers(rows[:headers])


def _fill_rows(rows: list[_Element], headers: int) -> None:
    running: dict[int, tuple[int, str]] = {}  # column → (rows still to fill, text)
    for number, row in enumerate(rows):
        waiting = [cell for cell in row if cell.tag in ("td", "th")]
        filled: list[_Element] = []
        last = max(running, default=-1)
        while waiting or len(filled) <= last:
            column = len(filled)
            if column in running:
                left, text = running.pop(column)
                filled.append(_cell("th" if number < headers else "td", text))
                if left > 1:
                    running[column] = (left - 1, text)
                continue
            if not waiting:
                filled.append(_cell("td", ""))
                continue
            cell = waiting.pop(0)
            columns, height = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - number)
            _forget_spans(cell)
            text = " ".join("".join(cell.itertext()).split())
            text = text if len(text) <= _LONGEST_REPEATED else ""
            for offset in range(columns):
                # A header over several columns is that of each; a datum stands once.
                beside = text if number < headers else ""
                filled.append(cell if offset == 0 else _cell(cell.tag, beside))
                if height > 1:
                    running[column + offset] = (height - 1, text if offset == 0 else beside)
        row[:] = filled


def _join_headers(rows: list[_Element]) -> None:
    texts = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]
    columns = zip_longest(*texts, fillvalue="")
    names = [" / ".join(dict.fromkeys(text for text in column if text)) for column in columns]
    rows[-1][:] = [_cell("th", name) for name in names]
    for row in rows[:-1]:
        parent = row.getparent()
        if parent is not None:
            parent.remove(row)


def _cell(tag: str, text: str) -> _Element:
    holder = Element("tr")
    cell = SubElement(holder, tag)
    cell.text = text or None
    return cell


def _span(cell: _Element, name: str) -> int:
    value = cell.get(name) or "1"
    good = value.isascii() and value.isdecimal() and len(value) < 9
    return max(1, min(int(value), _MAX_SPAN)) if good else 1


def _forget_spans(cell: _Element) -> None:
    cell.attrib.pop("colspan", None)
    cell.attrib.pop("rowspan", None)
