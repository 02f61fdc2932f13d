"""The largest clusters of a cluster table, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from fsspec.core import url_to_fs

from schemas.arrow import batch_to_rows
from schemas.dedup import ClusterMember


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of `size` documents: the one that is kept, and some of the others, the most preferred
    first.
    """

    size: int
    kept: ClusterMember
    others: list[ClusterMember]


def largest_clusters(folder: str, n: int = 20, members: int = 10) -> list[Cluster]:
    """The `n` largest clusters of the table in `folder` (that of the stage `clusters`; a path or fsspec URL),
    the largest first and those of one size by their number, with at most `members` documents that were
    dropped of each. Reads the table's column of clusters, and then the rows of those.
    """
    system, inner = url_to_fs(folder)
    files = sorted(path for path in system.ls(inner, detail=False) if path.endswith(".parquet"))
    if not files or n < 1:
        return []
    table = ds.dataset(files, filesystem=system, format="parquet")
    numbers, sizes = np.unique(table.to_table(columns=["cluster"]).column("cluster"), return_counts=True)
    order = np.lexsort((numbers, -sizes))[:n]
    wanted = pa.array(numbers[order])
    rows = table.to_table(filter=pc.is_in(ds.field("cluster"), wanted))
    found: dict[int, list[ClusterMember]] = {number: [] for number in wanted.to_pylist()}
    for batch in rows.to_batches(max_chunksize=1024):
        for row in batch_to_rows(ClusterMember, batch):
            if len(found[row.cluster]) <= members:
                found[row.cluster].append(row)
    return [
        Cluster(int(size), found[n][0], found[n][1:]) for n, size in zip(found, sizes[order], strict=True)
    ]
