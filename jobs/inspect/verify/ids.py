"""Whether an id is there twice.

Ids are compared by 64-bit hashes, some ranges of them at a time, so that memory stays bounded for any number
of rows; the few that meet are then looked at by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jobs.inspect.shard_file import DamagedFileError, ShardFile
from jobs.inspect.verify.report import Report

# Rows whose hashes are held at a time: 8 bytes each, and as much again to sort them.
_ROWS_AT_A_TIME = 1 << 24
_NAMED = 5
# Statements that say the same have the same id on purpose.
_REPEATING = frozenset({"KnowledgeTuple", "SubjectTuple"})
# Documents of one id may be the same page in two dumps: rows are the same if all of these are.
_IDENTITY = ("id", "source", "revision", "timestamp", "text")


def check(stage: str, paths: Sequence[str], report: Report, *, unique: bool) -> None:
    """Names ids that are there more than once. Of documents that is a fault only where the whole row is
    (`unique`: what was written after duplicates were dropped), and a note otherwise.
    """
    rows = [(path, count) for path in paths if (count := _rows_with_ids(path))]
    if not rows:
        return
    report.checked("ids", sum(count for _, count in rows))
    names = sorted(_twice([path for path, _ in rows], sum(count for _, count in rows)))
    if not names:
        return
    with ShardFile(rows[0][0]) as shard:
        versions = set(_IDENTITY) <= set(shard.schema.names)
        tokenized = (shard.schema.metadata or {}).get(b"record") == b"TokenizedDocument"
    if versions:
        _documents(stage, [path for path, _ in rows], set(names), report, unique)
        return
    if tokenized:
        report.note(stage, "ids", f"{_several(names)}: documents with the same id were tokenized")
        return
    for name in names:
        report.fault(stage, "ids", f"{name} is there more than once")


def _documents(stage: str, paths: Sequence[str], names: set[str], report: Report, unique: bool) -> None:
    seen: dict[int, str] = {}
    for path in paths:
        for row in _rows(path, _IDENTITY, names):
            key = hash(tuple(row[name] for name in _IDENTITY))
            if key in seen and unique:
                at = f"{stage}/{path.rpartition('/')[2]}"
                report.fault(at, "ids", f"{row['id']} is there twice, to the letter: also in {seen[key]}")
            seen.setdefault(key, path.rpartition("/")[2])
    report.note(stage, "ids", f"{_several(sorted(names))}: other revisions, or other dumps")


def _several(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"{len(names):,} ids are there more than once ({', '.join(names[:_NAMED])}{more})"


def _rows_with_ids(path: str) -> int:
    try:
        with ShardFile(path) as shard:
            schema = shard.schema
            record = (schema.metadata or {}).get(b"record", b"").decode()
            named = (
                bool(schema.names) and schema.names[0] == "id" and pa.types.is_string(schema.field("id").type)
            )
            return shard.count() if named and record not in _REPEATING else 0
    except DamagedFileError:
        return 0  # told already


def _twice(paths: Sequence[str], rows: int) -> set[str]:
    """The ids that come more than once."""
    passes = -(-rows // _ROWS_AT_A_TIME)
    found: set[str] = set()
    for number in range(passes):
        hashes = np.concatenate([np.empty(0, np.uint64), *_hashes(paths, passes, number)])
        hashes.sort()
        met = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
        if len(met):
            found |= _by_name(paths, set(met.tolist()))
    return found


def _hashes(paths: Sequence[str], passes: int, number: int) -> Iterator[npt.NDArray[np.uint64]]:
    for path in paths:
        with ShardFile(path) as shard:
            for rows in shard.rows(["id"]):
                hashes = hashes_of(rows.batch.column(0))
                yield hashes[hashes % np.uint64(passes) == number] if passes > 1 else hashes


def hashes_of(names: pa.Array) -> npt.NDArray[np.uint64]:
    """A hash of each text, good for this process."""
    return np.fromiter((hash(name) & 0xFFFFFFFFFFFFFFFF for name in names.to_pylist()), np.uint64, len(names))


def _by_name(paths: Sequence[str], met: set[int]) -> set[str]:
    once: set[str] = set()
    twice: set[str] = set()
    for path in paths:
        with ShardFile(path) as shard:
            for rows in shard.rows(["id"]):
                for name in rows.batch.column(0).to_pylist():
                    if hash(name) & 0xFFFFFFFFFFFFFFFF in met:
                        (twice if name in once else once).add(name)
    return twice


def _rows(path: str, columns: Sequence[str], names: set[str]) -> Iterator[dict[str, Any]]:
    with ShardFile(path) as shard:
        for rows in shard.rows(columns):
            inside = [name in names for name in rows.batch.column("id").to_pylist()]
            if any(inside):
                yield from rows.batch.filter(pa.array(inside)).to_pylist()
