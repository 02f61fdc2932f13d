"""One line of a run's log."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Report:
    """`kind` is `train` or `validation`; `figures` are numbers by name, the same in every run of the same.
    `speed` is what another run would not repeat: seconds, tokens per second, MFU, memory.
    """

    kind: str
    step: int
    figures: dict[str, float]
    speed: dict[str, float] = field(default_factory=dict)
