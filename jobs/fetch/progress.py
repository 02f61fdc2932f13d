"""How a download goes, on standard error: bars on a terminal, plain lines anywhere else."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bars

from jobs.text import byte_size, duration

_LINE_EVERY_SECONDS = 10.0
_NAME_WIDTH = 24


class Display(Protocol):
    """What a fetch tells while it works, one file at a time."""

    def begin(self, name: str, position: str, size: int | None) -> None:
        """A file, `position` among all (`2/5`), and its bytes if known."""

    def say(self, text: str) -> None:
        """A line for people."""

    def moved(self, done: int, total: int | None) -> None:
        """Bytes of the file that are here, and of how many."""

    def end(self) -> None:
        """No more of this file."""


@contextlib.contextmanager
def show_downloads() -> Iterator[Display]:
    """The display that fits standard error."""
    if sys.stderr.isatty():
        with _BarDisplay() as display:
            yield display
    else:
        yield _LineDisplay()


class _LineDisplay:
    """A line when a file begins, and every ten seconds while it comes."""

    def __init__(self) -> None:
        self._last = 0.0
        self._head = ""
        self._start: tuple[float, int] | None = None

    def begin(self, name: str, position: str, size: int | None) -> None:
        self._head = f"[{position}] {name}"
        self._start = None
        self._last = time.monotonic()
        self.say(f"{self._head}: {byte_size(size) if size is not None else 'size unknown'}")

    def say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def moved(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if self._start is None:
            self._start = (now, done)
        if now - self._last < _LINE_EVERY_SECONDS:
            return
        self._last = now
        began, first = self._start
        rate = (done - first) / max(now - began, 1e-9)
        parts = [byte_size(done) if total is None else f"{byte_size(done)} of {byte_size(total)}"]
        if rate > 0:
            parts.append(f"{byte_size(rate)}/s")
            if total is not None:
                parts.append(f"{duration((total - done) / rate)} left")
        self.say(f"{self._head}: {', '.join(parts)}")

    def end(self) -> None:
        pass


class _BarDisplay:
    """A bar for the file that is coming."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._bars = Bars(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(compact=True),
            console=self._console,
            expand=True,
        )

    def __enter__(self) -> _BarDisplay:
        self._bars.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._bars.stop()

    def begin(self, name: str, position: str, size: int | None) -> None:
        for task in self._bars.task_ids:
            self._bars.remove_task(task)
        self._bars.add_task(f"{position} {_shortened(name)}", total=size)

    def say(self, text: str) -> None:
        self._console.print(text, markup=False, soft_wrap=True)

    def moved(self, done: int, total: int | None) -> None:
        for task in self._bars.task_ids:
            self._bars.update(task, completed=done, total=total)

    def end(self) -> None:
        for task in self._bars.task_ids:
            self._bars.remove_task(task)


def _shortened(name: str) -> str:
    """Beginning and end of a long name: dumps differ in both."""
    if len(name) <= _NAME_WIDTH:
        return name
    half = (_NAME_WIDTH - 1) // 2
    return f"{name[: _NAME_WIDTH - 1 - half]}…{name[-half:]}"
