"""The text of tuple files as it should be: one kind of apostrophe and space, NFC, nothing invisible."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

import ftfy

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_APOSTROPHES = "\u2018\u2019\u02bc\uff07"
_SPACES = (
    "\x85\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# Soft hyphen, zero-width space, directional marks, word joiner, byte order mark. The zero-width joiners stay:
# Persian and Hindi are written with them.
_INVISIBLE = "\xad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_C1 = "".join(map(chr, range(0x80, 0xA0))).replace("\x85", "")
_REPLACED = (
    dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_SPACES, " ") | dict.fromkeys(_INVISIBLE + _C1, "")
)
_ODD = re.compile(f"[{''.join(map(re.escape, _REPLACED))}]")

# What UTF-8 looks like that was read as Latin-1 or Windows-1252: tests that cost little, as ftfy decides.
_MOJIBAKE = re.compile(
    "[\xc2\xc3][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|\xe2[\x80\u20ac]|\xf0[\x9f\u0178]"
)
_MOJIBAKE_STARTS = ("\xc2", "\xc3", "\xe2\x80", "\xe2\u20ac", "\xf0\x9f", "\xf0\u0178")


def normalise(text: str) -> str:
    """The same text with typewriter apostrophes and plain spaces, in NFC, without control and invisible
    characters, and with wrongly decoded UTF-8 (`cafÃ©`) repaired. Lines stay lines, and tabs stay.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", " ")
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    if not text.isascii():
        text = _fix_lines(text, _may_be_mojibake, _repair)
        if _ODD.search(text):
            text = _ODD.sub(lambda found: _REPLACED[found[0]], text)
        text = _fix_lines(text, _may_need_nfc, _compose)
    return text


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@functools.cache
def _composable() -> re.Pattern[str]:
    """Finds the characters up to U+FFFF that NFC may change, or compose with those before them. (One beyond
    in the set would make the search a hundred times slower.)
    """
    # The second and third letters of Hangul syllables, which are composed by a rule.
    found = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}
    for code in range(0x300, 0x10000):
        character = chr(code)
        if unicodedata.combining(character) or not unicodedata.is_normalized("NFC", character):
            found.add(code)
        decomposed = unicodedata.decomposition(character)
        if decomposed and decomposed[0] != "<" and " " in decomposed:
            found.add(int(decomposed.split()[1], 16))
    return re.compile(f"[{''.join(map(chr, sorted(found)))}]")


def _may_need_nfc(text: str) -> bool:
    """Whether NFC may change the text. `unicodedata` takes several times as long to find that it need not."""
    return not text.isascii() and bool(_composable().search(text) or _ASTRAL.search(text))


def _may_be_mojibake(text: str) -> bool:
    return any(start in text for start in _MOJIBAKE_STARTS) and bool(_MOJIBAKE.search(text))


def field(text: str) -> str:
    """`normalise` for a value from JSON or CSV, where escapes may hide anything: one line, single spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(normalise(text).split())


def cleaner(row: str) -> Callable[[str], str]:
    """What makes a value of this normalised row one as by `field`: mostly there is little left to do."""
    is_clean = row.isprintable() and "\\" not in row and "  " not in row
    return str.strip if is_clean else field


def tidy_rows(text: str) -> str:
    """Tab-separated rows with single spaces, and none at the ends of fields."""
    while "  " in text:
        text = text.replace("  ", " ")
    for around, bare in ((" \t", "\t"), ("\t ", "\t"), (" \n", "\n"), ("\n ", "\n")):
        text = text.replace(around, bare)
    return text.strip(" ")


def _fix_lines(text: str, has_symptom: Callable[[str], bool], fix: Callable[[str], str]) -> str:
    """The text with those of its lines fixed that have the symptom."""
    if not has_symptom(text):
        return text
    return "\n".join(fix(line) if has_symptom(line) else line for line in text.split("\n"))


def _repair(line: str) -> str:
    return ftfy.fix_encoding(line).replace("\n", " ")


def _compose(line: str) -> str:
    return unicodedata.normalize("NFC", line)
