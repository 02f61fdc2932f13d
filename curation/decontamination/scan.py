"""Texts → the few places where an n-gram of the index may begin.

Hashing every word is most of the work of comparing, and nearly no word is part of an evaluation item. So
words are first compared coarsely: each character is a byte, each word its first eight bytes, all by a few
passes of numpy over the text. Of a run of words, the coarse key is equal wherever the words are, so nothing
is missed; what else it finds is told apart by full hashes (`match.py`).
"""

from __future__ import annotations

import functools
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from curation.dedup.folding import ALONE, I64, IRREGULAR, U8, U32, U64, WORD, folding_table

# Bytes: 0 separates; to 127 part of a word; from 128 a word by itself.
_ALONE, _UNUSUAL = 128, 255
_CODE_FACTOR = np.uint32(0x9E3779B1)
_WORD_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_RUN_BASE = 0xC2B2AE3D27D4EB4F
_ONES = np.uint64(0x0101010101010101)
_HIGHS = np.uint64(0x8080808080808080)
# The second place in the filter is that of the key without its upper bits.
_OTHER_BITS = np.uint64(24)


@dataclass(frozen=True, slots=True)
class CoarseWords:
    """The words of some texts, the same as `words_of` finds: a coarse key for each, and how many each text
    has.
    """

    keys: U64
    counts: I64


@dataclass(frozen=True, slots=True)
class _CoarseTable:
    """Bytes by code point. In `first`, code points that need a closer look are `_UNUSUAL`: they stand for
    none or several others, or may join with the one before.
    """

    first: U8
    regular: U8


def coarse_words(texts: Sequence[str]) -> CoarseWords:
    """The words of the texts. Memory: about 15 bytes per character."""
    # Words are read eight bytes at a time, the last one too.
    joined = "\n".join(texts) + "\n" * 9
    ends = np.cumsum(np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts)))
    characters = _table().first.take(_codes(joined))
    if not joined.isascii() and len(unusual := np.flatnonzero(characters == _UNUSUAL)):
        characters, ends = _regular_characters(joined, characters, ends, unusual)
    in_word = (characters - np.uint8(1)) < _ALONE - 1
    begins = characters >= _ALONE
    begins[0] |= in_word[0]
    begins[1:] |= in_word[1:] > in_word[:-1]
    starts = np.flatnonzero(begins)
    counts = np.diff(np.searchsorted(starts, ends), prepend=0)
    return CoarseWords(_first_bytes(characters, starts), counts)


def run_keys(keys: U64, width: int) -> U64:
    """The coarse keys of all runs of `width` words, a power of two."""
    step = 1
    while step < width:
        keys = keys[:-step] + keys[step:] * np.uint64(pow(_RUN_BASE, step, 1 << 64))
        step *= 2
    return keys


def keys_at(keys: U64, places: I64, width: int) -> U64:
    """The coarse keys of the runs of `width` words, any number of them, at these places."""
    factors = np.array([pow(_RUN_BASE, step, 1 << 64) for step in range(width)], np.uint64)
    found: U64 = keys[places[:, None] + np.arange(width)] @ factors
    return found


def run_width(min_words: int) -> int:
    """The longest run that every n-gram of at least `min_words` begins with, and that has a quick key."""
    return 1 << (min_words.bit_length() - 1)


class Filter:
    """A Bloom filter: two bits for each key of a set, at places that bits of the key itself tell."""

    def __init__(self, bits: U8) -> None:
        self.bits = bits
        self._shift = np.uint64(64 - (len(bits) * 8).bit_length() + 1)

    @classmethod
    def of(cls, keys: U64) -> Filter:
        """For a set of keys: 32 to 64 bits each, so that one other in 256 to 1024 is let through."""
        size = max(1 << 13, 1 << (4 * len(keys)).bit_length())
        made = cls(np.zeros(size, np.uint8))
        for some in (keys, keys << _OTHER_BITS):
            places = some >> made._shift
            bits = np.uint8(1) << (places & np.uint64(7)).astype(np.uint8)
            np.bitwise_or.at(made.bits, (places >> np.uint64(3)).view(np.int64), bits)
        return made

    def passing(self, keys: U64) -> I64:
        """The positions of the keys that may be in the set."""
        found = self._set(keys)
        return found[self._set(keys[found] << _OTHER_BITS)]

    def _set(self, keys: U64) -> I64:
        places = keys >> self._shift
        bits = self.bits.take((places >> np.uint64(3)).view(np.int64))
        bits >>= places.astype(np.uint8) & np.uint8(7)
        bits &= np.uint8(1)
        found: I64 = np.flatnonzero(bits)
        return found


