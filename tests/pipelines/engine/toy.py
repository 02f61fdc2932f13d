"""A small pipeline over text files, importable by worker processes: lines → words → counts by word."""

from __future__ import annotations

import errno
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.engine import Group, Map, Stage, storage
from schemas.manifest import Manifest
from schemas.outcome import Dropped, Rejected
from schemas.split import Split


@dataclass(frozen=True)
class Line:
    id: str
    text: str


@dataclass(frozen=True)
class Word:
    word: str
    line: str
    length: int


@dataclass(frozen=True)
class Count:
    word: str
    count: int
    lines: list[str]


@dataclass(frozen=True)
class LineSource:
    """A line is a record; `#…` is dropped, and a line of `?` is rejected as unreadable."""

    paths: tuple[str, ...]

    def plan(self) -> list[Split]:
        return [Split(path=path, kind="lines", size=Path(path).stat().st_size) for path in self.paths]

    def read(self, split: Split) -> Iterator[Any]:
        name = Path(split.path).name
        with Path(split.path).open(encoding="utf-8", newline="\n") as file:
            for number, text in enumerate(file):
                line = Line(f"{name}:{number}", text.rstrip("\n"))
                if line.text.startswith("#"):
                    yield Dropped("comment", line)
                elif line.text == "?":
                    yield Rejected("unreadable", line.id, excerpt=line.text)
                else:
                    yield line


@dataclass(frozen=True)
class Mark:
    """Appends `mark` to each line. Lines with certain words do what they say."""

    mark: str = "!"
    seconds: float = 0.0

    def __call__(self, lines: Iterable[Line]) -> Iterator[Line | Dropped | Rejected]:
        for line in lines:
            time.sleep(self.seconds)
            if "boom" in line.text:
                raise ValueError(f"cannot mark {line.text!r}")
            if "surrogate" in line.text:
                yield replace(line, text="\ud800")
            elif "full-disk" in line.text:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/data/part-00000")
            elif "die" in line.text.split():
                os._exit(9)
            elif "short" in line.text:
                yield Dropped("too-short", line)
            else:
                yield replace(line, text=f"{line.text} {self.mark}")


def split_words(lines: Iterable[Line]) -> Iterator[Word]:
    for line in lines:
        for word in line.text.split():
            yield Word(word, line.id, len(word))


def count_words(groups: Iterable[tuple[str, list[Word]]]) -> Iterator[Count | Dropped]:
    for word, rows in groups:
        if word == "boo":
            raise KeyError(word)
        if word == "dull":
            yield Dropped("dull-word", rows[0])
        else:
            yield Count(word, len(rows), [row.line for row in rows])


def count_whole(words: pa.Table) -> Iterator[Count]:
    lines: dict[str, list[str]] = {}
    for row in words.to_pylist():
        lines.setdefault(row["word"], []).append(row["line"])
    counts = Counter(words.column("word").to_pylist())
    assert list(counts) == sorted(counts)
    for word, count in counts.items():
        yield Count(word, count, lines[word])


def pipeline(
    paths: Iterable[str], mark: str = "!", partitions: int = 3, seconds: float = 0.0, **options: Any
) -> list[Stage]:
    """Three stages; `options` are for the first."""
    mark_lines = Mark(mark, seconds)
    return [
        Map(
            name="lines",
            source=LineSource(tuple(map(str, paths))),
            output=Line,
            function=mark_lines,
            config={"mark": mark},
            **options,
        ),
        Map(name="words", input=Line, output=Word, function=split_words),
        Group(
            name="counts", input=Word, key="word", partitions=partitions, output=Count, function=count_words
        ),
    ]


def write_lines(folder: Path, files: int = 4, lines: int = 50) -> list[str]:
    """Files of lines over a small vocabulary, always the same ones."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(files):
        path = folder / f"lines-{number}.txt"
        rows = (f"w{(number * 31 + row * row) % 17} w{row % 11} w{number}" for row in range(lines))
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        paths.append(str(path))
    return paths


def write_words(folder: str, manifest: Manifest) -> None:
    """A `finish` hook: the words of the stage's rows, one to a line, in a file of its own."""
    words = [
        row["word"] for file in manifest.files for row in pq.read_table(f"{folder}/{file.name}").to_pylist()
    ]
    storage.write_bytes(f"{folder}/words.txt", "\n".join(words).encode())


def keep_known(words: Iterable[Word], folder: str) -> Iterator[Word | Dropped]:
    known = set(Path(folder, "words.txt").read_text().split())
    for word in words:
        yield word if word.word in known else Dropped("unknown-word", word)


def graph(sources: Mapping[str, Iterable[str]], known: Iterable[str], partitions: int = 3) -> list[Stage]:
    """Lines of several sources → their words, as far as another file (`known`) has them → counts."""
    return [
        *(
            Map(
                name=name,
                number=10,
                source=LineSource(tuple(map(str, paths))),
                output=Line,
                function=Mark("!"),
            )
            for name, paths in sources.items()
        ),
        Map(
            name="known",
            number=11,
            source=LineSource(tuple(map(str, known))),
            output=Word,
            function=split_words,
            finish=write_words,
        ),
        Map(name="words", number=20, inputs=tuple(sources), input=Line, output=Word, function=split_words),
        Map(name="kept", number=30, uses=("known",), input=Word, output=Word, function=keep_known),
        Group(
            name="counts",
            number=40,
            input=Word,
            key="word",
            partitions=partitions,
            output=Count,
            function=count_words,
        ),
    ]
