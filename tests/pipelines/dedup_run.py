"""A small pipeline that drops duplicates, importable by worker processes, and a program to be killed from
outside: `python -m tests.pipelines.dedup_run FOLDER OUTPUT COMPONENTS`.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from curation.dedup.config import DuplicatesConfig
from pipelines.component_rounds import run_with_rounds
from pipelines.dedup import dedup_stages
from pipelines.engine import Map, RunOptions, Stage
from schemas.document import Document
from schemas.split import Split
from tests.curation.dedup.made import document, edited, text

PARTITIONS = 3


@dataclass(frozen=True)
class JsonDocuments:
    """A source: files of documents, one JSON object per line."""

    paths: tuple[str, ...]

    def plan(self) -> list[Split]:
        return [Split(path=path, kind="jsonl", size=Path(path).stat().st_size) for path in self.paths]

    def read(self, split: Split) -> Iterator[Document]:
        with Path(split.path).open(encoding="utf-8") as file:
            for line in file:
                yield document(**json.loads(line))


def same(records: Iterable[Document]) -> Iterator[Document]:
    yield from records


def write(path: Path, documents: Iterable[Document]) -> None:
    """A file of documents for JsonDocuments."""
    names = ("id", "text", "source", "title", "revision", "timestamp")
    rows = [{name: getattr(found, name) for name in names} for found in documents]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def sources(folder: Path) -> list[Stage]:
    """A stage for each folder of documents in `folder`, such as `wiki` and `web`."""
    return [
        Map(
            name=inner.name,
            source=JsonDocuments(tuple(sorted(map(str, inner.iterdir())))),
            function=same,
            output=Document,
        )
        for inner in sorted(folder.iterdir())
    ]


def stages(folder: Path, config: DuplicatesConfig, run: Path) -> list[Stage]:
    """The whole pipeline."""
    made = sources(folder)
    names = tuple(stage.name for stage in made)
    return [*made, *dedup_stages(names, config, partitions=PARTITIONS, run=str(run), number=30)]


def write_corpus(folder: Path, files: int = 4, documents: int = 40) -> None:
    """Documents of two sources: half of those of `web` are near-duplicates of ones of `wiki`, some are exact
    ones, and some are blank, short, or the same row twice.
    """
    wiki = [document(f"wiki:{n}", text(n, 80 + n % 90)) for n in range(files * documents)]
    web = []
    for n, found in enumerate(wiki):
        said = edited(found.text, 1 + n % 3, n) if n % 2 else text(f"web {n}", 100)
        said = found.text.replace(" ", "\n") if n % 10 == 4 else said
        said = ("", "Yes", "No", "C++", "東京は日本の首都です")[n // 20 % 5] if n % 20 == 6 else said
        web.append(document(f"web:{n}", said, source="web"))
    for name, found in (("wiki", wiki), ("web", web)):
        inner = folder / name
        inner.mkdir(parents=True)
        for number in range(files):
            part = found[number::files] + (found[:3] if number else [])
            write(inner / f"{number}.jsonl", part)


def main(folder: str, output: str, components: str) -> None:
    config = DuplicatesConfig(components=components)
    options = RunOptions(in_process_bytes=0)
    made = stages(Path(folder), config, Path(output))
    made = [dataclasses.replace(stage, function=Slowly(stage.function)) for stage in made]
    run_with_rounds(made, output, options, partitions=PARTITIONS)


@dataclass(frozen=True)
class Slowly:
    """The function, slow enough to be killed in the middle of it."""

    function: object

    def __call__(self, records: object, *folders: str) -> Iterator[object]:
        import time

        time.sleep(0.05)
        yield from self.function(records, *folders)


if __name__ == "__main__":
    main(*sys.argv[1:])
