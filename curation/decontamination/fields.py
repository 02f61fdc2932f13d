"""Rows of evaluation files → questions, choices and answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curation.decontamination.config import ItemFields
from schemas.decontamination import EvaluationItem

_NAMED_FIELDS = 40


class FieldError(ValueError):
    """A row has not what its layout says: the message names what was expected."""


def texts_at(row: Any, path: str) -> list[str]:
    """The texts and numbers at a path, in order; none where there is no such path."""
    return list(_texts(row, path.split(".") if path else []))


def present(row: Any, path: str) -> bool:
    """Whether there is a text that is not blank at the path."""
    return any(text.strip() for text in texts_at(row, path))


def rows_of(row: Any, each: str) -> Iterator[Any]:
    """The row itself, or one for each entry of the list at `each`, in whose place that then stands."""
    if not each:
        yield row
    elif isinstance(row, dict) and isinstance(row.get(each), list):
        for entry in row[each]:
            yield row | {each: entry}


def field_names(row: Any, before: str = "") -> list[str]:
    """The dotted paths to all texts of a row, for messages."""
    if isinstance(row, dict):
        found = [name for key, value in row.items() for name in field_names(value, f"{before}.{key}")]
        return list(dict.fromkeys(found))[:_NAMED_FIELDS]
    if isinstance(row, list):
        return list(dict.fromkeys(name for entry in row[:3] for name in field_names(entry, before)))
    return [before.lstrip(".")]


def item_of(row: Any, fields: ItemFields, *, name: str, set_name: str, answer: str = "") -> EvaluationItem:
    """The item in a row; `answer` is the right one where another file has it.

    Raises FieldError where the question or a choice is missing, or where the answer is none of the choices.
    """
    parts = [" ".join(texts_at(row, path)).strip() for path in fields.question]
    missing = [path for path, part in zip(fields.question, parts, strict=True) if not part]
    if missing:
        raise FieldError(f"no text at `{'`, `'.join(missing)}`, where the question should be")
    question = " ".join(parts)
    choices = [text for path in fields.choices for text in texts_at(row, path)]
    if fields.choices and not choices:
        raise FieldError(f"no text at `{'`, `'.join(fields.choices)}`, where the choices should be")
    stated = [answer] if answer else texts_at(row, fields.answer) if fields.answer else []
    answers = [text for found in stated for text in _answer(found.strip(), row, choices, fields)]
    return EvaluationItem(
        item=name,
        set=set_name,
        question=question,
        choices=choices,
        answers=list(dict.fromkeys(answers)),
        texts=list(_looked_for(question, choices or answers, fields)),
    )


def _texts(value: Any, path: list[str]) -> Iterator[str]:
    if isinstance(value, list):
        for entry in value:
            yield from _texts(entry, path)
    elif path:
        if isinstance(value, dict):
            inner = value.values() if path[0] == "*" else [value[path[0]]] if path[0] in value else []
            for entry in inner:
                yield from _texts(entry, path[1:])
    elif isinstance(value, str):
        yield value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)


def _answer(stated: str, row: Any, choices: list[str], fields: ItemFields) -> Iterator[str]:
    """The text of an answer. None for those that files without answers have in their place."""
    if fields.answer_is == "text":
        yield stated
    elif stated and stated != "-1":
        if fields.answer_is == "label":
            labels = texts_at(row, fields.labels)
        elif fields.answer_is == "letter":
            labels = [chr(ord("A") + number) for number in range(len(choices))]
        else:
            first = int(fields.answer_is[-1])
            labels = [str(first + number) for number in range(len(choices))]
        if stated not in labels[: len(choices)]:
            raise FieldError(f"the answer is {stated!r}, which is none of {', '.join(labels)}")
        yield choices[labels.index(stated)]


def _looked_for(question: str, choices: list[str], fields: ItemFields) -> Iterator[str]:
    blank = fields.blank
    if blank and blank in question and choices:
        yield from dict.fromkeys(question.replace(blank, choice) for choice in choices)
        return
    yield question
    if fields.continues:
        yield from dict.fromkeys(f"{question} {choice}" for choice in choices)
