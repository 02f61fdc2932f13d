"""A commonsense statement with the subject under which it is grouped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from schemas.knowledge import KnowledgeTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectTuple(KnowledgeTuple):
    """A KnowledgeTuple, and its head folded: `subject` is the same for `a cat`, `Cats` and `the cat`."""

    VERSION: ClassVar[int] = 1

    subject: str
