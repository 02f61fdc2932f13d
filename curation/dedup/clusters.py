"""Candidates → the cluster table: which copy is kept, and which are its duplicates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from curation.dedup.config import DuplicatesConfig
from curation.dedup.folding import I64, U64
from curation.dedup.links import run_starts
from curation.dedup.minhash import EMPTY, estimate
from curation.dedup.shingles import jaccard
from curation.lookup import write_lookup
from schemas.arrow import arrow_schema
from schemas.dedup import ClusterMember
from schemas.manifest import Manifest

LOOKUP = "duplicates"
EXACT, NEAR = "exact-duplicate", "near-duplicate"

# What becomes of rows with a key: they stay, are dropped for this reason, or one of them stays.
FATES = ("", EXACT, NEAR)
KEPT, ONE_KEPT = 0, 3

# Comparisons in a partition after which the rest is compared no more. Splitting a component costs one per
# document that is left of it, which is few in all but in giant chains of documents that are hardly alike.
_MOST_COMPARISONS = 1 << 26
_CHUNK_ROWS = 1 << 14

Floats = npt.NDArray[np.float64]
Similarity = Callable[[I64, I64], Floats]

# The order of preference, with the reason that each criterion gives.
_PREFERENCE = (
    ("new", "ascending", "existing"),
    ("rank", "ascending", "source-priority"),
    ("length", "descending", "longest"),
    ("id", "ascending", "smallest-id"),
    ("timestamp", "descending", "newest"),
    ("revision", "descending", "newest"),
    ("key", "ascending", "smallest-key"),
)


@dataclass(frozen=True)
class ChooseCopies:
    """Function of a group stage, by `component` and with the whole partition: `Candidate`s → batches of
    `ClusterMember`.

    Of each component the best copy is kept: one that an earlier run has, then by source, length and id (then
    the newest; see `ClusterMember.kept_because`). Those that are less similar to it than `min_similarity` are
    looked at again among themselves in the same way; who is left alone is in no cluster. All components are
    worked on together, so the cost is in the number of candidates and not of pairs. Of one that falls apart
    into so many clusters that this takes too long, the rest loses its exact duplicates only.
    """

    config: DuplicatesConfig

    def __call__(self, table: pa.Table) -> Iterator[pa.RecordBatch]:
        """See the class."""
        table = self._in_order(table)
        kept, similarity = self._assign(table)
        members = np.bincount(kept, minlength=len(kept))[kept] > 1
        rows = np.flatnonzero(members)
        rows = rows[np.lexsort((rows, kept[rows]))]
        yield from _table(table, rows, kept, similarity).to_batches()

    def _in_order(self, table: pa.Table) -> pa.Table:
        """The rows in order of preference within each component."""
        ranks = {source: rank for rank, source in enumerate(self.config.source_priority)}
        rank = [ranks.get(source, len(ranks)) for source in table.column("source").to_pylist()]
        table = table.append_column("rank", pa.array(rank, pa.int64()))
        table = table.append_column("new", pc.equal(table.column("run"), "").cast(pa.int8()))
        order = [("component", "ascending"), *((name, way) for name, way, _ in _PREFERENCE)]
        return table.take(pc.sort_indices(table, sort_keys=order)).combine_chunks()

    def _assign(self, table: pa.Table) -> tuple[I64, Floats]:
        """For each row: the row that is kept in its stead (perhaps itself), and the similarity to it."""
        component = table.column("component").to_numpy()
        digests = _fixed_bytes(table.column("text_digest"))
        similar = self._similarity(table)
        kept = np.arange(len(component))
        similarity = np.ones(len(component))
        left = np.arange(len(component))
        comparisons = 0
        while len(left) and comparisons < _MOST_COMPARISONS:
            comparisons += len(left)
            starts = run_starts(component[left])
            best = np.repeat(left[starts], np.diff(starts, append=len(left)))
            same = digests[left] == digests[best]
            found = np.ones(len(left))
            found[~same] = similar(left[~same], best[~same])
            accepted = found >= self.config.min_similarity if self.config.check != "none" else found >= 0
            accepted |= same
            kept[left[accepted]] = best[accepted]
            similarity[left[accepted]] = found[accepted]
            left = left[~accepted]
        _, first, same_as = np.unique(digests[left], return_index=True, return_inverse=True)
        kept[left] = left[first[same_as]]
        return kept, similarity

    def _similarity(self, table: pa.Table) -> Similarity:
        if self.config.check == "jaccard":
            shingles = [
                np.frombuffer(value.as_buffer(), "<u8") for value in _values(table.column("shingles"))
            ]
            return lambda rows, others: _pairwise(jaccard, shingles, rows, others)
        signatures = _signatures(table.column("minhash"), self.config)

        def estimates(rows: I64, others: I64) -> Floats:
            chunks = range(0, len(rows), _CHUNK_ROWS)
            found = [
                estimate(signatures[rows[i : i + _CHUNK_ROWS]], signatures[others[i : i + _CHUNK_ROWS]])
                for i in chunks
            ]
            return np.concatenate([np.empty(0), *found])

        return estimates


def write_fates(folder: str, manifest: Manifest) -> None:
    """Called when the cluster table is there: writes the lookup from the keys of its documents to what
    becomes of the rows that have them: KEPT, ONE_KEPT, or the place of the reason in FATES.
    """
    write_lookup(folder, LOOKUP, manifest.files, ("key", "cluster", "reason"), _fates)


def _fates(batch: pa.RecordBatch) -> U64:
    reasons: U64 = pc.index_in(batch.column("reason"), pa.array(FATES)).to_numpy().astype(np.uint64)
    # The kept row comes before the others of its key, whose number is then the one that stays.
    is_copy = pc.and_(
        pc.equal(batch.column("key"), batch.column("cluster")), pc.not_equal(batch.column("reason"), "")
    )
    reasons[is_copy.to_numpy(zero_copy_only=False)] = ONE_KEPT
    return reasons


def _table(table: pa.Table, rows: I64, kept: I64, similarity: Floats) -> pa.Table:
    """The cluster table's rows: these of the candidates."""
    keys, digests = table.column("key").to_numpy(), _fixed_bytes(table.column("text_digest"))
    is_kept = kept[rows] == rows
    exact = digests[rows] == digests[kept[rows]]
    reasons = np.where(is_kept, "", np.where(exact, EXACT, NEAR))
    added = {
        "cluster": pa.array(keys[kept[rows]]),
        "similarity": pa.array(similarity[rows]),
        "reason": pa.array(reasons.tolist(), pa.string()),
        "kept_because": pa.array(_kept_because(table, rows, is_kept), pa.string()),
    }
    schema = arrow_schema(ClusterMember)
    taken = table.take(pa.array(rows))
    columns = [added[name] if name in added else taken.column(name) for name in schema.names]
    return pa.table(columns, schema=schema)


