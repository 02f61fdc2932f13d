"""Web pages that other documents reference: links → wanted pages → captures in archives → documents.

NAME-links      Parquet of `Link`: each document's links to web pages
NAME-wanted     Parquet of `WantedPage`: one row per page, and a table to look pages up in
NAME-captures   Parquet of `Document`: every capture of a wanted page
NAME            Parquet of `Document`: the newest capture of each page
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from curation.web.documents import CapturesToDocuments, NewestCapture, PagesConfig
from curation.web.links import (
    CapPerHost,
    DocumentsToLinks,
    LinksConfig,
    LinksToWantedPages,
    WantedConfig,
)
from curation.web.lookup import write_wanted
from curation.web.source import WebArchives
from pipelines.engine import MB, Group, Map, Stage
from schemas.document import Document
from schemas.web import Link, WantedPage

# Text is about a tenth of what an archive stores; a partition's shard is then a handy size.
PARTITION_BYTES = 1024 * MB


class ArchiveConfig(BaseModel):
    """How archives are read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    index: str = Field(
        default="", description="A JSON or CSV file with the addresses of saved pages, by file name."
    )
    split_bytes: int = Field(
        default=64 * MB, gt=0, description="Stored bytes of an archive that one worker reads at a time."
    )


class WebSource(BaseModel):
    """Web archives or saved pages, of which those pages are read that other sources' documents reference."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: str | tuple[str, ...] = Field(description="WARC or ARC files, HTML files, folders, globs or URLs.")
    archives: ArchiveConfig = ArchiveConfig()
    links: LinksConfig = LinksConfig()
    wanted: WantedConfig = WantedConfig()
    pages: PagesConfig = PagesConfig()
    partitions: int = Field(
        default=0, ge=0, description="Files that links and pages are grouped into; 0: one per GB of archives."
    )

    def stages(self, name: str, number: int, referencing: tuple[str, ...]) -> list[Stage]:
        """The stages, for the links of the documents of the stages `referencing`.

        Without any such stage, or if all pages are wanted, there are no links.
        """
        partitions = self.partitions or max(1, -(-self.stored_bytes() // PARTITION_BYTES))
        selects = bool(referencing) and not self.pages.all_pages
        pages = self.pages if selects else self.pages.model_copy(update={"all_pages": True})
        return [
            *(self._wanted(name, number, referencing, partitions) if selects else []),
            Map(
                name=f"{name}-captures",
                number=number + 3,
                source=self.source(),
                uses=(f"{name}-wanted",) if selects else (),
                function=CapturesToDocuments(pages),
                output=Document,
                config={"archives": self.archives, "pages": pages},
            ),
            Group(
                name=name,
                number=number + 4,
                inputs=(f"{name}-captures",),
                input=Document,
                key="id",
                partitions=partitions,
                function=NewestCapture(),
                output=Document,
            ),
        ]

    def _wanted(self, name: str, number: int, referencing: tuple[str, ...], partitions: int) -> list[Stage]:
        caps = bool(self.wanted.max_per_host)
        per_page = Group(
            name=f"{name}-referenced" if caps else f"{name}-wanted",
            number=number + 1,
            inputs=(f"{name}-links",),
            input=Link,
            key="url",
            partitions=partitions,
            function=LinksToWantedPages(self.wanted),
            output=WantedPage,
            config=self.wanted,
            finish=None if caps else write_wanted,
        )
        per_host = Group(
            name=f"{name}-wanted",
            number=number + 2,
            inputs=(f"{name}-referenced",),
            input=WantedPage,
            key="host",
            partitions=partitions,
            function=CapPerHost(self.wanted),
            output=WantedPage,
            config=self.wanted,
            version=2,
            finish=write_wanted,
        )
        links = Map(
            name=f"{name}-links",
            number=number,
            inputs=referencing,
            input=Document,
            function=DocumentsToLinks(self.links),
            output=Link,
            config=self.links,
        )
        return [links, per_page, *([per_host] if caps else [])]

    def source(self) -> WebArchives:
        """The archives' pages."""
        return WebArchives(
            paths=self.input, max_page_bytes=self.pages.max_page_bytes, **self.archives.model_dump()
        )

    def stored_bytes(self) -> int:
        """The size of the input, as stored. Raises InputError for input that is not there."""
        return self.source().stored_bytes()
