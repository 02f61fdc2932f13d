"""Files of instruction sets as the source of a pipeline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curation.decontamination.config import ItemFields
from curation.decontamination.files import format_of, read_rows
from curation.inputs import FileKind, file_name, file_size, find_files, open_file, without_compression
from curation.instructions.config import InstructionSet
from schemas.outcome import Rejected
from schemas.split import InputError, Split

_FORMATS = ("jsonl", "json", "parquet")
_ALL = ItemFields(question=("*",))
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """A row as the file has it, with its name (`alpaca:train.json:17`). Never written to disk."""

    id: str
    set: str
    licence: str
    row: Mapping[str, Any]


@dataclass(frozen=True)
class InstructionFiles:
    """A source: the rows of instruction sets, a split per file."""

    sets: dict[str, InstructionSet]

    def plan(self) -> list[Split]:
        """The files, by set and name. Raises InputError for one that is missing, cannot be read or has no
        rows, and for two of a set that have the same name.
        """
        return [split for name, found in sorted(self.sets.items()) for split in self._plan(name, found)]

    def read(self, split: Split) -> Iterator[InstructionRow | Rejected]:
        """The file's rows. Rejected: `malformed-json`, and `malformed` for what is no object."""
        context = split.context
        for number, row in read_rows(split.path, _ALL):
            where = f"{split.path}, row {number}"
            if isinstance(row, Rejected):
                yield row
            elif not isinstance(row, Mapping):
                yield Rejected(
                    "malformed", where, f"a row is an object, and not {type(row).__name__}", str(row)
                )
            else:
                name = f"{context['set']}:{context['name']}:{number}"
                yield InstructionRow(name, context["set"], context["licence"], row)

    def _plan(self, name: str, found: InstructionSet) -> Iterator[Split]:
        files = find_files(found.path, _FILES)
        names = [file_name(path) for path in files]
        if twice := sorted({each for each in names if names.count(each) > 1}):
            raise InputError(f"set {name}: two files are called {', '.join(twice)}: make them two sets")
        for path in files:
            kind = format_of(path)
            if kind not in _FORMATS:
                raise InputError(f"{path}: instruction sets are .{', .'.join(_FORMATS)} files")
            if next(iter(read_rows(path, _ALL)), None) is None:
                raise InputError(f"{path} has no rows")
            yield Split(
                path=path,
                kind=kind,
                size=file_size(path),
                # With the digest, a changed file is read again.
                context={
                    "set": name,
                    "name": file_name(path),
                    "licence": found.licence,
                    "sha256": _sha256(path),
                },
            )


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with open_file(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _is_wanted(path: str) -> bool:
    return without_compression(path).endswith(tuple(f".{name}" for name in _FORMATS))


_FILES = FileKind(
    what="a file of an instruction set",
    expected=f"files called *.{', *.'.join(_FORMATS)}",
    is_wanted=_is_wanted,
    depth=-1,
)
