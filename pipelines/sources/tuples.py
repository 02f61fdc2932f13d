"""Commonsense tuples: statements → those worth learning from → a paragraph per subject.

NAME-kept   Parquet of `SubjectTuple`: what the filter kept, with the subject it is about
NAME-told   Parquet of `Document`: one paragraph per subject, from all files together
NAME        Parquet of `Document`: the paragraphs rewritten by a language model

Without a rewrite, which the recipe asks for, the stage of the paragraphs has the source's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from curation.tuples.filter import FilterTuples, TupleFilterConfig
from curation.tuples.offensive import words_digest
from curation.tuples.source import TupleFiles
from curation.verbalise import (
    RewriteConfig,
    RewriteParagraphs,
    SubjectKeys,
    SubjectParagraphs,
    VerbaliseConfig,
)
from pipelines.engine import MB, Group, Map, Stage
from schemas.document import Document
from schemas.knowledge import KnowledgeTuple
from schemas.outcome import Dropped
from schemas.split import InputError
from schemas.subject_tuple import SubjectTuple

# A partition is sorted in bounded memory; this only makes its shard a handy size.
PARTITION_BYTES = 64 * MB


class TupleConfig(BaseModel):
    """What the files are, and how they are cut for the workers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str = Field(default="", description="The format's name; empty: what each file's content says.")
    language: str = Field(default="en", description="The language of files that do not say it, BCP 47.")
    split_bytes: int = Field(
        default=32 * MB, gt=0, description="Stored bytes of a file that one worker reads at a time."
    )


class TupleSource(BaseModel):
    """Files of knowledge bases, in their publishers' formats."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: str | tuple[str, ...] = Field(description="Files, folders, globs or URLs.")
    files: TupleConfig = TupleConfig()
    filter: TupleFilterConfig = TupleFilterConfig()
    verbalise: VerbaliseConfig = VerbaliseConfig()
    rewrite: RewriteConfig | None = Field(
        default=None, description="The endpoint that rewrites paragraphs; null: they stay as they are."
    )

    def stages(self, name: str, number: int, seed: int) -> list[Stage]:
        """Statements → kept statements → documents. Raises InputError for a list of offensive words that
        cannot be read; what it holds decides the stage, and not what it is called.
        """
        try:
            offensive = self.filter.words()
        except ValueError as error:
            raise InputError(str(error)) from error
        kept = Map(
            name=f"{name}-kept",
            number=number,
            source=self.source(),
            function=KeepWithSubject(self.filter, offensive),
            output=SubjectTuple,
            config={
                "files": self.files,
                "filter": self.filter.model_copy(update={"offensive_words": words_digest(offensive)}),
            },
            version=3,
        )
        told = Group(
            name=name if self.rewrite is None else f"{name}-told",
            number=number + 1,
            inputs=(f"{name}-kept",),
            input=SubjectTuple,
            key="subject",
            partitions=max(1, -(-self.stored_bytes() // PARTITION_BYTES)),
            function=SubjectParagraphs(self.verbalise, seed),
            output=Document,
            config={"verbalise": self.verbalise, "seed": seed},
            version=3,
        )
        if self.rewrite is None:
            return [kept, told]
        rewritten = Map(
            name=name,
            number=number + 2,
            inputs=(f"{name}-told",),
            input=Document,
            function=RewriteParagraphs(self.rewrite),
            output=Document,
            config=self.rewrite,
        )
        return [kept, told, rewritten]

    def source(self) -> TupleFiles:
        """The files' statements."""
        return TupleFiles(paths=self.input, **self.files.model_dump())

    def stored_bytes(self) -> int:
        """The size of the input, as stored. Raises InputError for input that is not there."""
        return self.source().stored_bytes()


@dataclass(frozen=True)
class KeepWithSubject:
    """Function of a map stage: statements → those that the filter keeps, with the keys of their subjects."""

    config: TupleFilterConfig
    offensive: frozenset[str] | None = None

    def __call__(self, statements: Iterable[KnowledgeTuple]) -> Iterator[SubjectTuple | Dropped]:
        """Both steps' drops, in the input's order."""
        dropped: list[Dropped] = []

        def kept() -> Iterator[KnowledgeTuple]:
            for item in FilterTuples(self.config, self.offensive)(statements):
                if isinstance(item, Dropped):
                    dropped.append(item)
                else:
                    yield item

        for item in SubjectKeys()(kept()):
            yield from dropped
            dropped.clear()
            yield item
        yield from dropped
