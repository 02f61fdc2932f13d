"""Stack Exchange dumps: rows of tables → threads → documents.

NAME-posts      Parquet of `ThreadPart`: questions, answers, and links between duplicates
NAME-comments   Parquet of `ThreadPart`: comments, which know their post only
NAME-placed     Parquet of `ThreadPart`: comments with the thread of their post (bodies of posts are not read)
NAME            Parquet of `Document`

Without comments, which the recipe asks for, the two stages in the middle are not there.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from curation.stackexchange.comments import PlaceComments
from curation.stackexchange.source import StackExchangeArchive
from curation.stackexchange.threads import ThreadsConfig, ThreadsToDocuments
from pipelines.engine import MB, Group, Map, Stage
from schemas.document import Document
from schemas.stackexchange import PostComment, ThreadPart

# A partition is sorted in bounded memory; this only makes its shard a handy size.
PARTITION_BYTES = 128 * MB


class TablesConfig(BaseModel):
    """Whose tables they are, and how they are cut for the workers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    site: str = Field(
        default="", description="The site's host, such as `physics.stackexchange.com`; empty: what names say."
    )
    split_bytes: int = Field(
        default=32 * MB, gt=0, description="Stored bytes of a table that one worker reads at a time."
    )
    max_row_bytes: int = Field(default=16 * MB, gt=0, description="A longer row is rejected.")


class StackExchangeSource(BaseModel):
    """The archives or tables of one or more sites."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: str | tuple[str, ...] = Field(description="Archives, tables in XML, folders, globs or URLs.")
    tables: TablesConfig = TablesConfig()
    threads: ThreadsConfig = ThreadsConfig()

    def stages(self, name: str, number: int) -> list[Stage]:
        """Rows of tables → documents."""
        partitions = max(1, -(-self.stored_bytes() // PARTITION_BYTES))
        posts, comments, placed = (f"{name}-{part}" for part in ("posts", "comments", "placed"))
        with_comments = self.threads.comments
        placing: list[Stage] = [
            Map(
                name=comments,
                number=number,
                source=self.source("comments"),
                function=iter,
                output=ThreadPart,
                config=self.tables,
            ),
            Group(
                name=placed,
                number=number + 1,
                inputs=(posts, comments),
                input=PostComment,
                key="post",
                partitions=partitions,
                function=PlaceComments(),
                output=ThreadPart,
            ),
        ]
        return [
            Map(
                name=posts,
                number=number,
                source=self.source("posts", "postlinks"),
                function=iter,
                output=ThreadPart,
                config=self.tables,
            ),
            *(placing if with_comments else []),
            Group(
                name=name,
                number=number + 2,
                inputs=(posts, placed) if with_comments else (posts,),
                input=ThreadPart,
                key="thread",
                partitions=partitions,
                function=ThreadsToDocuments(self.threads),
                output=Document,
                config=self.threads,
                version=2,
            ),
        ]

    def source(self, *tables: str) -> StackExchangeArchive:
        """The rows of these tables."""
        return StackExchangeArchive(paths=self.input, tables=tables, **self.tables.model_dump())  # type: ignore[arg-type]

    def stored_bytes(self) -> int:
        """The size of the input, as stored. Raises InputError for input that is not there."""
        return self.source("posts").stored_bytes()
