"""Generated documents among which the duplicates are known, at chosen Jaccard levels. Deterministic; any
document can be made by itself, so a corpus of any size is streamed and split over workers.

    python benchmarks/dedup_corpus.py 1000000 > corpus.jsonl

Half of the documents are originals. Of each ten originals, seven have a copy in the other half, one for each
of LEVELS (edits of single words, spread evenly, bring the shingles of five words to that similarity); the
rest are like nothing else. `hot` documents more are copies of one page with another word here and there, as
template pages are: they share a bucket in every band.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from curation.dedup.words import mix64  # noqa: E402
from schemas.document import Document  # noqa: E402
from schemas.split import Split  # noqa: E402

LEVELS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.3)
SHINGLE_WORDS = 5
_VOCABULARY = 40_000
_ORIGINALS = 10
_HOT = 1 << 40  # the number of the page whose copies are the hot ones
_EDITS = 1 << 41  # where words of edits are drawn, apart from those of texts


@dataclass(frozen=True)
class Corpus:
    """`documents` and `hot` documents more. `words` are the fewest of a text; the most are three times
    that.
    """

    documents: int
    hot: int = 0
    words: int = 100
    seed: int = 0

    def __len__(self) -> int:
        return self.documents + self.hot

    def original(self, number: int) -> tuple[int, float]:
        """The number of the document that this is made of (perhaps itself), and the level of the copy."""
        if number >= self.documents:
            return _HOT, 0.95
        mirrored = self.documents - 1 - number
        if number < (self.documents + 1) // 2 or mirrored % _ORIGINALS >= len(LEVELS):
            return number, 1.0
        return mirrored, LEVELS[mirrored % _ORIGINALS]

    def words_of(self, number: int) -> list[str]:
        """The text's words."""
        original, level = self.original(number)
        length = self.words + int(_random(self.seed, original, 1)[0] % np.uint64(2 * self.words))
        chosen = _random(self.seed, original, length) >> np.uint64(48)
        words: list[str] = _spelling()[chosen].tolist()
        shingles = length - SHINGLE_WORDS + 1
        # Each edit changes five shingles, so J = (n - 5 k) / (n + 5 k).
        edits = round(shingles * (1 - level) / (SHINGLE_WORDS * (1 + level)))
        if edits and original != number:
            places = (np.arange(edits) + 0.5) * length / edits
            if original == _HOT:
                places = _random(self.seed, number, edits) % np.uint64(length)
            for place, word in zip(
                places.astype(int), _random(self.seed, _EDITS + number, edits) >> np.uint64(48), strict=True
            ):
                words[place] = str(_spelling()[word])
        return words

    def document(self, number: int) -> Document:
        """The document."""
        words = self.words_of(number)
        sentences = [" ".join(words[i : i + 14]).capitalize() for i in range(0, len(words), 14)]
        return Document(
            id=f"generated:{number}",
            source="generated",
            url="",
            title=f"Document {number}",
            text=". ".join(sentences) + ".",
            language="en",
            licence="CC0-1.0",
            revision="",
            timestamp="",
            links=[],
            infobox=[],
            constructs={},
            lost_templates={},
        )

    def planted(self) -> Iterator[tuple[int, int, float]]:
        """Every pair of original and copy, with its level; without the hot ones."""
        for number in range((self.documents + 1) // 2, self.documents):
            original, level = self.original(number)
            if original != number:
                yield original, number, level


@dataclass(frozen=True)
class CorpusSource:
    """A corpus as the source of a pipeline. `path` is a file that `write_description` has made."""

    path: str
    split_documents: int = 10_000

    def plan(self) -> list[Split]:
        """Consecutive documents."""
        total = len(self._corpus)
        return [
            Split(
                path=self.path,
                kind="generated",
                start=start,
                end=min(total, start + self.split_documents),
                size=1000 * self.split_documents,
            )
            for start in range(0, total, self.split_documents)
        ]

    def read(self, split: Split) -> Iterator[Document]:
        """The documents from the split's `start` to its `end`."""
        return (self._corpus.document(number) for number in range(split.start, split.end))

    @functools.cached_property
    def _corpus(self) -> Corpus:
        return Corpus(**json.loads(Path(self.path).read_text()))


def write_description(corpus: Corpus, path: Path) -> CorpusSource:
    """Writes what the corpus is, and returns it as a source."""
    path.write_text(json.dumps(asdict(corpus)))
    return CorpusSource(str(path))


def _random(seed: int, stream: int, count: int) -> np.ndarray:
    """Numbers that are the same for the same stream, from the first on."""
    start = np.uint64((stream * 0x9E3779B97F4A7C15 + seed * 0xD1B54A32D192ED03) % (1 << 64))
    first = mix64(np.array([start]))
    return mix64(first + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))


@functools.cache
def _spelling() -> np.ndarray:
    """65,536 words, the frequent ones many times (as often as rank^-0.7 says), as an array of str."""
    syllables = [a + b for a in "bcdfghjklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]
    base = len(syllables)
    words = []
    for rank in range(_VOCABULARY):
        number, word = rank + base, ""
        while number:
            number, syllable = divmod(number, base)
            word += syllables[syllable]
        words.append(word)
    weights = np.arange(1, _VOCABULARY + 1) ** -0.7
    ends = np.cumsum(weights) / weights.sum()
    ranks = np.searchsorted(ends, (np.arange(1 << 16) + 0.5) / (1 << 16))
    return np.array(words, dtype=object)[ranks]


def main() -> None:
    corpus = Corpus(int(sys.argv[1]))
    for number in range(len(corpus)):
        document = corpus.document(number)
        print(json.dumps({"id": document.id, "text": document.text}))


if __name__ == "__main__":
    main()
