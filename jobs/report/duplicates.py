"""Clusters of duplicates: how many, how large, how alike, and the largest with their members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from curation.dedup.largest import Cluster, largest_clusters
from jobs.report.distributions import Distribution, by_size, by_value
from jobs.report.sampling import Extent, sample
from jobs.report.stages import Run, Stage, State
from pipelines.engine import storage
from schemas.dedup import ClusterMember

_ROWS = 2_000_000
_CLUSTERS = 40
_MEMBERS = 25
# Among so many of the largest, not more of any one source than that are shown.
_LOOKED_AT = 1000
_OF_ONE_SOURCE = 8
_PAIRS = 20
_FILES = 16


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Of the cluster table: `documents` that have duplicates, `clusters` of them, and how many dropped
    `because` of what (`exact-duplicate`, …), and what the kept one had over the others (`preferred`).
    `pairs` counts dropped documents by their source and that of the kept one.
    """

    stage: str
    documents: int
    clusters: int
    because: list[tuple[str, int]]
    preferred: list[tuple[str, int]]
    pairs: list[tuple[tuple[str, str], int]]
    sizes: Distribution | None
    similarity: Distribution | None
    largest: list[Cluster]
    largest_of_all: bool
    extent: Extent


def duplicates(run: Run) -> Duplicates | None:
    """Of a run whose clusters are known."""
    stage = next((stage for stage in run.of_record(ClusterMember) if stage.state is State.DONE), None)
    if stage is None:
        return None
    rows = sample(stage, _ROWS)
    clusters: list[np.ndarray[tuple[int], np.dtype[np.uint64]]] = []
    similarity: list[float] = []
    because: Counter[str] = Counter()
    preferred: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    kept_source = ""
    for batch in rows.batches(["cluster", "source", "reason", "similarity", "kept_because"]):
        clusters.append(batch.column("cluster").to_numpy())
        sources = batch.column("source").to_pylist()
        reasons = batch.column("reason").to_pylist()
        why = batch.column("kept_because").to_pylist()
        because.update(reason for reason in reasons if reason)
        preferred.update(kept for kept, reason in zip(why, reasons, strict=True) if not reason)
        # The rows of a cluster follow each other, the kept one first.
        for source, reason in zip(sources, reasons, strict=True):
            if reason:
                pairs[source, kept_source] += 1
            else:
                kept_source = source
        alike = batch.column("similarity").to_pylist()
        similarity += [value for value, reason in zip(alike, reasons, strict=True) if reason]
    if not clusters:
        return None
    _, sizes = np.unique(np.concatenate(clusters), return_counts=True)
    whole = not rows.extent.is_sample
    largest: list[Cluster] = []
    try:
        largest = _chosen(_largest(stage, whole))
    except (OSError, pa.ArrowException) as error:
        run.unread.append(f"{stage.folder}: {error}")
    return Duplicates(
        stage=stage.folder,
        documents=stage.rows_out,
        clusters=len(sizes),
        because=because.most_common(),
        preferred=preferred.most_common(),
        pairs=sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:_PAIRS],
        sizes=by_size(sizes),
        similarity=by_value(similarity, 0.0, 1.0),
        largest=largest,
        largest_of_all=whole,
        extent=rows.extent,
    )


def _chosen(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The first ones, but not only of the source that has most."""
    shown: Counter[str] = Counter()
    chosen: list[Cluster] = []
    for cluster in clusters:
        if len(chosen) < _CLUSTERS and shown[cluster.kept.source] < _OF_ONE_SOURCE:
            shown[cluster.kept.source] += 1
            chosen.append(cluster)
    return chosen


def _largest(stage: Stage, whole: bool) -> list[Cluster]:
    """The largest first."""
    if whole:
        return largest_clusters(stage.path, _LOOKED_AT, _MEMBERS)
    # A cluster lies in one shard. Shards of several files are left out: it may go on in the next of them.
    files = [file for file in stage.files if file.name.count("-") == 1]
    chosen = [files[number * len(files) // _FILES] for number in range(_FILES)] if files else []
    found = [
        cluster
        for name in dict.fromkeys(file.name for file in chosen)
        for cluster in largest_clusters(storage.join(stage.path, name), _LOOKED_AT, _MEMBERS)
    ]
    return sorted(found, key=lambda cluster: (-cluster.size, cluster.kept.cluster))
