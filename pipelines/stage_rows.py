"""What another run has made, as the source of a stage of this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import fsspec
import pyarrow.parquet as pq

from curation.dedup.config import MinHashConfig
from pipelines.engine import read_manifest, run_stages_of
from pipelines.engine.stages import plain
from pipelines.sequences import TOKENS
from schemas.arrow import batch_to_rows
from schemas.dedup import Signature, key_in_run
from schemas.document import Document
from schemas.split import InputError, Split

SIGNATURES = "signatures"
_BATCH_ROWS = 1024


@dataclass(frozen=True)
class StageRows:
    """The rows of a finished stage's Parquet files, in `folder`."""

    folder: str
    record: type

    def plan(self) -> list[Split]:
        """A split per file, by name."""
        system, inner = fsspec.core.url_to_fs(self.folder)
        if not system.isdir(inner):
            return []  # a stage without rows on a store that has no empty folders
        names = sorted(path.rsplit("/", 1)[-1] for path in system.ls(inner, detail=False))
        return [
            Split(path=f"{self.folder}/{name}", kind="parquet", size=system.size(f"{inner}/{name}"))
            for name in names
            if name.endswith(".parquet")
        ]

    def read(self, split: Split) -> Iterator[Any]:
        """The file's records."""
        with fsspec.open(split.path, "rb") as file:
            reader = pq.ParquetFile(file, pre_buffer=False)
            for batch in reader.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
                yield from batch_to_rows(self.record, batch)


@dataclass(frozen=True)
class SignaturesOfRuns:
    """The signatures of finished runs, each with the run's path; `near` is how this run's are made."""

    runs: tuple[str, ...]
    near: MinHashConfig | None

    def plan(self) -> list[Split]:
        """A split per file of each run. Raises InputError for a run without signatures, with unfinished ones,
        or with ones that cannot be compared with those of `near`.
        """
        return [
            replace(split, context={"run": run})
            for run in self.runs
            for split in StageRows(self._folder(run.rstrip("/")), Signature).plan()
        ]

    def read(self, split: Split) -> Iterator[Signature]:
        """The file's signatures, under keys that no row of this run has."""
        run = split.context["run"]
        for row in StageRows("", Signature).read(split):
            yield replace(row, key=key_in_run(row.key, run), run=run)

    def _folder(self, run: str) -> str:
        folders = [stage.folder for stage in run_stages_of(run) if stage.name == SIGNATURES]
        if not folders:
            raise InputError(f"{run} has no signatures: expected a run that dropped duplicates")
        folder = f"{run}/{folders[0]}"
        manifest = read_manifest(folder)
        if manifest is None:
            raise InputError(f"{folder} is not finished: go on with that run first")
        theirs, ours = manifest.config.get("near"), plain(self.near)
        if theirs != ours:
            raise InputError(
                f"the signatures of {run} cannot be compared with this run's: they were made with "
                f"near: {theirs}, and this recipe has near: {ours}"
            )
        return folder


@dataclass(frozen=True)
class DocumentsOfRuns:
    """The documents of finished runs: those that became tokens, or those of the last stage that has any."""

    runs: tuple[str, ...]

    def plan(self) -> list[Split]:
        """A split per file of each run. Raises InputError for a run without documents, or with unfinished
        ones.
        """
        return [
            split
            for run in self.runs
            for folder in self._folders(run.rstrip("/"))
            for split in StageRows(folder, Document).plan()
        ]

    def read(self, split: Split) -> Iterator[Document]:
        """The file's documents."""
        yield from StageRows("", Document).read(split)

    def _folders(self, run: str) -> list[str]:
        stages = {stage.name: stage for stage in run_stages_of(run)}
        made = [name for name, stage in stages.items() if stage.record == Document.__name__]
        names = stages[TOKENS].reads if TOKENS in stages else made[-1:]
        if not set(names) & set(made):
            raise InputError(f"{run} has no documents: expected the folder of a run that makes them")
        folders = [f"{run}/{stages[name].folder}" for name in names]
        for folder in folders:
            if read_manifest(folder) is None:
                raise InputError(f"{folder} is not finished: go on with that run first")
        return folders


def as_they_are(records: Iterable[Any]) -> Iterator[Any]:
    """Function of a map stage that changes nothing."""
    yield from records
