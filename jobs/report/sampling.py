"""A bounded part of a stage's rows: all of them where they are few, and else row groups that lie evenly.

Which row groups these are depends on the files alone, so the same run gives the same sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from jobs.inspect.shard_file import DamagedFileError, ShardFile
from jobs.report.stages import Stage
from pipelines.engine import storage
from schemas import manifest

# More files than that are not opened, however small they are.
MOST_FILES = 1024
SAMPLED_FILES = 64


@dataclass(frozen=True, slots=True)
class Extent:
    """How much was read: `rows` of `total`, and the files that could not be read, with the reason."""

    rows: int
    total: int
    unread: tuple[str, ...] = ()

    @property
    def is_sample(self) -> bool:
        """Whether there is more than was read."""
        return self.rows < self.total


@dataclass(slots=True)
class Sample:
    """The rows of a stage, or of its dropped or rejected `files`: all, or where there are more than `budget`,
    about so many of them. Those are whole row groups, at least one of each file that is opened, and at most
    `spread` files are. `extent` is right when all batches were taken. What cannot be read is added to
    `unread`, too, under the stage's name.
    """

    folder: str
    files: Sequence[manifest.ShardFile]
    budget: int
    spread: int = SAMPLED_FILES
    unread: list[str] = field(default_factory=list)
    _rows: int = 0
    _unread: list[str] = field(default_factory=list)

    @property
    def extent(self) -> Extent:
        """How much was read so far."""
        return Extent(self._rows, sum(file.rows for file in self.files), tuple(self._unread))

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows, a few hundred at a time, with these columns alone. A file that is gone (of a run that
        goes on meanwhile) or damaged is left out and remembered.
        """
        chosen, share = self._choose()
        for file in chosen:
            try:
                with ShardFile(storage.join(self.folder, file.name)) as opened:
                    if lacking := sorted(set(columns or ()) - set(opened.schema.names)):
                        self._miss(f"{file.name} has no column {', '.join(lacking)}")
                        continue
                    groups = None if share is None else _spread(opened.group_rows(), share)
                    for rows in opened.rows(columns, groups):
                        self._rows += rows.batch.num_rows
                        yield rows.batch
            except FileNotFoundError:
                self._miss(f"{file.name} is not there any more")
            except DamagedFileError as error:
                self._miss(f"{file.name}: {error}")

    def _miss(self, what: str) -> None:
        self._unread.append(what)
        self.unread.append(f"{self.folder.rpartition('/')[2]}/{what}")

    def _choose(self) -> tuple[list[manifest.ShardFile], int | None]:
        """The files, and how many rows of each (None: all)."""
        files = [file for file in self.files if file.rows]
        if len(files) <= MOST_FILES and sum(file.rows for file in files) <= self.budget:
            return files, None
        count = min(len(files), self.spread)
        return [files[number * len(files) // count] for number in range(count)], max(1, self.budget // count)


def sample(stage: Stage, budget: int) -> Sample:
    """Of a stage's rows."""
    return Sample(stage.path, stage.files, budget, unread=stage.unread)


def _spread(groups: Sequence[int], rows: int) -> list[int]:
    """Row groups that lie evenly in a file and have about so many rows, at least one."""
    mean = max(1.0, sum(groups) / max(1, len(groups)))
    count = min(len(groups), max(1, int(rows / mean)))
    return sorted({number * len(groups) // count for number in range(count)})
