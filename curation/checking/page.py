"""A page made ready for checking: its sentences, its words, and where each word stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from curation.checking.words import Token, tokens_of
from curation.claims.sentences import sentence_spans

LIFE_SENTENCES = 3
"""Of these first sentences of a page, dates in brackets after a name are those of birth and death."""

LIKE = 6
"""Roots of at least one character more that agree in so many are akin; their mark `~` is one of them."""

_LIFE = re.compile(
    r"\((?:[^()\d]{0,80}[;,] )?(?P<born>[^()–—;]{0,40}?\d{3,4}[^()–—;]{0,40}?)"
    r"\s?(?:[–—]|-{1,2}|\bto\b)\s?(?P<died>[^()]{0,40}?\d{3,4}[^()]{0,60})\)"
)


class Page:
    """The text of a page and what is looked up in it. Built once, asked by many claims.

    `sentences` are character spans; `tokens` the words in order; `first` the number of each sentence's first
    word, with one more at the end; `sentence_of` the sentence of each word; `index` the places (numbers of
    words, ascending) of each lemma and of each root. `lemmas` are all of the page, `bigrams` those that stand
    side by side.
    """

    __slots__ = (
        "_begin",
        "bigrams",
        "first",
        "index",
        "lemmas",
        "sentence_of",
        "sentences",
        "text",
        "title",
        "tokens",
    )

    def __init__(self, text: str, title: str = "") -> None:
        self.text = text
        self.title = frozenset(token.word.root for token in tokens_of(title))
        self.sentences = sentence_spans(text)
        self.tokens: list[Token] = []
        self.first: list[int] = []
        self.sentence_of: list[int] = []
        for number, (start, end) in enumerate(self.sentences):
            self.first.append(len(self.tokens))
            found = tokens_of(text[start:end], start)
            if number < LIFE_SENTENCES:
                found = _with_life(text, start, end, found)
            self.tokens += found
            self.sentence_of += [number] * len(found)
        self.first.append(len(self.tokens))
        index: dict[str, list[int]] = {}
        for place, token in enumerate(self.tokens):
            word = token.word
            if word.stop:
                continue
            index.setdefault(word.lemma, []).append(place)
            if word.root != word.lemma:
                index.setdefault(word.root, []).append(place)
        self.index = index
        begin: dict[str, list[str]] = {}
        for root in index:
            if root[0] == "~" and len(root) > LIKE:
                begin.setdefault(root[:LIKE], []).append(root)
        self._begin = begin
        lemmas = [token.word.lemma for token in self.tokens]
        self.lemmas = frozenset(lemmas)
        self.bigrams = frozenset(pairwise(lemmas))

    def akin(self, root: str) -> Sequence[int]:
        """The places of roots that begin as this one does, and are longer than what they share."""
        if root[0] != "~" or len(root) <= LIKE:
            return ()
        return [place for other in self._begin.get(root[:LIKE], ()) for place in self.index[other]]

    def words_of(self, sentence: int) -> list[Token]:
        """The words of the sentence of this number."""
        return self.tokens[self.first[sentence] : self.first[sentence + 1]]


def _with_life(text: str, start: int, end: int, found: list[Token]) -> list[Token]:
    """The words with `born` and `died` before the dates of a life: `Ana Ruiz (3 May 1850 – 1911)` says so."""
    match = _LIFE.search(text, start, end)
    if not match:
        return found
    more = [
        Token(match.start(group), match.start(group), group, _BORN_DIED[group]) for group in ("born", "died")
    ]
    return sorted([*found, *more], key=lambda token: (token.start, token.end))


_BORN_DIED = {form: tokens_of(form)[0].word for form in ("born", "died")}
