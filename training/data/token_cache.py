"""Conversations and pairs as token ids on disk, tokenized once and mapped into memory from then on.

A cache is a folder named after what it was made of: the digests of the files, of the tokenizer and of the
chat template. It is complete or absent. Lengths are an array, so what a step holds is known without a look at
the ids.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal, overload

import numpy as np
import numpy.typing as npt

from training.data.rows import Row, digest_of, read_rows
from training.errors import DataError
from training.text.chat import TEMPLATE, ChatTokenizer, Conversation, Pair
from training.text.messages import RowError, read_conversation, read_preference

Kind = Literal["pairs", "conversations"]

_FORMAT = 1
_ABOUT = "about.json"
# Parts of a row: prompt, chosen and rejected; or all of a conversation.
_PARTS = {"pairs": 3, "conversations": 1}
_TRAIN, _HELD_OUT = 1, 2
_SPLITS = {"train": _TRAIN, "validation": _HELD_OUT, "valid": _HELD_OUT, "dev": _HELD_OUT, "test": _HELD_OUT}


@dataclass(frozen=True)
class CacheAbout:
    """What a cache says of itself: rows read and kept, those refused by reason, and of each reason the first
    place.
    """

    kind: str
    rows: int
    kept: int
    refused: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)


class TokenCache:
    """A finished cache. Raises DataError for a folder that is damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.about = CacheAbout(**json.loads((folder / _ABOUT).read_text(encoding="utf-8")))
            parts = _PARTS[self.about.kind]
            self._ends = np.fromfile(folder / "ends", dtype=np.int64)
            self._split = np.fromfile(folder / "split", dtype=np.uint8)
            self._group = np.fromfile(folder / "group", dtype=np.uint64)
            self._ids = _mapped(folder / "ids", np.uint32)
            self._said = _mapped(folder / "said", np.uint8)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DataError(f"{folder} is no token cache that can be read ({error}): delete it") from error
        total = int(self._ends[-1]) if len(self._ends) else 0
        rows = {len(self._ends) / parts, len(self._split), len(self._group), self.about.kept}
        if len(rows) != 1 or len(self._ids) != total or len(self._said) not in (0, total):
            raise DataError(f"{folder} is damaged: its files do not go together; delete it")
        self._parts = parts
        starts = np.concatenate([[0], self._ends[:-1]]) if total else self._ends
        # [rows, parts]
        self.part_lengths: npt.NDArray[np.int64] = (self._ends - starts).reshape(-1, parts)
        self.lengths: npt.NDArray[np.int64] = self.part_lengths.sum(axis=1)

    @property
    def digest(self) -> str:
        """Of everything that decides the ids."""
        return self.folder.name

    def has_split(self) -> bool:
        """Whether the rows themselves say which are held out."""
        return bool((self._split == _HELD_OUT).any())

    def held_out(self, share: float) -> npt.NDArray[np.bool_]:
        """For each row, whether it is for validation: as the rows say or, if they hold nothing out, about
        `share` of the groups (pages, items, prompts), chosen by hash.
        """
        if self.has_split():
            return np.asarray(self._split == _HELD_OUT)
        return np.asarray(self._group < np.uint64(share * (1 << 64)))

    def parts(self, row: int) -> list[npt.NDArray[np.int64]]:
        """The ids of a row's parts."""
        return [self._ids[a:b].astype(np.int64) for a, b in self._extents(row)]

    def said(self, row: int) -> npt.NDArray[np.bool_]:
        """Of a conversation's ids, which the assistant said."""
        ((start, end),) = self._extents(row)
        return self._said[start:end].astype(np.bool_)

    def _extents(self, row: int) -> list[tuple[int, int]]:
        first = row * self._parts
        bounds = [int(self._ends[first - 1]) if first else 0, *self._ends[first : first + self._parts]]
        return [(int(a), int(b)) for a, b in itertools.pairwise(bounds)]


class CachedRows:
    """Some of a cache's rows; `lengths` [n] are their tokens."""

    kind: ClassVar[Kind]

    def __init__(self, cache: TokenCache, rows: npt.NDArray[np.int64]) -> None:
        self.cache = cache
        self.rows = rows
        self.lengths: npt.NDArray[np.int64] = cache.lengths[rows]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def digest(self) -> str:
        """Of the ids and their order."""
        return hashlib.sha256(self.cache.digest.encode() + self.rows.tobytes()).hexdigest()


