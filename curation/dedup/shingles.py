"""Texts as sets of shingles: the hash of every run of `width` consecutive words."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from curation.dedup.folding import I64, U64
from curation.dedup.words import BLOCK_CHARACTERS, Words, mix64, pieces, words_of

_SHINGLE_BASE = 0xC2B2AE3D27D4EB4F


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingles of some texts, one text after the other: `hashes` of all (a text's own may repeat), and
    how many each text has.
    """

    hashes: U64
    counts: I64


def shingle(words: Words, width: int) -> Shingles:
    """Every run of `width` words of each text. A text with fewer words has none."""
    total = len(words.hashes)
    if total < width:
        return Shingles(np.empty(0, np.uint64), np.zeros(len(words.counts), np.int64))
    runs = total - width + 1
    hashes = words.hashes[:runs].copy()
    for step, factor in enumerate(_factors(width)):
        hashes += words.hashes[step + 1 : step + 1 + runs] * factor
    counts = np.maximum(words.counts - width + 1, 0)
    if len(counts) > 1:
        hashes = hashes[_inside(words.counts, width, runs)]
    return Shingles(mix64(hashes), counts)


def shingle_long(text: str, width: int) -> Iterator[U64]:
    """The shingles of one text of any length, in pieces. Memory: that of a piece, and 4 bytes per character
    where the text has others than ASCII.
    """
    carried = np.empty(0, np.uint64)
    for piece in pieces(text):
        hashes = np.concatenate([carried, words_of([piece]).hashes])
        yield shingle(Words(hashes, np.array([len(hashes)])), width).hashes
        carried = hashes[max(0, len(hashes) - width + 1) :]


def is_long(text: str) -> bool:
    """Whether a text is to be worked on in pieces."""
    return len(text) > BLOCK_CHARACTERS


def shingle_set(text: str, width: int) -> U64:
    """The different shingles of a text, in ascending order."""
    return np.unique(np.concatenate(list(shingle_long(text, width))))


def jaccard(one: U64, other: U64) -> float:
    """The Jaccard similarity of two sets as `shingle_set` gives them: 0 to 1. That of two empty sets is 0,
    as nothing is known of them.
    """
    if not len(one) or not len(other):
        return 0.0
    small, large = (one, other) if len(one) < len(other) else (other, one)
    places = np.searchsorted(large, small)
    places[places == len(large)] = 0
    common = int((large[places] == small).sum())
    return common / (len(one) + len(other) - common)


def blocks(texts: Sequence[str]) -> Iterator[range]:
    """Consecutive texts that are worked on together, by position: a long one by itself."""
    start = size = 0
    for position, text in enumerate(texts):
        if size and size + len(text) > BLOCK_CHARACTERS:
            yield range(start, position)
            start = position
            size = 0
        size += len(text) + 1
    if start < len(texts):
        yield range(start, len(texts))


def _inside(counts: I64, width: int, runs: int) -> I64:
    """The positions of the runs that begin and end in the same text."""
    crossing = np.zeros(runs + width, bool)
    ends = np.cumsum(counts)
    for step in range(1, width):
        crossing[ends[ends >= step] - step] = True
    inside: I64 = np.flatnonzero(~crossing[:runs])
    return inside


@functools.cache
def _factors(width: int) -> list[np.uint64]:
    return [np.uint64(pow(_SHINGLE_BASE, power, 1 << 64)) for power in range(1, width)]
