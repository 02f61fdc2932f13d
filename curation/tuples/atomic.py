"""ATOMIC 2020 (Hwang et al. 2021), tab-separated, as tuples and as prompts, and ATOMIC 2019 (Sap et al.
2019), CSV with JSON lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from curation.tuples.relations import canonical
from curation.tuples.row import Read, RowError, csv_cells, parse_json, require_head, statement, wrong_columns
from curation.tuples.text import cleaner, tidy_rows

DIMENSIONS = ("oEffect", "oReact", "oWant", "xAttr", "xEffect", "xIntent", "xNeed", "xReact", "xWant")

# `Person x`, `personx`, `PERSON Y`. Patterns that begin with fixed text are searched for much faster.
_SPACED = re.compile(r"erson(?: ([xyzXYZ])|([xyz]))\b")
_SHOUTED = re.compile(r"PERSON ?([XYZ])\b")
# Heads are tokenized: `PersonX 's`, `do n't`.
_CLITIC = re.compile(r" '(s|d|m|ll|re|ve)\b")


def tidy_event(text: str) -> str:
    """`Person x 's` → `PersonX's`."""
    text = _SPACED.sub(lambda found: f"erson{(found[1] or found[2]).upper()}", text)
    text = _SHOUTED.sub(r"Person\1", text)
    for letter in "XYZ":
        text = text.replace(f"person{letter}", f"Person{letter}")
    return _CLITIC.sub(r"'\1", text).replace(" n't", "n't")


@dataclass(frozen=True)
class Atomic2020:
    """`head TAB relation TAB tail`, without a header or with one; quotes are plain characters. Workers gave
    the same answer independently, so rows repeat.
    """

    language: str = "en"
    quoted: ClassVar[bool] = False

    def prepare(self, text: str) -> str:
        """See Reader."""
        return tidy_event(tidy_rows(text))

    def read(self, row: str) -> Read:
        """See Reader."""
        cells = row.split("\t")
        if len(cells) != 3:
            cells = _without_empty_ends(cells)
        head, name, tail = cells
        found = canonical(name)
        if found is None:
            if name.lower() == "relation":
                return ()
            raise RowError("unknown-relation", f"{name[:40]!r} is no relation of ATOMIC 2020")
        require_head(head)
        relation, negated = found
        return (
            statement("atomic2020", head, relation, tail, negated=negated, language=self.language),
        )  # fmt: skip


def _without_empty_ends(cells: list[str]) -> list[str]:
    """Three cells: more if they are empty are left off, and an empty tail may be missing."""
    kept = cells[:3] + [cell for cell in cells[3:] if cell]
    if len(kept) != 3:
        raise wrong_columns(len(cells), "head, relation, tail")
    return kept


@dataclass(frozen=True)
class Atomic2020Prompts:
    """`head @@ relation TAB tail|tail|tail`, without a header: the test set as the authors give it to
    language models (https://github.com/allenai/comet-atomic-2020, `system_eval/test.tsv`), where tails do
    not repeat.
    """

    language: str = "en"
    quoted: ClassVar[bool] = False

    def prepare(self, text: str) -> str:
        """See Reader."""
        return tidy_event(tidy_rows(text))

    def read(self, row: str) -> Read:
        """See Reader."""
        cells = row.split("\t")
        if len(cells) > 2:
            cells = cells[:2] + [cell for cell in cells[2:] if cell]
        if len(cells) != 2:
            raise wrong_columns(len(cells), "`head @@ relation` and tails")
        head, sign, name = cells[0].rpartition("@@")
        found = canonical(name.strip())
        if found is None:
            name = name if sign else cells[0]
            raise RowError("unknown-relation", f"{name[:40]!r} does not end with `@@` and a relation")
        head = head.strip()
        require_head(head)
        relation, negated = found
        return [
            statement("atomic2020", head, relation, tail.strip(), negated=negated, language=self.language)
            for tail in cells[1].split("|")
        ]


@dataclass(frozen=True)
class Atomic2019:
    """CSV with a header; an event in each row, and for each dimension a JSON list of answers. `[]` means that
    nobody was asked, and "none" is an answer. `columns` are the names in the header.
    """

    columns: Sequence[str]
    language: str = "en"
    quoted: ClassVar[bool] = True

    def prepare(self, text: str) -> str:
        """See Reader."""
        return tidy_event(text)

    def read(self, row: str) -> Read:
        """See Reader."""
        cells = csv_cells(row)
        if len(cells) != len(self.columns):
            raise wrong_columns(len(cells), f"{len(self.columns)} as in the header")
        if cells[0] == self.columns[0]:
            return ()
        by_name = dict(zip(self.columns, cells, strict=True))
        clean = cleaner(row)
        head = clean(by_name["event"])
        require_head(head)
        return [
            statement("atomic2019", head, dimension, clean(answer), language=self.language)
            for dimension in DIMENSIONS
            for answer in _answers(by_name.get(dimension, "[]"), dimension)
        ]


def _answers(cell: str, dimension: str) -> list[str]:
    if cell in ("[]", ""):
        return []
    answers = parse_json(cell, dimension)
    if not isinstance(answers, list) or not all(isinstance(answer, str) for answer in answers):
        raise RowError("malformed-json", f"{dimension} is {cell[:40]!r}; expected a list of strings")
    return answers
