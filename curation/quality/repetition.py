"""How much of a text is said again: lines, paragraphs and n-grams of words (Rae et al. 2021, A.1.1).

The shares of characters are over the characters of words or lines, without the spaces between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from curation.quality.words import Hashes, Words

TOP = (2, 3, 4)
DUPLICATE = (5, 6, 7, 8, 9, 10)

_ROLL = np.uint64(0x9FB21C651E98DF25)


def repeated(items: Sequence[str]) -> tuple[float, float]:
    """The shares of the items, and of their characters, that occurred before."""
    if len(set(items)) == len(items):
        return 0.0, 0.0
    seen: set[str] = set()
    count = characters = 0
    for item in items:
        if item in seen:
            count += 1
            characters += len(item)
        else:
            seen.add(item)
    return count / len(items), characters / sum(map(len, items))


def repeated_ngrams(words: Words) -> dict[int, float]:
    """For 2 to 4: the share of characters in the most frequent n-gram, if it occurs twice. For 5 to 10: the
    share in n-grams that occurred before, each character counted once.

    Only an n-gram whose first n - 1 words are repeated can be repeated itself, so each n looks only where the
    one before it found something.
    """
    found = dict.fromkeys((*TOP, *DUPLICATE), 0.0)
    total = int(words.lengths.sum())
    ends = np.concatenate(([0], np.cumsum(words.lengths)))
    places = np.arange(len(words))
    hashes = words.hashes
    for n in found:
        places, hashes = _longer(words.hashes, places, hashes, n)
        if len(places) < 2:
            break
        order = np.argsort(hashes, kind="stable")
        ranked = hashes[order]
        again = ranked[1:] == ranked[:-1]
        if not again.any():
            break
        if n in TOP:
            found[n] = _top(places[order], again, ends, n) / total
        else:
            found[n] = _covered(places[order[1:][again]], words.lengths, n) / total
        repeats = np.zeros(len(order), dtype=np.bool_)
        repeats[1:] = again
        repeats[:-1] |= again
        kept = np.sort(order[repeats])
        places, hashes = places[kept], hashes[kept]
    return found


def _longer(
    words: Hashes, places: npt.NDArray[np.int64], hashes: Hashes, n: int
) -> tuple[npt.NDArray[np.int64], Hashes]:
    """The n-grams at the places where there are n words, from the hashes of those a word shorter."""
    count = int(np.searchsorted(places, len(words) - n, side="right"))
    places = places[:count]
    return places, (hashes[:count] * _ROLL) ^ (hashes[:count] >> np.uint64(29)) ^ words[places + (n - 1)]


def _top(
    places: npt.NDArray[np.int64], again: npt.NDArray[np.bool_], ends: npt.NDArray[np.int64], n: int
) -> int:
    """The characters in the most frequent n-gram; of equally frequent ones, in the longest."""
    firsts = np.flatnonzero(np.concatenate(([True], ~again)))
    counts = np.diff(np.append(firsts, len(places)))
    most = int(counts.max())
    at = places[firsts[counts == most]]
    return min(most * int((ends[at + n] - ends[at]).max()), int(ends[-1]))


def _covered(places: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], n: int) -> int:
    """The characters in the n words at each of the places, words under several of them counted once."""
    change = np.zeros(len(lengths) + 1, dtype=np.int32)
    change[places] += 1
    change[places + n] -= 1
    return int(lengths[np.cumsum(change[:-1]) > 0].sum())
