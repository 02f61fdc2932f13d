"""A document through every stage: its text before and after, why it went, its duplicates, its tokens.

Several rows may have one id, as an article in two dumps: each is a strand of its own, told apart by source,
revision and time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from jobs.inspect.output import plain, shorten
from jobs.inspect.place import Place, StageAt
from jobs.inspect.selection import DOCUMENT, SEQUENCES, TOKENS
from jobs.inspect.text_diff import changed_fields, diff_lines
from jobs.inspect.trace import evidence, set_aside
from jobs.inspect.trace.evidence import Known, at
from jobs.inspect.trace.names import dropped_step, named
from jobs.inspect.trace.rows_of import Found, RowsOf
from jobs.inspect.trace.steps import (
    CHANGED,
    DROPPED,
    KEPT,
    MADE,
    MISSING,
    NOTED,
    REJECTED,
    Step,
    Strand,
    Trace,
)
from pipelines.engine import read_run_file
from pipelines.engine.tally import sum_counts
from schemas.arrow import arrow_schema
from schemas.document import Document
from schemas.quality import document_key

_TABLES: dict[str, Callable[[StageAt, Sequence[Found], Known], Step | None]] = {
    "QualityScores": evidence.scores,
    "QualityDecision": evidence.decisions,
    "ClusterMember": evidence.clusters,
    "Overlap": evidence.overlaps,
    "CutParagraph": evidence.cut_paragraphs,
    "CheckedResponse": evidence.checked,
    TOKENS: evidence.tokens,
}
Version = tuple[str, str, str]
_UNKNOWN: Version = ("", "", "")


def trace(run: Place, name: str) -> Trace | None:
    """The document of this id, or of this title or address; or what was rejected under that name."""
    found = _Search(run, name)
    if found.strands:
        return Trace(name=name, strands=found.told())
    ids, dropped = named(run, name)
    if ids:
        note = (
            f"{name} is what {', '.join(ids)} is called"
            if len(ids) == 1
            else f"{name} names {', '.join(ids)}"
        )
        return Trace(name=name, strands=[s for one in ids for s in _Search(run, one).told()], note=note)
    return Trace(name=name, strands=dropped) if dropped else None


class _Search:
    """All rows of an id, by stage, and the strands that they make."""

    def __init__(self, run: Place, name: str) -> None:
        self._run = run
        self._name = name
        self._rows_of = RowsOf(run.stages, name)
        self._recipe = (read_run_file(run.path) or {}).get("recipe") or {}
        self._found: dict[str, list[Found]] = {}
        self._dropped: dict[str, list[Found]] = {}
        self._rejected: dict[str, list[Found]] = {}
        self._receipts: dict[str, list[Any]] = {}
        self.strands: dict[Version, None] = {}
        for stage in run.stages:
            self._look(stage)
        if not self.strands and (any(self._rejected.values()) or any(self._dropped.values())):
            self.strands[_UNKNOWN] = None

    def told(self) -> list[Strand]:
        """Each row's way."""
        return [self._strand(version) for version in self.strands]

    def _look(self, stage: StageAt) -> None:
        rows = self._found[stage.name] = self._rows_of.rows(stage)
        dropped = self._dropped[stage.name] = set_aside.dropped_rows(self._rows_of, stage, self._name)
        self._rejected[stage.name] = set_aside.rejected_rows(self._rows_of, stage, self._name)
        self._receipts[stage.name] = self._rows_of.receipts(stage) if stage.record == DOCUMENT else []
        if stage.record == DOCUMENT:
            for one in rows:
                self.strands.setdefault(_version(one.row))
        for one in dropped:
            if isinstance(one.row["record"], dict):
                self.strands.setdefault(_version(one.row["record"]))

    def _strand(self, version: Version) -> Strand:
        known = Known(self._name, version, self._recipe)
        steps: list[Step] = []
        for stage in self._run.stages:
            steps += self._rejected_steps(stage)
            if stage.record == DOCUMENT:
                steps += self._document_steps(stage, version, known)
            elif stage.record == SEQUENCES:
                step = evidence.sequences(stage, self._found[stage.name], known)
                steps += [step] if step and not _ended(steps) else []
            else:
                steps += [
                    dropped_step(stage, one) for one in self._of(self._dropped[stage.name], version, True)
                ]
                step = _TABLES.get(stage.record, evidence.others)(stage, self._found[stage.name], known)
                steps += [step] if step and not _ended(steps) else []
        return Strand(title=self._title(version), outcome=_outcome(steps, self._run), steps=steps)

    def _of(self, found: Sequence[Found], version: Version, dropped: bool = False) -> list[Found]:
        return [
            one
            for one in found
            if _version(one.row["record"] if dropped and isinstance(one.row["record"], dict) else one.row)
            == version
        ]

    def _document_steps(self, stage: StageAt, version: Version, known: Known) -> list[Step]:
        rows = self._of(self._found[stage.name], version)
        before = [one for name in stage.reads for one in self._of(self._found.get(name, []), version)]
        steps = [
            dropped_step(stage, one, self._why(one.row["reason"], stage, known))
            for one in self._of(self._dropped[stage.name], version, True)
        ]
        if rows:
            self._learn(rows, known)
            steps.append(self._kept(stage, before, rows) if before else self._made(stage, rows))
        elif before and not steps:
            steps += self._lost(stage, known)
        return steps

    def _learn(self, rows: Sequence[Found], known: Known) -> None:
        names = arrow_schema(Document).names
        for one in rows:
            known.text_bytes.add(len(one.row["text"].encode()))
            if set(names) <= one.row.keys():
                known.keys.add(document_key(Document(**{name: one.row[name] for name in names})))

    def _made(self, stage: StageAt, rows: Sequence[Found]) -> Step:
        row = rows[0].row
        several = f", {len(rows)} times" if len(rows) > 1 else ""
        told = [f"{len(row['text']):,} characters{several}, in {', '.join(at(stage, one) for one in rows)}"]
        is_thread = "question" in row.get("metadata", {})
        parts = set_aside.dropped_parts(self._rows_of, stage, self._name) if is_thread else []
        told += [f"without {part['record']['kind']} {part['id']}: {part['reason']}" for part in parts]
        if made_of := row.get("metadata", {}).get("tuples"):
            told.append(f"told of the statements {shorten(made_of, 160)}")
        document = {name: plain(value) for name, value in row.items() if name != "text"}
        left_out = [{"id": part["id"], "reason": part["reason"]} for part in parts]
        found = {"at": [at(stage, one) for one in rows], "document": document, "text": row["text"]}
        return Step(stage=stage.folder, event=MADE, told=told, found=found | {"left_out": left_out})

    def _kept(self, stage: StageAt, before: Sequence[Found], rows: Sequence[Found]) -> Step:
        """What a stage made of a row. Of several alike, the one that differs least stands for all."""
        after = rows[0].row
        same = next((one.row for one in before if one.row["text"] == after["text"]), before[0].row)
        diff = diff_lines(same["text"], after["text"])
        fields = changed_fields(same, after)
        places = [at(stage, one) for one in rows]
        fewer = f", {len(rows)} of {len(before)} rows alike" if len(before) != len(rows) else ""
        found = {"at": places, "fields": {name: list(values) for name, values in fields.items()}}
        if not diff and not fields:
            told = [f"as it was{fewer}"]
            return Step(stage=stage.folder, event=KEPT, told=told, found=found)
        change = len(after["text"]) - len(same["text"])
        told = [f"text {change:+,} characters{fewer}" if diff else f"the text as it was{fewer}"]
        told += [f"{name}: {_short(old)} → {_short(new)}" for name, (old, new) in fields.items()]
        return Step(stage=stage.folder, event=CHANGED, told=told, found=found, diff=diff)

    def _lost(self, stage: StageAt, known: Known) -> list[Step]:
        """It came in and did not come out, and no dropped row was kept of it: what can be said."""
        receipts = self._receipts[stage.name]
        counts = sum_counts(receipt.dropped for receipt in receipts)
        if not counts or self._rejected[stage.name]:
            return []
        if receipts and all(receipt.exclusions for receipt in receipts):
            return []
        how = (
            "its row is not kept: with exclusions=true, the same command makes this stage again and keeps it"
        )
        reason = next((known.reasons[name] for name in stage.uses if name in known.reasons), "")
        if reason in counts:
            told = [self._why(reason, stage, known), how]
            return [Step(stage=stage.folder, event=DROPPED, told=told, found={"reason": reason, "at": None})]
        if len(counts) == 1:
            (reason,) = counts
            told = [f"{reason}: the only reason for which this shard lost rows", how]
            return [Step(stage=stage.folder, event=DROPPED, told=told, found={"reason": reason, "at": None})]
        told = [f"it came in and did not come out; of its shard were dropped: {_counts(counts)}", how]
        return [Step(stage=stage.folder, event=MISSING, told=told, found={"dropped": counts})]

    def _why(self, reason: str, stage: StageAt, known: Known) -> str:
        """The reason, with what the table says that it was looked up in."""
        for one in self._run.stages:
            if one.name in stage.uses and known.reasons.get(one.name) == reason:
                return f"{reason}{known.details.get(one.name, '')} (see {one.folder})"
        return reason

    def _rejected_steps(self, stage: StageAt) -> list[Step]:
        return [
            Step(
                stage=stage.folder,
                event=REJECTED,
                told=[
                    f"{one.row['reason']}: {one.row['detail']}",
                    f"at {one.row['where']}",
                    *(f"│ {line}" for line in one.row["excerpt"].split("\n")[:12]),
                ],
                found={**plain(one.row), "at": at(stage, one)},
            )
            for one in self._rejected[stage.name]
        ]

    def _title(self, version: Version) -> str:
        for stage in self._run.stages:
            for one in self._of(self._found[stage.name], version) if stage.record == DOCUMENT else []:
                return " · ".join(
                    filter(None, [self._name, one.row["title"], version[1], version[2], one.row["url"]])
                )
            for one in self._of(self._dropped[stage.name], version, True):
                record = one.row["record"]
                titles = [record.get("title"), record.get("url")] if isinstance(record, dict) else []
                return " · ".join(filter(None, [self._name, *titles]))
        return self._name


