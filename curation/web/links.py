"""Documents → links to web pages → the pages that are wanted."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, field_validator

from curation.web.urls import canonicalise, in_hosts, url_key
from schemas.document import Document
from schemas.outcome import Dropped
from schemas.web import Link, WantedPage

# What is no page of text. Scripts and style sheets are not referenced by anybody on purpose.
FILE_TYPES = tuple(
    "pdf ps djvu epub doc docx odt rtf xls xlsx ods csv ppt pptx odp "
    "jpg jpeg png gif svg webp tif tiff bmp ico mp3 ogg oga wav flac m4a mp4 webm ogv avi mov wmv mkv "
    "zip gz tgz bz2 xz 7z rar tar exe dmg iso apk jar deb rpm swf xml rss json js css kml kmz".split()
)

# Sites whose text comes from their own dumps, which are better than their rendered pages.
DUMPED_SITES = (
    "wikipedia.org", "wikimedia.org", "wikidata.org", "wikiversity.org", "wikibooks.org", "wikivoyage.org",
    "wiktionary.org", "wikisource.org", "wikiquote.org", "wikinews.org", "mediawiki.org", "toolforge.org",
    "stackexchange.com", "stackoverflow.com", "superuser.com", "serverfault.com", "askubuntu.com",
    "mathoverflow.net", "stackapps.com",
)  # fmt: skip


class LinksConfig(BaseModel):
    """Which links count."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    allow_hosts: tuple[str, ...] = Field(
        default=(), description="Only links to these hosts and their subdomains; empty: to any."
    )
    block_hosts: tuple[str, ...] = Field(
        default=DUMPED_SITES, description="No links to these hosts and their subdomains."
    )
    exclude_types: tuple[str, ...] = Field(
        default=FILE_TYPES, description="No links whose path ends in one of these, without the dot."
    )

    @field_validator("allow_hosts", "block_hosts", "exclude_types")
    @classmethod
    def _fold(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({name.lower().strip(". ") for name in names}))


class WantedConfig(BaseModel):
    """Which referenced pages are wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_documents: int = Field(
        default=1, ge=1, description="Pages that fewer documents reference are dropped."
    )
    max_per_host: int = Field(
        default=0, ge=0, description="Pages kept of one host, the most referenced first; 0: all."
    )
    first_ids: int = Field(
        default=5, ge=0, description="How many of the referencing documents' ids a wanted page names."
    )


@dataclass(frozen=True)
class DocumentsToLinks:
    """Function of a map stage: documents → links, in a document's order, each page once per document.

    Drops links, the record being the address: the reasons of `canonicalise`, `host-blocked`,
    `host-not-allowed`, `file-type`, `repeated-link`.
    """

    config: LinksConfig

    def __call__(self, documents: Iterable[Document]) -> Iterator[Link | Dropped]:
        """See the class."""
        allowed, blocked = frozenset(self.config.allow_hosts), frozenset(self.config.block_hosts)
        excluded = frozenset(self.config.exclude_types)
        for document in documents:
            seen: set[str] = set()
            for address in document.links:
                found = canonicalise(address)
                if isinstance(found, str):
                    yield Dropped(found, address)
                elif found.url in seen:
                    yield Dropped("repeated-link", address)
                elif in_hosts(found.host, blocked):
                    yield Dropped("host-blocked", address)
                elif allowed and not in_hosts(found.host, allowed):
                    yield Dropped("host-not-allowed", address)
                elif _file_type(found.path) in excluded:
                    yield Dropped("file-type", address)
                else:
                    seen.add(found.url)
                    yield Link(url=found.url, written=address.strip(), host=found.host, document=document.id)


def _file_type(path: str) -> str:
    """What stands behind the last dot of a path's last part; empty without a dot."""
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    return ending.lower() if dot else ""


@dataclass(frozen=True)
class LinksToWantedPages:
    """Function of a group stage with the key `url`: links → one wanted page per URL.

    Drops pages that too few documents reference (`too-few-documents`). A document that is in the input twice
    counts once. `written` is the smallest in order, so that it does not depend on the input's.
    """

    config: WantedConfig

    def __call__(self, groups: Iterable[tuple[str, list[Link]]]) -> Iterator[WantedPage | Dropped]:
        """See the class."""
        for url, links in groups:
            documents = {link.document for link in links}
            page = WantedPage(
                key=url_key(url),
                url=url,
                written=min(link.written for link in links),
                host=links[0].host,
                documents=len(documents),
                first=heapq.nsmallest(self.config.first_ids, documents),
            )
            enough = len(documents) >= self.config.min_documents
            yield page if enough else Dropped("too-few-documents", page)


@dataclass(frozen=True)
class CapPerHost:
    """Function of a group stage with the key `host`: wanted pages → those most referenced of each host.

    Drops the others as `host-cap`. Order: documents, then URL.
    """

    config: WantedConfig

    def __call__(self, groups: Iterable[tuple[str, list[WantedPage]]]) -> Iterator[WantedPage | Dropped]:
        """See the class."""
        for _, pages in groups:
            pages.sort(key=lambda page: (-page.documents, page.url))
            for rank, page in enumerate(pages):
                within = not self.config.max_per_host or rank < self.config.max_per_host
                yield page if within else Dropped("host-cap", page)
