"""Rows that several dumps of one site have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from schemas.stackexchange import PostComment, ThreadPart

Row = TypeVar("Row", ThreadPart, PostComment)


def newest(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Of the rows of each kind and number the one that was active last, and all others. Where dumps agree on
    that, it is the one with the higher score: scores mostly grow.
    """
    keys = [(row.kind, row.id, row.related if isinstance(row, ThreadPart) else 0) for row in rows]
    if len(set(keys)) == len(rows):
        return list(rows), []
    best: dict[tuple[str, int, int], Row] = {}
    older: list[Row] = []
    for key, row in zip(keys, rows, strict=True):
        if key not in best:
            best[key] = row
        elif _age(row) > _age(best[key]):
            older.append(best[key])
            best[key] = row
        else:
            older.append(row)
    return list(best.values()), older


def _age(row: ThreadPart | PostComment) -> tuple[str, str, int, str]:
    text = row.html if isinstance(row, ThreadPart) else row.text
    return row.active, row.timestamp, row.score, text
