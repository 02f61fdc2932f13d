"""Signatures → band keys: documents that share one are looked at as duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from curation.dedup.config import MinHashConfig
from curation.dedup.folding import U32, U64
from curation.dedup.words import mix64
from schemas.arrow import arrow_schema
from schemas.dedup import BandKey, Sketch

_ROWS_TOGETHER = 4096
_BAND_BASE = np.uint64(0xA0761D6478BD642F)


@dataclass(frozen=True)
class BandKeys:
    """Function of a map stage: sketches → batches of `BandKey`, for each document one by its text's digest
    and one per band. A text of white space has none, and one without shingles only the first.
    """

    config: MinHashConfig | None

    def __call__(self, sketches: Iterable[Sketch]) -> Iterator[pa.RecordBatch]:
        """See the class."""
        waiting: list[Sketch] = []
        for sketch in sketches:
            waiting.append(sketch)
            if len(waiting) == _ROWS_TOGETHER:
                yield self._batch(waiting)
                waiting = []
        if waiting:
            yield self._batch(waiting)

    def _batch(self, sketches: list[Sketch]) -> pa.RecordBatch:
        exact = [sketch for sketch in sketches if sketch.text_digest]
        bands = [_digest_keys([sketch.text_digest for sketch in exact])]
        keys = [_keys(exact)]
        near = [sketch for sketch in sketches if sketch.minhash]
        if self.config is not None and near:
            signatures = np.frombuffer(b"".join(sketch.minhash for sketch in near), "<u4")
            found = band_keys(signatures.reshape(len(near), -1), self.config.bands, self.config.rows)
            bands.append(found.reshape(-1))
            keys.append(np.repeat(_keys(near), self.config.bands))
        columns = [pa.array(np.concatenate(bands)), pa.array(np.concatenate(keys))]
        return pa.RecordBatch.from_arrays(columns, schema=arrow_schema(BandKey))


def band_keys(signatures: U32, bands: int, rows: int) -> U64:
    """The key of each band of each signature: shape [documents, bands * rows] → [documents, bands]."""
    values = signatures.reshape(len(signatures), bands, rows)
    keys = np.empty((len(signatures), bands), np.uint64)
    keys[:] = mix64(np.arange(1, bands + 1, dtype=np.uint64) * _BAND_BASE)
    for row in range(rows):
        keys = (keys + values[:, :, row]) * _BAND_BASE
    return mix64(keys)


def _digest_keys(digests: list[bytes]) -> U64:
    return np.frombuffer(b"".join(digest[:8] for digest in digests), "<u8").astype(np.uint64)


def _keys(sketches: list[Sketch]) -> U64:
    return np.fromiter((sketch.key for sketch in sketches), np.uint64, len(sketches))
