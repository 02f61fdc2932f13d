"""What a document's Markdown is made of: sections, paragraphs of prose, tables and infobox rows, with where
each stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.document import Document, InfoboxRow

# Sections that are about the page and not about its subject.
APPENDICES = frozenset(
    (
        "see also|references|external links|further reading|notes|bibliography|sources|gallery|footnotes"
        "|citations|notes and references|explanatory notes|works cited|general references|literature|images"
        "|videos|in popular culture|general and cited sources|general bibliography|primary sources"
        "|secondary sources"
    ).split("|")
)

_HEADING = re.compile(r"(#{1,6}) (.+)")
_RULE = re.compile(r"\|[\s:|-]*-[\s:|-]*\|$")
# Lines that are no prose: headings, lists, tables, quotes, images, code, formulas, definitions.
_NO_PROSE = re.compile(r"\s|[#|>*:;!`$~<\[]|[-+] |\d+[.)] |\([^)]*\)$")


@dataclass(frozen=True, slots=True)
class Section:
    """`path` are the headings above it and its own; the text before the first heading has none. `end` is
    where the next heading of any level begins.
    """

    path: tuple[str, ...]
    start: int
    end: int

    @property
    def is_appendix(self) -> bool:
        """References and the like."""
        return any(title.lower() in APPENDICES for title in self.path)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of prose; `section` is its section's place in the outline."""

    start: int
    end: int
    text: str
    section: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table."""

    start: int
    end: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table; `caption` is its own, or empty."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    caption: str
    section: int


@dataclass(slots=True)
class Outline:
    """All of a document, in order."""

    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def outline(document: Document) -> Outline:
    """Reads the document's text once."""
    found = Outline()
    boxes = {f"{row.key}: {row.value}" for row in document.infobox}
    path: list[tuple[int, str]] = []
    begin, caption = 0, ""
    table: list[TableRow] | None = None
    fenced = False
    for start, end, line in _lines(document.text):
        if table is not None and not line.startswith("|"):
            _close(found, table, caption)
            table, caption = None, ""
        if line.startswith(("```", "$$")) and not (line.startswith("$$") and line.count("$$") > 1):
            fenced = not fenced
            continue
        if fenced or not line:
            continue
        if heading := _HEADING.fullmatch(line):
            level = len(heading[1])
            found.sections.append(Section(tuple(title for _, title in path), begin, start))
            path = [above for above in path if above[0] < level]
            if level > 1:
                path.append((level, heading[2].strip()))
            begin = start
        elif line.startswith("|"):
            table = table or []
            table.append(TableRow(start, end, _cells(line)))
        elif line.startswith("[Table:"):
            caption = line[7:].rstrip("]").strip()
        elif not _NO_PROSE.match(line) and line not in boxes and len(line) > 30:
            found.paragraphs.append(Paragraph(start, end, line, len(found.sections)))
    if table is not None:
        _close(found, table, caption)
    found.sections.append(Section(tuple(title for _, title in path), begin, len(document.text)))
    return found


def row_span(document: Document, row: InfoboxRow) -> tuple[int, int]:
    """Where the infobox row stands in the text, as `key: value`; (-1, -1) where it does not."""
    line = f"{row.key}: {row.value}"
    start = document.text.find(line)
    return (start, start + len(line)) if start >= 0 else (-1, -1)


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end, text[start:end].rstrip()
        start = end + 1


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")))


def _close(found: Outline, lines: list[TableRow], caption: str) -> None:
    """A table has a header line, a rule and rows; without these it is left out."""
    if len(lines) < 3 or not all(set(cell) <= set("-: ") for cell in lines[1].cells):
        return
    header, rows = lines[0].cells, tuple(lines[2:])
    found.tables.append(Table(header, rows, caption, len(found.sections)))
