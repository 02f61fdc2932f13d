"""The two ways in which a row does not become output. They are different on purpose (see
docs/architecture.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EXCERPT_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Dropped:
    """A rule said no: the row was understood and is not wanted.

    `reason` is a short stable code in kebab-case (`redirect`, `namespace`, `too-short`), counted per shard.
    `record` is the record as it was; the engine keeps it only when the recipe asks for exclusions.
    """

    reason: str
    record: Any = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """The row is broken, or our code failed on it: never silent, never fatal for the other rows.

    `reason` is a short stable code in kebab-case (`malformed-xml`, `truncated`, or `error` for an exception
    of ours). `where` says where the row is, as precisely as known: an id, or a file and a byte offset.
    `detail` says what was wrong and what was expected; `excerpt` shows the beginning of the offending text.
    """

    reason: str
    where: str
    detail: str = ""
    excerpt: str = ""

    def __post_init__(self) -> None:
        if len(self.excerpt) > EXCERPT_CHARACTERS:
            object.__setattr__(self, "excerpt", self.excerpt[:EXCERPT_CHARACTERS])
