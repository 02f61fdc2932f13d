"""Links → connected components: at once in memory, or by rounds in which nothing has to fit.

The rounds are the alternating algorithm of R. Kiveris et al., "Connected Components in MapReduce and Beyond",
2014 (https://doi.org/10.1145/2670979.2670997): a large-star ties every larger neighbour of a node to the
smallest of its neighbourhood, a small-star the smaller ones. When neither changes anything more, each
component is a star around its smallest key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from curation.dedup.folding import U64
from curation.dedup.links import link_batch, run_starts
from curation.lookup import write_lookup
from schemas.arrow import arrow_schema
from schemas.dedup import Component, Link
from schemas.manifest import Manifest

LOOKUP = "components"
_ROWS_TOGETHER = 1 << 16


def components_in_memory(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Function of a group stage with one partition and the whole of it: all `Link`s → `Component`s by
    ascending key. Takes about 150 bytes of memory per link.
    """
    ends = np.concatenate([table.column(name).to_numpy() for name in ("key", "other")])
    keys, numbers = np.unique(ends, return_inverse=True)
    pairs = numbers.reshape(2, -1)
    graph = coo_array((np.ones(pairs.shape[1], np.int8), (pairs[0], pairs[1])), shape=(len(keys), len(keys)))
    _, labels = connected_components(graph, directed=False)
    # Keys ascend, so the first of a component is its smallest.
    _, firsts = np.unique(labels, return_index=True)
    columns = [pa.array(keys), pa.array(keys[firsts][labels])]
    yield pa.RecordBatch.from_arrays(columns, schema=arrow_schema(Component))


def write_components(folder: str, manifest: Manifest) -> None:
    """Called when all components are there: writes the lookup from keys to components."""
    write_lookup(
        folder,
        LOOKUP,
        manifest.files,
        ("key", "component"),
        lambda batch: batch.column("component").to_numpy(),
    )


@dataclass(frozen=True)
class Turned:
    """Function of a map stage: links → the same with the key that they are to be grouped by first.

    `large`: each link both ways, for a large-star. Else the larger key first, for a small-star.
    """

    large: bool

    def __call__(self, links: Iterable[Link]) -> Iterator[pa.RecordBatch]:
        """See the class."""
        for keys, others in _arrays(links):
            columns = (others, keys)
            if self.large:
                columns = (np.concatenate([keys, others]), np.concatenate([others, keys]))
            yield pa.RecordBatch.from_arrays([pa.array(c) for c in columns], schema=arrow_schema(Link))


def large_star(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Function of a group stage, by `key` and with the whole partition: links both ways → links."""
    nodes, neighbours, smallest = _neighbourhoods(table)
    # A link of a node to itself, which tells of rows with one key, stays what it is.
    wanted = (neighbours > nodes) | ((neighbours == nodes) & (smallest == nodes))
    yield link_batch(smallest[wanted], neighbours[wanted])


def small_star(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Function of a group stage, by `key` and with the whole partition: links with the larger key first →
    links.
    """
    nodes, neighbours, smallest = _neighbourhoods(table)
    wanted = (neighbours != smallest) | (neighbours == nodes)
    yield link_batch(
        np.concatenate([smallest[wanted], smallest]), np.concatenate([neighbours[wanted], nodes])
    )


def _neighbourhoods(table: pa.Table) -> tuple[U64, U64, U64]:
    """Of each link: the node, its neighbour, and the smallest of the node and all its neighbours."""
    nodes, neighbours = (table.column(name).to_numpy() for name in ("key", "other"))
    starts = run_starts(nodes)
    smallest = np.minimum(np.minimum.reduceat(neighbours, starts), nodes[starts])
    return nodes, neighbours, np.repeat(smallest, np.diff(starts, append=len(nodes)))


def members_of_stars(links: Iterable[Link]) -> Iterator[pa.RecordBatch]:
    """Function of a map stage: links → `Component`s, one for either end, to be grouped by key."""
    for keys, others in _arrays(links):
        columns = [pa.array(np.concatenate([others, keys])), pa.array(np.concatenate([keys, keys]))]
        yield pa.RecordBatch.from_arrays(columns, schema=arrow_schema(Component))


def smallest_component(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Function of a group stage, by `key` and with the whole partition: each key once, with the smallest of
    its components.
    """
    keys, components = (table.column(name).to_numpy() for name in ("key", "component"))
    starts = run_starts(keys)
    columns = [pa.array(keys[starts]), pa.array(np.minimum.reduceat(components, starts))]
    yield pa.RecordBatch.from_arrays(columns, schema=arrow_schema(Component))


def _arrays(links: Iterable[Link]) -> Iterator[tuple[U64, U64]]:
    """Links as arrays of their two keys, a bounded number at a time."""
    flat: list[int] = []
    for link in links:
        flat += (link.key, link.other)
        if len(flat) >= 2 * _ROWS_TOGETHER:
            yield _columns(flat)
            flat = []
    if flat:
        yield _columns(flat)


def _columns(flat: list[int]) -> tuple[U64, U64]:
    pairs = np.array(flat, np.uint64).reshape(-1, 2)
    return pairs[:, 0].copy(), pairs[:, 1].copy()
