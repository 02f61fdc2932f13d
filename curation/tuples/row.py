"""What the readers of all formats share: making a tuple of what a row says, or saying why it is broken."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
import math
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, TypeAlias

from schemas.knowledge import Facet, KnowledgeTuple
from schemas.outcome import Dropped

Read: TypeAlias = "Sequence[KnowledgeTuple | Dropped]"


class RowError(ValueError):
    """A row that cannot be read. `reason` is a short stable code in kebab-case."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Reader(Protocol):
    """Reads one format; holds what its rows have in common.

    `quoted` says that the rows are CSV (RFC 4180), where a line break may stand between quotes.
    """

    quoted: ClassVar[bool]

    def prepare(self, text: str) -> str:
        """Many normalised lines at once, made ready for `read`: what is cheaper to do for all together. There
        must be as many lines afterwards.
        """

    def read(self, row: str) -> Read:
        """What one row says; nothing for a header. Raises RowError."""


def statement(
    source: str,
    head: str,
    relation: str,
    tail: str,
    *,
    weight: float = 1.0,
    negated: bool = False,
    modality: str = "",
    facets: Sequence[Facet] = (),
    language: str = "en",
) -> KnowledgeTuple:
    """The tuple, with its id: the source, and 64 bits of BLAKE2b over what it says. The weight is left out
    of it. Raises RowError for text that is not Unicode.
    """
    says = f"{head}\t{relation}\t{tail}"
    if negated or modality or facets or language != "en":
        rest = [f"{facet.kind}={facet.value}" for facet in facets]
        says = "\t".join((says, "not" if negated else "", modality, language, *rest))
    try:
        digest = hashlib.blake2b(says.encode(), digest_size=8).hexdigest()
    except UnicodeEncodeError as error:
        raise RowError("invalid-unicode", f"{says!a} has half a surrogate pair in it") from error
    said = object.__new__(KnowledgeTuple)
    _set_id(said, f"{source}:{digest}")
    _set_source(said, source)
    _set_head(said, head)
    _set_relation(said, relation)
    _set_tail(said, tail)
    _set_weight(said, weight)
    _set_negated(said, negated)
    _set_modality(said, modality)
    _set_facets(said, list(facets))
    _set_language(said, language)
    return said


# The constructor of a frozen class looks up every field by its name, and takes two and a half times as long,
# which is a good part of reading a row. (A field more or less fails here.)
(
    _set_id, _set_source, _set_head, _set_relation, _set_tail, _set_weight, _set_negated, _set_modality,
    _set_facets, _set_language,
) = (KnowledgeTuple.__dict__[field.name].__set__ for field in dataclasses.fields(KnowledgeTuple))  # fmt: skip


def number(text: str, what: str) -> float:
    """A finite number. Raises RowError."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise RowError("bad-number", f"{what} is {text[:40]!r}; expected a number")
    return value


def truth(text: str, what: str) -> bool:
    """0 or 1, or the words that pandas writes for them. Raises RowError."""
    value = _TRUTH.get(text.lower())
    if value is None:
        raise RowError("bad-number", f"{what} is {text[:40]!r}; expected 0 or 1")
    return value


_TRUTH = {"0": False, "1": True, "false": False, "true": True, "0.0": False, "1.0": True}


def csv_cells(row: str) -> list[str]:
    """The cells of one row of CSV (RFC 4180). Raises RowError."""
    if '"' not in row:
        return row.split(",")
    try:
        return next(csv.reader([row]), [])
    except csv.Error as error:
        raise RowError("malformed-csv", str(error)) from error


def parse_json(text: str, what: str) -> Any:
    """The value that the text stands for. Raises RowError."""
    try:
        return _decode(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise RowError("malformed-json", f"{what} is no JSON: {error}") from error


_decode = json.JSONDecoder().decode


def wrong_columns(found: int, expected: str) -> RowError:
    """The error for a row with too few columns or too many."""
    return RowError("wrong-columns", f"{found} columns; expected {expected}")


def require_head(head: str) -> None:
    """Raises RowError for a row about nothing. (An empty tail is a matter of the filter.)"""
    if not head:
        raise RowError("no-head", "the head is empty")
