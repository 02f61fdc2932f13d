"""The folder of an export: what it holds while it is unfinished, and the manifest that is written last.

FOLDER/.unfinished/plan.json         what is being exported
FOLDER/.unfinished/part-00017.json   one part is done, with the digests of its files
FOLDER/export.json                   the manifest; afterwards `.unfinished` is deleted
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from jobs.errors import UsageError
from pipelines.engine import storage

MANIFEST = "export.json"
UNFINISHED = ".unfinished"
FORMAT, FORMAT_VERSION = "roae-export", 1
_PLAN = "plan.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file of an export, by its name relative to the folder. `rows` are those that begin in it (0 for an
    index beside the file that it indexes).
    """

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an export is done. `tokens` is 0 where rows are written as they are; `left_out` counts rows
    that the format cannot hold, by reason; `details` are the format's own, for its index.
    """

    number: int
    rows: int
    tokens: int
    files: list[ExportedFile]
    left_out: dict[str, int] = field(default_factory=dict)
    details: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportManifest:
    """What `export.json` says.

    `export` is the name of the format, `options` how it was written, `plan` a digest of all that decides the
    bytes. `stages` are the folders that were read, `record` what their rows are, and `source_rows` how many
    there were. `tokenizer` is that of the tokens (null for text).
    """

    format: str = FORMAT
    version: int = FORMAT_VERSION
    export: str
    options: dict[str, Any]
    plan: str
    stages: list[str]
    record: str
    tokenizer: dict[str, Any] | None
    source_rows: int
    rows: int
    tokens: int
    left_out: dict[str, int]
    files: list[ExportedFile]


def read_export(folder: str) -> ExportManifest | None:
    """The manifest of a finished export, or None where there is none.

    Raises UsageError for one that cannot be understood.
    """
    path = storage.join(folder, MANIFEST)
    data = storage.read_bytes(path)
    if data is None:
        return None
    try:
        value = json.loads(data)
        if value["format"] != FORMAT or value["version"] != FORMAT_VERSION:
            raise ValueError(f"{value['format']} version {value['version']}")
        value["files"] = [ExportedFile(**file) for file in value["files"]]
        return ExportManifest(**value)
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is not the manifest of an export: {error}") from error


def write_export(folder: str, manifest: ExportManifest) -> None:
    """The export is finished from here on."""
    storage.write_bytes(storage.join(folder, MANIFEST), to_json(dataclasses.asdict(manifest)))


def check_free(folder: str, plan: dict[str, Any]) -> None:
    """Raises UsageError for a folder that holds another unfinished export, or anything else."""
    found = storage.read_bytes(storage.join(folder, UNFINISHED, _PLAN))
    if found is None and _holds_anything(folder):
        raise UsageError(f"{folder} is not empty: choose another folder, or empty it")
    if found is not None and found != to_json(plan):
        raise UsageError(
            f"{folder} holds an unfinished export of other data, or with other options. "
            "Give the same to go on with it; or delete the folder, or choose another"
        )


def begin(folder: str, plan: dict[str, Any]) -> dict[int, Part]:
    """Marks the folder as that of this export, and gives the parts that are done already.

    A part whose files are not there, whole, is not. Raises UsageError as `check_free` does.
    """
    check_free(folder, plan)
    unfinished = storage.join(folder, UNFINISHED)
    storage.write_bytes(storage.join(unfinished, _PLAN), to_json(plan))
    done = {}
    for name in storage.sizes(unfinished):
        part = _read_part(storage.join(unfinished, name)) if name.startswith("part-") else None
        if part is not None and all(
            storage.size(storage.join(folder, f.name)) == f.bytes for f in part.files
        ):
            done[part.number] = part
    return done


def write_part(folder: str, part: Part) -> None:
    """The part is done from here on."""
    path = storage.join(folder, UNFINISHED, f"part-{part.number:05d}.json")
    storage.write_bytes(path, to_json(dataclasses.asdict(part)))


def to_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys, indented for people, ending in a newline."""
    return f"{json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False)}\n".encode()


def _holds_anything(folder: str) -> bool:
    # `.unfinished` without a plan: the lock of this very export, or what one left that was killed at once.
    return bool(storage.sizes(folder)) or storage.folders(folder) not in ([], [UNFINISHED])


def _read_part(path: str) -> Part | None:
    try:
        value = json.loads(storage.read_bytes(path) or b"")
        value["files"] = [ExportedFile(**file) for file in value["files"]]
        return Part(**value)
    except (ValueError, KeyError, TypeError):
        return None  # made again
