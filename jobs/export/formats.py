"""What every format of an export has in common."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from jobs.export.folder import ExportedFile, Part
from jobs.export.source import ExportSource, SourceFile
from pipelines.engine import storage
from schemas.token_shards import TokenizerInfo


@dataclass(frozen=True, slots=True)
class PartWork:
    """One part of an export: the `number`-th, made of these shards, and written into `folder`."""

    folder: str
    number: int
    files: tuple[SourceFile, ...]
    record: str
    tokenizer: TokenizerInfo | None

    @property
    def name(self) -> str:
        """What its files are called: `part-00017`."""
        return f"part-{self.number:05d}"


class Format(Protocol):
    """A format, with its options as fields. Instances are picklable.

    `name` is its word on the command line; `version` is raised whenever the bytes that it writes change;
    `wanted` and `why` are as in `find_source`.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    wanted: ClassVar[tuple[str, ...]]
    why: ClassVar[str]

    def options(self) -> dict[str, Any]:
        """All that decides the bytes beside the rows, as JSON values."""

    def part_bytes(self) -> int:
        """About how many stored bytes of the source make a part."""

    def check(self, source: ExportSource) -> None:
        """Raises UsageError for options that this source cannot have."""

    def write(self, work: PartWork) -> Part:
        """Writes the files of a part, each complete or absent."""

    def finish(self, folder: str, source: ExportSource, parts: Sequence[Part]) -> list[ExportedFile]:
        """Writes what stands for the whole, when all parts are there."""

    def how_to_read(self, folder: str, parts: Sequence[Part]) -> str:
        """A line of code or options that reads the export."""


@contextlib.contextmanager
def new_files(folder: str, *names: str) -> Iterator[list[storage.NewFile]]:
    """New files below `folder`, all of which are put in their places when the context ends, or none if it
    raises.
    """
    opened: list[storage.NewFile] = []
    try:
        for name in names:
            path = storage.join(folder, name)
            storage.make_folder(path.rpartition("/")[0])
            opened.append(storage.NewFile(path))
        yield opened
        for file in opened:
            file.close()
        for file in opened:
            file.commit()
    except BaseException:
        for file in opened:
            file.discard()
        raise


def described(file: storage.NewFile, name: str, rows: int) -> ExportedFile:
    """What was written."""
    return ExportedFile(name=name, rows=rows, bytes=file.tell(), sha256=file.sha256)


def write_whole(folder: str, name: str, data: bytes) -> ExportedFile:
    """A small file, such as an index."""
    with new_files(folder, name) as (file,):
        file.write(data)
    return described(file, name, 0)