def _kept_because(table: pa.Table, rows: I64, is_kept: npt.NDArray[np.bool_]) -> list[str]:
    """For each kept row, which comes before the others of its cluster: what it has over the next."""
    places = np.flatnonzero(is_kept)
    best, second = table.take(pa.array(rows[places])), table.take(pa.array(rows[places + 1]))
    because = np.full(len(places), "identical", dtype=object)
    for name, _, reason in reversed(_PREFERENCE):
        differs = pc.not_equal(best.column(name), second.column(name)).to_numpy()
        because[differs] = reason
    found = np.full(len(rows), "", dtype=object)
    found[places] = because
    return list(found)


def _signatures(column: pa.ChunkedArray, config: DuplicatesConfig) -> npt.NDArray[np.uint32]:
    width = config.near.permutations if config.near else 1
    empty = np.full(width, EMPTY, "<u4").tobytes()
    data = b"".join(value or empty for value in column.to_pylist())
    return np.frombuffer(data, "<u4").reshape(-1, width)


def _fixed_bytes(column: pa.ChunkedArray) -> npt.NDArray[np.bytes_]:
    # numpy ignores zero bytes at the end, which a digest may have: hence the one that follows.
    return np.array([value + b"." for value in column.to_pylist()])


def _values(column: pa.ChunkedArray) -> Iterator[pa.BinaryScalar]:
    for chunk in column.chunks:
        yield from chunk


def _pairwise(compare: Callable[[U64, U64], float], sets: Sequence[U64], rows: I64, others: I64) -> Floats:
    pairs = zip(rows.tolist(), others.tolist(), strict=True)
    return np.fromiter((compare(sets[row], sets[other]) for row, other in pairs), np.float64, len(rows))
