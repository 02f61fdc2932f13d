"""Tables as Markdown pipe tables.

A cell that spans rows is repeated in each, one that spans columns stands in the first. Without a header the
first row is taken for one, as Markdown has no tables without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_SPAN = 100
_MAX_SLOTS = 20_000
_LONGEST_REPEATED = 60  # characters: a label; a longer text that spans rows stands in the first
_NUMBER = re.compile(r"\s*[0-9]{1,4}\s*")


@dataclass(slots=True)
class Cell:
    """One cell: its text on one line, pipes escaped, and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Table:
    """A table as it is read. `texts` are those of the cell or caption that is open; tables inside of it,
    `depth` of which are open, are part of the cell. `outside` counts the lists and quotations that were open
    when the cell began.
    """

    rows: list[list[Cell]] = field(default_factory=list)
    caption: str = ""
    cell: Cell | None = None
    in_caption: bool = False
    texts: list[str] = field(default_factory=list)
    depth: int = 0
    outside: int = 0

    @property
    def takes_text(self) -> bool:
        """Whether a cell or the caption is open."""
        return self.cell is not None or self.in_caption

    def open_row(self) -> None:
        """A row begins."""
        self.rows.append([])

    def open_cell(self, attributes: dict[str, str], outside: int) -> None:
        """A cell begins."""
        self.outside = outside
        self.cell = Cell("", _span(attributes.get("colspan", "")), _span(attributes.get("rowspan", "")))

    def close_cell(self) -> None:
        """The cell ends, if there is one."""
        if self.cell is not None:
            if not self.rows:
                self.open_row()
            self.cell.text = " ".join(self.texts)
            self.rows[-1].append(self.cell)
            self.cell = None
            self.texts.clear()

    def close_caption(self) -> None:
        """The caption ends, if there is one."""
        if self.in_caption:
            self.caption = " ".join(self.texts)
            self.in_caption = False
            self.texts.clear()

    def write(self) -> tuple[list[str], int]:
        """The table's lines, and how many cells have text. No lines for a table without text."""
        grid = [row for row in _grid(self.rows) if any(row)]
        if not grid:
            return [], 0
        width = max(len(row) for row in grid)
        used = [column for column in range(width) if any(column < len(row) and row[column] for row in grid)]
        lines = [f"[Table: {self.caption}]", ""] if self.caption else []
        for number, row in enumerate(grid):
            cells = [row[column] if column < len(row) else "" for column in used]
            lines.append(f"| {' | '.join(cells)} |")
            if number == 0:
                lines.append("|" + " --- |" * len(used))
        return lines, sum(1 for row in grid for text in row if text)


def _span(value: str) -> int:
    return max(1, min(MAX_SPAN, int(value))) if _NUMBER.fullmatch(value) else 1


def _grid(rows: list[list[Cell]]) -> list[list[str]]:
    grid: list[list[str]] = []
    running: dict[int, tuple[int, str]] = {}  # column → (rows still to fill, text)
    slots = _MAX_SLOTS  # spans must not multiply a table beyond reason
    for number, cells in enumerate(rows):
        texts: list[str] = []
        for cell in cells:
            while len(texts) in running:
                _repeat(texts, running)
            wide, tall = cell.columns, min(cell.rows, len(rows) - number)
            if wide * tall > slots:
                wide = tall = 1
            slots -= wide * tall - 1
            repeated = cell.text if len(cell.text) <= _LONGEST_REPEATED else ""
            for offset in range(wide):
                if tall > 1:
                    running[len(texts)] = (tall - 1, repeated if offset == 0 else "")
                texts.append(cell.text if offset == 0 else "")
        for _ in range(len(texts), max(running, default=-1) + 1):
            _repeat(texts, running)
        grid.append(texts)
    return grid


def _repeat(texts: list[str], running: dict[int, tuple[int, str]]) -> None:
    """Appends what a cell of an earlier row puts into this row's next column."""
    column = len(texts)
    left, text = running.pop(column, (0, ""))
    if left > 1:
        running[column] = (left - 1, text)
    texts.append(text)
