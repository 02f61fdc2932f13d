"""Web pages that documents reference: the links, the pages that are wanted, and captures of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from schemas.keys import Hash64


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A document references a web page.

    `url` is the canonical form (`curation/web/urls.py`), alike for all ways to write the page's address;
    `written` is the address as the document has it; `host` the canonical host; `document` the document's id.
    """

    VERSION: ClassVar[int] = 1

    url: str
    written: str
    host: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPage:
    """A web page that documents reference.

    `key` is the 64-bit hash of the canonical `url` by which pages are looked up; `written` an address as a
    document has it, for fetching. `documents` counts the documents that reference the page, `first` are the
    smallest of their ids, as many as the configuration allows.
    """

    VERSION: ClassVar[int] = 1

    key: Hash64
    url: str
    written: str
    host: str
    documents: int
    first: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A web page as an archive holds it. Never written to disk.

    `url` is the address it was captured from (empty: a saved file that does not say it); `captured` when, ISO
    8601 in UTC, empty if unknown. `content_type` is the HTTP header's value; `transfer_encoding` and
    `content_encoding` name what still has to be undone to `body`, as the headers do. `where` says for people
    where the capture is stored.
    """

    url: str
    captured: str
    content_type: str
    transfer_encoding: str
    content_encoding: str
    body: bytes
    where: str
