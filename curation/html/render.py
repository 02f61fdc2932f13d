"""HTML as Markdown, in one pass over its tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from curation.html import code, inline
from curation.html.blocks import Blocks, Container, List
from curation.html.formulas import MathDelimiters
from curation.html.tables import Table
from curation.html.tokens import attributes, decode, tag_name, tokenize

_HREF = re.compile(r'<a href="([^"&]*)"')
_SPACE = re.compile(r"\s")
_NUMBER = re.compile(r"[0-9]{1,9}")
# What editors put where nobody wrote a description.
_NO_DESCRIPTION = frozenset(("", "enter image description here", "alt text", "image", "img", "screenshot"))


@dataclass(frozen=True, slots=True)
class Markdown:
    """HTML as Markdown: the text, the addresses that it links to (http and https, in order of first
    appearance, without repeats), and what it has (`code`, `formula`, `table`, `table-cell`, `list-item`,
    `quote`, `caption`).
    """

    text: str
    links: list[str]
    constructs: Counter[str]


def to_markdown(
    html: str,
    *,
    math: MathDelimiters = "none",
    code_language: str = "",
    heading_shift: int = 0,
    base: str = "",
) -> Markdown:
    """A fragment of HTML, such as the body of a post, as Markdown. Raises on no input, and takes time in
    proportion to its length.

    Code in blocks and formulas, found by their delimiters (`math`), are kept byte for byte; all other text
    is in NFC with its white space collapsed. `code_language` is that of code blocks that do not say theirs.
    Headings are `heading_shift` levels lower than in the HTML. Links that begin with `/` are completed with
    `base` (`https://host`). Emphasis is not marked.
    """
    html = inline.without_control_characters(html)
    if "\r" in html:
        html = html.replace("\r\n", "\n").replace("\r", "\n")
    parts, link_tags = tokenize(html)
    renderer = _Renderer(parts, math, code.language_name(code_language), heading_shift)
    renderer.read()
    links = {address: None for tag in link_tags if (address := _address(tag, base))}
    return Markdown("\n".join(renderer.blocks.lines), list(links), renderer.constructs)


def _address(tag: str, base: str) -> str:
    match = _HREF.match(tag)
    address = match[1] if match else attributes(tag).get("href", "").strip()
    if address.startswith("//"):
        address = f"https:{address}"
    elif address.startswith("/"):
        address = base + address
    is_page = address.startswith(("http://", "https://")) or address[:8].lower().startswith("http")
    return address if is_page and "://" in address[:8] and not _SPACE.search(address) else ""


class _Renderer:
    def __init__(
        self, parts: list[str], math: MathDelimiters, code_language: str, heading_shift: int
    ) -> None:
        self.blocks = Blocks()
        self.constructs: Counter[str] = Counter()
        self._parts = parts
        self._at = 0
        self._math: MathDelimiters = math
        self._code_language = code_language
        self._heading_shift = heading_shift
        # The paragraph, heading or cell that is being read, and its code spans.
        self._pieces: list[str] = []
        self._spans: list[str] = []
        self._heading = 0
        # What is open of quotations, lists and items: its kind, and the list.
        self._open: list[tuple[str, List | None]] = []
        self._open_kinds: dict[str, int] = {}
        self._table: Table | None = None
        # Where text goes: to the pieces, to the code block or span that is open, or nowhere.
        self._target = self._pieces
        self._code_end = ""
        self._block_language: str | None = None
        self._announced: str | None = None
        self._skip_until = ""
        self._last_ends: dict[str, int] = {}

    def read(self) -> None:
        """All of it."""
        parts, handlers = self._parts, _HANDLERS
        for at in range(1, len(parts), 2):
            if text := parts[at - 1]:
                self._target.append(decode(text) if "&" in text else text)
            tag = parts[at]
            if self._code_end or self._skip_until:
                self._tag_inside(tag)
            elif (handler := handlers.get(tag)) is not None:
                handler(self, tag)
            elif (name := tag_name(tag)) and (handler := handlers.get(f"<{name}>")) is not None:
                self._at = at
                handler(self, tag)
            elif not name:
                self._comment(tag)
        self._target.append(decode(parts[-1]))
        self._end()

    def _tag_inside(self, tag: str) -> None:
        """A tag where not all of them mean something: in code, or in what is skipped."""
        name = tag_name(tag)
        if self._skip_until:
            if name == self._skip_until:
                self._skip_until, self._target = "", self._pieces
        elif name == f"/{self._code_end}":
            self._close_code()
        elif name == "br":
            self._target.append("\n")
        elif self._code_end == "pre":
            if name == "code" and self._block_language is None and "=" in tag:
                self._block_language = code.class_language(attributes(tag).get("class", ""))
        elif (handler := _HANDLERS.get(f"<{name}>")) is not None and handler not in _IN_LINE:
            self._close_code()  # a code span ends where its paragraph ends
            handler(self, tag)

    def _end(self) -> None:
        if self._code_end:
            self._close_code()
        self._flush()
        if self._table is not None:
            self._table.depth = 0
            self._table_close("")

    def _flush(self) -> None:
        """The paragraph, heading or part of a cell ends here."""
        pieces = self._pieces
        if not pieces:
            return
        text = (pieces[0] if len(pieces) == 1 else "".join(pieces)).strip()
        pieces.clear()
        if not text:
            return
        place: inline.Place = "paragraph"
        if self._table is not None and self._table.takes_text:
            place = "cell"
        elif self._heading:
            place = "heading"
        text, formulas = inline.finish(text, self._spans, self._math, place)
        if formulas:
            self.constructs["formula"] += formulas
        if self._spans:
            self._spans.clear()
        if not text:
            return
        if place == "paragraph":
            self.blocks.add_text(text)
        elif place == "heading":
            self.blocks.add([f"{'#' * min(6, self._heading + self._heading_shift)} {text}"])
        elif self._table is not None:
            self._table.texts.append(text)

    # --- blocks

    def _block(self, tag: str) -> None:
        self._flush()

    def _heading_open(self, tag: str) -> None:
        self._flush()
        self._heading = int(tag[2])

    def _heading_close(self, tag: str) -> None:
        self._flush()
        self._heading = 0

    def _rule(self, tag: str) -> None:
        self._flush()
        if self._table is None:
            self.blocks.add(["---"])

    def _quote_open(self, tag: str) -> None:
        self._flush()
        mark = ">! " if "spoiler" in tag and "spoiler" in attributes(tag).get("class", "").split() else "> "
        self._push("blockquote", None, Container(mark, mark))
        self.constructs["quote"] += 1

    def _list_open(self, tag: str) -> None:
        self._flush()
        name = tag_name(tag)
        start = attributes(tag).get("start", "") if name == "ol" and "=" in tag else ""
        number = None if name != "ol" else int(start) if _NUMBER.fullmatch(start) else 1
        self._push(name, List(number))

    def _item_open(self, tag: str) -> None:
        self._flush()
        self._close_item()
        of = (self._open[-1][1] if self._open else None) or List()
        if tag_name(tag) == "dd":
            mark = ": "
        elif of.number is None:
            mark = "- "
        else:
            mark = f"{of.number}. "
            of.number += 1
        self._push("li", of, Container(mark, " " * len(mark), of))
        self.constructs["list-item"] += 1

    def _term_open(self, tag: str) -> None:
        self._flush()
        self._close_item()

    def _close_item(self) -> None:
        """An item that is open ends where the next of its list begins."""
        if self._open and self._open[-1][0] == "li":
            self._pop()

    def _close_tag(self, tag: str) -> None:
        """The end of a quotation, list or item, and of all that is open inside of it."""
        self._flush()
        name = tag_name(tag)[1:]
        name = "li" if name == "dd" else name
        if self._open_kinds.get(name):
            while self._pop() != name:
                pass

    def _push(self, kind: str, of: List | None, container: Container | None = None) -> None:
        self._open.append((kind, of))
        self._open_kinds[kind] = self._open_kinds.get(kind, 0) + 1
        if container:
            self.blocks.open(container)

    def _pop(self) -> str:
        kind, _ = self._open.pop()
        self._open_kinds[kind] -= 1
        if kind in ("li", "blockquote"):
            self.blocks.close()
        return kind

    # --- code

    def _pre_open(self, tag: str) -> None:
        self._flush()
        self._target, self._code_end = [], "pre"
        self._block_language = code.class_language(attributes(tag).get("class", "")) if "=" in tag else None

    def _code_open(self, tag: str) -> None:
        self._target, self._code_end = [], tag_name(tag)

    def _close_code(self) -> None:
        text = "".join(self._target)
        is_block = self._code_end == "pre"
        self._target, self._code_end = self._pieces, ""
        if not text.strip():
            self._pieces.append(text)
        elif not is_block or self._table is not None:
            self._pieces.append(f"{inline.CODE}{len(self._spans)}{inline.CODE}")
            self._spans.append(code.code_span(text.strip("\n") if is_block else text))
        else:
            # The line end after <pre> is no part of the text: https://html.spec.whatwg.org/#the-pre-element
            said = (self._block_language, self._announced, self._code_language)
            language = next(name for name in said if name is not None)
            self.blocks.add(code.fence(text.removeprefix("\n"), language))
            self.constructs["code"] += 1
        if is_block:
            self._announced = None

    def _comment(self, tag: str) -> None:
        if hint := code.comment_language(tag):
            language, for_all = hint
            if for_all:
                self._code_language = language
            else:
                self._announced = language

    # --- inside a line

    def _break(self, tag: str) -> None:
        self._pieces.append(inline.BREAK)

    def _image(self, tag: str) -> None:
        description = " ".join(attributes(tag).get("alt", "").split())
        if description.lower() not in _NO_DESCRIPTION:
            self._pieces.append(f"[Image: {description}]")
            self.constructs["caption"] += 1

    def _strike(self, tag: str) -> None:
        self._pieces.append("~~")

    def _quotation_mark(self, tag: str) -> None:
        self._pieces.append("”" if tag[1] == "/" else "“")

    def _script(self, tag: str) -> None:
        self._pieces.append(_SCRIPT_MARKS[tag_name(tag)])

    def _skip(self, tag: str) -> None:
        end = f"/{tag_name(tag)}"
        # What never ends is not skipped.
        if end not in self._last_ends:
            places = range(len(self._parts) - 2, 0, -2)
            self._last_ends[end] = next((at for at in places if tag_name(self._parts[at]) == end), -1)
        if self._last_ends[end] > self._at:
            self._skip_until, self._target = end, []

    # --- tables

    def _table_open(self, tag: str) -> None:
        self._flush()
        if self._table is None:
            self._table = Table()
        else:
            self._table.depth += 1

    def _row(self, tag: str) -> None:
        self._cell_close(tag)
        if self._table is not None and not self._table.depth and tag[1] != "/":
            self._table.open_row()

    def _cell_open(self, tag: str) -> None:
        self._cell_close(tag)
        if self._table is not None and not self._table.depth:
            self._table.open_cell(attributes(tag) if "=" in tag else {}, len(self._open))

    def _cell_close(self, tag: str) -> None:
        self._flush()
        if self._table is None or self._table.depth:
            return
        if self._table.cell is not None:
            while len(self._open) > self._table.outside:
                self._pop()
        self._table.close_cell()

    def _caption(self, tag: str) -> None:
        self._cell_close(tag)
        if self._table is not None and not self._table.depth:
            self._table.close_caption()
            self._table.in_caption = tag[1] != "/"

    def _table_close(self, tag: str) -> None:
        self._flush()
        if self._table is None:
            return
        if self._table.depth:
            self._table.depth -= 1
            return
        self._table.close_caption()
        self._cell_close(tag)
        lines, cells = self._table.write()
        self._table = None
        if lines:
            self.blocks.add(lines)
            self.constructs["table"] += 1
            self.constructs["table-cell"] += cells


_Handler: TypeAlias = Callable[[_Renderer, str], None]

_SCRIPT_MARKS = {
    "sub": inline.SUB_OPEN,
    "/sub": inline.SUB_CLOSE,
    "sup": inline.SUP_OPEN,
    "/sup": inline.SUP_CLOSE,
}


def _handlers() -> dict[str, _Handler]:
    """What to do at each tag; other tags mean nothing."""
    both: dict[_Handler, str] = {
        _Renderer._block: "p div section article main aside header footer nav address center form fieldset "
        "figure figcaption details summary body html hgroup legend option",
        _Renderer._row: "tr",
        _Renderer._caption: "caption",
        _Renderer._strike: "del s strike",
        _Renderer._quotation_mark: "q",
        _Renderer._script: "sub sup",
    }
    opening: dict[_Handler, str] = {
        _Renderer._heading_open: "h1 h2 h3 h4 h5 h6",
        _Renderer._rule: "hr",
        _Renderer._quote_open: "blockquote",
        _Renderer._list_open: "ul ol dl menu",
        _Renderer._item_open: "li dd",
        _Renderer._term_open: "dt",
        _Renderer._pre_open: "pre",
        _Renderer._code_open: "code tt samp kbd",
        _Renderer._break: "br",
        _Renderer._image: "img",
        _Renderer._skip: "script style template noscript svg title textarea select",
        _Renderer._table_open: "table",
        _Renderer._cell_open: "td th",
    }
    closing: dict[_Handler, str] = {
        _Renderer._heading_close: "h1 h2 h3 h4 h5 h6",
        _Renderer._close_tag: "blockquote ul ol dl menu li dd",
        _Renderer._block: "dt",
        _Renderer._table_close: "table",
        _Renderer._cell_close: "td th",
    }
    found: dict[str, _Handler] = {}
    for handler, names in (*both.items(), *opening.items()):
        found |= {f"<{name}>": handler for name in names.split()}
    for handler, names in (*both.items(), *closing.items()):
        found |= {f"</{name}>": handler for name in names.split()}
    return found


_HANDLERS = _handlers()
# What a line of text may have in it; at any other tag it ends.
_IN_LINE = frozenset(
    (
        _Renderer._break,
        _Renderer._code_open,
        _Renderer._image,
        _Renderer._strike,
        _Renderer._quotation_mark,
        _Renderer._script,
        _Renderer._skip,
    )
)
