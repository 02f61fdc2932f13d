"""A source of records that are given, importable by workers, and what a stage made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.split import Split
from tests.pipelines.engine.folders import rows


@dataclass(frozen=True)
class Given:
    """The records, in two shards."""

    records: tuple[Any, ...]

    def plan(self) -> list[Split]:
        return [Split(path=__file__, kind="given", start=number) for number in range(2)]

    def read(self, split: Split) -> Iterator[Any]:
        yield from self.records[split.start :: 2]

    @staticmethod
    def rows(run: str, stage: str) -> list[dict[str, Any]]:
        """The rows of a stage's folder; none where there is no such stage."""
        return [row for folder in Path(run).glob(f"*-{stage}") for row in rows(folder)]
