"""Which rows a verb looks at, and going through them file by file."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from jobs.errors import UsageError
from jobs.inspect.output import Paint, tell
from jobs.inspect.place import Kind, Place, RowsFile, StageAt, rows_files, side_files, with_counts
from jobs.inspect.sequences import sequence_view
from jobs.inspect.shard_file import DamagedFileError, Rows, ShardFile
from jobs.inspect.views import View, view_of

T = TypeVar("T")

DOCUMENT, TOKENS, SEQUENCES = "Document", "TokenizedDocument", "TokenSequence"
PAIR = "PreferencePair"


@dataclass(frozen=True, slots=True)
class Selection:
    """Files of rows that belong together. `title` is the stage's folder in a run, and empty elsewhere."""

    title: str
    files: tuple[RowsFile, ...]

    def where(self, file: RowsFile, row: int) -> str:
        """What a row is called: `32-clean/part-00000.parquet:17`, from 0."""
        return f"{self.title}/{file.name}:{row}" if self.title else f"{file.name}:{row}"


@dataclass(slots=True)
class Scan:
    """Goes through the rows of files. One that cannot be read is told on standard error and left out, unless
    there is no other (`of_many`: there are, which somebody else goes through); `damaged` has the messages.
    """

    files: Sequence[RowsFile]
    damaged: list[str] = field(default_factory=list)
    of_many: bool = False

    def each(self, read: Callable[[RowsFile, ShardFile], Iterable[T]]) -> Iterator[T]:
        """What `read` gives of each file, which it gets opened."""
        for file in self.files:
            try:
                with file.open() as shard:
                    yield from read(file, shard)
            except DamagedFileError as error:  # noqa: PERF203 (one file is no reason to stop)
                self.fault(error)

    def rows(
        self,
        columns: Sequence[str] | None = None,
        groups: Callable[[ShardFile], Sequence[int] | None] | None = None,
    ) -> Iterator[tuple[RowsFile, ShardFile, Rows]]:
        """All rows, or the columns and (by file) the groups wanted, a bounded number at a time."""

        def read(file: RowsFile, shard: ShardFile) -> Iterator[tuple[RowsFile, ShardFile, Rows]]:
            for rows in shard.rows(columns, groups(shard) if groups else None):
                yield file, shard, rows

        return self.each(read)

    def fault(self, error: DamagedFileError) -> None:
        """Takes down a file that cannot be read. Raises the error where it is the only file."""
        if len(self.files) == 1 and not self.of_many:
            raise error
        if str(error) in self.damaged:
            return
        tell(f"{error}; the other files are shown")
        self.damaged.append(str(error))


def select(place: Place, *, side: str = "", stage: str = "") -> list[Selection]:
    """The rows that are meant: those of the place, or its `rejected` or `dropped` ones (of a run: of each
    stage that has any). Of a run without a `stage`: of the stages whose documents become tokens.

    Raises UsageError where there is no such stage, or no rows.
    """
    if place.kind is Kind.RUNS:
        raise UsageError(f"{place.path} is a folder of runs: give one of {', '.join(place.runs)}")
    if place.kind in (Kind.JSON, Kind.TABLE):
        raise UsageError(f"{place.path} holds no rows: `roae inspect {place.path}` shows what it says")
    if place.kind is not Kind.RUN:
        if stage:
            raise UsageError(f"{place.path} is no run: --stage is for runs")
        if not side:
            return [Selection("", place.files)]
        return [
            Selection("", tuple(_side(place.path, side, StageAt("", place.path, "", (), (), place.manifest))))
        ]
    stages = [_named(place, stage)] if stage else list(place.stages) if side else documents_stages(place)
    if side:
        found = [(one, _side(one.path, side, one)) for one in stages]
        return [Selection(one.folder, tuple(files)) for one, files in found if files]
    return [Selection(one.folder, stage_files(one)) for one in stages]


def stage_files(stage: StageAt) -> tuple[RowsFile, ...]:
    """The files of a stage's rows, with the counts that it gives."""
    return tuple(
        with_counts(rows_files(stage.path), [stage.manifest] if stage.manifest else stage.receipts())
    )


def _side(path: str, side: str, stage: StageAt) -> list[RowsFile]:
    files = side_files(path, side)
    return with_counts(files, [stage.manifest] if stage.manifest else stage.receipts()) if files else []


def documents_stages(place: Place) -> list[StageAt]:
    """The stages whose documents become tokens; where there are none, the last stage if it makes preference
    pairs, else the last with documents, or with rows.
    """
    by_name = {stage.name: stage for stage in place.stages}
    read = [name for stage in place.stages if stage.record == TOKENS for name in stage.reads]
    found = [by_name[name] for name in read if name in by_name and by_name[name].record == DOCUMENT]
    if not found:
        last = [stage for stage in place.stages if stage.record == DOCUMENT] or list(place.stages)
        found = list(place.stages[-1:]) if place.stages and place.stages[-1].record == PAIR else last[-1:]
    if not found:
        raise UsageError(f"{place.path} has no stage yet: there is nothing to look at")
    return found


def _named(place: Place, name: str) -> StageAt:
    for stage in place.stages:
        if name in (stage.name, stage.folder):
            return stage
    names = [stage.name for stage in place.stages]
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
    raise UsageError(f"{place.path} has no stage {name!r}: {hint}")


def view(file: RowsFile, shard: ShardFile, paint: Paint) -> View:
    """How the file's rows are shown."""
    folder = file.path.rpartition("/")[0] or "."
    name = file.path.rpartition("/")[2]
    return view_of(shard.schema, paint, lambda: sequence_view(folder, name, paint))


def every_stage(place: Place) -> list[Selection]:
    """All rows of all stages of a run."""
    return [Selection(stage.folder, stage_files(stage)) for stage in place.stages]
