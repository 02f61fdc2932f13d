"""What a path is: a run folder, a stage's folder, one shard, or a JSON file that a stage wrote."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from jobs.errors import UsageError
from pipelines.engine import StageFolder, read_manifest, stage_folders, storage
from schemas.manifest import Manifest


class Kind(enum.Enum):
    """What was found."""

    RUN = "run folder"
    STAGE = "stage"
    SHARD = "shard"
    JSON = "file of JSON"


@dataclass(frozen=True, slots=True)
class Place:
    """A path that was recognised. `files` are its shards, `stages` those of a run."""

    path: str
    kind: Kind
    files: tuple[str, ...] = ()
    stages: tuple[StageFolder, ...] = ()
    manifest: Manifest | None = None

    @property
    def holds_sequences(self) -> bool:
        """Whether the rows are packed token sequences."""
        return bool(self.files) and "spans" in read_schema(self.files[0]).names


def find_place(path: str) -> Place:
    """Recognises a path, local or URL. Raises UsageError if nothing there is of this project's making."""
    if path.endswith((".parquet", ".arrow")):
        if storage.size(path) is None:
            raise UsageError(f"{path} does not exist")
        return Place(path, Kind.SHARD, files=(path,))
    if path.endswith(".json"):
        if storage.size(path) is None:
            raise UsageError(f"{path} does not exist")
        return Place(path, Kind.JSON)
    stages = stage_folders(path)
    if stages:
        return Place(path, Kind.RUN, stages=tuple(stages))
    names = sorted(name for name in storage.sizes(path) if name.endswith((".parquet", ".arrow")))
    manifest = read_manifest(path)
    if names or manifest is not None:
        return Place(
            path, Kind.STAGE, files=tuple(storage.join(path, name) for name in names), manifest=manifest
        )
    raise UsageError(
        f"{path} is nothing that roae wrote: give a run folder, a stage's folder, "
        "a .parquet or .arrow shard, or a .json file"
    )


def read_schema(path: str) -> pa.Schema:
    """A shard's Arrow schema. Raises UsageError for a file that is damaged or of another kind."""
    with storage.open_input(path) as file:
        try:
            return pq.read_schema(file) if path.endswith(".parquet") else pa.ipc.open_file(file).schema
        except pa.ArrowInvalid as error:
            raise UsageError(f"{path} cannot be read: {error}") from error
