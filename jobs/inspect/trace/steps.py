"""What a trace is made of: steps, in the order of the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MADE, KEPT, CHANGED, DROPPED, REJECTED, MISSING, NOTED = (
    "made",
    "kept",
    "changed",
    "dropped",
    "rejected",
    "missing",
    "noted",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one stage did: `event` is one of the words above (`missing`: it came in and did not come out, and
    nothing says why; `noted`: measured, compared or counted, and not changed). `told` are lines for people,
    `found` the same for scripts, `diff` the lines of a unified diff of the text.
    """

    stage: str
    event: str
    told: Sequence[str] = ()
    found: dict[str, Any] = field(default_factory=dict)
    diff: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """One of the rows that have the name, on its way: `title` says which, `outcome` how it ended."""

    title: str
    outcome: str
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All that a run has of a name. `note` says how it was understood, where that is not plain."""

    name: str
    strands: Sequence[Strand]
    note: str = ""
