"""Checks of packed sequences: spans cover the tokens exactly, and every document's tokens are there once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jobs.errors import UsageError
from jobs.inspect.sequences import read_tokens_manifest
from jobs.inspect.shard_file import DamagedFileError, ShardFile
from jobs.inspect.verify.ids import hashes_of
from jobs.inspect.verify.report import Report
from pipelines.engine import storage
from schemas.token_shards import MANIFEST_NAME, TokensManifest
from schemas.tokens import sequence_schema

I64 = npt.NDArray[np.int64]


@dataclass(slots=True)
class _Pieces:
    """The pieces of one partition's documents: which one (a hash), from which of its tokens, how many,
    and whether the last of them is the end token (or none is used).
    """

    documents: list[npt.NDArray[np.uint64]]
    offsets: list[I64]
    lengths: list[I64]
    ended: list[npt.NDArray[np.bool_]]


def check(folder: str, stage: str, whole: set[str], report: Report) -> None:
    """A stage's folder of sequences; `whole` names the files that are not damaged."""
    try:
        manifest = read_tokens_manifest(folder)
    except UsageError as error:
        report.fault(f"{stage}/{MANIFEST_NAME}", "format", str(error))
        return
    if manifest is None:
        report.fault(f"{stage}/{MANIFEST_NAME}", "files", "it is missing: nobody can read these tokens")
        return
    _Check(folder, stage, manifest, report).check(whole)


