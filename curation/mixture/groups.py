"""Which documents must not be parted: those of one id, and those that duplicate each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import fsspec
import numpy as np
import pyarrow.parquet as pq
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from curation.lookup import U64, store_lookup
from schemas.keys import Hash64, text_key
from schemas.manifest import Manifest
from schemas.mixture import SplitMember

LOOKUP = "groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentOfDocument:
    """The fields of a `Candidate` that tell which documents belong together."""

    id: str
    component: Hash64


def split_members(candidates: Iterable[ComponentOfDocument]) -> Iterator[SplitMember]:
    """Function of a map stage: the documents that have a component."""
    for candidate in candidates:
        yield SplitMember(id=text_key(candidate.id), component=candidate.component)


def write_groups(folder: str, manifest: Manifest) -> None:
    """Called when all members are there: writes the lookup from the keys of ids to that of the group's
    smallest id. Takes about 150 bytes of memory per member.
    """
    ids, rows = np.unique(_column(folder, manifest, "id"), return_inverse=True)
    _, columns = np.unique(_column(folder, manifest, "component"), return_inverse=True)
    # A graph between ids and components: what hangs together is a group.
    nodes = len(ids) + int(columns.max(initial=-1)) + 1
    edges = (rows, columns + len(ids))
    graph = coo_array((np.ones(len(rows), np.int8), edges), shape=(nodes, nodes))
    _, labels = connected_components(graph, directed=False)
    of_ids = labels[: len(ids)]
    _, firsts = np.unique(of_ids, return_index=True)
    smallest = np.zeros(int(labels.max(initial=-1)) + 1, np.uint64)
    smallest[of_ids[firsts]] = ids[firsts]
    store_lookup(folder, LOOKUP, ids, smallest[of_ids])


def _column(folder: str, manifest: Manifest, name: str) -> U64:
    found = [np.empty(0, np.uint64)]
    for file in manifest.files:
        with fsspec.open(f"{folder}/{file.name}", "rb") as opened:
            found.append(pq.read_table(opened, columns=[name]).column(name).to_numpy())
    return np.concatenate(found)
