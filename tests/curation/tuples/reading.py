"""Files of a test, and everything that the source reads from them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from curation.tuples.source import TupleFiles
from schemas.knowledge import KnowledgeTuple
from schemas.outcome import Dropped, Rejected


def items(source: TupleFiles) -> Iterator[KnowledgeTuple | Dropped | Rejected]:
    for split in source.plan():
        yield from source.read(split)


def read(path: Path, **options: Any) -> list[KnowledgeTuple | Dropped | Rejected]:
    return list(items(TupleFiles(str(path), **options)))


def write(folder: Path, text: str | bytes, name: str = "rows.tsv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def triples(found: list[KnowledgeTuple | Dropped | Rejected]) -> list[tuple[str, str, str]]:
    return [(said.head, said.relation, said.tail) for said in found if isinstance(said, KnowledgeTuple)]


def reasons(found: list[KnowledgeTuple | Dropped | Rejected]) -> list[str]:
    return [item.reason for item in found if isinstance(item, (Dropped, Rejected))]
