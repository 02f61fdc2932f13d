"""Words and sentences as characters of a text: what a match says, and what a mask cuts out."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from curation.dedup.folding import ALONE, I64, SEPARATOR, WORD, folding_table
from curation.dedup.words import pieces
from curation.quality.sentences import TERMINALS

_CLOSERS = "\"'”’»」』)]）】*_"
_WIDE = "。！？｡"
_SENTENCE_END = re.compile(
    rf"[{re.escape(TERMINALS)}][{re.escape(_CLOSERS)}]{{0,3}}\s+|[{_WIDE}]+[{re.escape(_CLOSERS)}]*"
)
_CHUNK = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The characters of a text from `start` to before `end`."""

    start: int
    end: int


def word_stretches(text: str, begins: I64, ends: I64) -> list[Stretch]:
    """Runs of words as characters: from the beginning of the word `begins[i]` to the end of the word before
    `ends[i]`, counted as `words_of` counts them. Runs that overlap or touch are one.
    """
    runs: list[tuple[int, int]] = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if runs and begin <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((begin, end))
    wanted = np.array([place for begin, end in runs for place in (begin, end - 1)], np.int64)
    firsts, lasts = _characters_of_words(text, wanted)
    return [Stretch(int(firsts[i]), int(lasts[i + 1])) for i in range(0, len(wanted), 2)]


def widened(text: str, stretches: Iterable[Stretch], unit: Literal["sentence", "line"]) -> list[Stretch]:
    """Stretches widened to whole sentences or lines, with the space or line break after them; those that
    then overlap or touch are one. A line of which nothing but white space would be left goes whole.
    """
    found: list[Stretch] = []
    bounds: tuple[int, int, list[int]] = (-1, -1, [])
    for stretch in sorted(stretches, key=lambda each: each.start):
        first = text.rfind("\n", 0, stretch.start) + 1
        last = text.find("\n", max(stretch.start, stretch.end - 1)) + 1 or len(text)
        if unit == "sentence":
            if bounds[:2] != (first, last):
                bounds = (first, last, list(_sentence_bounds(text, first, last)))
            cuts = bounds[2]
            first = cuts[bisect.bisect_right(cuts, stretch.start) - 1]
            last = cuts[bisect.bisect_left(cuts, stretch.end)]
        if found and first <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(last, found[-1].end))
        else:
            found.append(Stretch(first, last))
    return found


def without(text: str, stretches: Iterable[Stretch]) -> str:
    """The text without the stretches, which are in order and apart; all else as it is."""
    kept, end = [], 0
    for stretch in stretches:
        kept.append(text[end : stretch.start])
        end = stretch.end
    return "".join([*kept, text[end:]])


def _sentence_bounds(text: str, first: int, last: int) -> Iterator[int]:
    """Where the sentences of the lines from `first` to `last` begin, and the end of the last one."""
    yield first
    # The line break belongs to the line's last sentence only if the line goes whole: it is cut off here.
    end = last - 1 if text[first:last].endswith("\n") else last
    before = first
    for match in _SENTENCE_END.finditer(text, first, end):
        if before < match.end() < end:
            before = match.end()
            yield before
    if before == first:
        end = last  # one sentence is the whole line
    yield end
    if end != last:
        yield last


def _characters_of_words(text: str, wanted: I64) -> tuple[I64, I64]:
    """The first character of each of the words, and the one after the last."""
    firsts, lasts = np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.int64)
    words = characters = 0
    for piece in pieces(text):
        starts, ends = _words_of_piece(piece)
        here = (wanted >= words) & (wanted < words + len(starts))
        firsts[here] = starts[wanted[here] - words] + characters
        lasts[here] = ends[wanted[here] - words] + characters
        words += len(starts)
        characters += len(piece)
    return firsts, lasts


def _words_of_piece(text: str) -> tuple[I64, I64]:
    """Where the words of a text begin and end, in the order in which `words_of` finds them."""
    composed, origins, after = _composed(text)
    table = folding_table()
    codes = np.frombuffer(composed.encode("utf-32-le", "surrogatepass"), "<u4")
    counts = table.counts.take(codes).astype(np.int64)
    kinds = table.kinds.take(codes)
    counts[kinds == SEPARATOR] = 1
    of = np.repeat(np.arange(len(codes)), counts)
    inside = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    several = counts[of] != 1
    kinds = kinds[of]
    expansions = table.expansions[(table.offsets[codes[of]] + inside)[several]]
    kinds[several] = table.kinds[expansions]
    is_word = kinds == WORD
    begins = kinds == ALONE
    ends = begins.copy()
    before = np.concatenate([[False], is_word[:-1]])
    behind = np.concatenate([is_word[1:], [False]])
    begins |= is_word & ~before
    ends |= is_word & ~behind
    return origins[of[np.flatnonzero(begins)]], after[of[np.flatnonzero(ends)]]


def _composed(text: str) -> tuple[str, I64, I64]:
    """The text in NFC; for each of its characters, where in the text what it is made of begins and ends."""
    if unicodedata.is_normalized("NFC", text):
        places = np.arange(len(text))
        return text, places, places + 1
    # NFC joins nothing across white space. What it changes is placed by the chunk.
    chunks, origins, after = [], [], []
    for chunk in _CHUNK.finditer(text):
        said = chunk.group()
        composed = unicodedata.normalize("NFC", said)
        chunks.append(composed)
        if composed == said:
            origins.append(np.arange(chunk.start(), chunk.end()))
            after.append(origins[-1] + 1)
        else:
            origins.append(np.full(len(composed), chunk.start()))
            after.append(np.full(len(composed), chunk.end()))
    return "".join(chunks), np.concatenate(origins), np.concatenate(after)
