"""Files of multiple-choice sets in their publishers' formats, written by us."""

from __future__ import annotations

import json
from pathlib import Path

from curation.choices import ChoiceFiles, ChoiceSet
from schemas.choices import ChoiceItem
from schemas.outcome import Rejected

CSQA = {
    "answerKey": "B",
    "id": "x1",
    "question": {
        "question_concept": "cup",
        "choices": [
            {"label": label, "text": text}
            for label, text in zip("ABCDE", ("sea", "cupboard", "sky", "attic", "moon"), strict=True)
        ],
        "stem": "Where would you look for a clean cup?",
    },
}
OBQA = {
    "id": "7-1",
    "question": {
        "stem": "A lamp that is switched on gives",
        "choices": [
            {"text": text, "label": label}
            for label, text in zip("ABCD", ("light", "milk", "sound", "sand"), strict=True)
        ],
    },
    "answerKey": "A",
}
SIQA = {
    "context": "Kim lent Robin an umbrella in the rain.",
    "question": "How would Robin feel afterwards?",
    "answerA": "angry",
    "answerB": "thirsty",
    "answerC": "grateful",
}
PIQA = {"id": "p", "goal": "To keep soup warm, you can", "sol1": "put a lid on it", "sol2": "put ice in it"}
PROTOQA = {
    "metadata": {"id": "d1", "source": "x"},
    "question": {
        "original": "Name Something That People Take To The Beach ",
        "normalized": "name something that people take to the beach",
    },
    "answers": {
        "raw": {"towel": 50, "a towel": 3, "book/novel": 20, "ball": 10, "hat": 3},
        "clusters": {
            "d1.2": {"count": 20, "answers": ["book/novel"]},
            "d1.0": {"count": 53, "answers": ["a towel", "towel"]},
            "d1.1": {"count": 10, "answers": ["ball"]},
            "d1.3": {"count": 3, "answers": ["hat"]},
            "d1.4": {"count": 0, "answers": ["shovel"]},
        },
    },
    "num": {"answers": 86, "clusters": 5},
}
PASSAGE = (
    "Ada Kern met Otto Blum in Ulm. Kern paid.\n@highlight\nKern was in Ulm\n@highlight\nBlum came from Linz"
)


def span(text: str, start: int = 0) -> dict[str, int]:
    """Where the text stands, its end inclusive."""
    begin = PASSAGE.index(text, start)
    return {"start": begin, "end": begin + len(text) - 1}


RECORD = {
    "source": "made",
    "passage": {
        "text": PASSAGE,
        "entities": [span("Ada Kern"), span("Otto Blum"), span("Ulm"), span("Kern", 30), span("Linz")],
    },
    "qas": [
        {
            "query": "The bill was paid by @placeholder in the end.",
            "answers": [span("Ada Kern") | {"text": "Ada Kern"}, span("Kern", 30) | {"text": "Kern"}],
            "idx": 1,
        }
    ],
    "idx": 1,
}


def write_rows(path: Path, rows: list[object], labels: str = "") -> str:
    """A JSONL file, with its labels beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    if labels:
        (path.parent / f"{path.stem}-labels.lst").write_text(labels)
    return str(path)


def read_set(layout: str, path: str, **fields: str) -> tuple[list[ChoiceItem], list[Rejected]]:
    """All items of one set's files."""
    source = ChoiceFiles({layout: ChoiceSet(path=path, **fields)})
    found = [row for split in source.plan() for row in source.read(split)]
    return (
        [row for row in found if isinstance(row, ChoiceItem)],
        [row for row in found if isinstance(row, Rejected)],
    )
