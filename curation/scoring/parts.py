"""Questions, responses, claims and verdicts as rows of one kind, so that a group stage can join them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from schemas.questions import Inserted, Question
from schemas.responses import Claim, QuestionPart, Response, Verdict

Part: TypeAlias = Question | Response | Claim | Verdict

_RECORDS: dict[str, Any] = {record.__name__: record for record in (Question, Response, Claim, Verdict)}


@dataclass(frozen=True)
class ToParts:
    """Function of a map stage: rows of any of the four records → parts. Evidence stays where it is."""

    def __call__(self, rows: Iterable[Part]) -> Iterator[QuestionPart]:
        """See the class."""
        return map(to_part, rows)


@dataclass(slots=True)
class Material:
    """All that belongs to one question, in the order in which it came."""

    questions: list[Question] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)


def to_part(row: Part) -> QuestionPart:
    """The row, to be grouped by its question."""
    values = {name: value for name, value in dataclasses.asdict(row).items() if name != "evidence"}
    return QuestionPart(
        question=row.id if isinstance(row, Question) else row.question,
        record=type(row).__name__,
        row=json.dumps(values, ensure_ascii=False),
    )


def gather(parts: Iterable[QuestionPart]) -> Material:
    """The rows that the parts were, without evidence."""
    found = Material()
    for part in parts:
        values = json.loads(part.row)
        if part.record == "Question":
            values["inserted"] = [Inserted(**inserted) for inserted in values["inserted"]]
            values["evidence"] = []
        row = _RECORDS[part.record](**values)
        if isinstance(row, Question):
            found.questions.append(row)
        elif isinstance(row, Response):
            found.responses.append(row)
        elif isinstance(row, Claim):
            found.claims.append(row)
        else:
            found.verdicts.append(row)
    return found
