"""The text of one paragraph, heading or cell: white space, formulas, sub- and superscripts, and what Markdown
would misread.

The renderer marks what is not plain text with control characters, which it removes from its input.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from curation.html.formulas import MathDelimiters, find_formulas

CODE = "\x01"  # \x01 n \x01: a code span, number n of those set aside
FORMULA = "\x02"  # a formula, the next of those set aside
BREAK = "\x03"  # <br>
SUB_OPEN, SUB_CLOSE = "\x04", "\x05"
SUP_OPEN, SUP_CLOSE = "\x06", "\x07"

Place: TypeAlias = Literal["paragraph", "heading", "cell"]

_CONTROL_BYTES = bytes([*range(9), 11, *range(14, 32)])
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")
_STASHED_CODE = re.compile("\x01([0-9]+)\x01")
_BREAKS = re.compile(" ?\x03 ?")
_MANY_BREAKS = re.compile("\n{3,}")
_MARKS = re.compile("[\x04-\x07]")
_SCRIPT = re.compile("([\x04\x06])([^\x04-\x07]*)[\x05\x07]")
# What a number that stands low follows in a chemical formula: H2O, Ca(OH)2, but x_2.
_CHEMICAL = re.compile(r"(?:(?:^|[^A-Za-z])(?:[A-Z][a-z]?\d*)+|[(\[](?:[A-Z][a-z]?\d*)+[)\]])\Z")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er?|re|o|a|º|ª)\Z")
_SIMPLE = re.compile(r"[-+−–]?[\w.]+[-+−–]?\Z|[+−±–-]+\Z|[*†‡′″]+\Z")
_WORD = re.compile(r"[\w)\]}°′″'|\x01\x02]\Z")
# The beginning of a line that Markdown reads as something else than text: a heading, a quotation, a list, a
# fence, a rule, an underline that makes a heading of the line above, an HTML block.
_MISREAD = re.compile(
    r"^(?:(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|```|~~~|([-_*])(?:[ ]*\2){2,}$|=+$|<(?=[A-Za-z/!?]))"
    r"|(\d{1,9})([.)](?=\s|$)))",
    re.M,
)
MISREAD_FIRST = frozenset("#>-+*`~_=<0123456789")


def without_control_characters(html: str) -> str:
    """The same without control characters (but for tab, line and page ends) and lone surrogates."""
    try:
        encoded = html.encode()
    except UnicodeEncodeError:
        return _CONTROL.sub("", html)
    # Much faster than a search by a regular expression.
    is_clean = len(encoded.translate(None, _CONTROL_BYTES)) == len(encoded)
    return html if is_clean else _CONTROL.sub("", html)


def finish(
    text: str,
    math: MathDelimiters,
    code: Sequence[str] = (),
    place: Place = "paragraph",
    marked: bool = False,
) -> tuple[str, int]:
    """The text, which does not begin or end with white space, as Markdown, and the number of formulas in it.

    White space is as a browser shows it, no-break and other wide or thin spaces included: one space between
    words, none at the ends, a line end where there was `<br>`, an empty line where there were more. Formulas,
    and the spans of `code` that were set aside, are kept as they are. `marked` says that the text may hold
    marks of `<br>`, sub- and superscripts.
    """
    spans = find_formulas(text, math) if "$" in text or "\\" in text else ()
    # These searches are much faster than a single one by a regular expression.
    if (
        not code
        and not marked
        and place == "paragraph"
        and text.isascii()
        and not ("\n" in text or "  " in text or "\t" in text or "\f" in text)
    ):
        # Most paragraphs: nothing in them changes but maybe the beginning.
        return escape_begin(text) if text[0] in MISREAD_FIRST else text, len(spans)
    if spans and not code and not marked and place == "paragraph" and text.isascii():
        return escape_begin(_collapse_between(text, spans)), len(spans)
    return _finish(text, spans, code, place, marked)


def _finish(
    text: str, spans: Sequence[tuple[int, int]], code: Sequence[str], place: Place, marked: bool
) -> tuple[str, int]:
    formulas: list[str] = []
    if spans:
        text = set_aside(text, spans, formulas)
    text = _collapse(text).strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if marked:
        text = write_marks(text)
    if place == "paragraph":
        text = escape_lines(text)
    else:
        # A heading or a row of a table is one line.
        text = text.replace("\n", " ")
        formulas = [" ".join(formula.split("\n")) for formula in formulas]
    if code:
        text = _STASHED_CODE.sub(lambda m: code[int(m[1])], text)
    if place == "cell":
        text = text.replace("|", "\\|")
    if formulas:
        text = interleave(text.split(FORMULA), formulas)
    return text, len(formulas)


def _collapse(text: str) -> str:
    """The text with one space for all white space between words. At its ends there may be one, too."""
    if not text.isascii():
        return " ".join(text.split())
    # The same, without a string for each word.
    text = text.replace("\n", " ").replace("\t", " ").replace("\f", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _collapse_between(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The same for a text with formulas, which are kept as they are."""
    pieces: list[str] = []
    at = 0
    for begin, end in spans:
        pieces += (_collapse(text[at:begin]), text[begin:end])
        at = end
    return "".join([*pieces, _collapse(text[at:])])


