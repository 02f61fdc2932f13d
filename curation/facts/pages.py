"""Which revision of a page is the newest, and which pages share a name.

Two dumps of one wiki hold the same ids: facts of an older text would contest those of the newer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from curation.facts.naming import folded
from curation.facts.subjects import bare_title
from curation.lookup import U64, Lookup, write_lookup
from schemas.document import Document
from schemas.facts import NamedPage, PageHead, SharedName
from schemas.keys import text_key
from schemas.manifest import Manifest

_PAGES, _NAMES = "pages", "names"
MAX_TITLES = 100


def newest_pages(groups: Iterable[tuple[str, list[PageHead]]]) -> Iterator[NamedPage]:
    """Function of a group stage, by id: the newest revision of each page, by its time, then its number."""
    for _, heads in groups:
        head = max(heads, key=lambda head: (head.timestamp, _number(head.revision), head.revision))
        yield NamedPage(
            key=text_key(head.id),
            version=version_of(head),
            document=head.id,
            title=head.title,
            name=folded(bare_title(head.title)),
        )


def shared_names(groups: Iterable[tuple[str, list[NamedPage]]]) -> Iterator[SharedName]:
    """Function of a group stage, by name: the names that more than one page has."""
    for name, pages in groups:
        titles = sorted({page.title for page in pages})
        if len({page.document for page in pages}) > 1:
            yield SharedName(key=text_key(name), name=name, titles=titles[:MAX_TITLES])


def version_of(page: PageHead | Document) -> int:
    """A number that tells the revisions of a page apart."""
    return text_key(page.revision, page.timestamp)


def write_pages(folder: str, manifest: Manifest) -> None:
    """The `finish` of the stage of the newest pages."""
    write_lookup(folder, _PAGES, manifest.files, ("key", "version"), _versions)


def write_names(folder: str, manifest: Manifest) -> None:
    """The `finish` of the stage of the shared names."""
    write_lookup(folder, _NAMES, manifest.files, ("key",), _ones)


class Pages:
    """Which revisions are the newest. `folder` is that of the stage."""

    def __init__(self, folder: str) -> None:
        self._lookup = Lookup(folder, _PAGES)

    def is_newest(self, document: Document) -> bool:
        """Whether no other row has a newer text of the page."""
        return self._lookup.get(text_key(document.id)) == version_of(document)


class Names:
    """Which names several pages have. `folder` is that of the stage."""

    def __init__(self, folder: str) -> None:
        self._lookup = Lookup(folder, _NAMES)

    def is_shared(self, name: str) -> bool:
        """Whether more than one page has the (folded) name, whatever stands in parentheses after it."""
        return self._lookup.get(text_key(name)) is not None


def _number(revision: str) -> int:
    return int(revision) if revision.isascii() and revision.isdigit() else 0


def _versions(batch: pa.RecordBatch) -> U64:
    return np.asarray(batch.column("version").to_numpy(), dtype=np.uint64)


def _ones(batch: pa.RecordBatch) -> U64:
    return np.ones(len(batch), np.uint64)
