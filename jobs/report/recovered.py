"""Documents that a run dropped without keeping them, found again among what the stage read.

Stages that drop documents by a lookup leave a table that says which: the decisions of the quality rules, the
clusters of duplicates, the overlaps with evaluation sets.
"""

from __future__ import annotations

import dataclasses
import hashlib
import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from curation.decontamination.stages import CONTAMINATED
from curation.dedup.identity import row_key, text_digest
from jobs.inspect.shard_file import DamagedFileError, ShardFile
from jobs.report.excerpts import Excerpt, excerpt_of
from jobs.report.sampling import sample
from jobs.report.stages import Run, Stage
from pipelines.engine import storage
from schemas.arrow import batch_to_rows
from schemas.decontamination import Overlap
from schemas.dedup import ClusterMember
from schemas.document import Document
from schemas.quality import QualityDecision, document_key

_ROWS = 250_000
_FILES = 64
# Row groups that are read for their texts, of 16 MB each.
_GROUPS = 32
_COLUMNS = [field.name for field in dataclasses.fields(Document)]


@dataclass(frozen=True, slots=True)
class _Table:
    """A class of rows that say which document goes, why (empty: it stays), and how to tell it from others of
    the same id.
    """

    record: type
    columns: tuple[str, ...]
    reason: Callable[[Mapping[str, object]], str]
    key: Callable[[Document], int] | None


def _decided(row: Mapping[str, object]) -> str:
    reasons = row["reasons"]
    return str(reasons[0]) if isinstance(reasons, list) and reasons else ""


def _duplicate(row: Mapping[str, object]) -> str:
    return "" if row["run"] else str(row["reason"])


def _contaminated(row: Mapping[str, object]) -> str:
    return CONTAMINATED if row["contaminated"] else ""


def _row_key(document: Document) -> int:
    return row_key(document, text_digest(document.text))


_TABLES = (
    _Table(QualityDecision, ("id", "key", "reasons"), _decided, document_key),
    _Table(ClusterMember, ("id", "key", "reason", "run"), _duplicate, _row_key),
    _Table(Overlap, ("id", "contaminated"), _contaminated, None),
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    id: str
    key: int
    reason: str


def recovered(run: Run, stage: Stage, reasons: Collection[str], count: int) -> dict[str, tuple[Excerpt, ...]]:
    """By reason, up to `count` of the documents that the stage dropped, as far as a bounded part of what it
    read has them.
    """
    for table in _TABLES:
        for used in run.of_record(table.record):
            if used.name in stage.uses:
                wanted = _wanted(used, table, reasons, count)
                found = _documents(_inputs(run, stage), table, wanted, run.unread)
                return {
                    reason: tuple(found[row] for row in rows if row in found)
                    for reason, rows in wanted.items()
                }
    return {}


def _wanted(used: Stage, table: _Table, reasons: Collection[str], count: int) -> dict[str, list[_Wanted]]:
    """Those whose hashes are smallest."""
    best: dict[str, list[tuple[bytes, _Wanted]]] = {reason: [] for reason in reasons}
    for batch in sample(used, _ROWS).batches(table.columns):
        for row in batch.to_pylist():
            reason = table.reason(row)
            if reason in best:
                rank = hashlib.blake2b(f"{reason} {row['id']}".encode(), digest_size=8).digest()
                chosen = best[reason]
                if len(chosen) < count or rank < chosen[-1][0]:
                    item = (rank, _Wanted(row["id"], row.get("key", 0), reason))
                    if item not in chosen:
                        best[reason] = heapq.nsmallest(count, [*chosen, item], key=lambda entry: entry[0])
    return {reason: [row for _, row in chosen] for reason, chosen in best.items()}


def _documents(
    files: Sequence[str], table: _Table, wanted: Mapping[str, list[_Wanted]], unread: list[str]
) -> dict[_Wanted, Excerpt]:
    """The wanted documents among those of the files."""
    by_id: dict[str, list[_Wanted]] = {}
    for rows in wanted.values():
        for row in rows:
            by_id.setdefault(row.id, []).append(row)
    found: dict[_Wanted, Excerpt] = {}
    for document in _with_ids(files if by_id else (), pa.array(list(by_id), pa.string()), unread):
        key = table.key(document) if table.key else 0
        for row in by_id[document.id]:
            if row.key == key and row not in found:
                found[row] = excerpt_of(document.id, dataclasses.asdict(document))
    return found


def _inputs(run: Run, stage: Stage) -> list[str]:
    """The files of documents that the stage reads, or some that lie evenly among them."""
    files = [
        storage.join(source.path, file.name)
        for source in run.of_record(Document)
        if source.name in stage.reads
        for file in source.files
    ]
    count = min(len(files), _FILES)
    return [files[number * len(files) // count] for number in range(count)]


def _with_ids(files: Iterable[str], ids: pa.Array, unread: list[str]) -> Iterator[Document]:
    """The documents of these ids. Columns of ids are read, and then the row groups that have any of them."""
    left = _GROUPS
    for path in files:
        try:
            with ShardFile(path) as opened:
                having = {rows.group for rows in opened.rows(["id"]) if _having(rows.batch, ids).num_rows}
                groups = sorted(having)[:left]
                for rows in opened.rows(_COLUMNS, groups) if groups else ():
                    yield from batch_to_rows(Document, _having(rows.batch, ids))
        except FileNotFoundError:
            unread.append(f"{path} is not there any more")
            continue
        except DamagedFileError as error:
            unread.append(str(error))
            continue
        left -= len(groups)


def _having(batch: pa.RecordBatch, ids: pa.Array) -> pa.RecordBatch:
    """The rows of these ids."""
    return batch.filter(pc.is_in(batch.column("id"), ids))
