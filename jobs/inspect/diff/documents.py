"""Which rows two places differ in: by id added, removed and changed, and why rows of a run are gone.

Rows are compared by hashes of 64 bits, of as many at a time as fit into memory. Files that are the same in
both by the SHA-256 of their manifests are not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jobs.errors import UsageError
from jobs.inspect.diff.fates import Fate, fates
from jobs.inspect.output import Paint, print_json, visible
from jobs.inspect.place import Kind, Place, RowsFile, counted
from jobs.inspect.selection import Scan, documents_stages, select
from jobs.text import table
from pipelines.engine import read_manifest

# Rows of both sides that are held at a time: 16 bytes each, and as much to sort them.
_ROWS_AT_A_TIME = 1 << 24
ADDED, REMOVED, CHANGED = "added", "removed", "changed"

U64 = npt.NDArray[np.uint64]


@dataclass(slots=True)
class _Found:
    """What one kind of change amounts to: how many, why, and the names of some."""

    count: int = 0
    fates: Counter[Fate] = field(default_factory=Counter)
    named: dict[str, Fate | None] = field(default_factory=dict)


def show(before: Place, after: Place, paint: Paint, count: int, as_json: bool) -> int:
    """Counts and names what differs; returns the number of files that cannot be read."""
    compared = _Comparison(before, after, count)
    sums = {change: found.count for change, found in compared.found.items()}
    if as_json:
        _show_json(compared, sums)
        return len(compared.damaged)
    what = "documents" if before.kind is Kind.RUN else "rows, by id"
    told = ", ".join(f"{n:,} {change}" for change, n in sums.items())
    print(f"{what}: {told}, {compared.same:,} the same\n")
    for change, found in compared.found.items():
        _show(change, found, (before, after), paint)
    return len(compared.damaged)


def _show_json(compared: _Comparison, sums: dict[str, int]) -> None:
    for change, found in compared.found.items():
        for name, fate in found.named.items():
            known = fate.as_json() if fate else {"stage": None, "reason": None}
            print_json({"kind": "document", "id": name, "change": change, **known})
    why = {
        change: [fate.as_json() | {"documents": n} for fate, n in _ordered(found.fates)]
        for change, found in compared.found.items()
    }
    print_json({"kind": "total", **sums, "same": compared.same, "why": why})


class _Comparison:
    """What differs: `found` by change, `same` how many do not differ, `damaged` what could not be read."""

    def __init__(self, before: Place, after: Place, count: int) -> None:
        self._most = count
        self._runs = before, after
        self.found = {change: _Found() for change in (ADDED, REMOVED, CHANGED)}
        self.damaged: list[str] = []
        *self._files, self.same = _different_files(before, after)
        rows = sum(file.rows or 0 for files in self._files for file in files)
        passes = max(1, -(-rows // _ROWS_AT_A_TIME))
        for number in range(passes):
            self._compare(number, passes)

    def _compare(self, number: int, passes: int) -> None:
        """One range of ids."""
        ids, hashes = self._hashes(self._files[0], number, passes)
        other_ids, other_hashes = self._hashes(self._files[1], number, passes)
        common, place, other_place = np.intersect1d(ids, other_ids, assume_unique=True, return_indices=True)
        changed = common[hashes[place] != other_hashes[other_place]]
        self.same += len(common) - len(changed)
        self._take(ADDED, np.setdiff1d(other_ids, ids, assume_unique=True))
        self._take(REMOVED, np.setdiff1d(ids, other_ids, assume_unique=True))
        self._take(CHANGED, changed)

    def _take(self, change: str, ids: U64) -> None:
        found = self.found[change]
        found.count += len(ids)
        if not len(ids):
            return
        gone_in = {ADDED: self._runs[0], REMOVED: self._runs[1]}.get(change)
        why = fates(gone_in, ids) if gone_in is not None and gone_in.kind is Kind.RUN else {}
        found.fates.update(why.values())
        for name in _names(self._files[0 if change == REMOVED else 1], ids):
            if self._most and len(found.named) >= self._most:
                break
            found.named.setdefault(name, why.get(_hash(name)))

    def _hashes(self, files: Sequence[RowsFile], number: int, passes: int) -> tuple[U64, U64]:
        """The ids of a range, ascending, each once, and a hash of all rows that have it."""
        ids, hashes = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
        scan = Scan(files, self.damaged, len(files) > 1)
        for file, _, rows in scan.rows():
            if "id" not in rows.batch.schema.names:
                raise UsageError(f"{file.path} has no column `id` to compare rows by")
            names = rows.batch.column("id").to_pylist()
            some = np.fromiter((_hash(str(name)) for name in names), np.uint64, len(names))
            inside = some % np.uint64(passes) == number
            if inside.any():
                ids.append(some[inside])
                hashes.append(_row_hashes(rows.batch.filter(pa.array(inside))))
        every, of_rows = np.concatenate(ids), np.concatenate(hashes)
        unique, inverse = np.unique(every, return_inverse=True)
        # Rows of one id together, in whatever order.
        sums = np.zeros(len(unique), np.uint64)
        np.add.at(sums, inverse, of_rows)
        return unique, sums


def _different_files(before: Place, after: Place) -> tuple[list[RowsFile], list[RowsFile], int]:
    """The files of both that are not the same to the byte, and the rows of those that are."""
    one, other = _files(before), _files(after)
    alike = {digest for digest in one.keys() & other.keys() if not digest.startswith("path:")}
    same = sum(file.rows or 0 for digest in alike for file in one[digest])
    left = [file for digest, files in one.items() if digest not in alike for file in files]
    right = [file for digest, files in other.items() if digest not in alike for file in files]
    return left, right, same


def _files(place: Place) -> dict[str, list[RowsFile]]:
    """A place's files by SHA-256, where a manifest gives it."""
    digests: dict[str, str] = {}
    folders = [stage.path for stage in documents_stages(place)] if place.kind is Kind.RUN else [place.path]
    if place.kind is Kind.FILE:
        folders = [place.path.rpartition("/")[0] or "."]
    for folder in folders:
        manifest = read_manifest(folder)
        for listed in manifest.files if manifest else []:
            digests[f"{folder}/{listed.name}"] = listed.sha256
    found: dict[str, list[RowsFile]] = {}
    for selection in select(place):
        files, damaged = counted(selection.files)
        for fault in damaged:
            Scan(selection.files).fault(fault)
        for file in files:
            if file.rows is not None:
                found.setdefault(digests.get(file.path, f"path:{file.path}"), []).append(file)
    return found


