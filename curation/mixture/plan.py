"""What the recipe makes of each source: how often its documents are taken."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass

import fsspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from curation.mixture.config import MixtureConfig, SourceShare
from schemas.arrow import batch_to_rows, rows_to_batch
from schemas.manifest import Manifest
from schemas.mixture import BINS, SourcePlan
from schemas.split import InputError

MIXTURE_FILE = "mixture.json"

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class PlanMixture:
    """Function of a group stage with one partition and the whole of it: `PlaceCount`s → `SourcePlan`s.

    Raises InputError for a source that the recipe names and the run has not.
    """

    config: MixtureConfig

    def __call__(self, table: pa.Table) -> Iterator[pa.RecordBatch]:
        """See the class."""
        sources = sorted(pc.unique(table.column("source")).to_pylist())
        plans = [_plan(source, table.filter(pc.field("source") == source), self.config) for source in sources]
        unused = set(self.config.sources) - {plan.pattern for plan in plans}
        if unused:
            raise InputError(
                f"mixture.sources names {', '.join(sorted(unused))}, which no document is from (or an "
                f"earlier pattern has them all): there are {', '.join(sources)}"
            )
        yield rows_to_batch(SourcePlan, plans)


def write_mixture(folder: str, manifest: Manifest) -> None:
    """Called when the plans are there: writes them as `mixture.json`, for people and for `read_mixture`."""
    plans = []
    for name in manifest.files:
        with fsspec.open(f"{folder}/{name.name}", "rb") as file:
            for batch in pq.ParquetFile(file).iter_batches():
                plans += [dataclasses.asdict(plan) for plan in batch_to_rows(SourcePlan, batch)]
    text = json.dumps(plans, indent=1, ensure_ascii=False)
    with fsspec.open(f"{folder}/{MIXTURE_FILE}", "w", encoding="utf-8") as file:
        file.write(f"{text}\n")


def read_mixture(folder: str) -> dict[str, SourcePlan]:
    """What `write_mixture` wrote into the folder, by source. Raises OSError."""
    with fsspec.open(f"{folder}/{MIXTURE_FILE}", "r", encoding="utf-8") as file:
        return {plan["source"]: SourcePlan(**plan) for plan in json.load(file)}


def _plan(source: str, counts: pa.Table, config: MixtureConfig) -> SourcePlan:
    pattern, share = config.of(source)
    held_out = counts.column("held_out").to_numpy()
    documents, tokens = (_by_place(counts.filter(~held_out), name) for name in ("documents", "tokens"))
    aside = counts.filter(held_out)
    copies, below = _taken(tokens, share)
    return SourcePlan(
        source=source,
        pattern=pattern,
        epochs=share.epochs,
        max_tokens=-1 if share.max_tokens is None else share.max_tokens,
        documents=int(documents.sum()),
        tokens=int(tokens.sum()),
        held_out_documents=pc.sum(aside.column("documents")).as_py() or 0,
        held_out_tokens=pc.sum(aside.column("tokens")).as_py() or 0,
        copies=copies,
        below=below,
        documents_taken=copies * int(documents.sum()) + int(documents[:below].sum()),
        tokens_taken=copies * int(tokens.sum()) + int(tokens[:below].sum()),
    )


def _by_place(counts: pa.Table, name: str) -> I64:
    sums = np.zeros(BINS, np.int64)
    np.add.at(sums, counts.column("place").to_numpy(), counts.column(name).to_numpy())
    return sums


def _taken(tokens: I64, share: SourceShare) -> tuple[int, int]:
    """How often all documents are taken, and below which place once more: `max_tokens` at most."""
    copies = int(share.epochs)
    below = round((share.epochs - copies) * BINS)
    total = int(tokens.sum())
    if share.max_tokens is None or not total:
        return copies, below
    if share.max_tokens < copies * total:
        copies, below = share.max_tokens // total, BINS
    # The places whose tokens together still fit.
    fitting = int(np.searchsorted(np.cumsum(tokens), share.max_tokens - copies * total, side="right"))
    return copies, min(below, fitting)
