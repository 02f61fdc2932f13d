"""Whatever can say whether pages support claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from schemas.document import Document
from schemas.responses import UNSCORED, Claim, Verdict


class Checker(Protocol):
    """Judges the claims of one response. Safe for several threads."""

    def check(self, claims: Sequence[Claim], pages: Sequence[Document]) -> list[Verdict]:
        """One verdict per claim, in order. What could not be judged is `unscored` and says why."""


def unscored(claim: Claim, checker: str, error: str) -> Verdict:
    """The verdict of nobody: an error is never a score."""
    return Verdict(
        claim=claim.id,
        response=claim.response,
        question=claim.question,
        label=UNSCORED,
        probability=-1.0,
        checker=checker,
        reason="",
        error=error,
    )
