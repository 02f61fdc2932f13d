"""Walks the tree of mwparserfromhell and collects what a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import mwparserfromhell
from mwparserfromhell import nodes

from curation.fidelity import templates
from curation.fidelity.fold import fold, words
from curation.fidelity.item import Item
from curation.fidelity.nodes import hidden, plain, span, split_fields

# Private-use characters within a block's text: something that is not judged, an inline item's start, a link.
_GAP, _MARK, _LINK, _LINK_END = "\ue020", "\ue021", "\ue022", "\ue023"
_NOT_SHOWN = str.maketrans("", "", _MARK + _LINK + _LINK_END)
_LINKED = re.compile(f"{_LINK}([^{_LINK_END}]*)")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?=[\s\ue020]+[\"'“‘(\[]?[^\W\d_a-z])|\n\n+")
_SWITCH = re.compile(r"__[A-Z]{3,}__")
_STRAY = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>|'{2,}|\[\[|\]\]|\{\{\{?|\}\}\}?")
_TABLE_LINE = re.compile(r"^\s*(?:\{\||\|\}|\||!).*$", re.M)
_TABLE_REMAINS = re.compile(r"\{\||(?:^|\n)\s*\|")  # in a cell: what mwparserfromhell could not read
_DROPPED_TAGS = {
    "ref", "references", "score", "timeline", "imagemap", "hiero", "graph", "mapframe", "maplink", "rp",
    "templatestyles", "categorytree", "inputbox", "indicator", "includeonly", "languages", "style", "script",
}  # fmt: skip
_BLOCK_TAGS = {"blockquote", "poem", "div", "center", "p", "table", "ul", "ol", "dl", "hr"}
_FILE_OPTION = re.compile(
    r"thumb(?:nail)?|frame[d]?|frameless|border|left|right|cent(?:er|re)|none|baseline|middle|sub|super|top|"
    r"text-top|bottom|text-bottom|upright(?:\s*=?\s*[\d.]+)?|\d*x?\d+\s*px|"
    r"(?:alt|link|page|lang|class|start|end|thumbtime|upright|thumb|thumbnail|type)\s*=.*",
    re.I | re.S,
)
_NAMESPACE = re.compile(r"\s*(file|image|category)\s*:", re.I)
_LANGUAGE_LINK = re.compile(r"(?:[a-z]{2,3}|[a-z]{2,3}-[a-z-]{2,12}|simple)\s*:")


@dataclass(slots=True)
class _Block:
    """A block under construction: its text with a `_GAP` or `_MARK` per inline item, and those items."""

    kind: str
    container: int
    text: list[str] = field(default_factory=list)
    inline: list[Item | None] = field(default_factory=list)
    copies: int = 1
    # A list inside a cell or value stays part of it.
    closed: bool = False


class Reader:
    """Walks nodes and collects items; one instance per page."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.literal: list[str] = []
        self.containers = 0
        self.block = _Block("sentence", self.next_container())

    def next_container(self) -> int:
        """A new container's number."""
        self.containers += 1
        return self.containers

    # --- blocks

    def end_block(self, kind: str = "sentence", *, same: bool = False) -> None:
        """Turns the block under construction into items and starts another; in a cell, a line ends."""
        block = self.block
        if block.closed:
            block.text.append("\n")
            return
        self.emit(block)
        self.block = _Block(kind, block.container if same else self.next_container())

    def within(self, kind: str, container: int, content: Iterable[Any], copies: int = 1) -> None:
        """Walks `content` as one closed block (a cell, a value, a caption) of its own."""
        outer, self.block = self.block, _Block(kind, container, copies=copies, closed=True)
        self.walk(content)
        self.emit(self.block)
        self.block = outer

    def emit(self, block: _Block) -> None:
        """Appends a finished block's items, each inline item after the piece of text that holds it."""
        text = "".join(block.text)
        inline = iter(block.inline)
        if block.kind == "sentence":
            pieces = _SENTENCE_END.split(text)
        elif len(text) > 250:
            pieces = text.split("\n")
        else:
            pieces = [text]
        for piece in pieces:
            parts = piece.translate(_NOT_SHOWN).split(_GAP)
            segments = tuple(filter(None, map(fold, parts)))
            index = -1
            if segments:
                index = len(self.items)
                shown = " ".join(" … ".join(parts).split())
                links = sum(len(fold(label)) for label in _LINKED.findall(piece))
                self.items.append(
                    Item(block.kind, shown, block.container, segments, tuple(words(" ".join(parts))),
                         copies=block.copies, links=links)
                )  # fmt: skip
            for _ in range(piece.count(_GAP) + piece.count(_MARK)):
                item = next(inline)
                if item is not None and (item.segments or item.numbers or item.raw):
                    item.parent, item.container, item.copies = index, block.container, block.copies
                    self.items.append(item)

    def gap(self, item: Item | None = None) -> None:
        """Something stands here that is not judged, or judged as an item of its own."""
        self.block.text.append(_GAP)
        self.block.inline.append(item)

    def mark(self, item: Item) -> None:
        """An inline item whose words are also part of the running text starts here."""
        self.block.text.append(_MARK)
        self.block.inline.append(item)

    # --- nodes

    def walk(self, content: Iterable[Any]) -> None:
        """Reads nodes in order."""
        for node in content:
            if isinstance(node, nodes.Text):
                self.read_text(str(node.value))
            elif isinstance(node, nodes.Wikilink):
                self.read_link(node)
            elif isinstance(node, nodes.Tag):
                self.read_tag(node)
            elif isinstance(node, nodes.Template):
                self.read_template(node)
            elif isinstance(node, nodes.ExternalLink):
                self.read_external(node)
            elif isinstance(node, nodes.HTMLEntity):
                self.block.text.append(node.normalize())
            elif isinstance(node, nodes.Heading):
                self.read_heading(node.level, node.title.nodes)
            elif isinstance(node, nodes.Argument):
                self.gap()

    def read_text(self, text: str) -> None:
        """Plain text: lines make items of lists, blank lines paragraphs."""
        text = _STRAY.sub("", _SWITCH.sub("", text))
        if self.block.closed:
            readable = _TABLE_REMAINS.split(text, maxsplit=1)
            self.block.text.append(readable[0])
            if len(readable) > 1:
                self.gap()
            return
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number:
                self.end_line()
            at_start = bool(number) or not self.block.text or self.block.text[-1].endswith("\n")
            if at_start and _TABLE_LINE.match(line):
                continue  # a table that mwparserfromhell could not read
            if line:
                self.block.text.append(line)

    def read_heading(self, level: int, content: Iterable[Any]) -> None:
        """A heading, which ends whatever stood before it."""
        self.end_block()
        first = len(self.items)
        self.within("heading", self.next_container(), content)
        for item in self.items[first:]:
            item.level = level if item.kind == "heading" else 0
        self.end_block()

    def end_line(self) -> None:
        """A newline outside cells and values."""
        blank = bool(self.block.text) and self.block.text[-1].endswith("\n")
        if blank or self.block.kind == "list-item":
            self.end_block()
        else:
            self.block.text.append("\n")

    def read_link(self, node: Any) -> None:
        """A link's label; a picture's caption; nothing for categories and links to other languages."""
        title = str(node.title)
        match = _NAMESPACE.match(title)
        prefix = match[1].lower() if match else ""
        if prefix in {"file", "image"}:
            self.read_file(node)
        elif prefix == "category" or (node.text is None and _LANGUAGE_LINK.match(title)):
            return
        else:
            if title.startswith(":") and node.text is None:
                self.literal.append(title)  # `[[:Category:X]]` shows the namespace too
            label = node.text.nodes if node.text is not None else [nodes.Text(title.lstrip(": "))]
            self.block.text.append(_LINK)
            self.walk(label)
            self.block.text.append(_LINK_END)

    def read_file(self, node: Any) -> None:
        """`[[File:…|thumb|caption]]`. A picture without a frame shows no caption."""
        if node.text is None:
            return
        fields = split_fields(node.text.nodes)
        plain = ["".join(map(str, one)).strip() for one in fields]
        framed = any(re.fullmatch(r"(?i)thumb(nail)?|framed?|(thumb|thumbnail)\s*=.*", one) for one in plain)
        captions = [
            one for one, text in zip(fields, plain, strict=True) if text and not _FILE_OPTION.fullmatch(text)
        ]
        if framed and captions:
            self.within("caption", self.next_container(), captions[-1])

    def read_external(self, node: Any) -> None:
        """A link's label; a bare address is a gap (converters differ on whether it is text)."""
        if node.title is not None and node.brackets:
            self.block.text.append(_LINK)
            self.walk(node.title.nodes)
            self.block.text.append(_LINK_END)
        elif not node.brackets:
            self.gap()

    def read_tag(self, node: Any) -> None:
        """HTML, extension tags, and the wiki markup that mwparserfromhell reads as tags."""
        name = str(node.tag).strip().lower()
        markup = node.wiki_markup
        content = list(node.contents.nodes) if node.contents is not None else []
        if markup and node.self_closing and re.fullmatch(r"[*#;:]|-{4,}", markup):
            self.read_list_mark(markup)
        elif name in _DROPPED_TAGS or hidden(node):
            return
        elif name == "table":
            self.read_table(content)
        elif name == "gallery":
            self.read_gallery(str(node.contents or ""))
        elif name in {"math", "chem", "ce"}:
            formula = str(node.contents or "").strip()
            if formula:
                self.gap(Item("formula", formula, 0, raw=formula))
        elif name in {"pre", "syntaxhighlight", "source", "nowiki", "code", "tt", "kbd", "samp", "var"}:
            self.read_literal(name, node, content)
        elif name in {"br", "wbr"}:
            self.block.text.append("\n" if self.block.closed else " ")
        elif name in {"li", "dt", "dd"}:
            self.end_block("list-item", same=self.block.kind == "list-item")
            self.walk(content)
            self.end_block("list-item", same=True)
        elif re.fullmatch(r"h[1-6]", name):
            self.read_heading(int(name[1]), content)
        elif name in _BLOCK_TAGS:
            self.end_block()
            self.walk(content)
            self.end_block()
        else:
            self.walk(content)

    def read_list_mark(self, markup: str) -> None:
        """`*`, `#`, `;`, `:` at the start of a line (or `:` after a term), or a rule."""
        if self.block.closed:
            self.block.text.append("\n")
            return
        if "".join(self.block.text).strip() or self.block.kind != "list-item":
            listed = self.block.kind == "list-item" or self.after_list()
            self.end_block("list-item" if markup[0] != "-" else "sentence", same=listed)

    def after_list(self) -> bool:
        """Whether the last thing emitted is an item of a list and nothing but blank space followed."""
        last = self.items[-1] if self.items else None
        if last is None or "".join(self.block.text).strip():
            return False
        if last.parent >= 0:
            last = self.items[last.parent]
        if last.kind != "list-item":
            return False
        self.block.container = last.container
        return True

    def read_literal(self, name: str, node: Any, content: list[Any]) -> None:
        """Code and `nowiki`: a block if it has several lines, else words in the sentence."""
        text = plain(content)
        self.literal.append(text)
        inline = node.has("inline")
        if (
            name in {"pre", "syntaxhighlight", "source"}
            and not inline
            and ("\n" in text.strip() or name == "pre")
        ):
            if text.strip():
                self.end_block()
                self.gap(Item("code-block", text.strip("\n"), 0, raw=text))
                self.end_block()
        elif name in {"nowiki", "syntaxhighlight", "source", "pre"}:
            self.block.text.append(text)
        else:
            self.walk(content)

    def read_gallery(self, text: str) -> None:
        """One picture a line: `File:name|options|caption`."""
        container = self.next_container()
        for line in text.split("\n"):
            if "|" not in line or not re.match(r"\s*[^\[\]{}<>|]+\s*\|", line):
                continue
            fields = split_fields(mwparserfromhell.parse(line).nodes)[1:]
            plain = ["".join(map(str, one)).strip() for one in fields]
            shown = [
                one
                for one, text in zip(fields, plain, strict=True)
                if text and not _FILE_OPTION.fullmatch(text)
            ]
            if shown:
                self.within("caption", container, shown[-1])

    def read_table(self, content: list[Any]) -> None:
        """Cells row by row; a table inside a cell is a container of its own."""
        if self.block.closed:
            self.gap()
        else:
            self.end_block()
        container = self.next_container()
        self.read_rows(content, container)
        if not self.block.closed:
            self.end_block()

    def read_rows(self, content: Iterable[Any], container: int) -> None:
        """Finds the cells among a table's nodes, whatever they are wrapped in."""
        for node in content:
            if not isinstance(node, nodes.Tag):
                continue
            name = str(node.tag).strip().lower()
            inner = list(node.contents.nodes) if node.contents is not None else []
            if hidden(node):
                continue
            if name in {"td", "th", "caption"}:
                if inner and isinstance(inner[0], nodes.Text) and node.wiki_markup == "|":
                    first = str(inner[0].value)
                    if first.startswith("+"):  # `|+`: the table's caption
                        inner = [nodes.Text(first[1:].rpartition("|")[2]), *inner[1:]]
                self.within("table-cell", container, inner, span(node))
            else:
                self.read_rows(inner, container)

    # --- templates

    def read_template(self, node: Any) -> None:
        """A template by the referee's rules, else a gap."""
        name = templates.name_of(node)
        if templates.is_infobox(node):
            self.read_infobox(node, self.next_container())
        elif name in templates.LISTINGS and node.has("name"):
            self.read_listing(node)
        elif name in templates.BLOCK_PARAMETERS:
            self.read_block_template(node, templates.BLOCK_PARAMETERS[name])
        elif name in templates.LIST_TEMPLATES:
            self.read_list_template(node)
        elif name in templates.IMAGE_TEMPLATES:
            for parameter in node.params:
                if templates.CAPTION_PARAMETERS.fullmatch(str(parameter.name).strip()):
                    self.within("caption", self.next_container(), parameter.value.nodes)
        elif (shown := templates.text_parameters(node)) is not None:
            self.read_shown(node, "text-template", shown)
        elif (maths := templates.maths_parameters(node)) is not None:
            self.read_shown(node, "maths-template", maths)
        elif (formula := templates.chemistry(node)) is not None:
            self.mark(Item("maths-template", str(node), 0, (fold(formula),)))
            self.block.text.append(formula)
        elif numbers := templates.numbers(node):
            self.gap(Item("number-template", str(node), 0, numbers=tuple(numbers)))
        else:
            self.gap()

    def read_infobox(self, node: Any, container: int) -> None:
        """Each parameter that shows is one value."""
        if self.block.closed:
            self.gap()
        for parameter in node.params:
            key = str(parameter.name).strip()
            if templates.shows(key, re.sub(r"<!--.*?-->", "", str(parameter.value), flags=re.S)):
                self.within("infobox-value", container, parameter.value.nodes)

    def read_listing(self, node: Any) -> None:
        """A Wikivoyage listing: the parameters that a traveller reads."""
        container = self.next_container()
        for parameter in node.params:
            if str(parameter.name).strip().lower() in templates.LISTING_PARAMETERS:
                self.within("listing-value", container, parameter.value.nodes)

    def read_block_template(self, node: Any, names: tuple[str, ...]) -> None:
        """Quotations and lists that are given as one parameter: its content, as if it stood in the page."""
        self.end_block()
        for name in names:
            if node.has(name):
                self.walk(node.get(name).value.nodes)
                self.end_block()

    def read_list_template(self, node: Any) -> None:
        """Each positional parameter is an item."""
        self.end_block()
        container = self.next_container()
        for parameter in node.params:
            if str(parameter.name).strip().isdecimal():
                if self.block.closed:
                    self.walk(parameter.value.nodes)
                    self.block.text.append("\n")
                else:
                    self.within("list-item", container, parameter.value.nodes)

    def read_shown(self, node: Any, kind: str, shown: Sequence[int | str]) -> None:
        """Parameters that are part of the sentence, and together an inline item."""
        alone = kind == "maths-template" and len(shown) == 1 and templates.is_fraction(node)
        if alone or templates.is_labelled(templates.name_of(node)):
            self.gap()  # "1/" before a lone denominator, the language's name before its words
        position = len(self.block.text)
        item = Item(kind, str(node), 0)
        self.mark(item)
        for number in shown:
            if node.has(str(number)):
                self.walk(node.get(str(number)).value.nodes)
                self.block.text.append(" " if kind == "text-template" else "")
        text = "".join(self.block.text[position + 1 :]).translate(_NOT_SHOWN)
        item.segments = tuple(filter(None, map(fold, text.split(_GAP))))
