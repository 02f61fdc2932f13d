"""Texts and rows that tests of deduplication are made of."""

from __future__ import annotations

import random

from schemas.dedup import TextRow
from schemas.document import Document


def words(seed: object, count: int) -> list[str]:
    """Made-up words, no two of them alike but by a rare chance."""
    chance = random.Random(str(seed))
    return ["".join(chance.choices("abcdefghijklmnoprstuvwy", k=chance.randint(3, 9))) for _ in range(count)]


def text(seed: object, count: int = 200) -> str:
    return " ".join(words(seed, count))


def edited(base: str, edits: int, seed: object = 0) -> str:
    """The text with so many words changed, evenly spread: each changes five shingles of five words."""
    changed = base.split(" ")
    new = words(f"edit {seed}", edits)
    for i, word in enumerate(new):
        changed[int((i + 0.5) * len(changed) / edits)] = word
    return " ".join(changed)


def row(id: str, text: str, **fields: str) -> TextRow:
    given = {"source": "wiki", "title": id, "revision": "", "timestamp": ""} | fields
    return TextRow(id=id, text=text, **given)


def document(id: str, text: str, **fields: str) -> Document:
    given = {"source": "wiki", "title": id, "revision": "", "timestamp": ""} | fields
    return Document(
        id=id,
        text=text,
        url="",
        language="en",
        licence="CC0-1.0",
        links=[],
        infobox=[],
        constructs={},
        lost_templates={},
        **given,
    )
