"""One page's XML as fields: strict, and without anything that XML can be made to do.

Each page is parsed as a document of its own. It can have no DTD, so no entities but XML's five and character
references: anything else makes it malformed. Prefixes of names need not be bound. Characters that XML 1.0
does not allow are the one thing that is repaired.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

# The schema (https://www.mediawiki.org/xml/export-0.11.xsd) nests elements four deep.
_DEEPEST = 8
_PAGE = "/page"
_REVISION = "/page/revision"
_TEXT = "/page/revision/text"
_LEAVES = frozenset(
    (
        "/page/title",
        "/page/ns",
        "/page/id",
        "/page/redirect",
        "/page/revision/id",
        "/page/revision/timestamp",
        "/page/revision/model",
        _TEXT,
    )
)
# Control characters, and the two noncharacters that XML excludes: https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_REFERENCE = re.compile("&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,10}));")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class MalformedPageError(ValueError):
    """A page's XML is not well-formed, or not a page: the message says what, and at which byte of it."""


@dataclass(slots=True)
class PageFields:
    """What a cut of a page says: the contents of elements by path (`/page/title`), and of the attributes of
    `<redirect>` and `<text>`; a path is absent if the element is. `revised`: there is a revision. `repaired`
    counts the characters that were replaced or removed.
    """

    contents: dict[str, str] = field(default_factory=dict)
    redirect: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    revised: bool = False
    repaired: int = 0


def parse_page(data: bytes, prefix: str = "") -> PageFields:
    """The fields of a whole `<page>` element, in UTF-8. Raises MalformedPageError."""
    try:
        return _parse(data, prefix)
    except (expat.ExpatError, MalformedPageError) as error:
        repaired, count = repair(data)
        if not count:
            raise _explained(error) from error
    try:
        fields = _parse(repaired, prefix)
    except (expat.ExpatError, MalformedPageError) as error:
        raise _explained(error) from error
    fields.repaired = count
    return fields


def repair(data: bytes) -> tuple[bytes, int]:
    """XML with what is not UTF-8 replaced by U+FFFD, and what XML does not allow removed, whether written as
    such or as a character reference. Returns how many characters that was, too.
    """
    text, count = repair_text(data)

    def check(reference: re.Match[str]) -> str:
        nonlocal count
        code = int(reference[1], 16) if reference[1] else int(reference[2])
        if code > 0x10FFFF or 0xD800 <= code < 0xE000 or _FORBIDDEN.match(chr(code)):
            count += 1
            return ""
        return reference[0]

    return _REFERENCE.sub(check, text).encode(), count


def repair_text(data: bytes) -> tuple[str, int]:
    """Text with what is not UTF-8 replaced by U+FFFD and what XML does not allow removed, and how many
    characters that was.
    """
    halves = _SURROGATES.sub(b"\xff", data)
    text = halves.decode("utf-8", "replace")
    replaced = text.count(_REPLACEMENT) - halves.count(_REPLACEMENT.encode())
    text, removed = _FORBIDDEN.subn("", text)
    return text, replaced + removed


def _parse(data: bytes, prefix: str) -> PageFields:
    fields = PageFields()
    contents = fields.contents
    pieces: list[str] = []
    path = ""
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal path, depth
        if path in _LEAVES:
            raise MalformedPageError(f"<{name}> inside <{path.rpartition('/')[2]}>")
        depth += 1
        if depth > _DEEPEST:
            raise MalformedPageError(f"elements are nested more than {_DEEPEST} deep")
        path = f"{path}/{name.removeprefix(prefix)}"
        pieces.clear()
        if path == _TEXT:
            fields.text = attributes
        elif path == "/page/redirect":
            fields.redirect = attributes
        elif path == _REVISION:
            fields.revised = True

    def end(name: str) -> None:
        nonlocal path, depth
        if path in _LEAVES:
            contents[path] = "".join(pieces)
        depth -= 1
        path = path[: path.rindex("/")]
        pieces.clear()

    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    parser.Parse(data, True)
    return fields


def _explained(error: expat.ExpatError | MalformedPageError) -> MalformedPageError:
    if isinstance(error, MalformedPageError):
        return error
    return MalformedPageError(
        f"{expat.ErrorString(error.code)} (line {error.lineno} of the page, column {error.offset})"
    )
