"""What a stage writes about its own work: a receipt per shard, and a manifest for the whole stage.

Both are JSON with sorted keys. Everything but `timing` depends on the input and the configuration alone, so
two runs can be compared file by file.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardFile:
    """One file of rows. `name` is relative to the stage's folder (`part-00017.parquet`,
    `rejected/part-00017.parquet`), `bytes` its stored size, `sha256` the digest of those bytes.
    """

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What the work cost. In a manifest, `seconds` and `cpu_seconds` are sums over the shards (so `seconds`
    is not the time somebody waited) and `peak_rss_bytes` is the largest worker's.
    """

    seconds: float
    cpu_seconds: float
    peak_rss_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTally:
    """What a stage did to the rows of one source: how many came out, with how many `characters` of text (code
    points) and `tokens` (0 where rows have none), and how many rows and characters were dropped, by reason.
    """

    rows: int = 0
    characters: int = 0
    tokens: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    dropped_characters: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One shard is done: what it was made from, what came out, and what did not.

    `shard` names the outputs (`part-00017`), `input` says for people what was read. A receipt whose two
    digests match is proof that the shard need not be made again. `dropped` and `rejected` count rows by
    reason. `exclusions` says whether dropped rows were kept (in `dropped_files`). `sources` counts by the
    rows' source, where they have one.
    """

    shard: str
    input: str
    stage_digest: str
    input_digest: str
    rows_in: int
    rows_out: int
    dropped: dict[str, int]
    rejected: dict[str, int]
    files: list[ShardFile]
    rejected_files: list[ShardFile]
    dropped_files: list[ShardFile]
    exclusions: bool
    timing: Timing
    sources: dict[str, SourceTally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A stage is done: written last, after every receipt is in.

    `position` is the stage's place in the pipeline, from 1; `config` the stage's configuration as JSON;
    `record` and `record_version` name what the rows are; `input_digests` has the digest of every input by
    the name of its shard, and of every stage that is used by `uses` and its name. The counts, files, timing
    and sources are those of the receipts together.
    """

    stage: str
    position: int
    version: int
    config: Any
    record: str
    record_version: int
    format: str
    stage_digest: str
    input_digests: dict[str, str]
    rows_in: int
    rows_out: int
    dropped: dict[str, int]
    rejected: dict[str, int]
    files: list[ShardFile]
    rejected_files: list[ShardFile]
    dropped_files: list[ShardFile]
    exclusions: bool
    timing: Timing
    sources: dict[str, SourceTally] = field(default_factory=dict)


def to_json(value: Receipt | Manifest) -> bytes:
    """UTF-8 JSON with sorted keys, indented for people, ending in a newline."""
    text = json.dumps(dataclasses.asdict(value), sort_keys=True, indent=1, ensure_ascii=False)
    return f"{text}\n".encode()


def from_json(record: type[T], data: bytes | str) -> T:
    """The inverse of `to_json`. Raises ValueError when the text is not JSON, or not of this class."""
    try:
        return _build(record, json.loads(data))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a {record.__name__.lower()}: {error!r}") from error


def _build(record: type[T], value: Any) -> T:
    hints = typing.get_type_hints(record)
    fields = dataclasses.fields(typing.cast(Any, record))
    if unknown := sorted(set(value) - {field.name for field in fields}):
        raise KeyError(f"unknown fields {unknown}")
    # What was added later has a default: what an earlier version finished need not be done again.
    required = {f.name for f in fields if f.default_factory is dataclasses.MISSING}
    return record(**{name: _field(hints[name], value[name]) for name in {*required, *value}})


def _field(hint: Any, value: Any) -> Any:
    if hint is Timing:
        return _build(Timing, value)
    if hint == list[ShardFile]:
        return [_build(ShardFile, item) for item in value]
    if hint == dict[str, SourceTally]:
        return {name: _build(SourceTally, item) for name, item in value.items()}
    return value
