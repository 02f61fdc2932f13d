"""What a pipeline is made of: stages, each a `Map` or a `Group` over shards, and which reads which.

A stage is a declaration. It can be pickled and sent to a worker, and everything that decides its output is in
it, so that its digest tells whether an earlier run's shards are still good.
"""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pyarrow as pa

from pipelines.engine.failures import RunError
from schemas.arrow import arrow_schema
from schemas.manifest import Manifest
from schemas.split import Source

MB = 1 << 20

# Part of every digest: raise it when the engine itself starts to write other bytes for the same rows.
LAYOUT = 1

Schema: TypeAlias = type | pa.Schema
Function: TypeAlias = Callable[..., Iterable[Any]]
Finish: TypeAlias = Callable[[str, Manifest], None]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What `Map` and `Group` have in common.

    `name` (kebab-case) names the folder, and `number` comes before it, so that `ls` shows the order:
    `20-dedup`. Without one it is ten times the stage's place in the pipeline. A pipeline whose sources come
    and go gives its stages numbers, as a stage of another number is another folder, to be made anew.

    `inputs` names the stages that it reads, all their shards together (the order has no meaning); without
    any it reads the stage before it. `uses` names stages that must have ended, whose folders the function is
    called with: `function(records, *folders)`. There it finds what their `finish` wrote, such as a table to
    look things up in. Both name stages that come earlier in the pipeline.

    `output` is the class of the records that `function` yields, or an
    Arrow schema. It may yield them as `pyarrow.RecordBatch`es of that schema (and must, without a class),
    with `Dropped` and `Rejected` among them.

    `function` is called in a worker and must be picklable: a function of a module or an instance of a
    class of one, which loads what is heavy when it is first called. `config` is everything that decides what
    the function does (and what the source reads): a pydantic model, a dataclass, or JSON values. `version` is
    to be raised when the code changes what it yields. Changing any of them redoes the stage.

    `format` is `parquet` (zstd) or `arrow` (uncompressed Arrow IPC file, to be memory-mapped: 256 rows to a
    batch). A file that has reached `shard_bytes` is followed by another.

    `finish(folder, manifest)` runs on the driver when all shards are there, before the manifest is written.
    """

    name: str
    output: Schema
    function: Function
    config: Any = None
    version: int = 1
    format: Literal["parquet", "arrow"] = "parquet"
    shard_bytes: int = 128 * MB
    finish: Finish | None = None
    inputs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    number: int = 0

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.name):
            raise ValueError(
                f"a stage's name is kebab-case, such as `near-duplicates`, and not {self.name!r}"
            )
        if self.format not in ("parquet", "arrow"):
            raise ValueError(f"stage {self.name}: format is `parquet` or `arrow`, and not {self.format!r}")
        if self.shard_bytes < 1:
            raise ValueError(f"stage {self.name}: shard_bytes must be positive, and is {self.shard_bytes}")
        if self.number < 0:
            raise ValueError(f"stage {self.name}: number must not be negative, and is {self.number}")

    def digest(self) -> str:
        """SHA-256 over everything but the input that decides the stage's bytes."""
        return hashlib.sha256(canonical_json(self._identity()).encode()).hexdigest()

    def _identity(self) -> dict[str, Any]:
        return {
            "layout": LAYOUT,
            "move": type(self).__name__,
            "name": self.name,
            "version": self.version,
            "config": self.config,
            "output": _describe(schema_of(self.output)),
            "format": self.format,
            "shard_bytes": self.shard_bytes,
        }


@dataclass(frozen=True, kw_only=True)
class Map(Stage):
    """One input shard → one output shard, without a shuffle.

    `function(records: Iterator) -> Iterator[record | Dropped | Rejected]`, a generator over a stream. A stage
    has either a `source`, whose splits are its input shards, or an `input`, the class that the records of
    the stages it reads are read as (columns it lacks are not read).
    """

    source: Source | None = None
    input: type | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.source is None) == (self.input is None):
            raise ValueError(f"stage {self.name}: give either a source or the input's record class")
        if self.source is not None and self.inputs:
            raise ValueError(f"stage {self.name}: it has a source and cannot read other stages too")

    def _identity(self) -> dict[str, Any]:
        return super()._identity() | {"input": self.input and _describe(schema_of(self.input))}


