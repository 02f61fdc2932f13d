"""Folders of packed token sequences: what `tokens.json` says, and a reader with random access.

A shard is an uncompressed Arrow IPC file with the columns of `schemas.tokens.sequence_schema`, so that a
local one is mapped into memory and never copied. Needs pyarrow and numpy only (and fsspec for URLs).
"""

from __future__ import annotations

import bisect
import dataclasses
import hashlib
import itertools
import json
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from schemas.manifest import ShardFile
from schemas.tokens import Span, sequence_schema

T = TypeVar("T")

MANIFEST_NAME = "tokens.json"
FORMAT = "roae-token-shards"
FORMAT_VERSION = 1

TokenIds = npt.NDArray[np.uint16] | npt.NDArray[np.uint32]


class TokenShardsError(ValueError):
    """A folder that is not what its `tokens.json` says: the message names the file and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizerInfo:
    """Which tokenizer made the ids. `name` says where it was loaded from, as the recipe did
    (`mistral-common:tokenizer.model.v1`, or a path or URL); `sha256` is the digest of that file.

    `bos_id` and `eos_id` begin and end documents (-1: the tokenizer has none). `pad_id` stands in positions
    that are not used: the tokenizer's own padding token, or else its unknown token.
    """

    name: str
    sha256: str
    vocabulary_size: int
    bos_id: int
    eos_id: int
    pad_id: int

    @property
    def dtype(self) -> str:
        """The smallest of uint16 and uint32 that holds every id."""
        return "uint16" if self.vocabulary_size <= 1 << 16 else "uint32"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    """What one source gave. `tokens` include the documents' begin and end tokens."""

    documents: int
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenTotals:
    """Sums over the shards. `tokens` + `padding` = `sequences` x the sequence length; `tokens` include begin
    and end tokens. `documents_split` counts documents that lie in more than one piece.
    """

    sequences: int
    tokens: int
    padding: int
    documents: int
    documents_split: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensManifest:
    """What `tokens.json` says: everything that a reader needs to know.

    `bos` and `eos` say whether documents begin and end with the tokenizer's tokens. Every batch of a shard
    but its last has `rows_per_batch` rows. `sources` is keyed by what comes before the first colon of a
    document's id (`enwiki:12` → `enwiki`; all of it where there is no colon).
    """

    format: str = FORMAT
    version: int = FORMAT_VERSION
    tokenizer: TokenizerInfo
    dtype: str
    sequence_length: int
    bos: bool
    eos: bool
    rows_per_batch: int
    shards: list[ShardFile]
    totals: TokenTotals
    sources: dict[str, SourceCount]

    def to_json(self) -> bytes:
        """UTF-8 JSON with sorted keys, indented for people, ending in a newline."""
        text = json.dumps(dataclasses.asdict(self), sort_keys=True, indent=1, ensure_ascii=False)
        return f"{text}\n".encode()

    @classmethod
    def from_json(cls, data: bytes, where: str = MANIFEST_NAME) -> TokensManifest:
        """The inverse. Raises TokenShardsError, naming `where`, for anything else and for other versions."""
        try:
            value = json.loads(data)
        except ValueError as error:
            raise TokenShardsError(f"{where} is not JSON: {error}") from error
        if not isinstance(value, dict) or value.get("format") != FORMAT:
            raise TokenShardsError(f"{where} does not describe token shards: expected format {FORMAT!r}")
        if value.get("version") != FORMAT_VERSION:
            raise TokenShardsError(
                f"{where} has format version {value.get('version')!r}, and this reader knows only "
                f"{FORMAT_VERSION}: read it with the release that wrote it, or pack the documents again"
            )
        try:
            value["tokenizer"] = TokenizerInfo(**value["tokenizer"])
            value["shards"] = [ShardFile(**shard) for shard in value["shards"]]
            value["totals"] = TokenTotals(**value["totals"])
            value["sources"] = {name: SourceCount(**count) for name, count in value["sources"].items()}
            return cls(**value)
        except (KeyError, TypeError, AttributeError) as error:
            raise TokenShardsError(f"{where} is incomplete or damaged: {error}") from error


@dataclass(frozen=True, slots=True, eq=False)
class TokenSequence:
    """One row. `tokens` has every position, padding too, and is a read-only view of the shard (shape [L]);
    the first `length` are used, and `spans` cover exactly those.
    """

    tokens: TokenIds
    length: int
    spans: tuple[Span, ...]


