"""Why rows were dropped, and rejected, by stage and reason, with some of the rows."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from jobs.report.excerpts import Excerpt, excerpt_of, shortened
from jobs.report.recovered import recovered
from jobs.report.sampling import Sample
from jobs.report.stages import Run, Stage

MOST_REASONS = 20
_ROWS = 10_000
_FILES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A stage dropped `rows` of the `rows_in` that it read for `reason`, with `characters` of text (0: the
    rows had none yet). `early`: before there were documents. `kept`: the run kept dropped rows, of which
    `samples` are some; or else they were found again in what the stage read.
    """

    stage: str
    early: bool
    reason: str
    rows: int
    rows_in: int
    characters: int
    kept: bool
    samples: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A rejected row, as the stage wrote it down."""

    where: str
    detail: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejections:
    """A stage rejected `rows` for `reason`."""

    stage: str
    reason: str
    rows: int
    rows_in: int
    samples: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class Losses:
    """All reasons of all stages, the most frequent first. The first MOST_REASONS for documents, and as many
    for the rows before those, have samples.
    """

    dropped: list[Reason]
    rejected: list[Rejections]


def losses(run: Run, sources: Collection[str], samples: int) -> Losses:
    """What the run dropped and rejected, with so many samples of each reason. `sources` are the stages that
    make documents of what they read.
    """
    early = run.upstream(sources)
    reasons = sorted(_reasons(run, early), key=lambda reason: (-reason.rows, reason.stage, reason.reason))
    wanted: dict[str, list[str]] = {}
    for reason in [
        reason
        for is_early in (True, False)
        for reason in [r for r in reasons if r.early is is_early][:MOST_REASONS]
    ]:
        wanted.setdefault(reason.stage, []).append(reason.reason)
    found: dict[tuple[str, str], tuple[Excerpt, ...]] = {}
    for stage in run.stages:
        if stage.name in wanted and samples and not stage.dropped_files:
            for reason_code, excerpts in recovered(run, stage, wanted[stage.name], samples).items():
                found[stage.name, reason_code] = excerpts
        elif stage.name in wanted and samples:
            rows = _sampled(stage, stage.dropped_files, wanted[stage.name], samples, "id", "record")
            for reason_code, chosen in rows.items():
                found[stage.name, reason_code] = tuple(
                    excerpt_of(row["id"], _value(row["record"])) for row in chosen
                )
    return Losses(
        dropped=[replace(r, samples=found.get((r.stage, r.reason), ())) for r in reasons],
        rejected=list(_rejections(run, samples)),
    )


def _reasons(run: Run, early: Collection[str]) -> Iterator[Reason]:
    for stage in run.stages:
        for reason, rows in stage.dropped.items():
            yield Reason(
                stage=stage.name,
                early=stage.name in early,
                reason=reason,
                rows=rows,
                rows_in=stage.rows_in,
                characters=sum(t.dropped_characters.get(reason, 0) for t in stage.sources.values()),
                kept=stage.exclusions,
            )


def _rejections(run: Run, samples: int) -> Iterator[Rejections]:
    for stage in run.stages:
        if not stage.rejected:
            continue
        rows: dict[str, list[dict[str, Any]]] = {}
        if samples:
            columns = ("where", "detail", "excerpt")
            rows = _sampled(stage, stage.rejected_files, list(stage.rejected), samples, *columns)
        for reason, count in sorted(stage.rejected.items(), key=lambda item: (-item[1], item[0])):
            yield Rejections(
                stage=stage.name,
                reason=reason,
                rows=count,
                rows_in=stage.rows_in,
                samples=tuple(
                    Rejection(row["where"], shortened(row["detail"]), shortened(row["excerpt"]))
                    for row in rows.get(reason, [])
                ),
            )


def _sampled(
    stage: Stage, files: Any, reasons: Collection[str], count: int, *columns: str
) -> dict[str, list[dict[str, Any]]]:
    """By reason, the `count` rows whose hashes are smallest, so that they come from all over the files."""
    rows = Sample(stage.path, files, _ROWS, _FILES, stage.unread)
    best: dict[str, list[tuple[bytes, dict[str, Any]]]] = {reason: [] for reason in reasons}
    number = 0
    for batch in rows.batches(["reason", *columns]):
        for place, reason in enumerate(batch.column("reason").to_pylist()):
            number += 1
            chosen = best.get(reason)
            if chosen is None:
                continue
            rank = hashlib.blake2b(f"{stage.name} {reason} {number}".encode(), digest_size=8).digest()
            if len(chosen) < count or rank < chosen[-1][0]:
                row = {name: batch.column(name)[place].as_py() for name in columns}
                best[reason] = heapq.nsmallest(count, [*chosen, (rank, row)], key=lambda item: item[0])
    return {reason: [row for _, row in chosen] for reason, chosen in best.items()}


def _value(record: str) -> Any:
    """A dropped row's JSON; what is none is shown as it stands."""
    try:
        return json.loads(record)
    except ValueError:
        return record
