"""The bytes of an HTML page as text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import cchardet

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml\b[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
# https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding looks at
# 1,024 bytes; pages with long comments before the declaration are common.
_PRESCAN_BYTES = 1 << 12
_DETECT_BYTES = 1 << 14
# What browsers read such pages as (https://encoding.spec.whatwg.org/#names-and-labels).
_READ_AS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs",
    "utf-16": "utf-16-le", "utf-7": "cp1252",
}  # fmt: skip
# Forbidden in XML, and so in what an HTML parser of libxml2 takes; and half of a surrogate pair.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`replaced` counts what was not valid in the encoding, or is no character of text."""

    text: str
    encoding: str
    replaced: int


def decode_html(data: bytes, content_type: str = "") -> Decoded:
    """The page's text. The encoding is, in this order: a byte order mark's; UTF-8 if the bytes are that; the
    HTTP header's; the page's own; one that fits by the frequency of its characters.

    UTF-8 goes before what is declared, as text of another encoding is hardly ever valid UTF-8 by chance, and
    declarations are often those of a template. Never fails: what cannot be decoded is replaced.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _clean(data[len(bom) :].decode(encoding, "replace"), encoding)
    try:
        return _clean(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        nearly_utf8 = _nearly_utf8(data, error)
    declared = _declared(data, content_type)
    # A page of UTF-8 with one broken byte is that, and not Latin-1.
    if nearly_utf8 and declared in ("", "utf-8", "cp1252"):
        return _clean(data.decode("utf-8", "replace"), "utf-8")
    if declared and declared != "utf-8":
        try:
            return _clean(data.decode(declared), declared)
        except UnicodeDecodeError:
            # A handful of bytes that the encoding lacks do not make it another encoding.
            text = data.decode(declared, "replace")
            if text.count("\ufffd") * 50 < len(text):
                return _clean(text, declared)
    encoding = _detected(data)
    return _clean(data.decode(encoding, "replace"), encoding)


def _nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether at least three of four sequences beyond ASCII are UTF-8."""
    sample = data[max(0, error.start - _DETECT_BYTES) : error.start + _DETECT_BYTES].decode(
        "utf-8", "replace"
    )
    wrong = sample.count("\ufffd")
    beyond = len(sample) - len(sample.encode("ascii", "ignore"))
    return wrong * 4 < beyond


def _declared(data: bytes, content_type: str) -> str:
    head = data[:_PRESCAN_BYTES]
    candidates = [match[1] for match in [_CHARSET.search(content_type)] if match]
    candidates += [match[1].decode() for match in [_META.search(head), _XML.search(head)] if match]
    return next((codec for name in candidates if (codec := _codec(name))), "")


def _codec(name: str) -> str:
    """The name of Python's codec for an encoding as pages and detectors call it; empty if there is none."""
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return ""
    # Some of Python's codecs (rot13, base64) are none of text.
    return _READ_AS.get(codec.name, codec.name) if codec._is_text_encoding else ""


def _detected(data: bytes) -> str:
    # Tags are ASCII and tell nothing.
    sample = re.sub(rb"<[^<>]*>", b" ", data)[:_DETECT_BYTES]
    name = cchardet.detect(sample)["encoding"] or "cp1252"
    return _codec(name) or "cp1252"


def _clean(text: str, encoding: str) -> Decoded:
    replaced = text.count("\ufffd")
    text, removed = _FORBIDDEN.subn("", text)
    return Decoded(text, encoding, replaced + removed)
