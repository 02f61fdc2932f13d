"""The rows and tokens of the files of an export, a bounded piece at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jobs.export.source import SEQUENCES, SourceFile, read_schema
from pipelines.engine import ShardError, storage
from pipelines.engine.reading import read_batches
from schemas.arrow import arrow_schema
from schemas.document import Document
from schemas.token_shards import TokenIds, TokenizerInfo
from schemas.tokens import TokenizedDocument

# Those that this code reads by what their fields mean, so that it must know their version.
_KNOWN = {record.__name__: record for record in (Document, TokenizedDocument)}


def check_digest(file: SourceFile) -> None:
    """Reads all of the file. Raises ShardError if its SHA-256 is not the one in its stage's manifest."""
    digest = hashlib.sha256()
    with storage.open_input(file.path) as opened:
        while block := opened.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != file.sha256:
        raise ShardError(
            f"{file.path} is damaged or was changed: its SHA-256 is {digest.hexdigest()}, and the stage's "
            f"manifest says {file.sha256}. Run the stage again."
        )


def row_schema(path: str, record: str, columns: Sequence[str] = ()) -> pa.Schema:
    """The schema of a file's rows, of those `columns` only (none: of all).

    A record that this code knows is read in its current version, whatever else the file holds.
    """
    known = _KNOWN.get(record)
    schema = arrow_schema(known) if known is not None else read_schema(path)
    fields = [schema.field(name) for name in columns] if columns else list(schema)
    return pa.schema(fields, metadata=schema.metadata)


def read_rows(files: Iterable[SourceFile], record: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """The rows of the files in order, with these columns (none: all), in batches of at most 256.

    Raises ShardError for a damaged file, and for a file of an unknown version.
    """
    for file in files:
        yield from read_batches(file.path, row_schema(file.path, record, columns))


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Whether a document's tokens are given with the tokenizer's begin and end token."""

    bos: bool = False
    eos: bool = True


@dataclass(frozen=True, slots=True)
class Pieces:
    """Documents' tokens, one after the other, and how many tokens each has (shape [documents]; none is 0).

    `left_out` counts documents without tokens.
    """

    tokens: TokenIds
    lengths: npt.NDArray[np.int64]
    left_out: int = 0


def read_pieces(
    files: Iterable[SourceFile], record: str, tokenizer: TokenizerInfo, boundaries: Boundaries
) -> Iterator[Pieces]:
    """The tokens of the files in order, of `tokenizer.dtype`, some hundred rows at a time.

    Of tokenized documents, each is a piece, with the tokens that `boundaries` asks for. Of packed sequences,
    each piece of a document is one, as it was packed: `boundaries` means nothing there, and padding is left
    out. Raises ShardError for a token outside the vocabulary, and as `read_rows` does.
    """
    for file in files:
        for batch in read_batches(file.path, row_schema(file.path, record)):
            if record == SEQUENCES:
                pieces = _of_sequences(batch, file)
            else:
                pieces = _of_documents(batch, tokenizer, boundaries)
            if len(pieces.tokens) and int(pieces.tokens.max()) >= tokenizer.vocabulary_size:
                raise ShardError(
                    f"{file.path}: token {pieces.tokens.max()} is not one of the "
                    f"{tokenizer.vocabulary_size} of {tokenizer.name}"
                )
            dtype = np.uint16 if tokenizer.dtype == "uint16" else np.uint32
            yield Pieces(pieces.tokens.astype(dtype, copy=False), pieces.lengths, pieces.left_out)


def _of_documents(batch: pa.RecordBatch, tokenizer: TokenizerInfo, boundaries: Boundaries) -> Pieces:
    column = batch.column("tokens")
    counts = pc.list_value_length(column).to_numpy(zero_copy_only=False).astype(np.int64)
    counts = counts[counts > 0]
    bos, eos = int(boundaries.bos), int(boundaries.eos)
    lengths = counts + bos + eos
    ends = np.cumsum(lengths)
    tokens = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint32)
    inside = np.ones(len(tokens), dtype=bool)
    if bos:
        inside[ends - lengths] = False
        tokens[ends - lengths] = tokenizer.bos_id
    if eos:
        inside[ends - 1] = False
        tokens[ends - 1] = tokenizer.eos_id
    tokens[inside] = column.flatten().to_numpy()
    return Pieces(tokens, lengths, batch.num_rows - len(counts))


def _of_sequences(batch: pa.RecordBatch, file: SourceFile) -> Pieces:
    column = batch.column("tokens")
    tokens = column.flatten().to_numpy().reshape(batch.num_rows, column.type.list_size)
    used = batch.column("length").to_numpy()
    lengths = batch.column("spans").flatten().field("length").to_numpy().astype(np.int64)
    if int(lengths.sum()) != int(used.sum()):
        raise ShardError(f"{file.path} is damaged: its spans do not cover its tokens exactly")
    return Pieces(tokens[np.arange(column.type.list_size) < used[:, None]], lengths)