class _Check:
    """The checks of one folder, with what its shards add up to."""

    def __init__(self, folder: str, stage: str, manifest: TokensManifest, report: Report) -> None:
        self._folder = folder
        self._stage = stage
        self._manifest = manifest
        self._report = report
        self._totals: Counter[str] = Counter()
        self._tokens_by_source: Counter[str] = Counter()

    def check(self, whole: set[str]) -> None:
        at = f"{self._stage}/{MANIFEST_NAME}"
        partitions: dict[str, list[str]] = {}
        for shard in self._manifest.shards:
            if shard.name in whole:
                partitions.setdefault(re.sub(r"-\d{3}(?=\.)", "", shard.name), []).append(shard.name)
            else:
                self._report.fault(at, "files", f"it lists {shard.name}, which is not there whole")
        for names in partitions.values():
            pieces = _Pieces([], [], [], [])
            for name in names:
                self._check_shard(name, pieces)
            self._totals += _check_documents(f"{self._stage}/{names[0]}", pieces, self._report)
        if whole >= {shard.name for shard in self._manifest.shards}:
            self._check_totals(at)

    def _check_shard(self, name: str, pieces: _Pieces) -> None:
        at = f"{self._stage}/{name}"
        manifest = self._manifest
        try:
            with ShardFile(storage.join(self._folder, name)) as shard:
                if not shard.schema.equals(sequence_schema(manifest.sequence_length, manifest.dtype)):
                    told = f"its columns are not those that {MANIFEST_NAME} tells of"
                    self._report.fault(at, "schema", told)
                    return
                for rows in shard.rows():
                    _check_rows(at, rows.first, rows.batch, manifest, self._report)
                    self._add(rows.batch, pieces)
        except DamagedFileError as error:
            self._report.fault(at, "format", str(error))

    def _add(self, batch: pa.RecordBatch, pieces: _Pieces) -> None:
        spans = batch.column("spans").flatten()
        documents = spans.field("document")
        lengths = spans.field("length").to_numpy().astype(np.int64)
        pieces.documents.append(hashes_of(documents))
        pieces.offsets.append(spans.field("offset").to_numpy())
        pieces.lengths.append(lengths)
        pieces.ended.append(self._ended(batch))
        sources = pc.replace_substring_regex(documents, ":(?s:.*)", "").to_pylist()
        for source, length in zip(sources, lengths.tolist(), strict=True):
            self._tokens_by_source[source] += length
        self._totals["sequences"] += batch.num_rows
        self._totals["tokens"] += int(pc.sum(batch.column("length")).as_py() or 0)

    def _ended(self, batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
        spans = batch.column("spans")
        inside = spans.flatten()
        ends = inside.field("start").to_numpy().astype(np.int64) + inside.field("length").to_numpy() - 1
        if not self._manifest.eos:
            return np.ones(len(ends), bool)
        tokens = batch.column("tokens").flatten().to_numpy()
        length = self._manifest.sequence_length
        rows = np.repeat(np.arange(batch.num_rows), pc.list_value_length(spans).to_numpy())
        # Spans that are wrong are told of already.
        found: npt.NDArray[np.bool_] = (
            tokens[rows * length + np.clip(ends, 0, length - 1)] == self._manifest.tokenizer.eos_id
        )
        return found

    def _check_totals(self, at: str) -> None:
        manifest, totals = self._manifest, self._totals
        found = {
            "sequences": totals["sequences"],
            "tokens": totals["tokens"],
            "padding": totals["sequences"] * manifest.sequence_length - totals["tokens"],
            "documents": totals["documents"],
            "documents_split": totals["documents_split"],
        }
        for name, count in found.items():
            said = getattr(manifest.totals, name)
            if said != count:
                self._report.fault(at, "totals", f"{name} is {said:,}, and the shards have {count:,}")
        told = {name: count.tokens for name, count in manifest.sources.items()}
        if told != dict(self._tokens_by_source):
            have = dict(self._tokens_by_source)
            self._report.fault(
                at, "totals", f"the tokens of the sources are {told}, and the shards have {have}"
            )


def _check_rows(at: str, first: int, batch: pa.RecordBatch, manifest: TokensManifest, report: Report) -> None:
    """Whether spans are in order, without gap or overlap, from 0 to the row's length, with begin tokens where
    documents begin; and whether what follows is padding.
    """
    report.checked("sequences", batch.num_rows)
    used = batch.column("length").to_numpy().astype(np.int64)
    tokens = batch.column("tokens").flatten().to_numpy().reshape(batch.num_rows, manifest.sequence_length)
    counts = pc.list_value_length(batch.column("spans")).to_numpy().astype(np.int64)
    spans = batch.column("spans").flatten()
    starts, lengths, offsets = (
        spans.field(name).to_numpy().astype(np.int64) for name in ("start", "length", "offset")
    )
    rows = np.repeat(np.arange(batch.num_rows), counts)
    firsts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    expected = np.concatenate([[0], (starts + lengths)[:-1]])
    expected[firsts[counts > 0]] = 0
    wrong = set(rows[(starts != expected) | (lengths < 1) | (offsets < 0)].tolist())
    ends = np.zeros(batch.num_rows, np.int64)
    np.maximum.at(ends, rows, starts + lengths)
    wrong |= set(np.flatnonzero((ends != used) | (used > manifest.sequence_length)).tolist())
    for row in sorted(wrong):
        report.fault(
            f"{at}:{first + row}", "spans", f"its spans do not cover its {used[row]:,} tokens exactly"
        )
    beyond = np.arange(manifest.sequence_length) >= used[:, None]
    for row in np.flatnonzero((beyond & (tokens != manifest.tokenizer.pad_id)).any(axis=1)).tolist():
        report.fault(f"{at}:{first + row}", "padding", "what follows its tokens is not padding")
    for row in np.flatnonzero((tokens >= manifest.tokenizer.vocabulary_size).any(axis=1)).tolist():
        report.fault(f"{at}:{first + row}", "tokens", "it has a token that the vocabulary has not")
    inside = np.array([row not in wrong for row in rows.tolist()], bool)
    if manifest.bos:
        begins = inside & (offsets == 0)
        bad = tokens[rows[begins], starts[begins]] != manifest.tokenizer.bos_id
        for row in sorted(set(rows[begins][bad].tolist())):
            report.fault(
                f"{at}:{first + row}", "boundaries", "a document in it does not begin with its token"
            )


def _check_documents(at: str, pieces: _Pieces, report: Report) -> Counter[str]:
    """Whether each document's pieces follow each other from its first token on; returns how many documents
    there are, and how many of them in several pieces.
    """
    if not sum(map(len, pieces.documents)):
        return Counter()
    documents, offsets, lengths = (
        np.concatenate(part) for part in (pieces.documents, pieces.offsets, pieces.lengths)
    )
    ended = np.concatenate(pieces.ended)
    order = np.lexsort((offsets, documents))
    documents, offsets, lengths, ended = documents[order], offsets[order], lengths[order], ended[order]
    last = np.concatenate([documents[1:] != documents[:-1], [True]])
    new = np.concatenate([[True], documents[1:] != documents[:-1]])
    expected = np.concatenate([[0], (offsets + lengths)[:-1]])
    expected[new] = 0
    gaps = several = 0
    for document in np.unique(documents[(offsets != expected) | (last & ~ended)]):
        first, stop = np.searchsorted(documents, document), np.searchsorted(documents, document, "right")
        if _is_several(offsets[first:stop], lengths[first:stop]):
            several += 1
        else:
            gaps += 1
    if several:
        report.note(at, "documents", f"{several:,} ids are there as more than one document")
    if gaps:
        report.fault(at, "documents", f"of {gaps:,} document(s) tokens are missing or there twice")
    split = len(np.unique(documents[offsets > 0]))
    return Counter(documents=int((offsets == 0).sum()), documents_split=split)


def _is_several(offsets: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> bool:
    """Whether the pieces are those of several whole documents: each begins at 0 or where another ends."""
    begins = Counter(offsets[offsets > 0].tolist())
    ends = Counter((offsets + lengths).tolist())
    return not begins - ends and sum(begins.values()) < sum(ends.values()) and bool((offsets == 0).sum() > 1)
