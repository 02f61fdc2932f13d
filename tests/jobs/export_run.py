"""Small runs to export, made by the engine."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tokenizers

from curation.tokens.encode import TokensConfig
from curation.tokens.pack import PackConfig
from jobs.cli import main
from pipelines.engine import Map, RunOptions, Stage, run_stages
from pipelines.sequences import sequences_stage, tokens_stage
from schemas.document import Document, InfoboxRow
from schemas.split import Split

WORDS = "gull lighthouse keeper counted ships stormy harbour 灯台守 Möwen 1931 £1,150 tea breakwater".split()


def document(number: int) -> Document:
    """Of very different lengths, and with other keys in its maps than its neighbours."""
    words = [WORDS[(number * 7 + place) % len(WORDS)] for place in range(1 + number * number % 211)]
    return Document(
        id=f"{'wiki' if number % 3 else 'site'}:{number}",
        source="wiki" if number % 3 else "site",
        url=f"https://example.org/{number}",
        title=f"The “{number}”",
        text=" ".join(words) + "\n",
        language="en",
        licence="CC-BY-SA-4.0",
        revision=str(number),
        timestamp="2024-01-01T00:00:00Z" if number % 2 else "",
        links=[f"https://example.net/{number}"] if number > 30 else [],
        infobox=[InfoboxRow("Infobox bird", "wings", "2")] if number > 40 else [],
        constructs={f"construct-{number}": number},
        lost_templates={},
        metadata={f"key {number % 5}": "ü"} if number % 4 else {},
    )


@dataclass(frozen=True)
class Given:
    """A source of these records, `per_split` in each split (a split has to be of some file)."""

    records: tuple[Any, ...] = field(default=())
    per_split: int = 10

    def plan(self) -> list[Split]:
        starts = range(0, len(self.records), self.per_split)
        return [Split(path=__file__, kind="given", start=start, end=start + 1, size=1) for start in starts]

    def read(self, split: Split) -> Iterator[Any]:
        yield from self.records[split.start : split.start + self.per_split]


def given_stage(name: str, records: list[Any], number: int = 10, **options: Any) -> Stage:
    """A stage that yields the records as they are."""
    source = Given(tuple(records))
    return Map(name=name, number=number, source=source, function=_same, output=type(records[0]), **options)


def _same(records: Any) -> Iterator[Any]:
    yield from records


def make_run(folder: Path, tokens: TokensConfig | None = None, count: int = 60) -> Path:
    """10-documents (in shards of ten), 80-tokens, 90-sequences of 64 positions (in three shards)."""
    documents = given_stage("documents", [document(number) for number in range(count)])
    pack = PackConfig(sequence_length=64)
    ends = end_stages(tokens or TokensConfig(), pack, seed=3, partitions=3)
    run_stages([documents, *ends], str(folder), RunOptions())
    return folder


def end_stages(
    tokens: TokensConfig, pack: PackConfig, *, inputs: Sequence[str] = (), seed: int = 0, partitions: int = 1
) -> list[Stage]:
    """80-tokens of the documents of `inputs`, and 90-sequences."""
    return [
        tokens_stage(tokens, inputs=tuple(inputs), number=80),
        sequences_stage(tokens, pack, seed=seed, partitions=partitions, number=90),
    ]


def large_vocabulary(path: Path) -> TokensConfig:
    """A tokenizer.json whose vocabulary needs 32 bits, and whose words are its last entries."""
    vocabulary = {f"unused {number}": number for number in range(70_000)}
    for word in [*WORDS, "<unk>", "<s>", "</s>"]:
        vocabulary[word] = len(vocabulary)
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, "<unk>"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(path))
    return TokensConfig(model=str(path))


def export(format: str, source: object, folder: object, *options: object) -> Path:
    """`roae export …` in this process, which has to succeed."""
    assert main(["export", format, str(source), str(folder), *map(str, options), "--quiet"]) == 0
    return Path(str(folder))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def kill_myself(number: int) -> int:
    """A task that the operating system ends."""
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def say_pid_and_sleep(folder: str) -> None:
    """A task that is still at work when its parent dies."""
    Path(folder, str(os.getpid())).touch()
    time.sleep(600)
