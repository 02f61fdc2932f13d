"""Paragraphs and lines that stand in many documents: found, cut, and reported.

Only what is prose is looked at: headings, tables, code and formulas repeat for good reasons, such as
`## References`, and stay. A heading stays even if all below it is cut.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from curation.dedup.links import run_starts
from curation.lookup import Lookup, write_lookup
from schemas.arrow import arrow_schema
from schemas.dedup import Boilerplate, CutParagraph, ParagraphKey, RepeatedParagraph, TextRow
from schemas.document import Document
from schemas.manifest import Manifest
from schemas.outcome import Dropped

LOOKUP = "repeated"
ONLY_BOILERPLATE = "only-boilerplate"
EXCERPT_CHARACTERS = 200
EXAMPLES = 5

_KEYS_TOGETHER = 1 << 16
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_NOT_PROSE = ("#", "|", "    ", "\t")


class BoilerplateConfig(BaseModel):
    """Which repeated passages are cut."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: Literal["paragraph", "line"] = Field(
        default="paragraph",
        description="A list's item is a paragraph too; `line` also finds what stands inside of paragraphs, "
        "but tells less well what is only a common phrase.",
    )
    min_documents: int = Field(default=10, ge=2, description="Documents in which it must stand.")
    min_characters: int = Field(
        default=20, ge=1, description="Shorter ones stay: they are headings of lists, or answers."
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or line of a text: the characters from `start` to `end`, and the hash of what they say."""

    start: int
    end: int
    key: int


def passages(text: str, config: BoilerplateConfig) -> Iterator[Passage]:
    """The prose of a Markdown text by paragraph or line, in order. White space and case do not count for
    `key`, nor for the length.
    """
    for start, end in _prose(text, by_line=config.unit == "line"):
        said = " ".join(text[start:end].split()).casefold()
        if len(said) >= config.min_characters:
            digest = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            yield Passage(start, end, int.from_bytes(digest, "little"))


def _prose(text: str, *, by_line: bool) -> Iterator[tuple[int, int]]:
    begun = end = -1
    closing = ""
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        bare = line.strip()
        if closing:
            closing = "" if _closes(bare, closing) else closing
            continue
        fence = _FENCE.match(line)
        formula = bare.startswith("$$")
        if fence:
            closing = fence.group(1)
        elif formula and (len(bare) == 2 or not bare.endswith("$$")):
            closing = "$$"
        plain = bool(bare) and not fence and not formula and not line.startswith(_NOT_PROSE)
        if begun >= 0 and (by_line or not plain or _ITEM.match(line)):
            yield begun, end
            begun = -1
        if plain:
            begun = start if begun < 0 else begun
            end = start + len(line.rstrip())
    if begun >= 0:
        yield begun, end


def _closes(line: str, closing: str) -> bool:
    if closing == "$$":
        return line.endswith("$$")
    return line.startswith(closing) and not line.strip(closing[0])


@dataclass(frozen=True)
class ParagraphKeys:
    """Function of a map stage: texts → batches of `ParagraphKey`, one for each passage of a document, however
    often it stands there.
    """

    config: BoilerplateConfig

    def __call__(self, rows: Iterable[TextRow]) -> Iterator[pa.RecordBatch]:
        """See the class."""
        keys: list[int] = []
        for row in rows:
            keys += sorted({passage.key for passage in passages(row.text, self.config)})
            if len(keys) >= _KEYS_TOGETHER:
                yield _key_batch(keys)
                keys = []
        if keys:
            yield _key_batch(keys)


@dataclass(frozen=True)
class FindRepeated:
    """Function of a group stage, by `paragraph` and with the whole partition: those that stand in at least
    `min_documents`.
    """

    config: BoilerplateConfig

    def __call__(self, table: pa.Table) -> Iterator[pa.RecordBatch]:
        """See the class."""
        keys = table.column("paragraph").to_numpy()
        starts = run_starts(keys)
        counts = np.diff(starts, append=len(keys))
        repeated = counts >= self.config.min_documents
        columns = [pa.array(keys[starts][repeated]), pa.array(counts[repeated])]
        yield pa.RecordBatch.from_arrays(columns, schema=arrow_schema(RepeatedParagraph))


def write_repeated(folder: str, manifest: Manifest) -> None:
    """Called when all repeated paragraphs are known: writes the lookup of their keys."""
    write_lookup(
        folder,
        LOOKUP,
        manifest.files,
        ("paragraph", "documents"),
        lambda batch: batch.column("documents").to_numpy().astype(np.uint64),
    )


@dataclass(frozen=True)
class CutParagraphs:
    """Function of a map stage that uses the stage of the repeated paragraphs: what is cut of each document,
    for the report.
    """

    config: BoilerplateConfig

    def __call__(self, rows: Iterable[TextRow], folder: str) -> Iterator[CutParagraph]:
        """See the class; `folder` is that of the repeated paragraphs."""
        repeated = Lookup(folder, LOOKUP)
        if not len(repeated):
            return
        for row in rows:
            cut: dict[int, list[Passage]] = {}
            for passage in _repeated(row.text, repeated, self.config):
                cut.setdefault(passage.key, []).append(passage)
            for key, found in cut.items():
                yield CutParagraph(
                    paragraph=key,
                    id=row.id,
                    source=row.source,
                    excerpt=row.text[found[0].start : min(found[0].end, found[0].start + EXCERPT_CHARACTERS)],
                    occurrences=len(found),
                    characters=sum(passage.end - passage.start for passage in found),
                )


def report_boilerplate(groups: Iterable[tuple[int, list[CutParagraph]]]) -> Iterator[Boilerplate]:
    """Function of a group stage, by `paragraph`: a row of the report for each."""
    for key, cut in groups:
        yield Boilerplate(
            paragraph=key,
            excerpt=min(row.excerpt for row in cut),
            documents=len(cut),
            occurrences=sum(row.occurrences for row in cut),
            characters=sum(row.characters for row in cut),
            sources=dict(Counter(row.source for row in cut)),
            examples=sorted(row.id for row in cut)[:EXAMPLES],
        )


@dataclass(frozen=True)
class WithoutBoilerplate:
    """Function of a map stage that uses the stage of the repeated paragraphs: documents without them.

    Drops documents of which nothing is left as `only-boilerplate`.
    """

    config: BoilerplateConfig

    def __call__(self, documents: Iterable[Document], folder: str) -> Iterator[Document | Dropped]:
        """See the class; `folder` is that of the repeated paragraphs."""
        repeated = Lookup(folder, LOOKUP)
        for document in documents:
            cut = list(_repeated(document.text, repeated, self.config)) if len(repeated) else []
            if not cut:
                yield document
                continue
            text = _without(document.text, cut)
            yield replace(document, text=text) if text else Dropped(ONLY_BOILERPLATE, document)


def _repeated(text: str, repeated: Lookup, config: BoilerplateConfig) -> Iterator[Passage]:
    return (passage for passage in passages(text, config) if repeated.get(passage.key) is not None)


def _without(text: str, cut: list[Passage]) -> str:
    """The text without the passages, with at most one blank line where they were."""
    kept: list[str] = []
    end = 0
    for passage in [*cut, Passage(len(text), len(text), 0)]:
        part = text[end : passage.start]
        kept.append(part.lstrip("\n") if not kept or kept[-1].endswith("\n\n") else part)
        # The line break goes with it, so that a line cut out of a paragraph leaves no gap.
        end = passage.end + 1 if text[passage.end : passage.end + 1] == "\n" else passage.end
        kept = kept if kept[-1] else kept[:-1]
    return "".join(kept).strip()


def _key_batch(keys: list[int]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(keys, pa.uint64())], schema=arrow_schema(ParagraphKey))
