"""Rows as a page shows them: a title, the beginning of the text, and the small fields beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CHARACTERS = 800
_FIELD_CHARACTERS = 160
_MOST_FIELDS = 10
_TEXTS = ("text", "html", "body", "prompt")
_TITLES = ("title", "subject", "question")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A row: `fields` are its short values by name; `characters` is the length of the whole text."""

    id: str
    title: str
    text: str
    characters: int
    language: str
    fields: tuple[tuple[str, str], ...] = ()


def excerpt_of(id: str, value: Any) -> Excerpt:
    """Of a row as JSON values. One that is no record is its own text."""
    if not isinstance(value, Mapping):
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return _excerpt(id, "", text, "", ())
    title = next((str(value[name]) for name in _TITLES if value.get(name)), "")
    if value.get("head") and value.get("relation"):
        title = " · ".join(str(value.get(name, "")) for name in ("head", "relation", "tail"))
    text = next((value[name] for name in _TEXTS if isinstance(value.get(name), str) and value[name]), "")
    shown = {*_TEXTS, *_TITLES, "id", "language", "head", "relation", "tail"}
    small = [
        (str(name), shortened(str(item), _FIELD_CHARACTERS))
        for name, item in value.items()
        if name not in shown and isinstance(item, (str, int, float)) and item not in ("", 0, False)
    ]
    language = value.get("language")
    return _excerpt(
        id or str(value.get("id", "")),
        title,
        str(text),
        language if isinstance(language, str) else "",
        tuple(small[:_MOST_FIELDS]),
    )


def _excerpt(id: str, title: str, text: str, language: str, fields: tuple[tuple[str, str], ...]) -> Excerpt:
    return Excerpt(
        id=id,
        title=shortened(title, _FIELD_CHARACTERS),
        text=shortened(text.strip(), CHARACTERS),
        characters=len(text),
        language=language,
        fields=fields,
    )


def shortened(text: str, limit: int = CHARACTERS) -> str:
    """The first `limit` characters, with an ellipsis if there are more."""
    return text if len(text) <= limit else f"{text[:limit]}…"
