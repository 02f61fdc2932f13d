"""Lines of wikitext as blocks of Markdown: headings, paragraphs, lists, tables, code, quotations.

Templates, links and tags are resolved by now, so what a line is can be told from its first characters, as in
MediaWiki's BlockLevelPass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curation.wikitext import tables
from curation.wikitext.context import Context
from curation.wikitext.extensions import fence
from curation.wikitext.flatten import flatten
from curation.wikitext.inline import inline
from curation.wikitext.markers import BREAK, GAP, QUOTE_CLOSE, QUOTE_OPEN, STASHED_BLOCK
from curation.wikitext.pipe_tables import write_table

_LIST = re.compile(r"[*#:;]+")
_ONLY_FORMULA = re.compile(r"\x01(\d+)\x01[ ]?([.,;:]?)\Z")
_RULE = re.compile(r"-{4,}")
_DEFINITION = re.compile(r"\s*:\s+|\s+:\s*")
_MAX_QUOTES = 5  # inside one another: each of them writes its lines again
_BEHAVIOUR_SWITCH = re.compile(r"__[A-Z_]{3,40}__|__[^\W\d_a-zA-Z]{2,20}__")


@dataclass(slots=True)
class Block:
    """A block of the document.

    `kind`: heading, paragraph, list, table, code, quote, caption, infobox. `level`: a heading's.
    """

    kind: str
    text: str
    level: int = 0


class BlockReader:
    """Reads the lines of one page (or of one layout cell) into blocks."""

    def __init__(self, context: Context, depth: int = 0) -> None:
        self._context = context
        self._depth = depth  # layout tables around these lines
        self._blocks: list[Block] = []
        self._paragraph: list[str] = []
        self._items: list[tuple[str, str]] = []
        self._code: list[str] = []
        self._floating: list[Block] = []
        self._quotes: list[int] = []  # for each open quotation, the number of blocks before it
        self._ignored_quotes = 0

    def read(self, lines: list[str]) -> list[Block]:
        """All blocks of these lines."""
        last_close = tables.last_close(lines)
        number = 0
        while number < len(lines):
            line = lines[number]
            first = line[:1]
            if first == GAP or "__" in line:
                lines[number] = line = _BEHAVIOUR_SWITCH.sub("", line).lstrip(GAP)
                first = line[:1]
            number += 1
            if not first or line.isspace():
                self._flush()
            elif first in "*#:;":
                if first == ":" and tables.starts_table(line):
                    number = self._table(lines, number - 1, last_close)
                else:
                    self._list_item(line)
            elif first == "=" and (heading := _heading(line)):
                self._heading(*heading)
            elif first == "{" and line.startswith("{|"):
                number = self._table(lines, number - 1, last_close)
            elif first == "-" and _RULE.match(line):
                self._flush()
                rest = line.lstrip("-").strip()
                if rest:
                    self._text(rest)
            elif first == "|" and line.startswith("|}"):  # the end of a table that a template opened
                if rest := line[2:].strip():
                    self._text(rest)
            elif first == "|" or (first == "!" and ("|" in line or "!!" in line)):
                number = self._stray_rows(lines, number - 1)
            elif first in " \t":
                if tables.starts_table(line):
                    number = self._table(lines, number - 1, last_close)
                else:
                    self._indented(line)
            elif line.strip() == QUOTE_OPEN:
                self._open_quote()
            elif line.strip() == QUOTE_CLOSE:
                self._close_quote()
            else:
                self._text(line)
        self._flush()
        self._close_quotes()
        return self._blocks

    # --- paragraphs

    def _text(self, line: str) -> None:
        if self._items or self._code:
            self._flush()
        self._paragraph.append(self._take_blocks(line))

    def _take_blocks(self, line: str) -> str:
        """The line without the blocks in it: those go before the text that begins after them, or after the
        text so far.
        """
        if "\x02" not in line:
            return line
        for match in STASHED_BLOCK.finditer(line):
            self._floating += self._stashed(int(match.group(1)))
        line = STASHED_BLOCK.sub(" ", line)
        if not self._paragraph and not self._items:
            self._emit_floating()
        return line

    def _stashed(self, number: int) -> list[Block]:
        entry = self._context.stash[number]
        if entry.kind == "caption":
            inner = [self._context.stash[int(n)] for n in STASHED_BLOCK.findall(entry.text)]
            code = [Block("code", one.text) for one in inner if one.kind == "code"]
            text = flatten(STASHED_BLOCK.sub(" ", entry.text) if code else entry.text, self._context)
            return [Block("caption", f"[Image: {text}]"), *code] if text else code
        if entry.kind == "infobox":
            self._context.infobox += entry.rows
            self._context.constructs["infobox-row"] += len(entry.rows)
        return [Block(entry.kind, entry.text)]

    def _emit_floating(self) -> None:
        self._blocks += self._floating
        self._floating = []

    def _flush(self) -> None:
        if self._paragraph:
            self._emit_paragraph()
        if self._items:
            text = "\n".join(_list_lines(self._items, self._context))
            self._items = []
            if text:
                self._blocks.append(Block("list", text))
        if self._code:
            self._emit_code()
        if self._floating:
            self._emit_floating()

    def _emit_paragraph(self) -> None:
        text = self._paragraph[0] if len(self._paragraph) == 1 else " ".join(self._paragraph)
        self._paragraph = []
        formula = _ONLY_FORMULA.match(text.strip(" \t" + BREAK + GAP))
        if formula:
            self._blocks.append(Block("paragraph", self._display(formula)))
            return
        lines = [inline(piece, self._context) for piece in text.split(BREAK)]
        text = "\n".join(line for line in lines if line)
        if text:
            self._blocks.append(Block("paragraph", text))

    def _display(self, match: re.Match[str]) -> str:
        entry = self._context.stash[int(match.group(1))]
        if entry.kind != "math":
            return match.group()
        return f"$${entry.text}{match.group(2)}$$"

    # --- lists

    def _list_item(self, line: str) -> None:
        if self._paragraph or self._code:
            self._flush()
        prefix = _LIST.match(line).group()  # type: ignore[union-attr]
        text = line[len(prefix) :].strip(" \t")
        if prefix[-1] == ":" and set(prefix) == {":"}:
            formula = _ONLY_FORMULA.match(text.strip(BREAK + GAP + " "))
            if formula and self._context.stash[int(formula.group(1))].kind == "math":
                self._flush()
                self._blocks.append(Block("paragraph", self._display(formula)))
                return
        self._items.append((prefix[:20], self._take_blocks(text)))

    # --- code: lines that begin with a space

    def _indented(self, line: str) -> None:
        if not line.strip(" \t" + GAP + BREAK):
            return
        if self._paragraph or self._items or "\x02" in line:
            self._text(line.strip())
            return
        self._code.append(line[1:])

    def _emit_code(self) -> None:
        lines, self._code = self._code, []
        if len(lines) == 1:  # one indented line is far more often an accident than code
            self._paragraph = [lines[0].strip()]
            self._emit_paragraph()
            return
        lines = [inline(line, self._context, verbatim=True) for line in lines]
        text = "\n".join(line.replace(BREAK, "\n").rstrip() for line in lines)
        self._context.constructs["code"] += 1
        self._blocks.append(Block("code", fence(text)))

    # --- headings, quotations, tables

    def _heading(self, level: int, text: str) -> None:
        self._flush()
        self._close_quotes()
        text = flatten(self._take_blocks(text), self._context)
        if text:
            self._blocks.append(Block("heading", f"{'#' * level} {text}", level))
        self._emit_floating()

    def _open_quote(self) -> None:
        self._flush()
        if len(self._quotes) < _MAX_QUOTES:
            self._quotes.append(len(self._blocks))
        else:
            self._ignored_quotes += 1

    def _close_quote(self) -> None:
        self._flush()
        if self._ignored_quotes:
            self._ignored_quotes -= 1
            return
        if not self._quotes:
            return
        start = self._quotes.pop()
        inner, self._blocks[start:] = self._blocks[start:], []
        text = join_blocks(inner)
        if text:
            self._context.constructs["quote"] += 1
            quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
            self._blocks.append(Block("quote", quoted))

    def _close_quotes(self) -> None:
        self._ignored_quotes = 0
        while self._quotes:
            self._close_quote()

    def _table(self, lines: list[str], start: int, last_close: int) -> int:
        self._flush()
        if self._depth >= tables.MAX_DEPTH:  # nobody lays a page out so: the table's lines are read as text
            return start + 1
        table, end = tables.read_table(lines, start, last_close)
        self._write_table(table)
        return end

    def _stray_rows(self, lines: list[str], start: int) -> int:
        """Rows of a table that a template opened: read as one up to the first line that begins no cell."""
        end = start + 1
        while end < len(lines) and lines[end].startswith(("|", "!")) and not lines[end].startswith("|}"):
            end += 1
        self._flush()
        if self._depth >= tables.MAX_DEPTH:
            self._text(" ".join(lines[start:end]))
            return end
        table, _ = tables.read_table(["{|", *lines[start:end]], 0, -1)
        self._write_table(table)
        return end

    def _write_table(self, table: tables.Table) -> None:
        if tables.is_dropped(table):
            return
        if any(line.strip() for line in table.loose):
            self._blocks += BlockReader(self._context, self._depth + 1).read(table.loose)
        if not tables.is_layout(table):
            lines = write_table(table, self._context)
            if lines:
                self._blocks.append(Block("table", "\n".join(lines)))
            return
        title = flatten("\n".join(table.caption), self._context) if table.caption else ""
        if title:
            self._blocks.append(Block("paragraph", title))
        for row in table.rows:
            for cell in row:
                self._layout_cell(cell)

    def _layout_cell(self, cell: tables.Cell) -> None:
        lines: list[str] = []
        for part in cell.content:
            if isinstance(part, str):
                lines.append(part.lstrip(" \t") if not lines else part)
                continue
            self._blocks += BlockReader(self._context, self._depth + 1).read(lines)
            lines = []
            self._write_table(part)
        self._blocks += BlockReader(self._context, self._depth + 1).read(lines)


def _heading(line: str) -> tuple[int, str] | None:
    """Level and text of `== text ==`; None if the line is no heading."""
    line = line.strip(" \t" + GAP)
    left = len(line) - len(line.lstrip("="))
    right = len(line) - len(line.rstrip("="))
    level = min(left, right, 6)
    text = line[level : len(line) - level].strip(" \t" + GAP)
    return (level, text) if level and left < len(line) else None


def _list_lines(items: list[tuple[str, str]], context: Context) -> list[str]:
    """List items, each with its wikitext prefix (`*`, `#`, `*:` …), as lines of Markdown lists."""
    lines: list[str] = []
    counts: dict[str, int] = {}
    after_term = False
    for prefix, text in items:
        counts = {key: count for key, count in counts.items() if prefix.startswith(key)}
        indent = "".join("   " if mark == "#" else "  " for mark in prefix[:-1].lstrip(":;"))
        kind = prefix[-1]
        if kind == ";":
            term, *definition = _DEFINITION.split(text, maxsplit=1)
            _append(lines, indent, "", term, context)
            for part in definition:
                _append(lines, indent, ": ", part, context)
            after_term = True
            continue
        if kind == "#":
            if not inline(text, context):
                continue
            counts[prefix] = counts.get(prefix, 0) + 1
            _append(lines, indent, f"{counts[prefix]}. ", text, context)
        elif kind == "*":
            _append(lines, indent, "- ", text, context)
        else:
            marker = ": " if after_term and len(prefix) == 1 else ""
            _append(lines, indent, marker, text, context)
            continue
        after_term = False
    return lines


def _append(lines: list[str], indent: str, marker: str, text: str, context: Context) -> None:
    parts = [part for part in (inline(piece, context) for piece in text.split(BREAK)) if part]
    if not parts:
        return
    if marker:
        context.constructs["list-item"] += 1
    lines.append(f"{indent}{marker}{parts[0]}")
    lines += [f"{indent}{' ' * len(marker)}{part}" for part in parts[1:]]


def join_blocks(blocks: list[Block]) -> str:
    """Blocks with a blank line between them."""
    return "\n\n".join(block.text for block in blocks)
