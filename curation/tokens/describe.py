"""`tokens.json`: what a folder of finished shards holds."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import fsspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from curation.tokens.pack import PackConfig
from schemas.manifest import Manifest, ShardFile
from schemas.token_shards import (
    MANIFEST_NAME,
    SourceCount,
    TokenizerInfo,
    TokensManifest,
    TokenTotals,
)
from schemas.tokens import ROWS_PER_BATCH, sequence_schema


@dataclass(frozen=True)
class WriteTokensManifest:
    """Called with a stage's folder and manifest when all of its shards are there: writes `tokens.json` beside
    them. Raises ValueError as `describe_shards` does.
    """

    config: PackConfig
    tokenizer: TokenizerInfo

    def __call__(self, folder: str, manifest: Manifest) -> None:
        """See the class."""
        described = describe_shards(folder, manifest.files, self.config, self.tokenizer)
        system, inner = fsspec.core.url_to_fs(folder)
        # Written under another name first: a reader takes tokens.json as the sign that all is there.
        path = f"{inner}/{MANIFEST_NAME}"
        system.pipe_file(f"{path}.tmp", described.to_json())
        system.mv(f"{path}.tmp", path)


def describe_shards(
    folder: str, files: Sequence[ShardFile], config: PackConfig, tokenizer: TokenizerInfo
) -> TokensManifest:
    """Reads the lengths and spans of every row of the files, which are in `folder` (a path or fsspec URL).

    Raises ValueError, naming the file, for one whose columns or batches are not as `config`, `tokenizer` and
    `ROWS_PER_BATCH` say.
    """
    schema = sequence_schema(config.sequence_length, tokenizer.dtype)
    tokens = 0
    split: set[str] = set()
    documents_by_source: collections.Counter[str] = collections.Counter()
    tokens_by_source: collections.Counter[str] = collections.Counter()
    for file in files:
        for lengths, spans in _columns(folder, file, schema):
            tokens += pc.sum(lengths).as_py()
            documents = spans.field("document")
            sources = pc.replace_substring_regex(documents, ":(?s:.*)", "")
            begins = pc.equal(spans.field("offset"), 0)
            split.update(documents.filter(pc.invert(begins)).to_pylist())
            documents_by_source.update(sources.filter(begins).to_pylist())
            names, positions = np.unique(sources.to_numpy(zero_copy_only=False), return_inverse=True)
            sums = np.bincount(positions, weights=spans.field("length").to_numpy(), minlength=len(names))
            tokens_by_source.update(dict(zip(names.tolist(), sums.astype(int).tolist(), strict=True)))
    sequences = sum(file.rows for file in files)
    return TokensManifest(
        tokenizer=tokenizer,
        dtype=tokenizer.dtype,
        sequence_length=config.sequence_length,
        bos=config.bos,
        eos=config.eos,
        rows_per_batch=ROWS_PER_BATCH,
        shards=list(files),
        totals=TokenTotals(
            sequences=sequences,
            tokens=tokens,
            padding=sequences * config.sequence_length - tokens,
            documents=sum(documents_by_source.values()),
            documents_split=len(split),
        ),
        sources={
            name: SourceCount(documents=documents_by_source[name], tokens=count)
            for name, count in sorted(tokens_by_source.items())
        },
    )


def _columns(folder: str, file: ShardFile, schema: pa.Schema) -> Iterator[tuple[pa.Array, pa.StructArray]]:
    """Per batch: the rows' lengths, and all rows' spans one after the other."""
    where = f"{folder}/{file.name}"
    with fsspec.open(where, "rb") as opened:
        reader = pa.ipc.open_file(pa.PythonFile(opened, mode="r"))
        if not reader.schema.equals(schema):
            raise ValueError(f"{where}: expected {schema.to_string()}, found {reader.schema.to_string()}")
        left = file.rows
        for number in range(reader.num_record_batches):
            batch = reader.get_batch(number)
            if batch.num_rows != min(left, ROWS_PER_BATCH):
                break
            left -= batch.num_rows
            yield batch.column("length"), batch.column("spans").flatten()
        if left:
            raise ValueError(
                f"{where} is not {file.rows} rows in batches of {ROWS_PER_BATCH}, as it should be"
            )
