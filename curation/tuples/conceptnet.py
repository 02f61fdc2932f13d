"""ConceptNet 5 assertions (https://github.com/commonsense/conceptnet5/wiki/Downloads), and the CN-100K data
sets made of it (Li et al. 2016), both tab-separated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from curation.tuples.relations import canonical
from curation.tuples.row import Read, RowError, number, parse_json, require_head, statement, wrong_columns
from curation.tuples.text import tidy_rows
from schemas.outcome import Dropped

_WEIGHT = '"weight": '
_DECIMAL = re.compile(r"\d{1,9}\.\d{1,20}")


@dataclass(frozen=True)
class ConceptNet:
    """`assertion TAB relation TAB start TAB end TAB JSON`, without a header. Of the JSON only the weight is
    read, unless it does not end with it.

    Concepts are `/c/LANGUAGE/term_with_underscores[/part of speech[/sense …]]`. A statement between two
    languages has the language `mul`.
    """

    quoted: ClassVar[bool] = False

    def prepare(self, text: str) -> str:
        """See Reader."""
        return text

    def read(self, row: str) -> Read:
        """See Reader."""
        cells = row.split("\t")
        if len(cells) != 5:
            raise wrong_columns(len(cells), "assertion, relation, start, end and JSON")
        _, name, start, end, about = cells
        found = canonical(name)
        if found is None:
            raise RowError("unknown-relation", f"{name[:40]!r} is no relation of ConceptNet")
        relation, negated = found
        head, language = _concept(start)
        require_head(head)
        if relation == "ExternalURL":
            tail, other = end, language
        else:
            tail, other = _concept(end)
        return (
            statement(
                "conceptnet",
                head,
                relation,
                tail,
                weight=_weight(about),
                negated=negated,
                language=language if language == other else "mul",
            ),
        )


def _concept(uri: str) -> tuple[str, str]:
    """The term, and its language."""
    parts = uri.split("/", 4)
    if len(parts) < 4 or parts[0] or parts[1] != "c" or not parts[2] or not parts[3]:
        raise RowError("bad-concept", f"{uri[:80]!r}; expected /c/LANGUAGE/term")
    return parts[3].replace("_", " ").strip(), parts[2]


def _weight(about: str) -> float:
    # Keys are sorted, so that the weight comes last; a whole JSON parser takes longer than all else.
    at = about.rfind(_WEIGHT)
    if at > 0 and about[0] == "{" and about[-1] == "}":
        last = about[at + len(_WEIGHT) : -1]
        if _DECIMAL.fullmatch(last):
            return float(last)
    parsed = parse_json(about, "the fifth column")
    weight = parsed.get("weight", 1.0) if isinstance(parsed, dict) else None
    if not isinstance(weight, (int, float)):
        raise RowError("malformed-json", "the fifth column is no JSON object with a number as `weight`")
    return number(str(weight), "the weight")


@dataclass(frozen=True)
class CN100K:
    """`relation TAB head TAB tail`, then in some files a column: a weight, or 1 (true) or 0 (false). What the
    publisher says is false, by 0 or a negative weight, is dropped as `labelled-false`.
    """

    language: str = "en"
    quoted: ClassVar[bool] = False

    def prepare(self, text: str) -> str:
        """See Reader."""
        return tidy_rows(text)

    def read(self, row: str) -> Read:
        """See Reader."""
        cells = row.split("\t")
        if not 3 <= len(cells) <= 4:
            raise wrong_columns(len(cells), "relation, head, tail and perhaps a weight or label")
        found = canonical(cells[0])
        if found is None:
            raise RowError("unknown-relation", f"{cells[0][:40]!r} is no relation of ConceptNet")
        relation, negated = found
        head, tail = cells[1], cells[2]
        require_head(head)
        weight = number(cells[3], "the weight or label") if len(cells) == 4 else 1.0
        said = statement(
            "cn100k", head, relation, tail, weight=weight, negated=negated, language=self.language
        )
        return (said if weight > 0 else Dropped("labelled-false", said),)
