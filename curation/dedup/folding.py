"""What a character means to the comparison of texts: a table over all of Unicode, made once per process.

Characters that mark no difference in wording are made equal, one by one, as Unicode's NFKC and case folding
say (https://www.unicode.org/reports/tr15/, https://www.unicode.org/reports/tr44/#CaseFolding): `É` and `é`,
`ﬁ` and `fi`, `²` and `2`, full-width and plain letters. Invisible format characters (soft hyphens, marks of
direction, joiners) count for nothing. What is no letter, mark or digit separates words.
"""

from __future__ import annotations

import functools
import sys
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]

SEPARATOR, WORD, ALONE, IRREGULAR = range(4)

# Scripts that write without spaces between words: each character is a word of its own, so that a shingle of
# five words is one of five characters. Thai, Lao, Tibetan, Myanmar, Khmer; Hiragana to Bopomofo; Han.
_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),
    (0x0F00, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3041, 0x312F),
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFF),
)
_SURROGATES = slice(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class FoldingTable:
    """Arrays by code point, all of length 0x110000.

    `kinds`: SEPARATOR, WORD (part of a word), ALONE (a word by itself) or IRREGULAR (stands for none or
    several others: for the `counts[c]` code points of `expansions` from `offsets[c]` on, which are regular).
    `folded`: the one code point that a regular one stands for, 0 for separators.
    """

    kinds: U8
    folded: U32
    counts: U8
    offsets: I64
    expansions: U32


@functools.cache
def folding_table() -> FoldingTable:
    """The table, of this Python's version of Unicode."""
    size = sys.maxunicode + 1
    folded, counts = _fold_each(size)
    kinds = _kinds(folded, counts)
    ends = np.cumsum(counts, dtype=np.int64)
    # An expansion's characters are themselves looked up, so what folds to itself alone is regular.
    single = counts == 1
    first = np.zeros(size, np.uint32)
    first[single] = folded[ends[single] - 1]
    first[(kinds == SEPARATOR) | (kinds == IRREGULAR)] = 0
    return FoldingTable(kinds, first, counts, ends - counts, folded)


def _fold_each(size: int) -> tuple[U32, U8]:
    """What every code point folds to, one after the other, and how many each gives."""
    codes = np.arange(size, dtype="<u4")
    codes[_SURROGATES] = ord(" ")
    ignorable = np.fromiter((unicodedata.category(chr(c)) == "Cf" for c in codes.tolist()), bool, size)
    ignorable[0xFE00:0xFE10] = ignorable[0xE0100:0xE01F0] = True  # variation selectors
    newline = ord("\n")
    codes[newline] = ord(" ")
    apart = np.empty(2 * size, "<u4")
    apart[::2], apart[1::2] = codes, newline
    text = apart.tobytes().decode("utf-32-le")
    for _ in range(2):
        # Folding may undo the composition, and composing may need folding: twice is enough (NFKC_Casefold).
        text = unicodedata.normalize("NFKC", text).casefold()
    found = np.frombuffer(text.encode("utf-32-le"), "<u4")
    ends = np.flatnonzero(found == newline)
    counts = np.diff(ends, prepend=-1) - 1
    of = np.repeat(np.arange(size), counts)
    kept = ~ignorable[of]
    counts[ignorable] = 0
    return found[found != newline][kept].astype(np.uint32), counts.astype(np.uint8)


def _kinds(folded: U32, counts: U8) -> U8:
    size = len(counts)
    # Letters, marks and numbers; other categories separate.
    word = np.fromiter((unicodedata.category(chr(c))[0] in "LMN" for c in range(size)), bool, size)
    alone = np.zeros(size, bool)
    for first, last in _WITHOUT_SPACES:
        alone[first : last + 1] = True
    own = np.full(size, SEPARATOR, np.uint8)
    own[word] = WORD
    own[word & alone] = ALONE
    own[_SURROGATES] = SEPARATOR
    kinds: U8 = own.copy()
    single = counts == 1
    ends = np.cumsum(counts, dtype=np.int64)
    # A character is what it stands for: the superscript two a digit, the ideographic space a space.
    kinds[single] = own[folded[ends[single] - 1]]
    kinds[~single] = IRREGULAR
    # … stands for three separators, which are as good as one.
    some = np.flatnonzero(counts)
    only_separators = np.maximum.reduceat(own[folded], (ends - counts)[some]) == SEPARATOR
    kinds[some[only_separators]] = SEPARATOR
    return kinds