class TokenizedPairs(CachedRows, Sequence[Pair]):
    """Preference pairs; `lengths` [n] are their tokens, the prompt counted once."""

    kind: ClassVar[Kind] = "pairs"

    @overload
    def __getitem__(self, index: int) -> Pair: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Pair]: ...
    def __getitem__(self, index: int | slice) -> Pair | Sequence[Pair]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return Pair(*self.cache.parts(int(self.rows[index])))

    def scored(self) -> npt.NDArray[np.int64]:
        """[n]: the tokens of both responses, which are scored."""
        scored: npt.NDArray[np.int64] = self.cache.part_lengths[self.rows, 1:].sum(axis=1)
        return scored


class TokenizedConversations(CachedRows, Sequence[Conversation]):
    """Conversations; `lengths` [n] are their tokens."""

    kind: ClassVar[Kind] = "conversations"

    @overload
    def __getitem__(self, index: int) -> Conversation: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Conversation]: ...
    def __getitem__(self, index: int | slice) -> Conversation | Sequence[Conversation]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        row = int(self.rows[index])
        return Conversation(self.cache.parts(row)[0], self.cache.said(row))


def cache_folder(files: Sequence[Path], chat: ChatTokenizer, kind: Kind, parent: Path) -> Path:
    """Where the cache of these files is, or will be."""
    made_of = [_FORMAT, kind, TEMPLATE, chat.digest, [digest_of(file) for file in files]]
    digest = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:32]
    return parent / f"{kind}-{digest}"


def build_cache(
    folder: Path,
    files: Sequence[Path],
    chat: ChatTokenizer,
    kind: Kind,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Tokenizes the files' rows into `folder`, unless it is there."""
    if (folder / _ABOUT).exists():
        return
    temporary = folder.with_name(f"{folder.name}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    writer = _Writer(temporary, chat, kind)
    for file in files:
        tell(f"tokenizing {file}")
        for row in read_rows(file):
            writer.take(row)
    writer.finish()
    shutil.rmtree(folder, ignore_errors=True)  # one without about.json was never finished
    temporary.replace(folder)


class _Writer:
    def __init__(self, folder: Path, chat: ChatTokenizer, kind: Kind) -> None:
        self._folder = folder
        self._chat = chat
        self._kind = kind
        self._files = {name: (folder / name).open("wb") for name in ("ids", "said")}
        self._ends: list[int] = []
        self._splits: list[int] = []
        self._groups: list[int] = []
        self._rows = 0
        self._used = 0
        self._refused: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def take(self, row: Row) -> None:
        """Tokenizes one row, or counts why not."""
        self._rows += 1
        try:
            fields = row.known()
            parts = list(self._pair(fields) if self._kind == "pairs" else self._conversation(fields))
        except RowError as error:
            self._refused[error.reason] += 1
            self._examples.setdefault(error.reason, f"{row.where}: {error}")
            return
        for ids in parts:
            self._files["ids"].write(ids.astype(np.uint32).tobytes())
            self._used += len(ids)
            self._ends.append(self._used)
        self._splits.append(_SPLITS.get(str(fields.get("split") or ""), 0))
        group = str(fields.get("group") or "").encode() or parts[0].tobytes()
        self._groups.append(int.from_bytes(hashlib.blake2b(group, digest_size=8).digest(), "little"))

    def finish(self) -> None:
        """Writes what remains, and last what the folder says of itself."""
        for file in self._files.values():
            file.close()
        np.array(self._ends, dtype=np.int64).tofile(self._folder / "ends")
        np.array(self._splits, dtype=np.uint8).tofile(self._folder / "split")
        np.array(self._groups, dtype=np.uint64).tofile(self._folder / "group")
        kept = len(self._splits)
        about = CacheAbout(self._kind, self._rows, kept, dict(sorted(self._refused.items())), self._examples)
        text = json.dumps(asdict(about), indent=1, sort_keys=True, ensure_ascii=False)
        (self._folder / _ABOUT).write_text(f"{text}\n", encoding="utf-8")

    def _pair(self, fields: Mapping[str, Any]) -> Iterator[npt.NDArray[np.int64]]:
        pair = self._chat.pair(*read_preference(fields))
        if np.array_equal(pair.chosen, pair.rejected):
            raise RowError("equal-sides", "chosen and rejected are the same tokens")
        yield from (pair.prompt, pair.chosen, pair.rejected)

    def _conversation(self, fields: Mapping[str, Any]) -> Iterator[npt.NDArray[np.int64]]:
        found = self._chat.conversation(read_conversation(fields))
        self._files["said"].write(found.said.astype(np.uint8).tobytes())
        yield found.ids


def _mapped(path: Path, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    # An empty file cannot be mapped.
    return np.memmap(path, dtype=dtype, mode="r") if path.stat().st_size else np.zeros(0, dtype=dtype)