def _hash(name: str) -> int:
    return hash(name) & 0xFFFFFFFFFFFFFFFF


def _row_hashes(batch: pa.RecordBatch) -> U64:
    columns = []
    for column in batch.columns:
        values = column.to_pylist()
        columns.append([repr(value) for value in values] if pa.types.is_nested(column.type) else values)
    rows = zip(*columns, strict=True)
    return np.fromiter((hash(row) & 0xFFFFFFFFFFFFFFFF for row in rows), np.uint64, batch.num_rows)


def _names(files: Sequence[RowsFile], wanted: U64) -> Iterator[str]:
    """The ids of these hashes."""
    for _, _, rows in Scan(files).rows(["id"]):
        names = rows.batch.column(0).to_pylist()
        hashes = np.fromiter((_hash(str(name)) for name in names), np.uint64, len(names))
        for place in np.flatnonzero(np.isin(hashes, wanted)).tolist():
            yield str(names[place])


def _ordered(found: Counter[Fate]) -> list[tuple[Fate, int]]:
    return sorted(found.items(), key=lambda item: (-item[1], item[0].stage, item[0].reason))


def _show(change: str, found: _Found, places: tuple[Place, Place], paint: Paint) -> None:
    if not found.count:
        return
    signs = {ADDED: ("+", "green"), REMOVED: ("-", "red"), CHANGED: ("~", "yellow")}
    sign, style = signs[change]
    before, after = places
    gone_in = before if change == ADDED else after
    title = f"{found.count:,} {change}"
    print(paint(title, "bold") + (f": what {gone_in.path} did with them" if found.fates else ""))
    if found.fates:
        rows = [[fate.stage or "-", fate.reason, f"{count:,}"] for fate, count in _ordered(found.fates)]
        print(table(["stage", "reason", "documents"], rows, right={2}))
    for name, fate in found.named.items():
        why = f"  {fate.told}" if fate else ""
        print(f"{paint(f'{sign} {visible(name)}', style)}{why}")
    if found.count > len(found.named):
        print(f"… and {found.count - len(found.named):,} more (-n 0 names all)")
    if change == CHANGED:
        first = next(iter(found.named))
        print(f"what changed in one: roae inspect diff {before.path} {after.path} --id {first}")
    print()
