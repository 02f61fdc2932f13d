"""The functions of the stages that read documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np

from curation.decontamination.config import DecontaminationConfig
from curation.decontamination.index import Items, NgramIndex
from curation.decontamination.match import Match, Matcher, has_words
from curation.decontamination.spans import Stretch, widened, without, word_stretches
from curation.dedup.folding import U64
from curation.dedup.words import BLOCK_CHARACTERS, pieces, words_of
from curation.lookup import Lookup, write_lookup
from schemas.decontamination import CheckedText, EvaluationItem, Overlap
from schemas.document import Document
from schemas.keys import text_key
from schemas.manifest import Manifest
from schemas.outcome import Dropped

CONTAMINATED = "contaminated"
LOOKUP = "overlapping"
MATCHING_CHARACTERS = 500


class _Row(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


RowT = TypeVar("RowT", bound=_Row)


@dataclass(frozen=True)
class FindOverlaps:
    """Function of a map stage that uses the stage of the evaluation items: a row for each item that a
    document has `report_share` of, the most contaminated first.

    Holds texts of about 131,000 characters together, or one longer text.
    """

    config: DecontaminationConfig

    def __call__(self, rows: Iterable[CheckedText], folder: str) -> Iterator[Overlap]:
        """See the class; `folder` is that of the evaluation items."""
        items = Items(folder)
        for row, matches in _matched(rows, Matcher(NgramIndex.load(folder))):
            hashes = _hashes(row.text)
            for match in sorted(matches, key=lambda match: (-match.share, match.item)):
                if match.share >= self.config.report_share:
                    yield self._overlap(row, match, items[match.item], hashes)

    def _overlap(self, row: CheckedText, match: Match, item: EvaluationItem, hashes: U64) -> Overlap:
        stretches = word_stretches(row.text, match.begins, match.ends)
        start, end = stretches[0].start, max(stretch.end for stretch in stretches)
        return Overlap(
            item=item.item,
            set=item.set,
            question=item.question,
            answers=item.answers,
            key=text_key(row.id),
            id=row.id,
            source=row.source,
            title=row.title,
            share=match.share,
            ngrams=match.total,
            matching=_shortened(row.text, start, end),
            start=start,
            end=end,
            answer_found=any(has_words(hashes, _hashes(answer)) for answer in item.answers),
            contaminated=match.share >= self.config.min_share,
        )


def write_overlapping(folder: str, manifest: Manifest) -> None:
    """Called when all overlaps are known: writes the lookup of the documents that have any."""
    write_lookup(folder, LOOKUP, manifest.files, ("key",), lambda batch: np.ones(len(batch), np.uint64))


@dataclass(frozen=True)
class Decontaminate:
    """Function of a map stage that uses the stages of the evaluation items and of the overlaps: documents
    without the contaminated ones, or without their contaminated stretches.

    Drops as `contaminated` documents that are (`remove`), or of which nothing but white space is left
    (`mask`). Looks again only at texts of which the stage of the overlaps has a row.
    """

    config: DecontaminationConfig

    def __call__(
        self, documents: Iterable[Document], items: str, overlaps: str
    ) -> Iterator[Document | Dropped]:
        """See the class; the folders are those of the evaluation items and of the overlaps."""
        overlapping = Lookup(overlaps, LOOKUP)
        matcher: Matcher | None = None
        for document in documents:
            if not len(overlapping) or overlapping.get(text_key(document.id)) is None:
                yield document
                continue
            matcher = matcher or Matcher(NgramIndex.load(items))
            matches = [match for _, some in matcher.match([document.text]) for match in some]
            yield self._decide(document, matches)

    def _decide(self, document: Document, matches: list[Match]) -> Document | Dropped:
        enough = [match for match in matches if match.share >= self.config.min_share]
        if not enough:
            return document
        if self.config.action == "remove":
            return Dropped(CONTAMINATED, document)
        text = masked(document.text, enough, self.config)
        return replace(document, text=text) if text.strip() else Dropped(CONTAMINATED, document)


def masked(text: str, matches: Iterable[Match], config: DecontaminationConfig) -> str:
    """The text without the sentences or lines in which the matches stand."""
    stretches: list[Stretch] = []
    for match in matches:
        stretches += word_stretches(text, match.begins, match.ends)
    return without(text, widened(text, stretches, config.mask))


def _matched(rows: Iterable[RowT], matcher: Matcher) -> Iterator[tuple[RowT, list[Match]]]:
    waiting: list[RowT] = []
    characters = 0
    for row in rows:
        if characters + len(row.text) > BLOCK_CHARACTERS:
            yield from _match_block(waiting, matcher)
            waiting, characters = [], 0
        waiting.append(row)
        characters += len(row.text)
    yield from _match_block(waiting, matcher)


def _match_block(rows: list[RowT], matcher: Matcher) -> Iterator[tuple[RowT, list[Match]]]:
    for number, matches in matcher.match([row.text for row in rows]):
        yield rows[number], matches


def _hashes(text: str) -> U64:
    return np.concatenate([words_of([piece]).hashes for piece in pieces(text)])


def _shortened(text: str, start: int, end: int) -> str:
    if end - start <= MATCHING_CHARACTERS:
        return text[start:end]
    half = MATCHING_CHARACTERS // 2
    return f"{text[start : start + half]} […] {text[end - half : end]}"
