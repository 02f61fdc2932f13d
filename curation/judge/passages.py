"""The sentences of pages that a judge is shown."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curation.claims.sentences import sentence_spans
from schemas.document import Document
from schemas.facts import Evidence

_WORD = re.compile(r"\w+")
# A table without full stops is one long line: it is shown in pieces.
_LONGEST = 1000
# BM25's usual parameters (Robertson and Zaragoza, 2009).
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence or infobox row, with its place (start -1: an infobox row)."""

    document: str
    start: int
    end: int
    text: str

    @property
    def evidence(self) -> Evidence:
        """As verdicts have it."""
        return Evidence(document=self.document, start=self.start, end=self.end, text=self.text)


def passages(pages: Sequence[Document]) -> list[Passage]:
    """All that the pages say, in order: of each the infobox, then its sentences."""
    found = []
    for page in pages:
        found += [Passage(page.id, -1, -1, f"{row.key}: {row.value}") for row in page.infobox]
        for start, end in sentence_spans(page.text):
            for begin in range(start, end, _LONGEST):
                stop = min(end, begin + _LONGEST)
                found.append(Passage(page.id, begin, stop, page.text[begin:stop]))
    return found


def chosen(every: Sequence[Passage], claims: Iterable[str], characters: int) -> list[Passage]:
    """Those that fit into so many characters, in their order: all of them, or each claim's best by BM25 in
    turn, each with the sentences before and after it.
    """
    if sum(len(passage.text) for passage in every) <= characters:
        return list(every)
    words = [_words(passage.text) for passage in every]
    rankings = [_ranking(words, _words(claim)) for claim in claims]
    kept: set[int] = set()
    left = characters
    for rank in range(max(map(len, rankings), default=0)):
        for ranking in rankings:
            for place in _around(ranking[rank], len(every)) if rank < len(ranking) else ():
                size = len(every[place].text)
                if place not in kept and size <= left:
                    kept.add(place)
                    left -= size
    return [every[place] for place in sorted(kept)]


def _around(place: int, count: int) -> list[int]:
    return [near for near in (place, place - 1, place + 1) if 0 <= near < count]


def _ranking(texts: Sequence[Counter[str]], query: Counter[str]) -> list[int]:
    """The numbers of the texts that share a word with the query, best first."""
    sizes = [sum(text.values()) for text in texts]
    mean = sum(sizes) / len(sizes)
    scores = [0.0] * len(texts)
    for word in sorted(query):
        holding = [number for number, text in enumerate(texts) if word in text]
        rarity = math.log(1 + (len(texts) - len(holding) + 0.5) / (len(holding) + 0.5))
        for number in holding:
            count = texts[number][word]
            scores[number] += (
                rarity * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * sizes[number] / mean))
            )
    return sorted((number for number, score in enumerate(scores) if score), key=lambda n: (-scores[n], n))


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))
