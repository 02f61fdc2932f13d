"""Texts as sequences of word hashes, made with numpy over all characters at once.

A word's hash is a polynomial in its folded characters modulo 2^64. The sum over a word is the difference of
two prefix sums over the whole block of text, so no step is taken per word or per character.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from curation.dedup.folding import ALONE, I64, IRREGULAR, U32, U64, WORD, FoldingTable, folding_table

# Characters that are worked on at a time: the arrays of eight bytes each then fit a core's cache.
BLOCK_CHARACTERS = 1 << 17

# Odd, so that they have inverses modulo 2^64; otherwise of no meaning.
_WORD_BASE = 0x9E3779B97F4A7C15
_CHARACTER_SEED = np.uint64(0xD1B54A32D192ED03)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts, one text after the other: `hashes` of all, and how many each text has."""

    hashes: U64
    counts: I64


def words_of(texts: Sequence[str]) -> Words:
    """The words of the texts. Memory: about 50 bytes per character; see `pieces` for long texts."""
    table = folding_table()
    texts = [unicodedata.normalize("NFC", text) for text in texts]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    ends = np.cumsum(lengths + 1)
    kinds = table.kinds.take(codes)
    if kinds.max(initial=0) == IRREGULAR:
        codes, ends = _expanded(table, codes, ends)
        kinds = table.kinds.take(codes)
    is_word = kinds == WORD
    begins = kinds == ALONE
    begins[0] |= is_word[0]
    begins[1:] |= is_word[1:] & ~is_word[:-1]
    starts = np.flatnonzero(begins)
    hashes = _word_hashes(codes, starts)
    counts = np.diff(np.searchsorted(starts, ends), prepend=0)
    return Words(hashes, counts)


def pieces(text: str, characters: int = BLOCK_CHARACTERS) -> Iterator[str]:
    """A long text in pieces of at most that many characters, cut at spaces where it has some."""
    start = 0
    while len(text) - start > characters:
        end = start + characters
        space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = space + 1 if space >= start else end
        yield text[start:end]
        start = end
    yield text[start:]


def _expanded(table: FoldingTable, codes: U32, ends: I64) -> tuple[U32, I64]:
    """The code points with irregular ones replaced by what they stand for, and where the texts then end."""
    counts = table.counts[codes].astype(np.int64)
    positions = np.cumsum(counts)
    expanded = np.repeat(codes, counts)
    irregular = np.flatnonzero((counts != 1) & (counts != 0))
    sizes = counts[irregular]
    inside = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    targets = np.repeat(positions[irregular] - sizes, sizes) + inside
    expanded[targets] = table.expansions[np.repeat(table.offsets[codes[irregular]], sizes) + inside]
    return expanded, positions[ends - 1]


def _word_hashes(codes: U32, starts: I64) -> U64:
    """The hash of each word, which begins at one of `starts` and ends before the next separator or word."""
    powers, inverse = _powers(1 << max(len(codes) - 1, BLOCK_CHARACTERS).bit_length())
    terms = _character_values().take(codes)
    terms *= powers[: len(terms)]
    sums = np.cumsum(terms)
    total = sums[-1:]
    # Separators count for nothing, so a word's sum runs up to the next word's beginning.
    before = sums[starts] - terms[starts]
    hashes: U64 = np.diff(before, append=total) * inverse[starts]
    return hashes


@functools.cache
def _powers(size: int) -> tuple[U64, U64]:
    """The powers of the base and of its inverse modulo 2^64, from the zeroth on."""
    inverse = pow(_WORD_BASE, -1, 1 << 64)
    found = []
    for base in (_WORD_BASE, inverse):
        factors = np.full(size, base, np.uint64)
        factors[0] = 1
        found.append(np.cumprod(factors))
    return found[0], found[1]


@functools.cache
def _character_values() -> U64:
    """A number that looks random for each folded code point, 0 for separators."""
    folded = folding_table().folded
    values = mix64(folded.astype(np.uint64) * _CHARACTER_SEED)
    values[folded == 0] = 0
    return values


def mix64(values: U64) -> U64:
    """The finaliser of MurmurHash3 (https://github.com/aappleby/smhasher): each bit of input changes half of
    all. A bijection with 0 → 0.
    """
    for factor in (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)):
        values = (values ^ (values >> np.uint64(33))) * factor
    mixed: U64 = values ^ (values >> np.uint64(33))
    return mixed
