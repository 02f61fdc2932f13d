"""Claims and verdicts on their way to their question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curation.scoring.parts import to_part
from schemas.responses import QuestionPart
from schemas.verdicts import CheckedResponse


def checked_parts(responses: Iterable[CheckedResponse]) -> Iterator[QuestionPart]:
    """Function of a map stage: the claims and verdicts of each response, by its question."""
    for checked in responses:
        yield from map(to_part, checked.claims)
        yield from map(to_part, checked.verdicts)