def _codes(text: str) -> U32:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _first_bytes(characters: U8, starts: I64) -> U64:
    """Of each word the bytes up to its end, eight at most, as a number with well-mixed upper bits."""
    windows: U64 = np.ndarray((len(characters) - 7,), "<u8", characters, strides=(1,))
    words = windows[starts]
    # The lowest bit set is in the first byte that is 0 (a borrow can only set later ones) or from 128 on.
    ends = ((words - _ONES) & ~words | words) & _HIGHS
    lowest = ends & (~ends + np.uint64(1))
    alone = (words & np.uint64(_ALONE)) != 0
    words &= np.where(alone, np.uint64(0xFF), (lowest >> np.uint64(7)) - np.uint64(1))
    words *= _WORD_FACTOR
    words ^= words >> np.uint64(32)
    return words


def _regular_characters(text: str, characters: U8, ends: I64, unusual: I64) -> tuple[U8, I64]:
    """The bytes of the text in NFC, with irregular code points replaced by what they stand for, and where the
    texts then end. Only what stands between spaces or line ends with unusual ones is looked at, as NFC joins
    nothing across those.
    """
    table = _table().regular
    parts, lasts, changes, done = [], [], [], 0
    for place in unusual.tolist():
        if place < done:
            continue
        first = max(text.rfind(" ", done, place) + 1, done)
        first = max(text.rfind("\n", first, place) + 1, first)
        last = text.find("\n", place)
        space = text.find(" ", place, last)
        last = last if space < 0 else space
        regular = table.take(_codes(_regular(text[first:last])))
        parts += [characters[done:first], regular]
        lasts.append(last)
        changes.append(len(regular) - (last - first))
        done = last
    parts.append(characters[done:])
    before = np.concatenate([[0], np.cumsum(changes)])
    return np.concatenate(parts), ends + before[np.searchsorted(lasts, ends)]


def _regular(text: str) -> str:
    return "".join(map(_stands_for, unicodedata.normalize("NFC", text)))


@functools.lru_cache(1 << 16)
def _stands_for(character: str) -> str:
    table, code = folding_table(), ord(character)
    if table.kinds[code] != IRREGULAR:
        return character
    return "".join(map(chr, table.expansions[table.offsets[code] :][: table.counts[code]].tolist()))


@functools.cache
def _table() -> _CoarseTable:
    table = folding_table()
    hashed = (table.folded * _CODE_FACTOR) >> np.uint32(16)
    found = np.zeros(len(hashed), np.uint8)
    word, alone = table.kinds == WORD, table.kinds == ALONE
    found[word] = 1 + hashed[word] % (_ALONE - 1)
    found[alone] = _ALONE + hashed[alone] % (_UNUSUAL - _ALONE)
    # English letters and digits, also what folds to them, stand for themselves, so that none share a byte.
    plain = word & (table.folded < _ALONE)
    found[plain] = table.folded[plain]
    first = found.copy()
    first[table.kinds == IRREGULAR] = _UNUSUAL
    first[_not_surely_composed()] = _UNUSUAL
    return _CoarseTable(first, found)


def _not_surely_composed() -> list[int]:
    """Code points of which NFC may change texts: what it replaces, and what may join with others."""
    found = [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]
    for code in range(0x300, sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.combining(character):
            found.append(code)
        elif (parts := unicodedata.decomposition(character)) and not parts.startswith("<"):
            found += [int(part, 16) for part in parts.split()[1:]]
            if not unicodedata.is_normalized("NFC", character):
                found.append(code)
    return found