@dataclass(frozen=True, kw_only=True)
class Group(Stage):
    """All input shards → `partitions` output shards, rows with equal `key` together and sorted by it.

    A row's partition is a hash of its key (FNV-1a, see `partitioning.py`) modulo `partitions`; a partition
    without rows gives no shard, and `partitions=1` collects everything. Within a key, rows come in the order
    of the input shards' names, and of the rows in them.

    `function(groups: Iterator[tuple[key, list[record]]]) -> Iterator[record | Dropped | Rejected]`: one key's
    rows must fit in memory, a partition need not. With `whole=True` it is called once per partition as
    `function(table: pyarrow.Table)`, the table sorted by key: the partition must fit in memory, and since no
    part of it can be set aside, an exception fails the shard. `input` may then be an Arrow schema too.
    """

    input: Schema
    key: str
    partitions: int
    whole: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.partitions < 1:
            raise ValueError(f"stage {self.name}: partitions must be positive, and is {self.partitions}")
        if isinstance(self.input, pa.Schema) and not self.whole:
            raise ValueError(f"stage {self.name}: groups are lists of records, so input must be their class")
        schema = schema_of(self.input)
        if self.key not in schema.names:
            raise ValueError(f"stage {self.name}: no column {self.key!r} in {schema.names} to group by")
        kind = schema.field(self.key).type
        if not (pa.types.is_integer(kind) or kind in (pa.string(), pa.binary())):
            raise ValueError(
                f"stage {self.name}: cannot group by {self.key!r}: {kind} is no string or integer"
            )

    def _identity(self) -> dict[str, Any]:
        return super()._identity() | {
            "input": _describe(schema_of(self.input)),
            "key": self.key,
            "partitions": self.partitions,
            "whole": self.whole,
        }


def schema_of(record: Schema) -> pa.Schema:
    """The Arrow schema of a record class, or the schema itself."""
    return record if isinstance(record, pa.Schema) else arrow_schema(record)


def record_name(record: Schema) -> tuple[str, int]:
    """The name and version of what the rows are; an Arrow schema says them in its metadata, if at all."""
    metadata = schema_of(record).metadata or {}
    return metadata.get(b"record", b"").decode(), int(metadata.get(b"version", b"1"))


def canonical_json(value: Any) -> str:
    """One text per value: sorted keys, no spaces. Raises TypeError for what is not configuration."""
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def plain(value: Any) -> Any:
    """Pydantic models, dataclasses, mappings and sequences as JSON values."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [plain(item) for item in value]
    raise TypeError(f"{value!r} cannot be configuration: use JSON values, dataclasses or pydantic models")


def read_by(stages: Sequence[Stage]) -> dict[str, tuple[str, ...]]:
    """The names of the stages that each stage reads, by its name; none for one with a source.

    Raises RunError unless the stages fit together: each reads and uses stages that come before it, and what
    it reads is what those write.
    """
    if not stages:
        raise RunError("there are no stages: a pipeline begins with a Map that has a source")
    names = [stage.name for stage in stages]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise RunError(f"two stages have the same name: {', '.join(twice)}")
    before: dict[str, Stage] = {}
    found: dict[str, tuple[str, ...]] = {}
    for stage in stages:
        assert isinstance(stage, (Map, Group))
        for name in (*stage.inputs, *stage.uses):
            if name not in before:
                raise RunError(
                    f"stage {stage.name} needs {name!r}, but no stage before it has that name. "
                    f"{_nearest(name, list(before))}"
                )
        if isinstance(stage, Map) and stage.source is not None:
            found[stage.name] = ()
        elif not before:
            raise RunError("a pipeline begins with a Map that has a source")
        else:
            found[stage.name] = tuple(sorted(set(stage.inputs))) or (next(reversed(before)),)
        for name in found[stage.name]:
            _check_fit(before[name], stage)
        before[stage.name] = stage
    return found


def numbered(stages: Sequence[Stage], first: int) -> list[Stage]:
    """The stages with their folders numbered from `first` on; as they are where it is 0."""
    if not first:
        return list(stages)
    return [dataclasses.replace(stage, number=first + place) for place, stage in enumerate(stages)]


def needed_for(stages: Sequence[Stage], until: str) -> set[str]:
    """The names of the stage `until` and of all that it needs; of all stages where it is empty. Raises
    RunError.
    """
    reads = read_by(stages)
    if not until:
        return set(reads)
    if until not in reads:
        raise RunError(
            f"there is no stage {until!r}: the stages are {', '.join(reads)}. {_nearest(until, list(reads))}"
        )
    uses = {stage.name: stage.uses for stage in stages}
    needed: set[str] = set()
    left = [until]
    while left:
        name = left.pop()
        if name not in needed:
            needed.add(name)
            left += [*reads[name], *uses[name]]
    return needed


def _nearest(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    return f"Did you mean {near[0]}?" if near else ""


def _check_fit(before: Stage, stage: Map | Group) -> None:
    assert stage.input is not None
    written, read = schema_of(before.output), schema_of(stage.input)
    for field in read:
        index = written.get_field_index(field.name)
        if index < 0 or written.field(index).type != field.type:
            found = "lacks it" if index < 0 else f"has {written.field(index).type}"
            raise RunError(
                f"stage {stage.name} reads column {field.name!r} ({field.type}), but {before.name} {found}"
            )


def _describe(schema: pa.Schema) -> dict[str, Any]:
    metadata = schema.metadata or {}
    return {
        "fields": [[field.name, str(field.type), field.nullable] for field in _fields(schema)],
        "metadata": {key.decode(): value.decode() for key, value in metadata.items()},
    }


def _fields(schema: pa.Schema) -> Iterator[pa.Field]:
    yield from schema
