"""Evaluation files and documents in a folder, for tests."""

from __future__ import annotations

import json
from pathlib import Path

from curation.decontamination.config import DecontaminationConfig, IndexConfig
from curation.decontamination.index import build_index
from curation.decontamination.match import Matcher
from curation.decontamination.source import EvaluationFiles
from curation.dedup.words import words_of
from schemas.decontamination import EvaluationItem

QUESTION = (
    "A gardener waters the tomato bed twice a day with four cans of rain water, how many cans does she need?"
)
OTHER = "Which planet of our solar system turns once on its axis in less than ten hours?"


def jsonl(path: Path, rows: list[object]) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def items(**sets: object) -> list[EvaluationItem]:
    """What the source reads from the sets."""
    config = IndexConfig(sets=sets)
    source = EvaluationFiles(config.sets)
    return [item for split in source.plan() for item in source.read(split)]


def item(*texts: str, name: str = "made") -> EvaluationItem:
    words = int(words_of(list(texts)).counts.max())
    return EvaluationItem(
        item=name, set="made", question=texts[0], choices=[], answers=[], texts=list(texts), words=words
    )


def config(**options: object) -> DecontaminationConfig:
    return DecontaminationConfig(sets={"made": {"path": "none"}}, **options)


def matcher(*texts: str, **options: object) -> Matcher:
    made = [item(text, name=str(number)) for number, text in enumerate(texts)]
    return Matcher(build_index(made, config(**options)))


def share(found: Matcher, text: str) -> float:
    """The largest share of an item that the text has."""
    return max((match.share for _, some in found.match([text]) for match in some), default=0.0)
