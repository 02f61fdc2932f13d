"""The extractor's tree of the main text as Markdown.

The tree is trafilatura's (https://trafilatura.readthedocs.io): `head`, `p`, `list` and `item`, `quote`,
`table` with `row` and `cell`, `code`, and `lb` for line breaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml.etree import _Element

from curation.web.protect import Protected, Stash

_SPACES = re.compile(r"[^\S\n]+")
_BREAK = re.compile(r" *\n *")
_PARAGRAPHS = re.compile(r"\n{2,}")
# No delimiter inside, so that a search ends at the next one.
_TEX = re.compile(r"\\\(((?:(?!\\[()]).){1,2000})\\\)|\\\[((?:(?!\\[\[\]]).){1,4000})\\\]", re.S)
# A joiner is part of words and pictures, and nothing where it joins nothing.
_INVISIBLE = re.compile(
    r"[\u00ad\u200b\u200e\u200f\u2060\ufeff]|(?<!\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\S)"
)
_INLINE = frozenset(("hi", "ref", "lb", "del", "graphic", "span", "a", "b", "i", "em", "strong"))
_BARE_PIPE = re.compile(r"(?<!\\)\|")
# A table with longer cells is not one of data: old pages lay their text out so.
_LONGEST_CELL = 1000


def to_markdown(body: _Element, stash: Stash, title: str = "") -> tuple[str, Counter[str]]:
    """The text, and how many constructs it has by kind. With a title, it begins with that as a heading."""
    writer = _Writer(stash, title)
    blocks = _without_empty_sections([block for block in writer.blocks(body) if block])
    if title and blocks:
        blocks.insert(0, f"# {title}")
    return "\n\n".join(blocks), writer.constructs


class _Writer:
    def __init__(self, stash: Stash, title: str) -> None:
        self._stash = stash
        self._title = _folded(title)
        self.constructs: Counter[str] = Counter()

    def blocks(self, element: _Element) -> Iterator[str]:
        """The blocks in an element, each without line ends around it."""
        run = [element.text or ""]
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _INLINE:
                run.append(self._inline(child))
            elif child.tag == "code" and not self._is_block(child):
                run.append(self._code(child))
            else:
                yield from self._paragraphs("".join(run))
                run = []
                yield from self._block(child)
            run.append(child.tail or "")
        yield from self._paragraphs("".join(run))

    def _block(self, element: _Element) -> Iterator[str]:
        tag = element.tag
        if tag == "head":
            yield from self._heading(element)
        elif tag == "list":
            yield self._list(element)
        elif tag == "quote":
            lines = "\n\n".join(block for block in self.blocks(element) if block).split("\n")
            yield "\n".join(f"> {line}".rstrip() for line in lines) if lines != [""] else ""
        elif tag == "table":
            yield from self._table(element)
        elif tag == "code":
            self.constructs["code-block"] += 1
            yield _fenced("".join(element.itertext()).strip("\n"), "")
        elif tag == "item":
            yield self._item(element, "- ")
        else:
            yield from self.blocks(element)

    def _heading(self, element: _Element) -> Iterator[str]:
        text = " ".join(self._line(element).split())
        rend = element.get("rend") or "h2"
        level = int(rend[1]) if rend[1:2].isdigit() else 2
        if not text or (_folded(text) == self._title and level <= 2):
            return
        self.constructs["heading"] += 1
        # The title is the heading of the first level.
        yield f"{'#' * max(2, min(level, 6))} {text}"

    def _list(self, element: _Element) -> str:
        ordered = element.get("rend") == "ol"
        lines: list[str] = []
        number = 0
        for item in element:
            rend = item.get("rend") or "" if isinstance(item.tag, str) else ""
            number += 1
            if rend.startswith("dt"):
                text = self._item(item, "")
            elif rend.startswith("dd"):
                text = self._item(item, ": ")
            else:
                text = self._item(item, f"{number}. " if ordered else "- ")
            if text:
                self.constructs["list-item"] += 1
                lines.append(text)
            else:
                number -= 1
        return "\n".join(lines)

    def _item(self, element: _Element, marker: str) -> str:
        blocks = [block for block in self.blocks(element) if block]
        if not blocks:
            return ""
        indent = " " * len(marker)
        lines = [line for block in blocks for line in block.split("\n")]
        return marker + "\n".join(
            line if n == 0 or not line else indent + line for n, line in enumerate(lines)
        )

    def _table(self, element: _Element) -> Iterator[str]:
        rows = [[cell for cell in row if cell.tag == "cell"] for row in element.iter("row")]
        rows = [row for row in rows if row]
        texts = [[" ".join(self._line(cell).split()) for cell in row] for row in rows]
        blocks = any(self._holds_block(cell) for row in rows for cell in row)
        columns = sorted({place for row in texts for place, text in enumerate(row) if text})
        longest = max((len(text) for row in texts for text in row), default=0)
        if blocks or len(columns) < 2 or longest > _LONGEST_CELL:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        texts = [row for row in texts if any(row)]
        first = [text for text in texts[0] if text]
        if len(first) == 1 and len(texts) > 1 and texts[0][0]:
            yield f"[Table: {first[0]}]"
            texts, rows = texts[1:], rows[-len(texts) + 1 :]
        self.constructs["table"] += 1
        self.constructs["table-cell"] += sum(1 for row in texts for text in row if text)
        has_header = any(cell.get("role") == "head" for cell in rows[0])
        header = texts[0] if has_header or len(texts) > 1 else [""] * len(texts[0])
        lines = [_row(header, columns), "|" + " --- |" * len(columns)]
        lines += [_row(row, columns) for row in (texts[1:] if header is texts[0] else texts)]
        yield "\n".join(lines)

    def _holds_block(self, cell: _Element) -> bool:
        words = self._stash.split("".join(cell.itertext()))[1::2]
        blocks = any(item.kind != "break" for item in map(self._stash.find, words) if item is not None)
        return blocks or cell.find(".//head") is not None

    def _line(self, element: _Element) -> str:
        """All that is in an element as text of a line."""
        return self._text("".join(self._inner(element)))

    def _inner(self, element: _Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            if child.tag == "lb":
                yield "\n"
            elif child.tag == "code":
                yield self._code(child)
            elif isinstance(child.tag, str):
                block = child.tag not in _INLINE
                yield " " if block else ""
                yield from self._inner(child)
                yield " " if block else ""
            yield child.tail or ""

    def _inline(self, element: _Element) -> str:
        if element.tag == "lb":
            return "\x00"
        return "".join(self._inner(element)) if isinstance(element.tag, str) else ""

    def _is_block(self, code: _Element) -> bool:
        return "\n" in "".join(code.itertext()).strip()

    def _code(self, code: _Element) -> str:
        """Code that the extractor found itself: put aside as the rest is."""
        text = " ".join("".join(code.itertext()).split())
        return self._stash.put(Protected("code", text)) if text else ""

    def _paragraphs(self, text: str) -> Iterator[str]:
        """Running text as paragraphs, and as the blocks that were put aside in it."""
        if not text.strip(" \t\r\n\x00"):
            return
        text = text.replace("\n", " ").replace("\x00", "\n")
        for place, part in enumerate(self._stash.split(text)):
            if place % 2:
                item = self._stash.find(part)
                assert item is not None
                yield self._written_block(item)
            else:
                for paragraph in _PARAGRAPHS.split(_BREAK.sub("\n", _SPACES.sub(" ", part))):
                    if found := self._text(paragraph).strip():
                        yield found

    def _text(self, text: str) -> str:
        """Text with formulas and code put back, in the spaces that there are."""
        text = _INVISIBLE.sub("", text)
        if "\\" in text:
            text = _TEX.sub(self._raw_tex, text)
        return self._stash.replace(text, self._written_inline)

    def _raw_tex(self, match: re.Match[str]) -> str:
        """TeX that the page left to a script in the reader's browser."""
        self.constructs["formula"] += 1
        latex = " ".join((match[1] or match[2]).split())
        return f"${latex}$" if match[1] else f"$${latex}$$"

    def _written_inline(self, item: Protected) -> str:
        if item.kind == "break":
            return ""
        if item.kind in ("formula", "display-formula"):
            self.constructs["formula"] += 1
            return f"${item.text}$"
        if item.kind == "caption":
            return f"[Image: {item.text}]"
        if item.kind == "code-block":
            self.constructs["code-block"] += 1
        text = " ".join(item.text.split())
        ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
        pad = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{ticks}{pad}{text}{pad}{ticks}"

    def _written_block(self, item: Protected) -> str:
        if item.kind == "break":
            return ""
        if item.kind == "display-formula":
            self.constructs["formula"] += 1
            return f"$${item.text}$$"
        if item.kind == "caption":
            self.constructs["caption"] += 1
            return f"[Image: {item.text}]"
        self.constructs["code-block"] += 1
        return _fenced(item.text, item.language)


def _fenced(text: str, language: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def _row(texts: list[str], columns: list[int]) -> str:
    cells = [_BARE_PIPE.sub(r"\\|", texts[place]) if place < len(texts) else "" for place in columns]
    return f"| {' | '.join(cells)} |"


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _without_empty_sections(blocks: list[str]) -> list[str]:
    """The blocks without headings that nothing follows before the next of their level or the end."""
    kept: list[str] = []
    next_level = 1
    for block in reversed(blocks):
        level = _level(block)
        if level and level >= next_level:
            continue
        next_level = level or 7
        kept.append(block)
    return kept[::-1]


def _level(block: str) -> int:
    match = re.match(r"(#{1,6}) ", block)
    return len(match[1]) if match and "\n" not in block else 0
