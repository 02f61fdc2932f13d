"""What flows while duplicates are looked for. Keys and hashes are unsigned 64-bit numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from schemas.keys import Hash64, text_key


def key_in_run(key: int, run: str) -> int:
    """The key of a row of an earlier run among the keys of another run, where the same row may be again."""
    return key ^ text_key(run)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """The fields of a `Document` that tell whether it is a duplicate: to read those alone."""

    id: str
    source: str
    title: str
    revision: str
    timestamp: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A document without its text.

    `key` is a hash of the id, source, revision, timestamp and text: rows with equal ids, such as an article
    in two dumps, differ in it, and rows that share it are copies of each other to the letter (white space
    aside). `length` is the text's in bytes of UTF-8, each run of white space counted as one. `text_digest`
    (16 bytes; none for a text of white space) is equal for exact duplicates. `minhash` has uint32 values,
    little-endian, that datasketch reads; it is empty for a text with fewer words than a shingle. `run` is
    the finished run that the document is in, if it is there already, and empty in its own run.
    """

    VERSION: ClassVar[int] = 2

    key: Hash64
    id: str
    source: str
    title: str
    revision: str
    timestamp: str
    length: int
    text_digest: bytes
    minhash: bytes
    run: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """The fields of a `Signature` that band keys are made of."""

    key: Hash64
    text_digest: bytes
    minhash: bytes


@dataclass(frozen=True, slots=True)
class BandKey:
    """The document `key` is in the bucket `band`: a hash of the band's number and of its values in the
    signature, or of the text's digest.
    """

    VERSION: ClassVar[int] = 1

    band: Hash64
    key: Hash64


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents that share a bucket, `key` <= `other`. They are equal where rows share a key."""

    VERSION: ClassVar[int] = 1

    key: Hash64
    other: Hash64


@dataclass(frozen=True, slots=True)
class Component:
    """The document `key` is in the connected component whose smallest key is `component`."""

    VERSION: ClassVar[int] = 1

    key: Hash64
    component: Hash64


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A document of a component: its `Signature`, and its set of shingles (uint64, little-endian, ascending)
    where similarity is computed from those.
    """

    VERSION: ClassVar[int] = 2

    component: Hash64
    key: Hash64
    id: str
    source: str
    title: str
    revision: str
    timestamp: str
    length: int
    text_digest: bytes
    minhash: bytes
    shingles: bytes
    run: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterMember:
    """A row of the cluster table: a document that has duplicates. The rows of a cluster follow each other,
    the kept one first and the others as they would have been preferred.

    `cluster` is the kept document's key; `reason` why this one was dropped (`exact-duplicate`,
    `near-duplicate`; empty: it is the one that is kept); `kept_because` what the kept one has over the next
    best: `existing` (an earlier run has it), `source-priority`, `longest`, `smallest-id`, `newest`,
    `smallest-key`, or `identical` (nothing). `similarity` is the Jaccard similarity to the kept document, or
    its estimate. `run` is the finished run that the document is in, if it is there already; empty: this one.
    """

    VERSION: ClassVar[int] = 2

    cluster: Hash64
    key: Hash64
    id: str
    source: str
    title: str
    revision: str
    timestamp: str
    length: int
    similarity: float
    reason: str
    kept_because: str
    run: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphKey:
    """A paragraph (or line) stands in a document, once or several times: a hash of its normalised text."""

    VERSION: ClassVar[int] = 1

    paragraph: Hash64


@dataclass(frozen=True, slots=True)
class RepeatedParagraph:
    """A paragraph that stands in so many documents that it is boilerplate."""

    VERSION: ClassVar[int] = 1

    paragraph: Hash64
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutParagraph:
    """One document's occurrences of a repeated paragraph: how many, with how many characters in all;
    `excerpt` is the beginning of the first.
    """

    VERSION: ClassVar[int] = 1

    paragraph: Hash64
    id: str
    source: str
    excerpt: str
    occurrences: int
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate:
    """A row of the report of what was cut: a paragraph with the number of documents it stood in, how often
    and with how many characters it was cut in all, how many documents each source had it in, and the ids of
    some documents.
    """

    VERSION: ClassVar[int] = 1

    paragraph: Hash64
    excerpt: str
    documents: int
    occurrences: int
    characters: int
    sources: dict[str, int]
    examples: list[str]
