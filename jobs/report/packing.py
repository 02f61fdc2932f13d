"""Tokens and packed sequences: how many, of which source, and how full sequences are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from jobs.report.distributions import Distribution, by_count, by_size
from jobs.report.sampling import Extent, sample
from jobs.report.stages import Run, Stage, State
from pipelines.engine import storage
from schemas.token_shards import MANIFEST_NAME, TokenShardsError, TokensManifest

_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Packing:
    """`manifest` is `tokens.json` (None: not there or not to be read, and `problem` says why). `unused` is
    the number of a sequence's positions that are padding, `documents` that of the documents in a sequence.
    """

    stage: str
    manifest: TokensManifest | None
    problem: str
    unused: Distribution | None
    documents: Distribution | None
    extent: Extent

    @property
    def positions(self) -> int:
        """Of all sequences together."""
        if self.manifest is None:
            return 0
        return self.manifest.totals.sequences * self.manifest.sequence_length


def packing(run: Run) -> list[Packing]:
    """Of each stage of packed sequences, as far as it is: those to train on, and those to validate on."""
    return [_packing(stage) for stage in run.stages if stage.record == "TokenSequence" and stage.files]


def _packing(stage: Stage) -> Packing:
    manifest, problem = _manifest(stage)
    rows = sample(stage, _ROWS)
    lengths: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    spans: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    for batch in rows.batches(["length", "spans"]):
        lengths.append(batch.column("length").to_numpy(zero_copy_only=False).astype(np.float64))
        spans.append(pc.list_value_length(batch.column("spans")).to_numpy(zero_copy_only=False))
    unused = None
    if manifest and lengths:
        unused = by_size(manifest.sequence_length - np.concatenate(lengths))
    documents = by_count(np.concatenate(spans), most=40) if spans else None
    return Packing(stage.folder, manifest, problem, unused, documents, rows.extent)


def _manifest(stage: Stage) -> tuple[TokensManifest | None, str]:
    if stage.state is not State.DONE:
        return None, "the sequences are not all packed yet"
    path = storage.join(stage.path, MANIFEST_NAME)
    data = storage.read_bytes(path)
    if data is None:
        return None, f"{path} is missing"
    try:
        return TokensManifest.from_json(data, path), ""
    except TokenShardsError as error:
        return None, str(error)
