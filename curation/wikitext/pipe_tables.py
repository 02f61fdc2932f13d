"""Tables as Markdown pipe tables.

What a pipe table cannot say is flattened: a cell that spans rows is repeated in each, one that spans columns
stands in the first; several header rows become one (`Population / 2010`); a row that is one cell across the
whole top is the title.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import zip_longest

from curation.wikitext.context import Context
from curation.wikitext.flatten import flatten
from curation.wikitext.tables import MAX_COLUMNS, Cell, Table

_SLOTS_PER_CELL, _SLOTS_PER_TABLE = 20, 10_000
_LONGEST_REPEATED = 60  # characters: a label; a longer text that spans rows stands in the first


def write_table(table: Table, context: Context) -> list[str]:
    """A data table as Markdown: lines of its title, if it has one, and of a pipe table.

    Empty rows and columns go.
    """
    grid = _grid(table, context)
    titles = [flatten("\n".join(table.caption), context)] if table.caption else []
    title_rows = next((number for number, row in enumerate(grid) if not row.is_title), 0)
    titles += [row.texts[0] for row in grid[:title_rows]]
    grid = grid[title_rows:]
    header_rows = next((number for number, row in enumerate(grid) if not row.is_header), min(1, len(grid)))
    header = _join_headers([row.texts for row in grid[:header_rows]])
    body = [row.texts for row in grid[header_rows:] if any(row.texts)]
    used = sorted({column for row in [header, *body] for column, text in enumerate(row) if text})
    title = "; ".join(text for text in titles if text)
    lines = [f"[Table: {title}]"] if title else []
    if not used:
        return lines
    if not body:
        header, body = [], [header]
    context.constructs["table"] += 1
    context.constructs["table-cell"] += sum(1 for row in [header, *body] for text in row if text)
    if lines:
        lines.append("")
    lines.append(_line(header or [""] * (used[-1] + 1), used))
    lines.append("|" + " --- |" * len(used))
    lines += [_line(row, used) for row in body]
    return lines


def _line(row: list[str], columns: list[int]) -> str:
    """The row's texts in these columns; a row that ends early ends early in Markdown as well."""
    return f"| {' | '.join([row[column] for column in columns if column < len(row)])} |"


def _join_headers(rows: list[list[str]]) -> list[str]:
    columns = zip_longest(*rows, fillvalue="")
    return [" / ".join(dict.fromkeys(text for text in column if text)) for column in columns]


def cell_text(cell: Cell, context: Context) -> str:
    """A cell as one line; nested tables as `a, b; c, d`. Pipes in it are escaped."""
    parts: list[str] = []
    lines: list[str] = []
    for part in cell.content:
        if isinstance(part, str):
            lines.append(part)
            continue
        if lines:
            parts.append(flatten("\n".join(lines), context, in_cell=not parts))
            lines = []
        rows = (", ".join(filter(None, (cell_text(inner, context) for inner in row))) for row in part.rows)
        parts.append("; ".join(filter(None, rows)))
    if lines:
        parts.append(flatten(lines[0] if len(lines) == 1 else "\n".join(lines), context, in_cell=not parts))
    text = " ".join(part for part in parts if part)
    if "|" in text or "\x05" in text:
        text = text.replace("\x05", "|").replace(r"\|", "|").replace("|", r"\|")
    return text


@dataclass(slots=True)
class _Row:
    """A row of the grid.

    `is_header`: it is one of the rows of headers that the table begins with. `is_title`: it is one cell
    across the whole table.
    """

    texts: list[str]
    is_header: bool
    is_title: bool = False


def _grid(table: Table, context: Context) -> list[_Row]:
    """The table's rows with spans filled, and all equally long unless that would blow the table up."""
    rows = [cells for cells in table.rows if cells]  # MediaWiki makes no row of one without cells
    # Spans and one overlong row can multiply a table beyond reason. So many slots may be filled for them, and
    # with so many characters:
    budget = _SLOTS_PER_CELL * sum(len(cells) for cells in rows) + _SLOTS_PER_TABLE
    characters = _SLOTS_PER_TABLE
    grid: list[_Row] = []
    in_header = True
    running: dict[int, tuple[int, str]] = {}  # column → (rows still to fill, text)
    for number, cells in enumerate(rows):
        texts: list[str] = []
        waiting = deque(cells)
        in_header = in_header and all(cell.header for cell in cells)
        last = max(running, default=-1)
        alone = len(cells) == 1 and not running
        while waiting or len(texts) <= last:
            column = len(texts)
            if column in running:
                left, text = running.pop(column)
                texts.append(text)
                if left > 1:
                    running[column] = (left - 1, text)
                continue
            if not waiting:
                texts.append("")
                continue
            cell = waiting.popleft()
            text = cell_text(cell, context)
            wide, tall = cell.columns, min(cell.rows, len(rows) - number)
            if budget < wide * tall:
                wide = tall = 1
            budget -= wide * tall - 1
            repeated = text if len(text) <= _LONGEST_REPEATED and not text.startswith("[Image:") else ""
            characters += _SLOTS_PER_CELL - len(repeated) * (wide * tall - 1)
            if characters < 0:
                repeated = ""
            for offset in range(wide):
                texts.append(text if offset == 0 else repeated if in_header else "")
                if tall > 1:
                    running[column + offset] = (tall - 1, repeated if offset == 0 or in_header else "")
            if len(texts) >= MAX_COLUMNS * 2:
                texts[-1] = " ".join([texts[-1], *(cell_text(rest, context) for rest in waiting)]).strip()
                break
        alone = alone and cells[0].rows == 1 and bool(texts[0])
        grid.append(_Row(texts, in_header, alone))
    columns = max((len(row.texts) for row in grid), default=0)
    for row in grid:
        row.is_title = row.is_title and len(row.texts) == columns > 1
        if len(grid) * columns <= budget + _SLOTS_PER_TABLE:
            row.texts += [""] * (columns - len(row.texts))
    return grid
