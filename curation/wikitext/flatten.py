"""Several lines of wikitext as one line of text: what a table cell, an infobox value or a caption needs."""

from __future__ import annotations

import re

from curation.wikitext.context import Context
from curation.wikitext.extensions import code_span
from curation.wikitext.inline import inline, unstash
from curation.wikitext.markers import BAR, BREAK, QUOTE_CLOSE, QUOTE_OPEN, STASHED_BLOCK
from curation.wikitext.tags import resolve_tags

_LIST = re.compile(r"[*#:;]+[ \t\x0b]*")
_TABLE_LINE = re.compile(r"\s*(?:\{\||\|\}|\|-|\|\+|[|!])")
_ATTRIBUTES = re.compile(r"""\s*(?:[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'|]*)\s*|nowrap\s*)*\Z""")
_JOINS_LEFT = "–—-,:;/(&+×→"
_JOINS_RIGHT = "(),.;:/–—&+×→"
_CELL_BREAK = re.compile(r"\|\||!!")


def flatten(text: str, context: Context, *, in_cell: bool = False) -> str:
    """Wikitext, templates and links resolved → one line; list items and `<br>` joined by `; ` or a space.

    The first line of a table's cell stands behind its `|`, so a `#` there begins no list (`in_cell`).
    """
    parts: list[str] = []
    previous_is_item = False
    if BAR in text:
        text = text.replace(BAR, "|")
    for number_of_line, line in enumerate(resolve_tags(text).split("\n")):
        if "\x02" in line:
            line = STASHED_BLOCK.sub(lambda m: f" {_block(int(m.group(1)), context)} ", line)  # noqa: PLW2901
        line = line.strip(" \t" + QUOTE_OPEN + QUOTE_CLOSE)  # noqa: PLW2901
        item = None if in_cell and number_of_line == 0 else _LIST.match(line)
        if item:
            line = line[item.end() :]  # noqa: PLW2901
        elif _TABLE_LINE.match(line):
            line = _table_line(line)  # noqa: PLW2901
            item = _LIST.match("*")
        for number, piece in enumerate(line.split(BREAK)):
            words = inline(piece, context)
            if not words:
                continue
            if parts:
                new_item = number == 0 and (item is not None or previous_is_item)
                if new_item or number > 0:
                    parts.append(_separator(parts[-1], words, new_item=new_item))
                else:
                    parts.append(" ")
            parts.append(words)
        previous_is_item = item is not None
    return unstash("".join(parts), context).strip(" ;")


def _separator(left: str, right: str, *, new_item: bool) -> str:
    """What stands between two lines: a space where the second seems to go on with the first."""
    if left[-1] in _JOINS_LEFT or right[0] in _JOINS_RIGHT:
        return " "
    return " " if right[0].islower() and left[-1] not in ".!?" and not new_item else "; "


def _table_line(line: str) -> str:
    """A line of a table that could not be laid out (inside an infobox value, say): its cells' text."""
    line = line.strip()
    if line.startswith(("{|", "|}", "|-")):
        return line[2:] if line.startswith("|}") else ""
    cells = []
    for cell in _CELL_BREAK.split(line.removeprefix("|+").lstrip("|!")):
        before, bar, after = cell.partition("|")
        cells.append(after if bar and _ATTRIBUTES.match(before) else cell)
    return ", ".join(cell.strip() for cell in cells if cell.strip())


def _block(number: int, context: Context) -> str:
    entry = context.stash[number]
    if entry.kind == "caption":
        text = flatten(entry.text, context)
        return f"[Image: {text}]" if text else ""
    if entry.kind == "code":
        return code_span(entry.text.partition("\n")[2].rpartition("\n")[0])
    return ""  # an infobox in a value: its rows follow those of the box around it
