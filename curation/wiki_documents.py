"""Wiki pages as documents: the page's markup rendered, with its address, licence and revision."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from curation.mediawiki.books import place_of, repeats_others
from curation.mediawiki.metadata import document_id, page_licence
from curation.mediawiki.sites import language_tag
from curation.wikitext import render
from schemas.document import Document, Page
from schemas.outcome import Dropped


class DocumentsConfig(BaseModel):
    """Which rendered pages become documents."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_characters: int = Field(
        default=1, ge=1, description="Pages whose text is shorter are dropped as `too-short`."
    )


@dataclass(frozen=True)
class PagesToDocuments:
    """Function of a map stage: pages → documents.

    Drops `too-short` pages: nothing was left of them but markup; and pages of books that repeat others:
    `print-version`, `collection`, `transclusions` (see `curation.mediawiki.books.repeats_others`).
    """

    config: DocumentsConfig

    def __call__(self, pages: Iterator[Page]) -> Iterator[Document | Dropped]:
        """One document per page with enough text."""
        for page in pages:
            reason = repeats_others(page)
            document = to_document(page)
            if not reason and len(document.text) < self.config.min_characters:
                reason = "too-short"
            yield Dropped(reason, document) if reason else document


def to_document(page: Page) -> Document:
    """The page as a document; its text is empty if the markup says nothing.

    A chapter is headed and titled with its book (`Physics Study Guide: Force`), and has the keys `book` and
    `chapter` in its metadata; a translation is in its own language.
    """
    place = place_of(page)
    if place.language:
        page = dataclasses.replace(page, language=language_tag(place.language))
    rendered = render(page, place.title)
    constructs = dict(rendered.constructs)
    if page.repaired:
        constructs["repaired-character"] = page.repaired
    metadata = {"book": place.book, "chapter": place.chapter}
    return Document(
        id=document_id(page),
        source=page.site,
        url=page.url,
        title=place.title,
        text=rendered.text,
        language=page.language,
        licence=page_licence(page),
        revision=str(page.revision) if page.revision else "",
        timestamp=page.timestamp,
        links=rendered.links,
        infobox=rendered.infobox,
        constructs=constructs,
        lost_templates=rendered.lost_templates,
        metadata={key: value for key, value in metadata.items() if value},
    )
