"""Exporting: a plan of parts, those that are missing, then what stands for the whole, and the manifest."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from jobs.errors import UsageError
from jobs.export import folder as folders
from jobs.export.folder import ExportManifest, Part
from jobs.export.formats import Format, PartWork
from jobs.export.processes import run_tasks
from jobs.export.reading import check_digest
from jobs.export.source import ExportSource, SourceFile
from pipelines.engine import Progress, ProgressCallback, lock, storage


def export(
    format: Format,
    source: ExportSource,
    folder: str,
    *,
    workers: int = 1,
    verify: bool = False,
    progress: ProgressCallback | None = None,
) -> tuple[ExportManifest, list[Part]]:
    """Writes `source` into `folder` in this format; gives the manifest, and the parts (none for an export
    that was finished before).

    What an earlier, killed export of the same has finished is not done again. With `verify`, each shard's
    SHA-256 is compared before it is read. The bytes depend on the rows and the options alone.

    Raises UsageError for a folder that holds anything else, and RunError where reading or writing fails.
    """
    folder = storage.absolute(folder.rstrip("/") or "/")
    format.check(source)
    groups = _groups(source.files, format.part_bytes())
    plan = _plan(format, source, groups)
    if (done := _finished(folder, plan)) is not None:
        return done, []
    above, _, name = folder.rpartition("/")
    if name in storage.sizes(above or "/"):
        raise UsageError(f"{folder} is a file: name a folder")
    folders.check_free(folder, plan)
    unfinished = storage.join(folder, folders.UNFINISHED)
    storage.make_folder(unfinished)
    with lock.hold(unfinished):
        if (done := _finished(folder, plan)) is not None:
            return done, []
        parts = folders.begin(folder, plan)
        _delete_temporary_files(folder)
        left = [
            (f"part {number}", _Task(format, _work(source, folder, number, files), verify))
            for number, files in enumerate(groups)
            if number not in parts
        ]
        if any(storage.is_private_to_process(path) for path in (folder, source.files[0].path)):
            workers = 1
        told = _Told(f"{format.name} of {source.name}", groups, progress)
        told.tell(parts)
        for part in run_tasks(_write, left, workers):
            parts[part.number] = part
            told.tell(parts)
        ordered = [parts[number] for number in range(len(groups))]
        manifest = _manifest(format, source, folder, plan, ordered)
        folders.write_export(folder, manifest)
        storage.delete_folder(unfinished)
    told.tell(parts, "done")
    return manifest, ordered


@dataclass(frozen=True, slots=True)
class _Task:
    format: Format
    work: PartWork
    verify: bool


def _write(task: _Task) -> Part:
    if task.verify:
        for file in task.work.files:
            check_digest(file)
    part = task.format.write(task.work)
    folders.write_part(task.work.folder, part)
    return part


def _work(source: ExportSource, folder: str, number: int, files: tuple[SourceFile, ...]) -> PartWork:
    return PartWork(folder, number, files, source.record, source.tokenizer)


def _groups(files: Sequence[SourceFile], part_bytes: int) -> list[tuple[SourceFile, ...]]:
    """Consecutive files that together have at most so many bytes, or are one."""
    groups: list[list[SourceFile]] = []
    size = 0
    for file in files:
        if not groups or size + file.bytes > part_bytes:
            groups.append([])
            size = 0
        groups[-1].append(file)
        size += file.bytes
    return [tuple(group) for group in groups]


def _plan(format: Format, source: ExportSource, groups: Sequence[tuple[SourceFile, ...]]) -> dict[str, Any]:
    """All that decides the bytes."""
    return {
        "export": format.name,
        "version": format.version,
        "options": format.options(),
        "record": source.record,
        "tokenizer": asdict(source.tokenizer) if source.tokenizer else None,
        "parts": [[f"{file.label} {file.rows} {file.sha256}" for file in group] for group in groups],
    }


def _digest(plan: dict[str, Any]) -> str:
    return hashlib.sha256(folders.to_json(plan)).hexdigest()


def _finished(folder: str, plan: dict[str, Any]) -> ExportManifest | None:
    """The manifest of this very export, if it is finished. Raises UsageError for another one's."""
    manifest = folders.read_export(folder)
    if manifest is None:
        return None
    if manifest.plan != _digest(plan):
        raise UsageError(
            f"{folder} holds another export ({manifest.export} of {' and '.join(manifest.stages)}, of other "
            "data or with other options): choose another folder, or delete it"
        )
    for file in manifest.files:
        if storage.size(storage.join(folder, file.name)) != file.bytes:
            raise UsageError(
                f"{folder}/{file.name} is missing or was changed since it was exported: delete {folder} and "
                "export again"
            )
    return manifest


def _delete_temporary_files(folder: str) -> None:
    storage.delete_temporary_files(folder)
    for inner in storage.folders(folder):
        storage.delete_temporary_files(storage.join(folder, inner))


def _manifest(
    format: Format, source: ExportSource, folder: str, plan: dict[str, Any], parts: Sequence[Part]
) -> ExportManifest:
    whole = format.finish(folder, source, parts)
    left_out: Counter[str] = Counter()
    for part in parts:
        left_out.update(part.left_out)
    return ExportManifest(
        export=format.name,
        options=format.options(),
        plan=_digest(plan),
        stages=list(source.stages),
        record=source.record,
        tokenizer=asdict(source.tokenizer) if source.tokenizer else None,
        source_rows=source.rows,
        rows=sum(part.rows for part in parts),
        tokens=sum(part.tokens for part in parts),
        left_out=dict(sorted(left_out.items())),
        files=[*(file for part in parts for file in part.files), *whole],
    )


class _Told:
    """Progress, as of a run of one stage."""

    def __init__(
        self, name: str, groups: Sequence[tuple[SourceFile, ...]], callback: ProgressCallback | None
    ) -> None:
        self._name = name
        self._callback = callback
        self._bytes = [sum(file.bytes for file in group) for group in groups]

    def tell(self, parts: dict[int, Part], state: str = "running") -> None:
        """Calls back with what is done."""
        if self._callback is None:
            return
        self._callback(
            Progress(
                stage=self._name,
                state=state,
                done=len(parts),
                total=len(self._bytes),
                bytes_done=sum(self._bytes[number] for number in parts),
                bytes_total=sum(self._bytes),
                rows_in=sum(part.rows + sum(part.left_out.values()) for part in parts.values()),
                rows_out=sum(part.rows for part in parts.values()),
                dropped=0,
                rejected=0,
                bytes_out=sum(file.bytes for part in parts.values() for file in part.files),
                position=1,
                stages=1,
            )
        )
