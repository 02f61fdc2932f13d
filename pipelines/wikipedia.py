"""Wikipedia, or any MediaWiki dump: pages → documents → tokens → packed sequences.

10-documents   Parquet of `Document`: one part per split of the dump
20-tokens      Parquet of `TokenizedDocument`
30-sequences   Arrow files of fixed-length token sequences to be memory-mapped, and `tokens.json`
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from curation.mediawiki import MediaWikiDump
from curation.tokens import PackConfig, PackSequences, TokenizeDocuments, TokensConfig, finish_sequences
from curation.wiki_documents import DocumentsConfig, PagesToDocuments
from pipelines.engine import MB, Group, Map, Stage
from pipelines.recipe import Recipe
from schemas.document import Document
from schemas.tokens import TokenizedDocument


class WikiConfig(BaseModel):
    """Which pages of the dump are wanted, and how it is cut for the workers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: str = Field("", description="The wiki's name such as `enwiki`; empty: what the dump says.")
    language: str = Field("", description="The text's language, BCP 47; empty: what the dump says.")
    namespaces: tuple[int, ...] = Field((0,), description="Namespaces to keep; 0 holds the articles.")
    split_bytes: int = Field(
        32 * MB, gt=0, description="Stored bytes of the dump that one worker reads at a time."
    )
    max_page_bytes: int = Field(64 * MB, gt=0, description="A longer page is rejected.")


class WikipediaRecipe(Recipe):
    """The recipe `wikipedia`."""

    pipeline: Literal["wikipedia"]
    input: str | tuple[str, ...] = Field(description="Dump files, folders, globs or URLs.")
    wiki: WikiConfig = WikiConfig()
    documents: DocumentsConfig = DocumentsConfig()
    tokens: TokensConfig = TokensConfig()
    sequences: PackConfig = PackConfig()
    partitions: int = Field(
        0, ge=0, description="Files that the sequences are packed into; 0: one per 128 MB of dump, as stored."
    )

    def stages(self) -> Sequence[Stage]:
        """Documents, tokens, sequences."""
        source = MediaWikiDump(
            inputs=(self.input,) if isinstance(self.input, str) else self.input,
            site=self.wiki.site,
            language=self.wiki.language,
            namespaces=self.wiki.namespaces,
            split_bytes=self.wiki.split_bytes,
            max_page_bytes=self.wiki.max_page_bytes,
        )
        pack = PackSequences(self.sequences, self.tokens, self.seed)
        return [
            Map(
                name="documents",
                source=source,
                function=PagesToDocuments(self.documents),
                output=Document,
                config={"wiki": self.wiki, "documents": self.documents},
            ),
            Map(
                name="tokens",
                input=Document,
                function=TokenizeDocuments(self.tokens),
                output=TokenizedDocument,
                config=self.tokens,
            ),
            Group(
                name="sequences",
                input=TokenizedDocument,
                key="id",
                # Known before the run, so that the bytes do not depend on how it is run: a bzip2 dump's
                # stored size is about that of its tokens.
                partitions=self.partitions or max(1, -(-source.stored_bytes() // (128 * MB))),
                function=pack,
                whole=True,
                output=pack.schema,
                format="arrow",
                config={"sequences": self.sequences, "seed": self.seed},
                finish=finish_sequences,
            ),
        ]
