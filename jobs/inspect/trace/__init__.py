"""`roae inspect trace`: what became of one thing in a run, step by step.

Each kind of thing that can be traced is a module with a function `trace(run, name)`, which gives a `Trace`,
or None where the name is none of its. They are asked in the order of `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable

from jobs.errors import UsageError
from jobs.inspect.place import Kind, Place
from jobs.inspect.selection import DOCUMENT
from jobs.inspect.trace import documents, preferences
from jobs.inspect.trace.steps import Trace
from jobs.run import reasons

__all__ = ["KINDS", "trace"]

KINDS: tuple[Callable[[Place, str], Trace | None], ...] = (preferences.trace, documents.trace)


def trace(run: Place, name: str) -> Trace:
    """Everything that is known of it. Raises UsageError where the place is no run, or has no trace of it."""
    if run.kind is not Kind.RUN:
        raise UsageError(f"{run.path} is no run: trace needs the whole run folder, with all stages")
    for kind in KINDS:
        found = kind(run, name)
        if found is not None:
            return found
    raise UsageError(
        f"no trace of {name!r} in {run.path}: it is no document's id, title or address, nor the id of a "
        f"question, response, claim or pair, and no rejected row names it.{_not_kept(run)}"
    )


def _not_kept(run: Place) -> str:
    """Which stages dropped rows before they were documents, without keeping them."""
    by_name = {stage.name: stage for stage in run.stages}
    told = [
        f"{stage.folder} ({reasons(stage.manifest.dropped)})"
        for stage in run.stages
        if stage.manifest is not None and stage.manifest.dropped and not stage.manifest.exclusions
        if not any(by_name[name].record == DOCUMENT for name in stage.reads if name in by_name)
    ]
    if not told:
        return ""
    return (
        f" It may be among the rows that these stages dropped and did not keep: {'; '.join(told)}. With "
        "exclusions=true, the same command makes them again and keeps them"
    )
