"""What the lines of a Markdown document are: prose, list items, tables, code, formulas, headings, captions.

This is the only place where they are told apart: a rule about sentences must not see a table's rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from enum import IntEnum


class Kind(IntEnum):
    """What a line is."""

    BLANK = 0
    PROSE = 1
    LIST = 2
    TABLE = 3
    CODE = 4
    MATHS = 5
    HEADING = 6
    CAPTION = 7
    FIELD = 8


RUNNING_TEXT = frozenset({Kind.PROSE, Kind.LIST, Kind.HEADING, Kind.CAPTION})

_NUMBERED = re.compile(r"\d{1,9}[.)] ")
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*")
_CAPTION = re.compile(r"\[[A-Z][a-z]+: .*\]?")
# A formula within a line, as pandoc tells it from sums of money: no space inside the dollars, no digit after.
_INLINE = re.compile(r"`[^`\n]+`|\$(?=[^\s$])[^$\n]*(?<=[^\s$])\$(?!\d)")
_MARK = re.compile(r"[ >]*(?:#{1,6} |[-*+•‣·] |\d{1,9}[.)] |\[[A-Z][a-z]+: )?")


def lines_of(text: str, fields: Set[str] = frozenset()) -> Iterator[tuple[Kind, str]]:
    """Every line of the text, in order, with what it is. `fields` are the lines that are rows of an infobox:
    `key: value` cannot be told from prose by looking at it.

    A fence or a `$$` that is never closed begins neither code nor a formula.
    """
    lines = text.split("\n")
    fences = _closed(lines)
    closing = -1
    block = Kind.CODE
    previous = Kind.BLANK
    for number, line in enumerate(lines):
        if number <= closing:
            yield block, line
            continue
        if number in fences:
            closing, block = fences[number]
            previous = block
            yield block, line
            continue
        previous = _kind(line, previous, fields)
        yield previous, line


def running_text(line: str) -> str:
    """The words of a line of running text: without the mark of a heading, a quote, a list item or a caption,
    and without formulas and code in it.
    """
    if "$" in line or "`" in line:
        line = _INLINE.sub(" ", line)
    if line[:1].isalpha():
        return line
    match = _MARK.match(line)
    return line[match.end() :] if match else line


def _kind(line: str, previous: Kind, fields: Set[str]) -> Kind:
    body = line.lstrip(" >\t") if line[:1] in ("", " ", ">", "\t") else line
    if not body or body.isspace():
        return Kind.BLANK
    first = body[0]
    if first.isalpha():
        if fields and line in fields:
            return Kind.FIELD
        # What is indented under a list item belongs to it.
        return Kind.LIST if line[0] == " " and previous is Kind.LIST else Kind.PROSE
    if first == "|":
        return Kind.TABLE
    if first in "-*+•‣·" and (body[1:2] == " " or first == "•"):
        return Kind.LIST
    if first.isdigit() and _NUMBERED.match(body):
        return Kind.LIST
    if first == "#" and body.lstrip("#")[:1] == " ":
        return Kind.HEADING
    if first == "[" and _CAPTION.match(body):
        return Kind.CAPTION
    if first == "$" and len(body) > 4 and body.startswith("$$") and body.rstrip().endswith("$$"):
        return Kind.MATHS
    if fields and line in fields:
        return Kind.FIELD
    return Kind.LIST if line[0] == " " and previous is Kind.LIST else Kind.PROSE


def _closed(lines: list[str]) -> dict[int, tuple[int, Kind]]:
    """The numbers of the lines that begin a block of code or a formula of several lines → those that end it,
    and which of the two it is.
    """
    marks = [
        (number, body)
        for number, line in enumerate(lines)
        if ("```" in line or "~~~" in line or "$$" in line) and (body := line.strip(" >\t"))
    ]
    found: dict[int, tuple[int, Kind]] = {}
    begun: tuple[int, str, Kind] | None = None
    for number, body in marks:
        fence = _FENCE.fullmatch(body)
        if begun is not None and begun[2] is Kind.CODE:
            if set(body) == {begun[1][0]} and len(body) >= len(begun[1]):
                found[begun[0]] = number, Kind.CODE
                begun = None
        elif fence:
            begun = number, fence[1], Kind.CODE
        elif begun is not None and body.endswith("$$"):
            # MathJax, too, lets no formula go on after an empty line.
            if all(lines[begun[0] : number]):
                found[begun[0]] = number, Kind.MATHS
            begun = None
        elif body.startswith("$$") and (len(body) < 4 or not body.endswith("$$")):
            begun = number, "$$", Kind.MATHS
    return found
