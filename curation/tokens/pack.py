"""Tokenized documents → fixed-length sequences, in which every document's place is known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field

from curation.tokens.best_fit import Piece, pack
from schemas.token_shards import TokenIds, TokenizerInfo
from schemas.tokens import ROWS_PER_BATCH, sequence_schema


class PackConfig(BaseModel):
    """How sequences are made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sequence_length: int = Field(default=4096, ge=16, le=1 << 20, description="Positions per sequence.")
    bos: bool = Field(
        default=True,
        description="Whether a document begins with the tokenizer's begin token, as Mistral's do. Without it "
        "or `eos`, some boundaries of documents are in the spans alone.",
    )
    eos: bool = Field(default=True, description="Whether a document ends with the tokenizer's end token.")
    padding_target: float = Field(
        default=0.005,
        ge=0,
        le=1,
        description="Long documents are cut more often than their length asks for only while more than this "
        "share of the positions is padding.",
    )


@dataclass(frozen=True)
class PackSequences:
    """A whole partition at once: a table of `TokenizedDocument`s, in an order that depends on the input alone
    → batches of `sequence_schema`, 256 rows each but the last.

    Raises ValueError when the tokenizer lacks the begin or end token that `config` asks for, and for a token
    outside its vocabulary. `seed` decides the order of the sequences. Takes about 3 bytes of
    memory per token beyond the table.
    """

    config: PackConfig
    tokenizer: TokenizerInfo
    seed: int = 0

    def __post_init__(self) -> None:
        for name, wanted, token in (
            ("bos", self.config.bos, self.tokenizer.bos_id),
            ("eos", self.config.eos, self.tokenizer.eos_id),
        ):
            if wanted and token < 0:
                raise ValueError(
                    f"{self.tokenizer.name} has no {name} token: set {name} to false, "
                    f"or name one of its tokens in {name}_token"
                )

    @property
    def schema(self) -> pa.Schema:
        """What the batches have."""
        return sequence_schema(self.config.sequence_length, self.tokenizer.dtype)

    def __call__(self, table: pa.Table) -> Iterator[pa.RecordBatch]:
        """See the class."""
        ids = table.column("id").to_pylist()
        tokens, starts = self._with_boundaries(table.column("tokens"))
        lengths = np.diff(starts).tolist()
        sequences = pack(lengths, self.config.sequence_length, self.config.padding_target)
        sequences.sort(key=lambda sequence: self._place(ids[sequence[0].document], sequence[0].offset))
        for first in range(0, len(sequences), ROWS_PER_BATCH):
            yield self._batch(sequences[first : first + ROWS_PER_BATCH], ids, tokens, starts)

    def _place(self, document: str, offset: int) -> bytes:
        return hashlib.blake2b(f"{self.seed} {offset} {document}".encode(), digest_size=16).digest()

    def _with_boundaries(self, column: pa.ChunkedArray) -> tuple[TokenIds, npt.NDArray[np.int64]]:
        """All documents' tokens with their begin and end tokens, one after the other, and where each
        document starts (and, at the end, how many tokens there are).
        """
        bos, eos = int(self.config.bos), int(self.config.eos)
        counts = pc.list_value_length(column).to_numpy().astype(np.int64)
        starts = np.concatenate([[0], np.cumsum(counts + bos + eos)])
        tokens = np.empty(starts[-1], dtype=self.tokenizer.dtype)
        inside = np.ones(len(tokens), dtype=bool)
        if bos:
            inside[starts[:-1]] = False
            tokens[starts[:-1]] = self.tokenizer.bos_id
        if eos:
            inside[starts[1:] - 1] = False
            tokens[starts[1:] - 1] = self.tokenizer.eos_id
        done = row = 0
        for chunk in column.chunks:
            values = chunk.flatten().to_numpy()
            if len(values) and int(values.max()) >= self.tokenizer.vocabulary_size:
                raise ValueError(
                    f"token {values.max()} is not one of the {self.tokenizer.vocabulary_size} of "
                    f"{self.tokenizer.name}: the documents were tokenized with another tokenizer"
                )
            end = int(starts[row + len(chunk)])
            tokens[done:end][inside[done:end]] = values
            done, row = end, row + len(chunk)
        return tokens, starts

    def _batch(
        self, sequences: list[list[Piece]], ids: list[str], tokens: TokenIds, starts: npt.NDArray[np.int64]
    ) -> pa.RecordBatch:
        length = self.config.sequence_length
        rows = np.full((len(sequences), length), self.tokenizer.pad_id, dtype=self.tokenizer.dtype)
        used = np.zeros(len(sequences), dtype=np.int32)
        spans: list[list[dict[str, Any]]] = []
        for number, sequence in enumerate(sequences):
            row, position, row_spans = rows[number], 0, []
            for document, offset, count in sequence:
                source = starts[document] + offset
                row[position : position + count] = tokens[source : source + count]
                row_spans.append(
                    {"document": ids[document], "start": position, "length": count, "offset": offset}
                )
                position += count
            used[number] = position
            spans.append(row_spans)
        schema = self.schema
        columns = [
            pa.FixedSizeListArray.from_arrays(pa.array(rows.reshape(-1)), length),
            pa.array(used),
            pa.array(spans, type=schema.field("spans").type),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=schema)
