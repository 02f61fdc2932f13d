"""HTML as Markdown, in one pass over its tags: the renderer that knows all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import TypeAlias

from curation.html import code, inline
from curation.html.blocks import Blocks, Container, List
from curation.html.formulas import MathDelimiters
from curation.html.tables import Table
from curation.html.tokens import attributes, decode, split_run, tag_name

_NUMBER = re.compile(r"[0-9]{1,9}")
# What editors put where nobody wrote a description.
_NO_DESCRIPTION = frozenset(("", "enter image description here", "alt text", "image", "img", "screenshot"))
# So many different runs of tags are remembered, and none that is longer: those that nearly all posts are of.
_MAX_RUNS = 5000
_MAX_RUN_CHARACTERS = 200


class Renderer:
    """Reads the parts that HTML was cut into (see `tokenize`); `blocks` and `constructs` are what it made of
    them.
    """

    def __init__(
        self, parts: list[str], math: MathDelimiters, code_language: str, heading_shift: int
    ) -> None:
        self.blocks = Blocks()
        self.constructs: dict[str, int] = {}
        self._parts = parts
        self._at = 0
        self._math: MathDelimiters = math
        self._code_language = code_language
        self._heading_shift = heading_shift
        # The paragraph, heading or cell that is being read, whether it has marks in it, and its code spans.
        self._pieces: list[str] = []
        self._marked = False
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
        """Reads all of it."""
        parts, pieces, runs = self._parts, self._pieces, _RUNS
        for at, text, tags in zip(range(1, len(parts), 2), parts[:-1:2], parts[1::2], strict=True):
            self._at = at
            if self._target is not pieces:
                self._target.append(decode(text))
                self._tags_inside(tags)
                continue
            is_block, actions = runs.get(tags) or _actions(tags)
            decoded = decode(text) if "&" in text else text
            if not is_block:
                pieces.append(decoded)
            elif pieces:
                pieces.append(decoded)
                self._flush()
            elif decoded:
                self._write(decoded)
            for handler, tag, name in actions:
                handler(self, tag, name)
        self._target.append(decode(parts[-1]))
        self._end()

    # --- one step after another, for `layout`

    def show_tags(self, tags: str) -> None:
        """Reads tags for which `is_layout` is true."""
        for handler, tag, name in _actions(tags)[1]:
            handler(self, tag, name)

    def show_text(self, text: str) -> None:
        """Reads a paragraph or heading."""
        self._write(text)

    @property
    def in_heading(self) -> bool:
        """Whether a heading is open."""
        return bool(self._heading)

    @property
    def depth(self) -> int:
        """How many quotations, lists and items are open."""
        return len(self._open)

    def copy(self) -> Renderer:
        """Another one that was shown the same."""
        other = Renderer([], self._math, self._code_language, self._heading_shift)
        lists: dict[int, List] = {}

        def copied(of: List | None) -> List | None:
            return of and lists.setdefault(id(of), List(of.number, of.used))

        other._heading = self._heading
        other._open = [(kind, copied(of)) for kind, of in self._open]
        other._open_kinds = dict(self._open_kinds)
        other.blocks = self.blocks.copy(copied)
        return other

    def state(self) -> Hashable:
        """What is open: all that what follows depends on, of what `layout` shows."""
        lists: dict[int, int] = {}

        def known(of: List | None) -> Hashable:
            return of and (lists.setdefault(id(of), len(lists)), of.number, of.used)

        is_open = tuple((kind, known(of)) for kind, of in self._open)
        return self._heading, self._heading_shift, is_open, self.blocks.state(known)

    # --- tags

    def _tags_inside(self, tags: str) -> None:
        """Tags where not all of them mean something: in code, or in what is skipped."""
        parts = split_run(tags)
        for tag, text in zip(parts[::2], parts[1::2], strict=True):
            if self._target is not self._pieces:
                self._tag_inside(tag)
            else:
                self._flush()
                for handler, _, name in _actions(tag)[1]:
                    handler(self, tag, name)
            self._target.append(text)

    def _tag_inside(self, tag: str) -> None:
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
        elif (found := _HANDLERS.get(name)) is not None and found not in _IN_LINE:
            # A code span ends where its paragraph ends.
            self._close_code()
            self._flush()
            found(self, tag, name)

    def _end(self) -> None:
        if self._code_end:
            self._close_code()
        self._flush()
        if self._table is not None:
            self._table.depth = 0
            self._table_close("", "")

    def _flush(self) -> None:
        """The paragraph, heading or part of a cell ends here."""
        if self._pieces:
            text = "".join(self._pieces)
            self._pieces.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        """Adds a paragraph, heading or part of a cell that has ended."""
        text = text.strip()
        if not text:
            return
        place: inline.Place = "paragraph"
        if self._table is not None and self._table.takes_text:
            place = "cell"
        elif self._heading:
            place = "heading"
        text, formulas = inline.finish(text, self._math, self._spans, place, self._marked)
        self._marked = False
        if formulas:
            self._count("formula", formulas)
        if self._spans:
            self._spans.clear()
        if not text:
            return
        if place == "paragraph":
            self.blocks.add_text(text)
        elif place == "heading":
            self.blocks.add(f"{'#' * min(6, self._heading + self._heading_shift)} {text}")
        elif self._table is not None:
            self._table.texts.append(text)

    def _count(self, construct: str, number: int = 1) -> None:
        self.constructs[construct] = self.constructs.get(construct, 0) + number

    # --- blocks: where they begin or end the text before them has been written

    def _block(self, tag: str, name: str) -> None:
        """Nothing more."""

    def _heading_open(self, tag: str, name: str) -> None:
        self._heading = int(name[1])

    def _heading_close(self, tag: str, name: str) -> None:
        self._heading = 0

    def _rule(self, tag: str, name: str) -> None:
        if self._table is None:
            self.blocks.add("---")

    def _quote_open(self, tag: str, name: str) -> None:
        mark = ">! " if "spoiler" in tag and "spoiler" in attributes(tag).get("class", "").split() else "> "
        self._push("blockquote", None, Container(mark, mark))
        self._count("quote")

    def _list_open(self, tag: str, name: str) -> None:
        start = attributes(tag).get("start", "") if name == "ol" and "=" in tag else ""
        number = None if name != "ol" else int(start) if _NUMBER.fullmatch(start) else 1
        self._push(name, List(number))

    def _item_open(self, tag: str, name: str) -> None:
        self._close_item()
        of = (self._open[-1][1] if self._open else None) or List()
        if name == "dd":
            mark = ": "
        elif of.number is None:
            mark = "- "
        else:
            mark = f"{of.number}. "
            of.number += 1
        self._push("li", of, Container(mark, " " * len(mark), of))
        self._count("list-item")

    def _term_open(self, tag: str, name: str) -> None:
        self._close_item()

    def _close_item(self) -> None:
        """An item that is open ends where the next of its list begins."""
        if self._open and self._open[-1][0] == "li":
            self._pop()

    def _close_tag(self, tag: str, name: str) -> None:
        """The end of a quotation, list or item, and of all that is open inside of it."""
        kind = "li" if name == "/dd" else name[1:]
        if self._open_kinds.get(kind):
            while self._pop() != kind:
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

    def _pre_open(self, tag: str, name: str) -> None:
        self._target, self._code_end = [], "pre"
        self._block_language = code.class_language(attributes(tag).get("class", "")) if "=" in tag else None

    def _code_open(self, tag: str, name: str) -> None:
        self._target, self._code_end = [], name

    def _close_code(self) -> None:
        text = "".join(self._target)
        is_block = self._code_end == "pre"
        self._target, self._code_end = self._pieces, ""
        if not text or text.isspace():
            self._pieces.append(text)
        elif not is_block or self._table is not None:
            self._pieces.append(f"{inline.CODE}{len(self._spans)}{inline.CODE}")
            self._spans.append(code.code_span(text.strip("\n") if is_block else text))
        else:
            # The line end after <pre> is no part of the text: https://html.spec.whatwg.org/#the-pre-element
            said = (self._block_language, self._announced, self._code_language)
            language = next(name for name in said if name is not None)
            self.blocks.add(code.fence(text.removeprefix("\n"), language))
            self._count("code")
        if is_block:
            self._announced = None

    def _comment(self, tag: str, name: str) -> None:
        if hint := code.comment_language(tag):
            language, for_all = hint
            if for_all:
                self._code_language = language
            else:
                self._announced = language

    # --- inside a line

    def _image(self, tag: str, name: str) -> None:
        if text := image_text(tag):
            self._pieces.append(text)
            self._count("caption")

    def _mark(self, tag: str, name: str) -> None:
        self._pieces.append(MARKS[name])
        self._marked = True

    def _skip(self, tag: str, name: str) -> None:
        end = f"/{name}"
        # What never ends is not skipped.
        if end not in self._last_ends:
            places = range(len(self._parts) - 2, 0, -2)
            self._last_ends[end] = next((at for at in places if tag_name(self._parts[at]) == end), -1)
        if self._last_ends[end] > self._at:
            self._skip_until, self._target = end, []

    # --- tables

    def _table_open(self, tag: str, name: str) -> None:
        if self._table is None:
            self._table = Table()
        else:
            self._table.depth += 1

    def _row(self, tag: str, name: str) -> None:
        self._cell_close(tag, name)
        if self._table is not None and not self._table.depth and tag[1] != "/":
            self._table.open_row()

    def _cell_open(self, tag: str, name: str) -> None:
        self._cell_close(tag, name)
        if self._table is not None and not self._table.depth:
            self._table.open_cell(attributes(tag) if "=" in tag else {}, len(self._open))

    def _cell_close(self, tag: str, name: str) -> None:
        if self._table is None or self._table.depth:
            return
        if self._table.cell is not None:
            while len(self._open) > self._table.outside:
                self._pop()
        self._table.close_cell()

    def _caption(self, tag: str, name: str) -> None:
        self._cell_close(tag, name)
        if self._table is not None and not self._table.depth:
            self._table.close_caption()
            self._table.in_caption = tag[1] != "/"

    def _table_close(self, tag: str, name: str) -> None:
        if self._table is None:
            return
        if self._table.depth:
            self._table.depth -= 1
            return
        self._table.close_caption()
        self._cell_close(tag, name)
        lines, cells = self._table.write()
        self._table = None
        if lines:
            self.blocks.add("\n".join(lines))
            self._count("table")
            self._count("table-cell", cells)


def image_text(tag: str) -> str:
    """What stands for an image; empty if nobody described it."""
    description = " ".join(attributes(tag).get("alt", "").split())
    return "" if description.lower() in _NO_DESCRIPTION else f"[Image: {description}]"


_Handler: TypeAlias = Callable[[Renderer, str, str], None]

# What stands in the text for tags.
MARKS = {
    "br": inline.BREAK,
    "sub": inline.SUB_OPEN,
    "/sub": inline.SUB_CLOSE,
    "sup": inline.SUP_OPEN,
    "/sup": inline.SUP_CLOSE,
    "q": "“",
    "/q": "”",
    **{f"{slash}{name}": "~~" for name in ("del", "s", "strike") for slash in ("", "/")},
}


def _handlers() -> dict[str, _Handler]:
    """What to do at each tag, by its name; other tags mean nothing."""
    both: dict[_Handler, str] = {
        Renderer._block: "p div section article main aside header footer nav address center form fieldset "
        "figure figcaption details summary body html hgroup legend option",
        Renderer._row: "tr",
        Renderer._caption: "caption",
    }
    opening: dict[_Handler, str] = {
        Renderer._heading_open: "h1 h2 h3 h4 h5 h6",
        Renderer._rule: "hr",
        Renderer._quote_open: "blockquote",
        Renderer._list_open: "ul ol dl menu",
        Renderer._item_open: "li dd",
        Renderer._term_open: "dt",
        Renderer._pre_open: "pre",
        Renderer._code_open: "code tt samp kbd",
        Renderer._image: "img",
        Renderer._skip: "script style template noscript svg title textarea select",
        Renderer._table_open: "table",
        Renderer._cell_open: "td th",
    }
    closing: dict[_Handler, str] = {
        Renderer._heading_close: "h1 h2 h3 h4 h5 h6",
        Renderer._close_tag: "blockquote ul ol dl menu li dd",
        Renderer._block: "dt",
        Renderer._table_close: "table",
        Renderer._cell_close: "td th",
    }
    found: dict[str, _Handler] = dict.fromkeys(MARKS, Renderer._mark)
    for handler, names in (*both.items(), *opening.items()):
        found |= dict.fromkeys(names.split(), handler)
    for handler, names in (*both.items(), *closing.items()):
        found |= {f"/{name}": handler for name in names.split()}
    return found


_HANDLERS = _handlers()
# What a line of text may have in it; at any other tag it ends.
_IN_LINE = frozenset(
    (
        Renderer._code_open,
        Renderer._comment,
        Renderer._image,
        Renderer._mark,
        Renderer._skip,
    )
)
# What changes nothing but which blocks are open.
_LAYOUT = frozenset(
    (
        Renderer._heading_open,
        Renderer._heading_close,
        Renderer._rule,
        Renderer._quote_open,
        Renderer._list_open,
        Renderer._item_open,
        Renderer._term_open,
        Renderer._close_tag,
    )
)
_Actions: TypeAlias = tuple[bool, list[tuple[_Handler, str, str]]]
_RUNS: dict[str, _Actions] = {}


def is_layout(tags: str) -> bool:
    """Whether tags are of blocks, and change nothing but which of them are open."""
    is_block, actions = _RUNS.get(tags) or _actions(tags)
    return is_block and _LAYOUT.issuperset([handler for handler, _, _ in actions])


def _actions(tags: str) -> _Actions:
    """Whether text ends at these tags, and what then is to be done at each that means something."""
    found: list[tuple[_Handler, str, str]] = []
    for tag in split_run(tags)[::2]:
        name = tag_name(tag)
        if handler := _HANDLERS.get(name) if name else Renderer._comment:
            found.append((handler, tag, name))
    is_block = any(handler not in _IN_LINE for handler, _, _ in found)
    actions = is_block, [action for action in found if action[0] is not Renderer._block]
    if len(_RUNS) < _MAX_RUNS and len(tags) <= _MAX_RUN_CHARACTERS and "=" not in tags:
        _RUNS[tags] = actions
    return actions
