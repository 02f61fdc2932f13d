"""Band keys → links: what is in one bucket is tied together with as few links as can be."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from curation.dedup.folding import I64, U64
from schemas.arrow import arrow_schema
from schemas.dedup import Link


def link_buckets(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Function of a group stage, by `band` and with the whole partition: `BandKey`s → `Link`s in ascending
    order, each once.

    A bucket of n rows gives n - 1 links, from its smallest key to each other one. It links the smallest key
    to itself where two rows have it, so that they are found although they may be alone.
    """
    bands, keys = (table.column(name).to_numpy() for name in ("band", "key"))
    starts = run_starts(bands)
    counts = np.diff(starts, append=len(bands))
    several = np.repeat(counts > 1, counts)
    # Nearly all buckets have one row; what is sorted is the rest.
    buckets = np.repeat(np.arange(len(counts)), counts)[several]
    keys = keys[several]
    keys = keys[np.lexsort((keys, buckets))]
    starts = run_starts(buckets)
    smallest = np.repeat(keys[starts], np.diff(starts, append=len(keys)))
    others = np.ones(len(keys), bool)
    others[starts] = False
    yield link_batch(smallest[others], keys[others])


def link_batch(keys: U64, others: U64) -> pa.RecordBatch:
    """The links in ascending order, each once."""
    order = np.lexsort((others, keys))
    keys, others = keys[order], others[order]
    new = np.ones(len(keys), bool)
    new[1:] = (keys[1:] != keys[:-1]) | (others[1:] != others[:-1])
    columns = [pa.array(keys[new]), pa.array(others[new])]
    return pa.RecordBatch.from_arrays(columns, schema=arrow_schema(Link))


def run_starts(values: U64 | I64) -> I64:
    """Where runs of equal values begin."""
    changes = np.ones(len(values), bool)
    changes[1:] = values[1:] != values[:-1]
    starts: I64 = np.flatnonzero(changes)
    return starts
