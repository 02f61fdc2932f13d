"""What the extractor of the main text would spoil is put aside before, and put back after.

Formulas, code and what stands raised or lowered are replaced, in the page's tree, by words that pass through
the extractor as any other. It decides about the text around them, and so about them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from lxml.etree import _Element, strip_tags

from curation.web.code_blocks import code_language, code_text, is_gutter
from curation.web.formulas import find_formulas, may_have_formulas

Kind: TypeAlias = Literal["formula", "display-formula", "code", "code-block", "caption", "break"]
BLOCKS = frozenset(("display-formula", "code-block", "caption", "break"))

# Letters and digits only: the extractor cleans away everything unusual.
_WORD = "protected-word"
_TOKEN = re.compile(r"zq(\d+)x(\d+)qz")
_REFERENCE_CLASS = re.compile(r"reference|footnote|cite|fn-?ref|noteref", re.I)
_REFERENCE = re.compile(r"\[?\s*(?:\d{1,3}|[a-z]|note \d+|[*†‡§]+)\s*\]?", re.I)
_PLAIN_RAISED = re.compile(r"(?:st|nd|rd|th|er|re|e|ème|º|ª|o|a|™|®|©|sm|tm)\.?", re.I)
_SIMPLE = re.compile(r"[-+−]?\w+|[*′″+−-]")
# Links beside headings: `¶`, `#`, `[edit]`.
_PERMALINK = re.compile(r"mw-editsection|headerlink|header-anchor|anchor-?link|hash-link|permalink")
_LONG_SCRIPT = 30
# Shorter ones name a photographer or a product. So do those that say whose picture it is, if they are short.
_CAPTION_WORDS = 5
# Where a caption and its credit are two elements, nothing may stand between them.
_JOINED = re.compile(r"(?<=[.!?”])(?=[A-Z(])(?<![A-Z].)")
_CREDIT = re.compile(
    r"^.{0,60}(?:getty|reuters|©|\(c\)|photo(?:graph)? by|image credit|courtesy|/AFP|AP Photo).{0,40}$", re.I
)


@dataclass(frozen=True, slots=True)
class Protected:
    """Something put aside: `text` is the formula's LaTeX, the code, or the caption; `language` the code's.
    A `break` has none: it parts two paragraphs.
    """

    kind: Kind
    text: str
    language: str = ""


@dataclass(slots=True)
class Stash:
    """What was put aside of one page, in order, and the words that stand for it."""

    items: list[Protected] = field(default_factory=list)

    def put(self, item: Protected) -> str:
        """Puts something aside; returns the word that stands for it."""
        self.items.append(item)
        number = len(self.items) - 1
        # The second number guards against a page that has such words in it.
        return f"zq{number}x{_check(number)}qz"

    def find(self, word: str) -> Protected | None:
        """What a word that `split` gave stands for."""
        match = _TOKEN.fullmatch(word)
        if match is None or int(match[1]) >= len(self.items) or int(match[2]) != _check(int(match[1])):
            return None
        return self.items[int(match[1])]

    def replace(self, text: str, write: Callable[[Protected], str]) -> str:
        """The text with each word that stands for something replaced by what `write` makes of that."""
        if "qz" not in text:
            return text

        def replace(match: re.Match[str]) -> str:
            item = self.find(match[0])
            return match[0] if item is None else write(item)

        return _TOKEN.sub(replace, text)

    def split(self, text: str) -> list[str]:
        """The text cut around the words that stand for blocks: even places hold text, odd ones such words."""
        if "qz" not in text:
            return [text]
        parts, position = [], 0
        for match in _TOKEN.finditer(text):
            item = self.find(match[0])
            if item is not None and item.kind in BLOCKS:
                parts += [text[position : match.start()], match[0]]
                position = match.end()
        return [*parts, text[position:]]


def protect(tree: _Element, page: str) -> Stash:
    """Puts aside what needs it, in place. `page` is the source that the tree was made of."""
    stash = Stash()
    for heading in list(tree.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        for element in list(heading.iter("a", "span")):
            if (name := element.get("class")) and _PERMALINK.search(name):
                _replace(element, "")
    if may_have_formulas(page):
        _protect_formulas(tree, stash)
    _protect_code(tree, stash)
    _flatten_scripts(tree)
    for quote in list(tree.iter("q")):
        _replace(quote, f"“{''.join(quote.itertext())}”")
    _keep_figures(tree, stash)
    _keep_breaks(tree, stash)
    strip_tags(tree, _WORD)
    return stash


def _check(number: int) -> int:
    return (number * 7919 + 104729) % 1009


def _protect_formulas(tree: _Element, stash: Stash) -> None:
    for element, formula in list(find_formulas(tree)):
        kind: Kind = "display-formula" if formula.display else "formula"
        _replace(element, stash.put(Protected(kind, formula.latex)) if formula.latex else "")


def _protect_code(tree: _Element, stash: Stash) -> None:
    for block in list(tree.iter("pre")):
        if not _is_below(block, tree):
            continue  # of a block that was put aside
        cell = next(block.iterancestors("td"), None)
        if is_gutter(block) or (cell is not None and is_gutter(cell)):
            _replace(block, "")
            continue
        text = _restored(code_text(block), stash)
        if not text.strip():
            continue
        word = stash.put(Protected("code-block", text, code_language(block)))
        place = block if cell is None else _table_of_lines(cell, block)
        tail = place.tail
        place.clear()
        place.tag, place.text, place.tail = "p", word, tail
    for code in list(tree.iter("code", "tt", "samp")):
        if not _is_below(code, tree):
            continue
        text = _restored("".join(code.itertext()), stash)
        if "\n" in text.strip() and code.find(".//br") is None and "  " in text:
            _replace(
                code,
                stash.put(Protected("code-block", _restored(code_text(code), stash), code_language(code))),
            )
        elif text.strip():
            _replace(code, stash.put(Protected("code", " ".join(text.split()))))


def _restored(text: str, stash: Stash) -> str:
    """Code in which something was taken for a formula, as it was."""
    return stash.replace(text, lambda item: item.text)


def _table_of_lines(cell: _Element, block: _Element) -> _Element:
    """The table that is only there to hold line numbers beside this code; without one, the block itself."""
    table = next(cell.iterancestors("table"), None)
    others = [other for other in table.iter("td") if other is not cell] if table is not None else []
    numbers = ("".join("".join(other.itertext()).split()) for other in others)
    if table is None or not others or not all(number.isdigit() or not number for number in numbers):
        return block
    return table


def _flatten_scripts(tree: _Element) -> None:
    for element in list(tree.iter("sup", "sub")):
        content = " ".join("".join(element.itertext()).split())
        _replace(element, _script(element, content))


def _script(element: _Element, content: str) -> str:
    """Raised and lowered text in a line: `10^6`, `x_(i+1)`, but `1st` and `CO2`. Marks of notes go."""
    raised = element.tag == "sup"
    is_link = next(element.iter("a"), None) is not None
    if raised and (
        _REFERENCE_CLASS.search(element.get("class") or "") or (is_link and _REFERENCE.fullmatch(content))
    ):
        return ""
    before = _text_before(element)
    if not content or len(content) > _LONG_SCRIPT:
        return content
    if not before or before[-1].isspace():
        # A number raised before a symbol is a mass number: ^14 C.
        return f"^{content} " if raised and content.isdigit() else content
    if raised and (
        _PLAIN_RAISED.fullmatch(content) or not (before[-1].isalnum() or before[-1] in ")]}°′″'|")
    ):
        return content
    if not raised and content.replace(",", "").isdigit() and (before[-1].isalpha() or before[-1] in ")]"):
        return content
    mark = "^" if raised else "_"
    if _SIMPLE.fullmatch(content) or (content.startswith("(") and content.endswith(")")):
        return f"{mark}{content}"
    return f"{mark}({content})"


def _text_before(element: _Element) -> str:
    previous = element.getprevious()
    if previous is not None:
        return previous.tail or "".join(previous.itertext())
    parent = element.getparent()
    return (parent.text or "") if parent is not None else ""


def _keep_figures(tree: _Element, stash: Stash) -> None:
    """The extractor throws figures away. One that holds code, a formula or a table is no picture, of another
    the caption is put aside.
    """
    for figure in list(tree.iter("figure")):
        words = "".join(figure.itertext())
        if figure.find(".//table") is not None or (
            "qz" in words and stash.replace(words, lambda _: "") != words
        ):
            figure.tag = "div"
            continue
        caption = figure.find(".//figcaption")
        text = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
        text = _JOINED.sub(" ", text)
        if len(text.split()) >= _CAPTION_WORDS and not _CREDIT.search(text):
            tail = figure.tail
            figure.clear()
            figure.tag, figure.text, figure.tail = "p", stash.put(Protected("caption", text)), tail


def _keep_breaks(tree: _Element, stash: Stash) -> None:
    """Two line breaks in a row are how many pages part paragraphs. The extractor makes one of them."""
    run: list[_Element] = []
    for line_break in list(tree.iter("br")):
        run.append(line_break)
        following = line_break.getnext()
        if following is not None and following.tag == "br" and not (line_break.tail or "").strip():
            continue
        if len(run) > 1:
            for element in run[:-1]:
                _replace(element, "")
            _replace(run[-1], f" {stash.put(Protected('break', ''))} ")
        run = []


def _is_below(element: _Element, tree: _Element) -> bool:
    while (parent := element.getparent()) is not None:
        element = parent
    return element is tree.getroottree().getroot()


def _replace(element: _Element, text: str) -> None:
    """Puts text in an element's place. The element stays until `protect` ends: to join the texts around each
    of many would take time quadratic in their number.
    """
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = _WORD, text, tail
