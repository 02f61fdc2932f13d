"""References to shards: what travels through Beam instead of rows."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.engine import storage
from pipelines.engine.stages import canonical_json
from schemas.manifest import ShardFile
from schemas.split import Source, Split


@dataclass(frozen=True, slots=True)
class Shard:
    """One input of a stage.

    `name` (`part-00017`) names what is made of it, `path` is its file, `bytes` the stored size it stands for,
    `digest` tells whether it is still the same, `split` which piece of a source's file it is, if one.
    """

    name: str
    path: str
    bytes: int
    digest: str
    split: Split | None = None

    def of(self, stage: str) -> Shard:
        """The same under a name that says which stage it is from: `part-00017` → `part-books-00017`."""
        return replace(self, name=f"part-{stage}-{self.name.removeprefix('part-')}")

    @property
    def label(self) -> str:
        """What messages call it: without folders, so alike wherever the input is."""
        if self.split is None:
            return self.name
        start = f" from {self.split.start}" if self.split.start else ""
        return f"{self.name} of {self.path.rsplit('/', 1)[-1]}{start}"

    def __str__(self) -> str:
        if self.split is None:
            return "/".join(self.path.rsplit("/", 2)[-2:])  # the run folder may be moved
        end = "the end" if self.split.end < 0 else self.split.end
        return f"{self.path} from {self.split.start} to {end}"


def source_shards(source: Source) -> list[Shard]:
    """The source's splits as shards. Raises InputError, or FileNotFoundError for a split of no file."""
    shards = []
    for index, split in enumerate(source.plan()):
        # The folder is left out: a dump that was moved is the same dump.
        about = [
            storage.source_digest(split.path),
            split.path.rsplit("/", 1)[-1],
            split.kind,
            split.start,
            split.end,
            split.context,
        ]
        shards.append(Shard(part_name(index), split.path, split.size, combined_digest(about), split))
    return shards


def file_shards(folder: str, files: Iterable[ShardFile]) -> list[Shard]:
    """A finished stage's files as the inputs of the next, in the order of their names."""
    shards = [
        Shard(file.name.partition(".")[0], storage.join(folder, file.name), file.bytes, file.sha256)
        for file in files
    ]
    return sorted(shards, key=lambda shard: shard_order(shard.name))


def part_name(index: int) -> str:
    """The name of the shard with this number, from 0: `part-00017`."""
    return f"part-{index:05d}"


def together(reads: Sequence[str], outputs: Mapping[str, Iterable[Shard]]) -> list[Shard]:
    """What a stage reads that reads the stages `reads`, as far as `outputs` has it: shards under names that
    differ.

    Where it reads several, a shard's name holds its stage's, so that it does not depend on the other stages.
    """
    several = len(reads) > 1
    return [
        shard.of(stage) if several else shard
        for stage in reads
        if stage in outputs
        for shard in outputs[stage]
    ]


def shard_order(name: str) -> tuple[str, tuple[int, ...]]:
    """A sort key for shard names that keeps `part-100000` after `part-99999`."""
    words = name.split("-")[1:]
    numbers = list(itertools.takewhile(str.isdecimal, reversed(words)))
    return "-".join(words[: len(words) - len(numbers)]), tuple(int(number) for number in reversed(numbers))


def combined_digest(parts: list[object]) -> str:
    """SHA-256 over the JSON of `parts`."""
    return hashlib.sha256(canonical_json(parts).encode()).hexdigest()
