"""Progress of a run on standard error: bars on a terminal, plain lines anywhere else."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bars

from jobs.text import byte_size, duration
from pipelines.engine import Progress, ProgressCallback

_LINE_EVERY_SECONDS = 10.0


@contextlib.contextmanager
def show_progress(quiet: bool = False) -> Iterator[ProgressCallback | None]:
    """Gives the callback that a run reports to. With `quiet` there is none."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _BarDisplay() as display:
            yield display.update
    else:
        yield _LineDisplay().update


class _Clock:
    """Rate and time left of one stage, from the bytes of input done since this run began on it."""

    def __init__(self, progress: Progress) -> None:
        self._began = time.monotonic()
        self._bytes_at_start = progress.bytes_done

    def describe(self, progress: Progress) -> str:
        """`3.2 MB/s, 40 s left`; nothing until something was done."""
        seconds = time.monotonic() - self._began
        done = progress.bytes_done - self._bytes_at_start
        if done <= 0 or seconds < 0.5:
            return ""
        rate = done / seconds
        left = (progress.bytes_total - progress.bytes_done) / rate
        ending = f", {duration(left)} left" if left > 0 else ""
        return f"{byte_size(rate)}/s{ending}"


def _counts(progress: Progress) -> str:
    parts = [f"{progress.rows_out:,} rows"]
    if progress.dropped:
        parts.append(f"{progress.dropped:,} dropped")
    if progress.rejected:
        parts.append(f"{progress.rejected:,} rejected")
    return ", ".join(parts)


class _LineDisplay:
    """A line when a stage begins to move, at most one every ten seconds after that, and one when it ends."""

    def __init__(self) -> None:
        self._clocks: dict[str, _Clock] = {}
        self._last = 0.0

    def update(self, progress: Progress) -> None:
        now = time.monotonic()
        first = progress.stage not in self._clocks
        clock = self._clocks.setdefault(progress.stage, _Clock(progress))
        head = f"[{progress.position}/{progress.stages}] {progress.stage}"
        if progress.state == "current":
            print(f"{head}: done before, {_counts(progress)}", file=sys.stderr, flush=True)
        elif progress.state == "done":
            print(
                f"{head}: {_counts(progress)} in {byte_size(progress.bytes_out)}", file=sys.stderr, flush=True
            )
        elif not first and now - self._last >= _LINE_EVERY_SECONDS:
            rate = clock.describe(progress)
            tail = f", {rate}" if rate else ""
            shards = f"{progress.done}/{progress.total}" if progress.total else str(progress.done)
            print(f"{head}: {shards} shards, {_counts(progress)}{tail}", file=sys.stderr, flush=True)
            self._last = now


class _BarDisplay:
    """A bar per stage."""

    def __init__(self) -> None:
        self._bars = Bars(
            TextColumn("{task.description:>16}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[detail]}"),
            console=Console(stderr=True, highlight=False),
        )
        self._tasks: dict[str, TaskID] = {}
        self._clocks: dict[str, _Clock] = {}

    def __enter__(self) -> _BarDisplay:
        self._bars.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._bars.stop()

    def update(self, progress: Progress) -> None:
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self._bars.add_task(progress.stage, total=None, detail="")
            self._clocks[progress.stage] = _Clock(progress)
        detail = _counts(progress)
        if progress.state == "current":
            detail = f"done before, {detail}"
        elif progress.state == "running" and (rate := self._clocks[progress.stage].describe(progress)):
            detail = f"{detail}, {rate}"
        self._bars.update(
            self._tasks[progress.stage], total=progress.total or None, completed=progress.done, detail=detail
        )
