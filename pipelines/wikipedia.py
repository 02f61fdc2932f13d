"""Wikipedia, or any MediaWiki dump: pages → documents → tokens → packed sequences.

10-documents   Parquet of `Document`: one part per split of the dump
20-tokens      Parquet of `TokenizedDocument`
30-sequences   Arrow files of fixed-length token sequences to be memory-mapped, and `tokens.json`
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from curation.tokens.encode import TokensConfig
from curation.tokens.pack import PackConfig
from curation.wiki_documents import DocumentsConfig
from pipelines.engine import MB, Stage
from pipelines.recipe import Recipe
from pipelines.sequences import sequence_stages
from pipelines.sources.wiki import WikiConfig, WikiSource

# A partition is packed in memory: about 15 million tokens and at most 400 MB, as a bzip2 dump stores two
# bytes per token or a little more. It is counted in bytes of the dump because those are known before the run:
# the bytes written must not depend on how it is run.
PARTITION_BYTES = 32 * MB


class WikipediaRecipe(Recipe):
    """The recipe `wikipedia`."""

    pipeline: Literal["wikipedia"]
    input: str | tuple[str, ...] = Field(description="Dump files, folders, globs or URLs.")
    wiki: WikiConfig = WikiConfig()
    documents: DocumentsConfig = DocumentsConfig()
    tokens: TokensConfig = TokensConfig()
    sequences: PackConfig = PackConfig()
    partitions: int = Field(
        default=0,
        ge=0,
        description="Files that the sequences are packed into; 0: one per 32 MB of dump, as stored.",
    )

    def stages(self) -> Sequence[Stage]:
        """Documents, tokens, sequences."""
        source = WikiSource(input=self.input, wiki=self.wiki, documents=self.documents)
        return [
            *source.stages("documents", number=0),
            *sequence_stages(
                self.tokens,
                self.sequences,
                seed=self.seed,
                partitions=self.partitions or max(1, -(-source.stored_bytes() // PARTITION_BYTES)),
            ),
        ]
