"""What was found, by evaluation item and by set."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import fsspec
import numpy as np
import pyarrow.parquet as pq

from curation.decontamination.index import TOO_COMMON, TOO_SHORT, NgramIndex
from schemas.arrow import batch_to_rows
from schemas.decontamination import FoundItem, Overlap
from schemas.split import InputError

EXAMPLES = 5

ITEMS_STAGE, OVERLAPS_STAGE, FOUND_STAGE = "evaluation-items", "overlaps", "contaminated-items"


def report_items(groups: Iterable[tuple[str, list[Overlap]]]) -> Iterator[FoundItem]:
    """Function of a group stage, by `item`: a row of the report for each."""
    for _, overlaps in groups:
        best = min(overlaps, key=lambda row: (-row.share, row.id, row.start))
        contaminated = [row for row in overlaps if row.contaminated]
        examples = sorted({row.id for row in contaminated or overlaps})
        yield FoundItem(
            item=best.item,
            set=best.set,
            question=best.question,
            answers=best.answers,
            contaminated=len(contaminated),
            with_answer=sum(row.answer_found for row in contaminated),
            overlapping=len(overlaps) - len(contaminated),
            share=best.share,
            matching=best.matching,
            sources=dict(Counter(row.source for row in contaminated)),
            examples=examples[:EXAMPLES],
        )


@dataclass(slots=True, kw_only=True)
class SetReport:
    """An evaluation set: how many items it has, how many of them could not be looked for (too short, or
    nothing but common n-grams), how many stand in documents, and in how many documents (one that has two
    items counts twice); and the items that most documents have.
    """

    set: str
    items: int = 0
    too_short: int = 0
    too_common: int = 0
    contaminated_items: int = 0
    with_answer: int = 0
    documents: int = 0
    most_found: list[FoundItem] = field(default_factory=list)


def contamination_report(run: str, most_found: int = 20) -> list[SetReport]:
    """The report of a run folder, a row per evaluation set, in the order of their names. Raises InputError
    for a folder without the stages of the decontamination.
    """
    items, found = _folder(run, ITEMS_STAGE), _folder(run, FOUND_STAGE)
    sets = [name for batch in _batches(items, ["set"]) for name in batch.column("set").to_pylist()]
    status = NgramIndex.load(items).status
    reports = {name: SetReport(set=name) for name in sorted(set(sets))}
    for name, state in zip(sets, np.asarray(status).tolist(), strict=True):
        reports[name].items += 1
        reports[name].too_short += state == TOO_SHORT
        reports[name].too_common += state == TOO_COMMON
    for batch in _batches(found, None):
        for row in batch_to_rows(FoundItem, batch):
            if row.contaminated:
                report = reports[row.set]
                report.contaminated_items += 1
                report.with_answer += row.with_answer > 0
                report.documents += row.contaminated
                report.most_found = heapq.nsmallest(
                    most_found, [*report.most_found, row], key=lambda row: (-row.contaminated, row.item)
                )
    return list(reports.values())


def _folder(run: str, stage: str) -> str:
    system, inner = fsspec.core.url_to_fs(run)
    folders = sorted(path for path in system.ls(inner, detail=False) if path.endswith(f"-{stage}"))
    if not folders or not system.isfile(f"{folders[0]}/manifest.json"):
        raise InputError(f"{run}: there is no finished stage {stage} in this run folder")
    path: str = folders[0]
    return system.unstrip_protocol(path) if "file" not in system.protocol else path


def _batches(folder: str, columns: list[str] | None) -> Iterator[Any]:
    system, inner = fsspec.core.url_to_fs(folder)
    for path in sorted(system.glob(f"{inner}/part-*.parquet")):
        with system.open(path, "rb") as file:
            reader = pq.ParquetFile(file, pre_buffer=False)
            yield from reader.iter_batches(1024, columns=columns, use_threads=False)