def _version(row: dict[str, Any]) -> Version:
    """What tells rows of one id apart. A page has a site and a number where its document has texts."""
    source = row.get("source") or row.get("site") or ""
    return str(source), str(row.get("revision", "")), str(row.get("timestamp", ""))


def _ended(steps: Sequence[Step]) -> bool:
    """Whether the row is gone: what comes later under its id is another row's."""
    alive = [step.event for step in steps if step.event != NOTED]
    return bool(alive) and alive[-1] in (DROPPED, REJECTED, MISSING)


def _outcome(steps: Sequence[Step], run: Place) -> str:
    events = [step for step in steps if step.event != NOTED]
    if not events:
        return "only tables have this id"
    last = events[-1]
    if last.event in (DROPPED, REJECTED, MISSING):
        word = "lost" if last.event == MISSING else last.event
        return f"{word} by {last.stage}: {last.told[0]}"
    if "spans" in last.found:
        return f"kept: {last.told[0]} of {last.stage}"
    undone = [stage.folder for stage in run.stages if stage.manifest is None]
    waiting = f"; not finished yet: {', '.join(undone)}" if undone else ""
    return f"kept as far as {last.stage}{waiting}"


def _short(value: Any) -> str:
    return shorten(str(value) if value not in (None, "") else "none", 80)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(
        f"{reason} {count:,}" for reason, count in sorted(counts.items(), key=lambda i: (-i[1], i[0]))
    )
