"""What claims are checked against: a page's text, its infobox and, if asked, pages that it links to."""

from __future__ import annotations

import operator
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from curation.checking.page import Page
from schemas.document import Document
from schemas.facts import Evidence

MOST_CHARACTERS = 4_000_000
"""Of all texts together; what is beyond is not read, and a verdict that finds nothing says so."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int  # in the joined text
    document: str
    infobox: bool


class CheckedSource:
    """The texts that a response's claims are checked against, indexed once: the page, of which the title
    names what is spoken of, and the pages beside it.

    `page` is all of them joined; `evidence` leads a sentence of it back to its document. `cut` says whether
    there was more text than MOST_CHARACTERS.
    """

    def __init__(self, pages: Sequence[Document]) -> None:
        pieces: list[_Piece] = []
        texts: list[str] = []
        size = 0
        self.cut = False

        def add(text: str, of: Document, infobox: bool) -> None:
            nonlocal size
            text = clean(text)
            if size + len(text) > MOST_CHARACTERS:
                self.cut = True
                text = text[: MOST_CHARACTERS - size]
            if text.strip():
                pieces.append(_Piece(size, of.id, infobox))
                texts.append(text)
                size += len(text) + 1

        for read in pages:
            add(read.text, read, False)
            for row in read.infobox:
                add(f"{_spoken(row.key)}: {_one_line(row.value)}", read, True)
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]
        title = re.sub(r"\s*\([^()]*\)$", "", clean(pages[0].title)) if pages else ""
        self.page = Page("\n".join(texts), title)

    def evidence(self, sentence: int) -> Evidence:
        """The sentence of this number in `page`, as a place in its document."""
        start, end = self.page.sentences[sentence]
        return self.span(start, end)

    def span(self, start: int, end: int) -> Evidence:
        """Characters of the joined text, of which the first is in the document that is named; they must not
        begin in one and end in another.
        """
        piece = self._pieces[bisect_right(self._starts, start) - 1]
        text = self.page.text[start:end]
        if piece.infobox:
            return Evidence(document=piece.document, start=-1, end=-1, text=text)
        return Evidence(document=piece.document, start=start - piece.start, end=end - piece.start, text=text)

    def bounds(self) -> list[int]:
        """Where a document's text or its infobox begins, ascending: no passage runs over these."""
        kinds = [(piece.document, piece.infobox) for piece in self._pieces]
        return [start for at, start in enumerate(self._starts) if not at or kinds[at] != kinds[at - 1]]


def clean(text: str) -> str:
    """The text with its lone surrogates, which no file and no tokenizer takes, as replacement characters;
    all places stay the same.
    """
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def _spoken(key: str) -> str:
    return re.sub(r"[_\s]+", " ", re.sub(r"(?<=[a-z])\d+$", "", key)).strip()


def _one_line(value: str) -> str:
    return " ".join(value.split())


class Sources:
    """Keeps the source that was asked for last: a page's responses come one after the other. Safe for
    several threads.
    """

    def __init__(self) -> None:
        self._last: tuple[tuple[Document, ...], CheckedSource] | None = None

    def of(self, pages: Sequence[Document]) -> CheckedSource:
        """The source made of these pages, the first of which is the one that the response is about."""
        last = self._last
        if last and len(last[0]) == len(pages) and all(map(operator.is_, last[0], pages)):
            return last[1]
        source = CheckedSource(pages)
        self._last = (tuple(pages), source)
        return source

    def __reduce__(self) -> tuple[type[Sources], tuple[()]]:
        return Sources, ()
