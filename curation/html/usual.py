"""A quick way to the renderer's Markdown for HTML as posts mostly have it.

All text is decoded, and its white space collapsed, in one string for the whole of it, with one mark for the
tags between two texts. What must stay as it is, formulas and code, is set aside before that, and then put
back in the place of its mark.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from curation.html import code, inline
from curation.html.blocks import indent
from curation.html.formulas import MathDelimiters, find_formulas, set_whole_formulas_aside
from curation.html.layout import CODE_BLOCK, Line, beginning
from curation.html.render import MARKS, image_text, is_layout
from curation.html.tokens import attributes, decode, tag_name

# The mark between two texts. Other marks are those of `inline` and `layout`: HTML has no control characters.
_END = "\0"
_BLOCK_TAG = r"/?(?:p|li|[uo]l|blockquote|h[1-6r])>\s*"
# The first group is the address of a link. The second is tags of blocks, with nothing but white space between
# them and behind them, or code with the tags around it, or any other tag. Neither is there for tags that say
# nothing.
_TAGS = re.compile(
    rf"""<(?:
    a\ href="([^"<>]*)"[^<>]*>|/a>|/?(?:em|strong|b|i|span)(?:\s[^<>]*)?>
    |({_BLOCK_TAG}(?:<{_BLOCK_TAG})*|code>[^<>]*</code>|pre(?:\ class="[^"<>]*")?><code>[^<>]*</code></pre>
    |[A-Za-z/!?][^<>]*>)
    )""",
    re.X,
)
# A tag up to a bracket that may be part of a value and not the end of the tag.
_OPEN_VALUE = re.compile(r"""<[A-Za-z/!?][^<>]*=\s*(?:"[^"<>]*|'[^'<>]*)>""")
# What `inline.write_marks` looks for.
_MARKED = re.compile("[\3-\7]")
# What there is between paragraphs where there is nothing else.
_PARAGRAPHS = frozenset((None, "p>", "/p>\n\n<p>", "/p>\n<p>", "/p>\n\n", "/p>\n", "/p>"))
# So many different tags are remembered, and none that is longer or has attributes.
_MAX_TAGS = 5000
_MAX_TAG_CHARACTERS = 200
# What stands in a text for these tags.
_MARKS: dict[str | None, str] = {None: ""}
# All white space that is not ASCII.
_WIDE_SPACES = [
    chr(n) for n in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
]


class Usual(NamedTuple):
    """Markdown, the addresses of links as they are written, and how many there are of each construct."""

    text: str
    addresses: list[str]
    constructs: dict[str, int]


def read_usual(html: str, math: MathDelimiters, code_language: str, heading_shift: int) -> Usual | None:
    """HTML without control characters (but for tab, line and page ends). None if it takes the renderer to
    read it.
    """
    parts = _TAGS.split(html)
    tags: list[str | None] = parts[2::3]
    marks = list(map(_MARKS.get, tags))
    aside = None
    if None in marks:
        aside = _Aside()
        if not aside.take(tags, marks, code_language):
            return None
    text = inline.interleave(parts[::3], marks)  # type: ignore[arg-type]  # none is None now
    if "<" in text or (">" in text and _OPEN_VALUE.search(html)):
        return None
    if "&" in text:
        text = decode(text)
    formulas: list[str] = []
    if "$" in text or "\\" in text:
        text, formulas = _set_formulas_aside(text, math)
    texts = _collapsed(text)
    if aside and aside.marked:
        texts = [inline.write_marks(t) if _MARKED.search(t) else t for t in texts]
    constructs = {"formula": len(formulas)} if formulas else {}
    if _PARAGRAPHS.issuperset(tags):
        text = "\n\n".join(
            [inline.escape_lines(t) if t[0] in inline.MISREAD_FIRST or "\n" in t else t for t in texts if t]
        )
    else:
        ends = [tag for tag, mark in zip(tags, marks, strict=True) if tag and mark == _END]
        # Lines of formulas may have to begin with something: then these are put back now.
        long_formulas = formulas if "\n" in "".join(formulas) else []
        written = _written(texts, ends, heading_shift, constructs, long_formulas)
        if written is None:
            return None
        text = written
    if formulas and inline.FORMULA in text:
        text = inline.interleave(text.split(inline.FORMULA), formulas)
    if aside:
        text = aside.put_back(text, constructs)
    return Usual(text, [address for address in parts[1::3] if address], constructs)


@dataclass(slots=True)
class _Aside:
    """Code that was taken out of the text, as Markdown, how many images were put into it, and whether marks
    of `<br>`, sub- and superscripts were.
    """

    spans: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    images: int = 0
    marked: bool = False

    def take(self, tags: list[str | None], marks: list[str | None], code_language: str) -> bool:
        """Finds the marks that are not known, and takes code out of the tags. False if there are tags that
        the renderer has to read.
        """
        for at, mark in enumerate(marks):
            if mark is None:
                tags[at], marks[at] = self._look_at(tags[at] or "", code_language)
        return None not in marks

    def put_back(self, text: str, constructs: dict[str, int]) -> str:
        """The text with the code in the place of its marks; blocks and images are counted."""
        if self.spans:
            text = inline.interleave(text.split(inline.CODE), self.spans)
        if self.blocks:
            text = inline.interleave(text.split(CODE_BLOCK), self.blocks)
            constructs["code"] = len(self.blocks)
        if self.images:
            constructs["caption"] = self.images
        return text

    def _look_at(self, tag: str, code_language: str) -> tuple[str | None, str | None]:
        if tag.startswith("code>"):
            span = decode(tag.removeprefix("code>").removesuffix("</code>"))
            if not span or span.isspace():
                return None, None
            self.spans.append(code.code_span(span))
            return None, inline.CODE
        if tag.endswith("</pre>"):
            begin, _, block = tag.removesuffix("</code></pre>").partition("<code>")
            block = decode(block)
            if not block or block.isspace():
                return None, None
            named = code.class_language(attributes(f"<{begin}").get("class", "")) if "=" in begin else None
            language = code.language_name(code_language) if named is None else named
            # The line end after <pre> is no part of the text, as for the renderer.
            self.blocks.append(code.fence(block.removeprefix("\n"), language))
            return CODE_BLOCK, _END
        name = tag_name(f"<{tag}")
        if name == "img":
            text = image_text(f"<{tag}")
            self.images += bool(text)
            # It becomes part of the text that is still to be decoded.
            return None, None if "&" in text or "<" in text or ">" in text else text
        if name in MARKS:
            self.marked = True
            return None, MARKS[name]
        if not is_layout(f"<{tag}"):
            return None, None
        if len(_MARKS) < _MAX_TAGS and len(tag) <= _MAX_TAG_CHARACTERS and "=" not in tag:
            _MARKS[tag] = _END
        return tag, _END


def _collapsed(text: str) -> list[str]:
    """The texts in NFC, with one space for all white space between two words."""
    if not text.isascii():
        for space in _WIDE_SPACES:
            text = text.replace(space, " ")
        text = unicodedata.normalize("NFC", text)
    text = text.replace("\n", " ").replace("\t", " ").replace("\f", " ")
    # Much faster than to replace two spaces by one as long as there are any.
    text = " ".join([part for part in map(str.strip, text.split("  ")) if part])
    return list(map(str.strip, text.split(_END)))


def _set_formulas_aside(text: str, math: MathDelimiters) -> tuple[str, list[str]]:
    """The text with marks for its formulas, and these."""
    if found := set_whole_formulas_aside(text, math, inline.FORMULA):
        return found
    texts: list[str] = []
    formulas: list[str] = []
    for part in map(str.strip, text.split(_END)):
        if found := set_whole_formulas_aside(part, math, inline.FORMULA):
            texts.append(found[0])
            formulas += found[1]
        else:
            texts.append(inline.set_aside(part, find_formulas(part, math), formulas))
    return _END.join(texts), formulas


def _written(
    texts: Sequence[str],
    tags: Sequence[str],
    heading_shift: int,
    constructs: dict[str, int],
    formulas: Sequence[str],
) -> str | None:
    """The texts, and what is written before each by the tags between them, whose constructs are counted.
    Formulas, if there are any, are put back into the texts.
    """
    place = beginning(heading_shift)
    pieces: list[str] = []
    left = iter(formulas)
    for tag, text in zip(("", *tags), texts, strict=True):
        step = (place.text_steps if text else place.steps).get(tag) or place.step(tag, text=bool(text))
        if step is None:
            return None
        before, begun, line, place = step
        pieces.append(before)
        if text:
            is_plain = not formulas and "\n" not in text and text[0] not in inline.MISREAD_FIRST
            pieces.append(text if is_plain else _line(text, line, left))
        for construct in begun:
            constructs[construct] = constructs.get(construct, 0) + 1
    return "".join(pieces)


def _line(text: str, line: Line, formulas: Iterator[str]) -> str:
    """A text as it is written where it stands, with the next of the formulas, if there are any, in it."""
    text = inline.escape_lines(text) if line.is_paragraph else text.replace("\n", " ")
    if found := list(itertools.islice(formulas, text.count(inline.FORMULA))):
        if not line.is_paragraph:
            found = [formula.replace("\n", " ") for formula in found]
        text = inline.interleave(text.split(inline.FORMULA), found)
    return indent(text, line.prefix) if "\n" in text else text