def set_aside(text: str, spans: Iterable[tuple[int, int]], formulas: list[str]) -> str:
    """The text with marks for its formulas, which are added to the others."""
    pieces: list[str] = []
    at = 0
    for begin, end in spans:
        formula = text[begin:end]
        if CODE in formula:
            continue  # MathJax reads no code, and so no formula around code
        pieces += [text[at:begin], FORMULA]
        formulas.append(_MARKS.sub("", formula).replace(BREAK, "\n"))
        at = end
    return "".join([*pieces, text[at:]])


def interleave(texts: Sequence[str], others: Sequence[str]) -> str:
    """Text, other, text, other, …, text."""
    pieces = [""] * (len(texts) + len(others))
    pieces[::2] = texts
    pieces[1::2] = others
    return "".join(pieces)


def write_marks(text: str) -> str:
    """A text that may hold marks of `<br>`, sub- and superscripts with what they stand for."""
    if BREAK in text:
        text = _MANY_BREAKS.sub("\n\n", _BREAKS.sub("\n", text)).strip("\n ")
    return _write_scripts(text) if _MARKS.search(text) else text


def _write_scripts(text: str) -> str:
    """Sub- and superscripts as `^2`, `_i` or plain text, innermost first: each pass removes one level."""
    for _ in range(3):
        pieces: list[str] = []
        position = 0
        for match in _SCRIPT.finditer(text):
            pieces.append(text[position : match.start()])
            before = "".join(pieces[-2:])[-24:]
            pieces.append(_script(match[1] == SUP_OPEN, match[2].strip(), before))
            position = match.end()
        if not position:
            break
        text = "".join([*pieces, text[position:]])
    return _MARKS.sub("", text)


def _script(raised: bool, content: str, before: str) -> str:
    # What follows no word is not a script but small print.
    if not content or not _WORD.search(before):
        return content
    if raised and before[-1].isdigit() and _ORDINAL.match(content):
        return content
    if not raised and content.isdigit() and _CHEMICAL.search(before):
        return content
    mark = "^" if raised else "_"
    if _SIMPLE.match(content) or (content[0] == "(" and content[-1] == ")"):
        return f"{mark}{content}"
    return f"{mark}({content})"


def escape_begin(text: str) -> str:
    """A text of one line without what Markdown would misread."""
    match = _MISREAD.match(text)
    return _escaped(match) + text[match.end() :] if match else text


def escape_lines(text: str) -> str:
    """A text of one or more lines without what Markdown would misread."""
    return _MISREAD.sub(_escaped, text) if "\n" in text else escape_begin(text)


def _escaped(match: re.Match[str]) -> str:
    # Nothing else is escaped: documents are for reading, and their inline markup is the few constructs that
    # the renderer writes.
    return f"{match[3]}\\{match[4]}" if match[3] else f"\\{match[1]}"
