"""Captures of web pages → documents, one per page."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field

from curation.web.bounds import TooComplexError
from curation.web.charset import decode_html
from curation.web.extract import Extracted, extract
from curation.web.http import TooLargeError, decode_body
from curation.web.lookup import WantedPages
from curation.web.urls import canonicalise, url_key
from schemas.document import Document
from schemas.outcome import Dropped, Rejected
from schemas.web import Capture

# Pages that say, with status 200, that there is no page; and those that ask who is there. A long text with
# such a title is an article about the subject.
_ERROR_CHARACTERS = 1500
_SOFT_404 = re.compile(
    r"\b(?:error 404|404 error|page (?:does not|doesn't) exist|page unavailable|(?:page |404 )?not found"
    r"|no longer (?:available|exists)|(?:page|site) has moved|nothing found|nicht gefunden|introuvable"
    r"|página no encontrada|pagina non trovata|страница не найдена)\b|^\W*404\W*$|ページが見つかりません",
    re.I,
)
_GATE = re.compile(
    r"\b(?:just a moment|attention required|access (?:to this page )?(?:has been )?denied|are you a robot"
    r"|are you (?:a )?human|checking your browser|security check|captcha|pardon our interruption"
    r"|enable javascript|403 forbidden|log in to continue|sign in to continue|unsupported browser"
    r"|domain (?:name )?is for sale|buy this domain|account suspended)\b",
    re.I,
)
# Of what is no text, much is replaced when it is read as text.
_BINARY_SHARE = 0.05
_MARKUP_CHARACTERS = 1 << 16


class PagesConfig(BaseModel):
    """Which pages become documents."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    all_pages: bool = Field(
        default=False, description="Keep every page of the archives, also those that no document references."
    )
    source: str = Field(
        default="web", pattern=r"^[a-z0-9-]+$", description="What the documents' source is called."
    )
    min_characters: int = Field(
        default=200, ge=1, description="Pages with less main text, without the title, are dropped."
    )
    max_page_bytes: int = Field(
        default=8 << 20, gt=0, description="A page that is longer, stored or decompressed, is rejected."
    )


@dataclass
class CapturesToDocuments:
    """Function of a map stage: captures of pages → documents. It is called with the folder of the stage of
    wanted pages, and with none where the configuration says `all_pages`.

    A document's `url` is the capture's, its `id` is made of the canonical one, so that all captures of a page
    share it; `timestamp` is the page's own date. `metadata` has `host`, `captured` (when, if known) and
    `referenced_by` (how many documents reference the page; not where all pages are kept).

    Drops `not-wanted`, `no-url` (a saved page that does not say it), the reasons of `canonicalise`,
    `not-html`, `no-text`, `too-short`, `soft-404`, `gate` (a page in front of the page: a question whether
    the reader is human, a login). Rejects `page-too-large`, `too-complex`, `extraction-failed`.
    """

    config: PagesConfig = field(default_factory=PagesConfig)
    _wanted: tuple[str, WantedPages] | None = field(default=None, init=False, repr=False, compare=False)

    def __call__(self, captures: Iterable[Capture], *folders: str) -> Iterator[Document | Dropped | Rejected]:
        """See the class. Raises ValueError for another number of folders, InputError for one without the
        table of wanted pages.
        """
        expected = 0 if self.config.all_pages else 1
        if len(folders) != expected:
            raise ValueError(
                f"with all_pages {self.config.all_pages} the pages use {expected} other stages, and not "
                f"{len(folders)}: {folders}"
            )
        wanted = self._open(folders[0]) if folders else None
        for capture in captures:
            yield self._document(capture, wanted)

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_wanted": None}

    def _open(self, folder: str) -> WantedPages:
        if self._wanted is None or self._wanted[0] != folder:
            self._wanted = (folder, WantedPages(folder))
        return self._wanted[1]

    def _document(self, capture: Capture, wanted: WantedPages | None) -> Document | Dropped | Rejected:
        without_body = dataclasses.replace(capture, body=b"")
        metadata = {"captured": capture.captured} if capture.captured else {}
        page = canonicalise(capture.url) if capture.url else None
        if isinstance(page, str):
            return Dropped(page, without_body)
        if page is not None:
            metadata["host"] = page.host
        if wanted is not None:
            if page is None:
                return Dropped("no-url", without_body)
            references = wanted.documents(url_key(page.url))
            if not references:
                return Dropped("not-wanted", without_body)
            metadata["referenced_by"] = str(references)
        try:
            body = decode_body(
                capture.body, capture.transfer_encoding, capture.content_encoding, self.config.max_page_bytes
            )
        except TooLargeError as error:
            return Rejected("page-too-large", capture.where, str(error))
        decoded = decode_html(body, capture.content_type)
        binary = decoded.replaced > _BINARY_SHARE * len(decoded.text)
        if binary or "<" not in decoded.text[:_MARKUP_CHARACTERS]:
            return Dropped("not-html", without_body)
        try:
            extracted = extract(decoded.text)
        except TooComplexError as error:
            return Rejected("too-complex", capture.where, str(error))
        except MemoryError:
            raise
        except Exception as error:  # of the parser and the extractor, on whatever the web holds
            return Rejected("extraction-failed", capture.where, f"{type(error).__name__}: {error}")
        if extracted is None:
            return Dropped("no-text", without_body)
        repaired = {"repaired-character": decoded.replaced} if decoded.replaced else {}
        document = Document(
            id=f"{self.config.source}:{url_key(page.url) if page else _body_key(body):016x}",
            source=self.config.source,
            url=capture.url,
            title=extracted.head.title,
            text=extracted.text,
            language=extracted.head.language,
            licence=extracted.licence,
            revision="",
            timestamp=extracted.head.date,
            links=[],
            infobox=[],
            constructs=extracted.constructs | repaired,
            lost_templates={},
            metadata=metadata,
        )
        reason = self._why_not(extracted)
        return Dropped(reason, document) if reason else document

    def _why_not(self, extracted: Extracted) -> str:
        """Why the page is not wanted after all; empty if it is."""
        text = extracted.text
        if text.startswith("# "):
            text = text.partition("\n")[2].strip()
        if not text:
            return "no-text"
        if len(text) < _ERROR_CHARACTERS:
            title = extracted.head.title
            if _SOFT_404.search(title) or _SOFT_404.match(text):
                return "soft-404"
            if _GATE.search(title) or _GATE.search(text[:200]):
                return "gate"
        return "too-short" if len(text) < self.config.min_characters else ""


@dataclass(frozen=True)
class NewestCapture:
    """Function of a group stage with the key `id`: documents of captures → one per page, the newest.

    Of captures of one time, or without, the one with the longest text. Drops the others as `older-capture`.
    """

    def __call__(self, groups: Iterable[tuple[str, list[Document]]]) -> Iterator[Document | Dropped]:
        """See the class."""
        for _, documents in groups:
            documents.sort(key=_newness, reverse=True)
            yield documents[0]
            for document in documents[1:]:
                yield Dropped("older-capture", document)


def _newness(document: Document) -> tuple[str, int, str, str]:
    return document.metadata.get("captured", ""), len(document.text), document.url, document.text


def _body_key(body: bytes) -> int:
    """What stands for the address of a page that has none."""
    return int.from_bytes(hashlib.blake2b(body, digest_size=8).digest(), "little")
