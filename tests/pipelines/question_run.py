"""A small pipeline that makes questions of a made-up wiki, importable by worker processes, and a program to
be killed from outside: `python -m tests.pipelines.question_run INPUT OUTPUT`.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curation.questions.config import QuestionsConfig
from pipelines.engine import Map, Stage, run_stages
from pipelines.questions import question_stages
from schemas.document import Document, InfoboxRow
from schemas.split import Split
from tests.pipelines.dedup_run import same

PARTITIONS = 3


@dataclass(frozen=True)
class WholeDocuments:
    """A source: files of documents with all that they have, one JSON object per line."""

    paths: tuple[str, ...]

    def plan(self) -> list[Split]:
        """A split for each file."""
        return [Split(path=path, kind="jsonl", size=Path(path).stat().st_size) for path in self.paths]

    def read(self, split: Split) -> Iterator[Document]:
        """The file's documents."""
        for line in Path(split.path).read_text(encoding="utf-8").splitlines():
            fields = json.loads(line)
            yield Document(**fields | {"infobox": [InfoboxRow(**row) for row in fields["infobox"]]})


def write(folder: Path, documents: Sequence[Document], per_file: int) -> None:
    """Files of so many documents each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(range(0, len(documents), per_file)):
        rows = [json.dumps(dataclasses.asdict(found)) for found in documents[start : start + per_file]]
        (folder / f"{number:03}.jsonl").write_text("\n".join(rows) + "\n")


def stages(folder: Path, config: QuestionsConfig, *, seed: int, partitions: int) -> list[Stage]:
    """The whole pipeline."""
    source = WholeDocuments(tuple(sorted(map(str, folder.iterdir()))))
    documents = Map(name="documents", source=source, function=same, output=Document)
    return [documents, *question_stages(("documents",), config, seed=seed, partitions=partitions)]


if __name__ == "__main__":
    made = stages(Path(sys.argv[1]), QuestionsConfig(), seed=0, partitions=PARTITIONS)
    run_stages(made, sys.argv[2])
