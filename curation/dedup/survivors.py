"""Documents → those that stay.

What becomes of a row is looked up by its key. Rows that share a key are the same row more than once, as where
two dumps overlap, and a map over shards cannot tell which of them is the first of all: if one is to stay,
they are set aside, and a group keeps one of each. No other text is shuffled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from curation.dedup.clusters import EXACT, FATES, KEPT, LOOKUP, ONE_KEPT
from curation.dedup.identity import row_key, text_digest
from curation.lookup import Lookup
from schemas.document import Document
from schemas.outcome import Dropped


def keep_survivors(documents: Iterable[Document], folder: str) -> Iterator[Document | Dropped]:
    """Function of a map stage that uses the stage of the clusters, in `folder`: documents that are kept.

    Drops the others as `exact-duplicate` or `near-duplicate`. Copies to the letter of a row that stays are
    neither kept nor dropped here: `identical_rows` has them.
    """
    fates = Lookup(folder, LOOKUP)
    for document in documents:
        fate = _fate(document, fates)
        if fate == KEPT:
            yield document
        elif fate != ONE_KEPT:
            yield Dropped(FATES[fate], document)


def identical_rows(documents: Iterable[Document], folder: str) -> Iterator[Document]:
    """Function of a map stage that uses the stage of the clusters: the rows that `keep_survivors` sets aside.
    Reads nothing where there are none, as is usual.
    """
    fates = Lookup(folder, LOOKUP)
    if np.any(fates.values == ONE_KEPT):
        yield from (document for document in documents if _fate(document, fates) == ONE_KEPT)


def first_of_identical(groups: Iterable[tuple[str, list[Document]]]) -> Iterator[Document | Dropped]:
    """Function of a group stage, by `id`: of the rows that are the same, the first. Drops the others as
    `exact-duplicate`.
    """
    for _, documents in groups:
        seen: set[int] = set()
        for document in documents:
            key = row_key(document, text_digest(document.text))
            yield Dropped(EXACT, document) if key in seen else document
            seen.add(key)


def _fate(document: Document, fates: Lookup) -> int:
    found = fates.get(row_key(document, text_digest(document.text)))
    return KEPT if found is None else found
