"""A line of progress for people."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from training.logs.report import Report

# A line for a step at most so often (seconds); the first, the last and validations always.
EVERY_SECONDS = 2.0


class Console:
    """Writes reports as lines: at most one every `every` seconds, but always the first and last."""

    def __init__(self, steps: int, every: float = EVERY_SECONDS, stream: TextIO | None = None) -> None:
        self._steps = steps
        self._every = every
        self._stream = stream or sys.stderr
        self._last = float("-inf")
        self._seconds: list[float] = []

    def __call__(self, report: Report) -> None:
        """Writes the line, if it is time."""
        now = time.monotonic()
        if report.kind == "train":
            self._seconds = [*self._seconds[-49:], report.speed.get("seconds", 0.0)]
            if now - self._last < self._every and report.step != self._steps:
                return
        self._last = now
        print(self.line(report), file=self._stream, flush=True)

    def line(self, report: Report) -> str:
        """`step  120/1000  loss 2.3412 …`."""
        head = f"step {report.step:>{len(str(self._steps))}}/{self._steps}"
        if report.kind == "validation":
            return "  ".join([head, "validation", *_figures(report.figures)])
        parts = [head, *_figures(report.figures), *_speed(report.speed)]
        left = (self._steps - report.step) * sum(self._seconds) / max(1, len(self._seconds))
        if left >= 1:
            parts.append(f"{_duration(left)} left")
        return "  ".join(parts)


def _figures(figures: dict[str, float]) -> list[str]:
    known = (
        ("loss", "loss", "{:.4f}"),
        ("accuracy", "accuracy", "{:.1%}"),
        ("margin", "margin", "{:+.3f}"),
        ("kl", "KL", "{:.4f}"),
        ("balance", "balance", "{:.3f}"),
        ("entropy", "experts", "{:.1%}"),
        ("gradient_norm", "gradient", "{:.2f}"),
        ("learning_rate", "rate", "{:.2e}"),
    )
    return [f"{label} {form.format(figures[name])}" for name, label, form in known if name in figures]


def _speed(speed: dict[str, float]) -> list[str]:
    parts = []
    if "tokens_per_second" in speed:
        parts.append(f"{speed['tokens_per_second']:,.0f} tokens/s")
    if "tokens_per_second" in speed:
        parts.append(f"MFU {speed['mfu']:.1%}" if "mfu" in speed else "MFU unknown")
    if "memory_gib" in speed:
        parts.append(f"{speed['memory_gib']:.1f} GiB")
    return parts


def _duration(seconds: float) -> str:
    minutes = int(seconds) // 60
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {int(seconds) % 60} s" if minutes else f"{seconds:.0f} s"
