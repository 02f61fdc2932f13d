"""Wiki tables: read with their spans and nested tables, written as Markdown pipe tables.

What a pipe table cannot say is flattened: a cell that spans rows is repeated in each, one that spans columns
stands in the first; several header rows become one (`Population / 2010`); a row that is one cell across the
whole top is the title. A table used only to lay out a page (nested tables, columns of lists) is written as
the blocks that it holds.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

from curation.wikitext.context import Context
from curation.wikitext.flatten import flatten
from curation.wikitext.markers import GAP, QUOTE_OPEN

MAX_DEPTH = 8
MAX_COLUMNS = 200
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?\s*(\d{1,4})", re.IGNORECASE)
# What stands before a cell's single `|`: attributes, well written or not.
ATTRIBUTES = re.compile(
    r"""(?xi) \s* (?:
      (?: [\w:-]+\s*=\s* (?:"[^"]*"?|'[^']*'?|[^\s"'|]*) \s* | nowrap\s* | \x0b\s* )*
      | (?:rowspan|colspan|style|class|align|valign|width|height|bgcolor|scope|id|data-[\w-]+|title|abbr|lang|dir|nowrap) \b\s*=.*
    ) \Z"""
)
_DROPPED_CLASS = re.compile(
    r"class\s*=\s*[\"']?[^\"'|]*\b(?:navbox|metadata|ambox|mbox|sistersitebox|noprint|toc|vertical-navbox)\b",
    re.I,
)
_DATA_CLASS = re.compile(
    r"class\s*=\s*[\"']?[^\"'|]*\b(?:wikitable|sortable|prettytable|infobox|bordered)\b", re.I
)
_LAYOUT_ROLE = re.compile(r"role\s*=\s*[\"']?presentation", re.I)


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
            table.caption.append(after if bar and ATTRIBUTES.match(before) else line[2:])
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
    for text in body.split("||"):
        attributes = ""
        before, bar, after = text.partition("|")
        if bar and ATTRIBUTES.match(before):
            attributes, text = before, after  # noqa: PLW2901
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


_LIST_LINE = re.compile(r"\s*[*#]")


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


def cell_text(cell: Cell, context: Context) -> str:
    """A cell as one line; nested tables as `a, b; c, d`. Pipes in it are escaped."""
    parts: list[str] = []
    lines: list[str] = []
    for part in cell.content:
        if isinstance(part, str):
            lines.append(part)
            continue
        if lines:
            parts.append(flatten("\n".join(lines), context))
            lines = []
        rows = (", ".join(filter(None, (cell_text(inner, context) for inner in row))) for row in part.rows)
        parts.append("; ".join(filter(None, rows)))
    if lines:
        parts.append(flatten(lines[0] if len(lines) == 1 else "\n".join(lines), context))
    text = " ".join(part for part in parts if part)
    if "|" in text or "\x05" in text:
        text = text.replace("\x05", "|").replace(r"\|", "|").replace("|", r"\|")
    return text


def _grid(table: Table, context: Context) -> tuple[list[list[str]], int]:
    """The table's cells as a rectangle of texts, spans filled, and how many header rows it begins with."""
    # Spans can multiply a table beyond reason; past this many filled cells they are taken for 1.
    budget = 20 * sum(len(row) for row in table.rows) + 10_000
    grid: list[list[str]] = []
    header_rows, in_header = 0, True
    running: dict[int, tuple[int, str]] = {}  # column → (rows still to fill, text)
    for cells in table.rows:
        if not cells and not running:
            continue
        texts: list[str] = []
        waiting = deque(cells)
        all_headers = bool(cells) and all(cell.header for cell in cells)
        carried = False
        while waiting or (running and len(texts) <= max(running)):
            column = len(texts)
            if column in running:
                left, text = running.pop(column)
                texts.append(text)
                carried = True
                if left > 1:
                    running[column] = (left - 1, text)
                continue
            if not waiting:
                texts.append("")
                continue
            cell = waiting.popleft()
            text = cell_text(cell, context)
            wide = cell.columns if budget > 0 else 1
            tall = cell.rows if budget > 0 else 1
            budget -= wide * tall - 1
            fill = text if all_headers and in_header else ""
            for offset in range(wide):
                shown = text if offset == 0 else fill
                texts.append(shown)
                if tall > 1:
                    running[column + offset] = (tall - 1, shown)
            if len(texts) >= MAX_COLUMNS * 2:
                texts[-1] = " ".join([texts[-1], *(cell_text(rest, context) for rest in waiting)]).strip()
                break
        grid.append(texts)
        in_header = in_header and (all_headers or (carried and not cells))
        header_rows += in_header
    width = max((len(row) for row in grid), default=0)
    for row in grid:
        row += [""] * (width - len(row))
    return grid, header_rows if header_rows < len(grid) else min(header_rows, 1)


def write_table(table: Table, context: Context) -> list[str]:
    """A data table as Markdown: lines of its title, if it has one, and of a pipe table.

    Empty rows and columns go.
    """
    grid, header_rows = _grid(table, context)
    title = flatten("\n".join(table.caption), context) if table.caption else ""
    while grid and grid[0] and len(grid[0]) > 1 and _is_title(table, grid[0]):
        title = "; ".join(filter(None, [title, grid[0][0]]))
        grid, header_rows = grid[1:], max(0, header_rows - 1)
        table.rows = table.rows[1:]
    header = _join_headers(grid[:header_rows])
    body = [row for row in grid[header_rows:] if any(row)]
    width = len(grid[0]) if grid else 0
    used = [c for c in range(width) if (header and header[c]) or any(row[c] for row in body)]
    lines = [f"[Table: {title}]", ""] if title else []
    if not used or not (body or any(header)):
        return lines[:1]
    if not body:
        header, body = [], [header]
    context.constructs["table"] += 1
    context.constructs["table-cell"] += sum(1 for row in [header, *body] for text in row if text)
    head = [header[c] for c in used] if header else [""] * len(used)
    lines.append("| " + " | ".join(head) + " |")
    lines.append("|" + " --- |" * len(used))
    lines += ["| " + " | ".join([row[c] for c in used]) + " |" for row in body]
    return lines


def _is_title(table: Table, row: list[str]) -> bool:
    """The first row is one cell across the whole table."""
    cells = table.rows[0] if table.rows else []
    return len(cells) == 1 and cells[0].columns >= len(row) and bool(row[0]) and cells[0].rows == 1


def _join_headers(rows: list[list[str]]) -> list[str]:
    if not rows:
        return []
    return [" / ".join(dict.fromkeys(text for text in column if text)) for column in zip(*rows, strict=True)]
