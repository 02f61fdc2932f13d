"""The stages of a run and their counts: from manifests, and from receipts where a stage is not done yet."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jobs.errors import UsageError
from pipelines.engine import read_manifest, read_receipts, read_run_file, run_stages_of, storage
from pipelines.engine.receipts import is_receipt
from pipelines.engine.tally import sum_counts, sum_tallies
from schemas.manifest import Manifest, Receipt, ShardFile, SourceTally, Timing


class State(enum.Enum):
    """How far a stage is. `CHANGED`: what is there was made by other settings than the run has now."""

    DONE = "done"
    UNFINISHED = "unfinished"
    WAITING = "not begun"
    CHANGED = "made by other settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage with its counts. `record` is the class of its rows (empty: unknown) in its `record_version`,
    `reads` and `uses` name other stages, `shards` counts those that are done, `config` is as the manifest
    has it. Version and configuration are None before the stage is done. `unread` is a list that all stages
    of a run share: whoever cannot read a file of theirs says so there.
    """

    name: str
    folder: str
    path: str
    record: str
    record_version: int | None
    reads: tuple[str, ...]
    uses: tuple[str, ...]
    state: State
    timing: Timing
    shards: int = 0
    rows_in: int = 0
    rows_out: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)
    files: tuple[ShardFile, ...] = ()
    dropped_files: tuple[ShardFile, ...] = ()
    rejected_files: tuple[ShardFile, ...] = ()
    exclusions: bool = False
    sources: dict[str, SourceTally] = field(default_factory=dict)
    config: Any = None
    digest: str = ""
    unread: list[str] = field(default_factory=list, compare=False, repr=False)

    @property
    def stored(self) -> int:
        """Bytes of its files of rows."""
        return sum(file.bytes for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run folder: what `run.json` says (`about`), and its stages in their order."""

    path: str
    about: dict[str, Any]
    stages: tuple[Stage, ...]
    unread: list[str] = field(default_factory=list, compare=False)

    def stage(self, name: str) -> Stage | None:
        """The stage of this name, if the run has it."""
        return next((stage for stage in self.stages if stage.name == name), None)

    def upstream(self, names: Collection[str]) -> set[str]:
        """The stages of these names and all that they are made of."""
        reads = {stage.name: stage.reads for stage in self.stages}
        found: set[str] = set()
        left = [name for name in names if name in reads]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += [read for read in reads[name] if read in reads]
        return found

    def of_record(self, record: type) -> list[Stage]:
        """The stages that have rows of this class in its version of today, in order. Those of another version
        are told in `unread`.
        """
        version = getattr(record, "VERSION", 1)
        found = [stage for stage in self.stages if stage.record == record.__name__ and stage.files]
        for stage in found:
            if stage.record_version not in (None, version):
                self.unread.append(
                    f"{stage.folder} holds version {stage.record_version} of {stage.record}, and this "
                    f"release reads {version}"
                )
        return [stage for stage in found if stage.record_version in (None, version)]


def read_run(path: str) -> Run:
    """Reads a run folder, local or URL. Raises UsageError where there is none."""
    try:
        about = read_run_file(path)
        if about is None:
            raise UsageError(f"{path} is no run folder: there is no run.json in it")
        unread: list[str] = []
        stages = tuple(_stages(path, about, unread))
    except (ValueError, ImportError) as error:
        if isinstance(error, UsageError):
            raise
        raise UsageError(f"{path} cannot be opened: {error}") from error  # fsspec, of its protocol
    if not stages:
        raise UsageError(f"{path} is a run of another version: its run.json does not list its stages")
    return Run(path=path, about=about, stages=stages, unread=unread)


def _stages(path: str, about: dict[str, Any], unread: list[str]) -> Iterator[Stage]:
    there = set(storage.folders(path))
    digests = {stage["name"]: str(stage.get("digest", "")) for stage in about["stages"]} if there else {}
    for planned in run_stages_of(path):
        folder = storage.join(path, planned.folder)
        manifest = read_manifest(folder) if planned.folder in there else None
        receipts = read_receipts(folder) if planned.folder in there and manifest is None else []
        digest = digests.get(planned.name, "")
        yield Stage(
            name=planned.name,
            folder=planned.folder,
            path=folder,
            record=planned.record,
            record_version=manifest.record_version if manifest else None,
            reads=planned.reads,
            uses=planned.uses,
            digest=digest,
            unread=unread,
            state=_state(manifest, receipts, digest),
            **_counts([manifest] if manifest else receipts),
            shards=_shards(folder) if planned.folder in there else 0,
            config=manifest.config if manifest else None,
        )


def _state(manifest: Manifest | None, receipts: list[Receipt], digest: str) -> State:
    made_by = {done.stage_digest for done in ([manifest] if manifest else receipts)}
    if not made_by:
        return State.WAITING
    if digest and made_by != {digest}:
        return State.CHANGED
    return State.DONE if manifest else State.UNFINISHED


def _shards(folder: str) -> int:
    return sum(map(is_receipt, storage.sizes(folder)))


def _counts(done: Iterable[Manifest | Receipt]) -> dict[str, Any]:
    parts = list(done)
    return {
        "rows_in": sum(part.rows_in for part in parts),
        "rows_out": sum(part.rows_out for part in parts),
        "dropped": sum_counts(part.dropped for part in parts),
        "rejected": sum_counts(part.rejected for part in parts),
        "files": tuple(file for part in parts for file in part.files),
        "dropped_files": tuple(file for part in parts for file in part.dropped_files),
        "rejected_files": tuple(file for part in parts for file in part.rejected_files),
        "exclusions": bool(parts) and all(part.exclusions for part in parts),
        "timing": Timing(
            seconds=sum(part.timing.seconds for part in parts),
            cpu_seconds=sum(part.timing.cpu_seconds for part in parts),
            peak_rss_bytes=max((part.timing.peak_rss_bytes for part in parts), default=0),
        ),
        "sources": sum_tallies(part.sources for part in parts),
    }
