"""Wiki tables read from lines, with their spans and nested tables, and told apart by what they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.wikitext.markers import GAP, QUOTE_OPEN

MAX_DEPTH = 8
MAX_COLUMNS = 200
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?\s*(\d{1,4})", re.IGNORECASE)
# What stands before a cell's single `|`: attributes, well written or not.
ATTRIBUTES = re.compile(
    r"""(?xi) \s* (?:
      (?: [\w:-]+\s*=\s* (?:"[^"]*"?|'[^']*'?|[^\s"'|]*) \s* | nowrap\s* | \x0b\s* )*
      | (?: rowspan|colspan|style|class|align|valign|width|height|bgcolor|scope|id|data-[\w-]+|title|abbr
          | lang|dir|nowrap ) \b\s*=.*
    ) \Z"""
)
_CLASS = r"class\s*=\s*[\"']?[^\"'|]*"
_DROPPED_CLASS = re.compile(
    rf"{_CLASS}\b(?:navbox|metadata|ambox|mbox|sistersitebox|noprint|toc|vertical-navbox)\b", re.I
)
_DATA_CLASS = re.compile(rf"{_CLASS}\b(?:wikitable|sortable|prettytable|infobox|bordered)\b", re.I)
_LAYOUT_ROLE = re.compile(r"role\s*=\s*[\"']?presentation", re.I)
_LIST_LINE = re.compile(r"\s*[*#]")


@dataclass(slots=True)
class Cell:
    """A cell: its lines of wikitext, and tables nested among them."""

    header: bool
    attributes: str
    content: list[str | Table] = field(default_factory=list)
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Table:
    """A table as read.

    `loose` are lines that stood before the first cell: text that MediaWiki shows above the table.
    """

    attributes: str
    caption: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


def starts_table(line: str) -> bool:
    """Whether a line opens a table: `{|` after spaces and indenting colons."""
    return line.lstrip(" \t:" + GAP).startswith("{|")


def last_close(lines: list[str]) -> int:
    """The last of the lines that closes a table, or -1."""
    for number in range(len(lines) - 1, -1, -1):
        if "|}" in lines[number] and lines[number].lstrip(" \t" + GAP).startswith("|}"):
            return number
    return -1


def read_table(lines: list[str], start: int, last_close: int, depth: int = 1) -> tuple[Table, int]:
    """The table that opens at line `start`, and the line after it.

    `last_close` is the last line of the page that begins with `|}`: beyond it an unclosed table ends at the
    next level 2 heading, so that a missing `|}` does not swallow the rest of the article.
    """
    table = Table(lines[start].lstrip(" \t:" + GAP)[2:])
    row: list[Cell] | None = None
    cell: Cell | None = None
    in_caption = False
    number = start + 1
    while number < len(lines):
        raw = lines[number]
        line = raw.lstrip(" \t" + GAP)
        if line.startswith("|}"):
            rest = line[2:].strip()
            if rest:
                lines[number] = rest
                return table, number
            return table, number + 1
        if number > last_close and raw.startswith("==") and not raw.startswith("==="):
            return table, number
        if line.startswith("|-"):
            row, cell, in_caption = [], None, False
            table.rows.append(row)
        elif line.startswith("|+"):
            before, bar, after = line[2:].partition("|")
            table.caption.append(after if bar and ATTRIBUTES.match(before) else line[2:].replace("|", " "))
            in_caption = True
        elif line[:1] in ("|", "!") and line:
            if row is None:
                row = []
                table.rows.append(row)
            row += _read_cells(line)
            cell, in_caption = row[-1], False
        elif starts_table(raw) and depth < MAX_DEPTH and cell is not None:
            nested, number = read_table(lines, number, last_close, depth + 1)
            cell.content.append(nested)
            continue
        elif in_caption:
            table.caption.append(raw)
        elif cell is not None:
            cell.content.append(raw)
        else:
            table.loose.append(raw)
        number += 1
    return table, number


def _read_cells(line: str) -> list[Cell]:
    """The cells that one line `| a || b` or `! a !! b` begins."""
    header = line[0] == "!"
    body = line[1:].replace("!!", "||") if header else line[1:]
    cells = []
    for part in body.split("||"):
        attributes, bar, text = part.partition("|")
        if not (bar and ATTRIBUTES.match(attributes)):
            attributes, text = "", part
        cell = Cell(header, attributes, [text.replace("|", " ") if "|" in text else text])
        if "span" in attributes.lower():
            for kind, size in _SPAN.findall(attributes):
                if kind.lower() == "row":
                    cell.rows = max(1, int(size))
                else:
                    cell.columns = min(max(1, int(size)), MAX_COLUMNS)
        cells.append(cell)
    return cells


def is_dropped(table: Table) -> bool:
    """Navigation boxes and notices that are written as tables."""
    return _DROPPED_CLASS.search(table.attributes) is not None


def is_layout(table: Table) -> bool:
    """Whether a table only arranges blocks on the page, so that they are better read one after another."""
    if _DATA_CLASS.search(table.attributes):
        return False
    if _LAYOUT_ROLE.search(table.attributes):
        return True
    cells = [cell for row in table.rows for cell in row]
    if len(cells) <= 1:
        return True
    blocks = 0
    for cell in cells:
        lines = [part for part in cell.content if isinstance(part, str)]
        if len(lines) < len(cell.content):
            return True
        lists = sum(1 for line in lines if _LIST_LINE.match(line))
        blocks += lists >= 2 or any(line.startswith("==") or QUOTE_OPEN in line for line in lines)
    widest = max((len(row) for row in table.rows), default=0)
    return (blocks * 2 >= len(cells) and blocks > 0) or (widest <= 1 and len(table.rows) <= 2)
