"""What a file is, by its first bytes."""

from __future__ import annotations

import codecs
import re
from typing import Literal, TypeAlias

from schemas.split import InputError

Format: TypeAlias = Literal["bz2", "gz", "7z", "zst", "xml"]

SNIFF_BYTES = 4096

_MAGIC: dict[Format, re.Pattern[bytes]] = {
    # A stream's header, and then a block, or the end of an empty stream.
    "bz2": re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"),
    "gz": re.compile(rb"\x1f\x8b\x08"),
    "7z": re.compile(rb"7z\xbc\xaf\x27\x1c"),
    "zst": re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),
}
# What is met under a dump's name, and what to do about it.
_OTHERS = (
    (re.compile(rb"PK\x03\x04"), "a zip archive: unpack it first"),
    (re.compile(rb"\xfd7zXZ\0"), "an xz file: unpack it first"),
    (re.compile(rb"Rar!\x1a\x07"), "a RAR archive: unpack it first"),
    (re.compile(rb"PAR1"), "a Parquet file"),
    (re.compile(rb"%PDF"), "a PDF file"),
    (
        re.compile(rb"(?i)\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+)?html\b"),
        "a web page, maybe a server's error message",
    ),
    (re.compile(rb"-- (?:MySQL|MariaDB) dump"), "an SQL dump; the pages are in pages-articles.xml"),
    (re.compile(rb"\s*(?:\{\s*\"|\[\s*[{\"])"), "JSON"),
    (re.compile(rb"version https://git-lfs"), "a Git LFS pointer: fetch the file itself"),
)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_SUPPORTED = frozenset(("utf-8", "ascii", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "cp1252"))


def detect_format(first: bytes, path: str, expected: str = "a MediaWiki dump or a page's wikitext") -> Format:
    """The format of a file that begins with these bytes; whatever is not compressed is `xml`. Raises
    InputError, saying what was `expected`, for one that is known to be something else.
    """
    if not first:
        raise InputError(f"{path} is empty; expected {expected}")
    for name, magic in _MAGIC.items():
        if magic.match(first):
            return name
    check_content(first, path, expected)
    return "xml"


def check_content(first: bytes, path: str, expected: str = "a MediaWiki dump") -> None:
    """Raises InputError for content that is known not to be a dump."""
    for magic, kind in _OTHERS:
        if magic.match(first):
            raise InputError(f"{path} begins (byte 0) with {kind}; expected {expected}: {first[:60]!r}")


def detect_encoding(first: bytes, path: str) -> str:
    """The encoding of the XML or text that begins with these bytes, as Python calls it: by its byte order
    mark, the width of its first `<`, or its XML declaration; else UTF-8. Raises InputError for one that is
    not supported.
    """
    if first.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return "utf-16-le"
    if first.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        return "utf-16-be"
    declared = _ENCODING.match(first.removeprefix(codecs.BOM_UTF8))
    if declared is None:
        return "utf-8"
    name = declared[1].decode()
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        encoding = ""
    if encoding not in _SUPPORTED:
        raise InputError(
            f"{path}: its XML declaration (byte 0) names the encoding {name!r}; convert it to UTF-8"
        )
    # It says UTF-16 in letters of one byte, so it is not.
    return "utf-8" if encoding in ("utf-8", "ascii") or encoding.startswith("utf-16") else encoding
