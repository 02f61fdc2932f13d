"""MediaWiki dumps: Wikipedia, Wikibooks, Wikivoyage, Wikiversity and other wikis."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from curation.mediawiki import MediaWikiDump
from curation.wiki_documents import DocumentsConfig, PagesToDocuments
from pipelines.engine import MB, Map, Stage
from schemas.document import Document


class WikiConfig(BaseModel):
    """Which pages of the dump are wanted, and how it is cut for the workers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: str = Field(default="", description="The wiki's name such as `enwiki`; empty: what the dump says.")
    language: str = Field(default="", description="The text's language, BCP 47; empty: what the dump says.")
    namespaces: tuple[int, ...] | None = Field(
        default=None, description="Namespaces to keep; empty: all; not given: those with the wiki's content."
    )
    split_bytes: int = Field(
        default=32 * MB, gt=0, description="Stored bytes of the dump that one worker reads at a time."
    )
    max_page_bytes: int = Field(default=64 * MB, gt=0, description="A longer page is rejected.")


class WikiSource(BaseModel):
    """The dump files of one wiki."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: str | tuple[str, ...] = Field(description="Dump files, folders, globs or URLs.")
    wiki: WikiConfig = WikiConfig()
    documents: DocumentsConfig = DocumentsConfig()

    def stages(self, name: str, number: int) -> list[Stage]:
        """Pages → documents, one shard per split of the dump."""
        return [
            Map(
                name=name,
                number=number,
                source=self.source(),
                function=PagesToDocuments(self.documents),
                output=Document,
                version=2,
                config={"wiki": self.wiki, "documents": self.documents},
            )
        ]

    def source(self) -> MediaWikiDump:
        """The dump's pages."""
        return MediaWikiDump(paths=self.input, **self.wiki.model_dump())

    def stored_bytes(self) -> int:
        """The size of the input, as stored. Raises InputError for input that is not there."""
        return self.source().stored_bytes()