class TokenShards(Sequence[TokenSequence]):
    """The sequences of a folder in the order of its shards: `len(shards)`, `shards[i]`, `for row in shards`.

    `shards[i]` takes constant time. A local folder's shards are mapped into memory; of a folder behind an
    fsspec URL, the batch that holds the row is read (and kept until another is asked for). Can be pickled,
    which opens the folder again. Not safe to share between threads.

    Raises TokenShardsError when `tokens.json` is missing, of another version or damaged, and when a shard is
    missing or has another size; and, when the shard is first used, if it is not laid out as said.
    """

    def __init__(self, folder: str | Path) -> None:
        self._folder = str(folder).rstrip("/") or "/"
        files = _files(self._folder)
        where = f"{self._folder}/{MANIFEST_NAME}"
        if files.size(MANIFEST_NAME) is None:
            raise TokenShardsError(f"{where} is missing: this is no folder of finished token shards")
        with files.open(MANIFEST_NAME) as file:
            self.manifest = TokensManifest.from_json(file.read(), where)
        for shard in self.manifest.shards:
            _check_size(shard, files.size(shard.name), self._folder)
        self._shards = [_Shard(files, shard, self.manifest) for shard in self.manifest.shards]
        self._ends = list(itertools.accumulate(shard.rows for shard in self.manifest.shards))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @typing.overload
    def __getitem__(self, index: int) -> TokenSequence: ...
    @typing.overload
    def __getitem__(self, index: slice) -> Sequence[TokenSequence]: ...
    def __getitem__(self, index: int | slice) -> TokenSequence | Sequence[TokenSequence]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        row = index + len(self) if index < 0 else index
        if not 0 <= row < len(self):
            raise IndexError(f"row {index} of {len(self)} sequences")
        shard = bisect.bisect_right(self._ends, row)
        return self._shards[shard].row(row - (self._ends[shard] - self.manifest.shards[shard].rows))

    def __iter__(self) -> Iterator[TokenSequence]:
        return (self[index] for index in range(len(self)))

    def __reduce__(self) -> tuple[type[TokenShards], tuple[str]]:
        return TokenShards, (self._folder,)

    def verify(self) -> None:
        """Reads every byte. Raises TokenShardsError for a shard whose SHA-256 is not the one that was
        written.
        """
        files = _files(self._folder)
        for shard in self.manifest.shards:
            digest = hashlib.sha256()
            with files.open(shard.name) as file:
                while block := file.read(1 << 20):
                    digest.update(block)
            if digest.hexdigest() != shard.sha256:
                raise TokenShardsError(
                    f"{self._folder}/{shard.name} is damaged: its SHA-256 is {digest.hexdigest()}, "
                    f"and {MANIFEST_NAME} says {shard.sha256}"
                )


def _check_size(shard: ShardFile, size: int | None, folder: str) -> None:
    if size is None:
        raise TokenShardsError(f"{folder}/{shard.name} is missing, and {MANIFEST_NAME} lists it")
    if size != shard.bytes:
        raise TokenShardsError(
            f"{folder}/{shard.name} has {size} bytes, and {MANIFEST_NAME} says {shard.bytes}: "
            "it was cut short or replaced; copy it again or redo the stage that wrote it"
        )


@dataclass(frozen=True, slots=True)
class _Batch:
    """One Arrow batch as arrays: `tokens` has shape [rows, L], `lengths` [rows]."""

    tokens: TokenIds
    lengths: npt.NDArray[np.int32]
    spans: pa.Array


class _Shard:
    """One file, opened when it is first used."""

    def __init__(self, files: _LocalFiles | _RemoteFiles, shard: ShardFile, manifest: TokensManifest) -> None:
        self._files = files
        self._shard = shard
        self._manifest = manifest
        self._reader: Any = None
        self._batches: dict[int, _Batch] = {}

    def row(self, index: int) -> TokenSequence:
        number, row = divmod(index, self._manifest.rows_per_batch)
        batch = self._batches.get(number) or self._read(number)
        spans = tuple(Span(**span) for span in batch.spans[row].as_py())
        return TokenSequence(batch.tokens[row], int(batch.lengths[row]), spans)

    def _read(self, number: int) -> _Batch:
        if self._reader is None:
            self._reader = self._open()
        if not self._files.mapped:
            self._batches.clear()
        found = self._reader.get_batch(number)
        tokens = found.column("tokens").flatten().to_numpy(zero_copy_only=True)
        batch = _Batch(
            tokens.reshape(found.num_rows, self._manifest.sequence_length),
            found.column("length").to_numpy(zero_copy_only=True),
            found.column("spans"),
        )
        self._batches[number] = batch
        return batch

    def _open(self) -> Any:
        where = self._files.path(self._shard.name)
        try:
            reader = pa.ipc.open_file(self._files.arrow(self._shard.name))
        except pa.ArrowInvalid as error:
            raise TokenShardsError(f"{where} is not an Arrow file: {error}") from error
        expected = sequence_schema(self._manifest.sequence_length, self._manifest.dtype)
        if not reader.schema.equals(expected):
            raise TokenShardsError(
                f"{where} has other columns than {MANIFEST_NAME} says: expected {expected.to_string()}, "
                f"found {reader.schema.to_string()}"
            )
        batches = -(-self._shard.rows // self._manifest.rows_per_batch)
        if reader.num_record_batches != batches:
            raise TokenShardsError(
                f"{where} has {reader.num_record_batches} batches, and {self._shard.rows} rows at "
                f"{self._manifest.rows_per_batch} a batch make {batches}"
            )
        return reader


def _files(folder: str) -> _LocalFiles | _RemoteFiles:
    return _RemoteFiles(folder) if "://" in folder else _LocalFiles(folder)


class _LocalFiles:
    mapped = True

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def path(self, name: str) -> str:
        return str(self._folder / name)

    def size(self, name: str) -> int | None:
        path = self._folder / name
        return path.stat().st_size if path.is_file() else None

    def open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("rb")

    def arrow(self, name: str) -> Any:
        return pa.memory_map(self.path(name))


class _RemoteFiles:
    mapped = False

    def __init__(self, url: str) -> None:
        # Only URLs need fsspec, which a machine that trains from local files may lack.
        from fsspec.core import url_to_fs  # noqa: PLC0415

        self._url = url
        self._system, self._folder = url_to_fs(url)

    def path(self, name: str) -> str:
        return f"{self._url}/{name}"

    def size(self, name: str) -> int | None:
        try:
            return int(self._system.size(f"{self._folder}/{name}"))
        except FileNotFoundError:
            return None

    def open(self, name: str) -> IO[bytes]:
        opened: IO[bytes] = self._system.open(f"{self._folder}/{name}", "rb")
        return opened

    def arrow(self, name: str) -> Any:
        return pa.PythonFile(self.open(name), mode="r")
