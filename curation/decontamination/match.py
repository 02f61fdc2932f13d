"""Texts → which items they have how much of, and at which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from curation.decontamination.index import NgramIndex
from curation.decontamination.scan import coarse_words, keys_at, run_keys
from curation.dedup.folding import I64, U64
from curation.dedup.shingles import is_long, shingle
from curation.dedup.words import Words, pieces, words_of

# Candidates that are looked up at a time.
_TOGETHER = 1 << 16


@dataclass(frozen=True, slots=True)
class Match:
    """A text has `found` of the `total` n-grams of the item `item` (its place among all). They stand at
    the words from `begins[i]` to before `ends[i]`, in order.
    """

    item: int
    found: int
    total: int
    begins: I64
    ends: I64

    @property
    def share(self) -> float:
        """Of the item's n-grams, how many the text has: 0 to 1."""
        return self.found / self.total


class Matcher:
    """Finds an index's n-grams in texts."""

    def __init__(self, index: NgramIndex) -> None:
        self._index = index
        self._filter = index.filter()
        self._run = int(index.run[0])
        self._widths = [int(width) for width in index.widths]

    def match(self, texts: Sequence[str]) -> Iterator[tuple[int, list[Match]]]:
        """The texts that have something, by position, with the items that they have something of. Texts of
        some 131,000 characters together are best; a longer one is worked on in pieces.
        """
        short = [number for number, text in enumerate(texts) if not is_long(text)]
        places = self._candidates([texts[number] for number in short])
        found = {short[position]: places for position, places in places.items()}
        for number, text in enumerate(texts):
            if is_long(text) and len(candidates := self._candidates_of_long(text)):
                found[number] = candidates
        for number, candidates in sorted(found.items()):
            if matches := self._matches(texts[number], candidates):
                yield number, matches

    def _candidates(self, texts: Sequence[str]) -> dict[int, I64]:
        """For the texts that have any: the words at which an n-gram may begin."""
        if not texts or not len(self._index.keys):
            return {}
        coarse = coarse_words(texts)
        places = self._known(coarse.keys)
        if not len(places):
            return {}
        ends = np.cumsum(coarse.counts)
        of = np.searchsorted(ends, places, side="right")
        first = ends - coarse.counts
        numbers, starts = np.unique(of, return_index=True)
        # A run may go over the end of its text: the n-gram is then not found there.
        return {
            int(number): some - first[number]
            for number, some in zip(numbers, np.split(places, starts[1:]), strict=True)
        }

    def _candidates_of_long(self, text: str) -> I64:
        found = []
        carried, done = np.empty(0, np.uint64), 0
        for piece in pieces(text):
            keys = np.concatenate([carried, coarse_words([piece]).keys])
            found.append(self._known(keys) + (done - len(carried)))
            done += len(keys) - len(carried)
            carried = keys[max(0, len(keys) - self._widths[-1] + 1) :] if self._widths else keys[:0]
        return np.unique(np.concatenate(found))

    def _known(self, keys: U64) -> I64:
        """The words at which, by the coarse keys, an n-gram begins."""
        if len(keys) < self._run or not len(self._index.prefixes):
            return np.empty(0, np.int64)
        runs = run_keys(keys, self._run)
        places = self._filter.passing(runs)
        prefixes = self._index.prefixes
        places = places[_are_in(prefixes, runs[places])]
        found = np.zeros(len(places), bool)
        for width in self._widths:
            inside = np.flatnonzero(places + width <= len(keys))
            for first in range(0, len(inside), _TOGETHER):
                some = inside[first : first + _TOGETHER]
                found[some] |= _are_in(self._index.coarse, keys_at(keys, places[some], width))
        known: I64 = places[found]
        return known

    def _matches(self, text: str, candidates: I64) -> list[Match]:
        index = self._index
        hashes = np.concatenate([words_of([piece]).hashes for piece in pieces(text)])
        begins, keys, widths = [], [], []
        for width in self._widths:
            inside = candidates[candidates + width <= len(hashes)]
            for first in range(0, len(inside), _TOGETHER):
                some = inside[first : first + _TOGETHER]
                runs = hashes[some[:, None] + np.arange(width)].ravel()
                grams = shingle(Words(runs, np.full(len(some), width)), width).hashes
                near = np.searchsorted(index.keys, grams)
                near[near == len(index.keys)] = 0
                same = index.keys[near] == grams
                begins.append(some[same])
                keys.append(near[same])
                widths.append(np.full(int(same.sum()), width))
        if not keys:
            return []
        return self._by_item(*(np.concatenate(column) for column in (begins, keys, widths)))

    def _by_item(self, begins: I64, keys: I64, widths: I64) -> list[Match]:
        """The best of each item's texts, given where which of the index's n-grams stand."""
        index = self._index
        counts = index.offsets[keys + 1] - index.offsets[keys]
        rows = np.repeat(np.arange(len(keys)), counts)
        inside = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        texts = index.texts[index.offsets[keys[rows]] + inside]
        best: dict[int, Match] = {}
        order = np.lexsort((begins[rows], texts))
        rows, texts = rows[order], texts[order]
        bounds = np.flatnonzero(np.diff(texts, prepend=-1, append=-1))
        for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            text, some = int(texts[start]), rows[start:end]
            match = Match(
                item=int(index.items[text]),
                found=len(np.unique(keys[some])),
                total=int(index.totals[text]),
                begins=begins[some],
                ends=begins[some] + widths[some],
            )
            before = best.get(match.item)
            if before is None or match.share > before.share:
                best[match.item] = match
        return [best[item] for item in sorted(best)]


def _are_in(ascending: U64, keys: U64) -> npt.NDArray[np.bool_]:
    """Which of the keys are among those in order."""
    near = np.searchsorted(ascending, keys)
    near[near == len(ascending)] = 0
    same: npt.NDArray[np.bool_] = ascending[near] == keys
    return same


def has_words(text_hashes: U64, sought: U64) -> bool:
    """Whether a text's words have these ones in a row."""
    if not len(sought) or len(sought) > len(text_hashes):
        return False
    places = np.flatnonzero(text_hashes[: len(text_hashes) - len(sought) + 1] == sought[0])
    for step in range(1, len(sought)):
        places = places[text_hashes[places + step] == sought[step]]
        if not len(places):
            return False
    return bool(len(places))
