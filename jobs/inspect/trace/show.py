"""A trace on paper."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.inspect.output import Paint, print_json, visible
from jobs.inspect.trace.steps import CHANGED, DROPPED, KEPT, MADE, MISSING, REJECTED, Step, Trace

_STYLES = {
    MADE: "green",
    KEPT: "green",
    CHANGED: "yellow",
    DROPPED: "red",
    REJECTED: "red",
    MISSING: "red",
}
_DIFF_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def show(trace: Trace, paint: Paint, *, lines: int, as_json: bool) -> None:
    """Prints it. Of each change the first `lines` lines are shown (0: all)."""
    if as_json:
        _show_json(trace)
        return
    if trace.note:
        print(f"{trace.note}\n")
    for number, strand in enumerate(trace.strands):
        print(("\n" if number else "") + paint(visible(strand.title), "bold"))
        print(f"{visible(strand.outcome)}\n")
        width = max((len(step.stage) for step in strand.steps), default=0)
        for step in strand.steps:
            _show_step(step, width, paint, lines)


def _show_step(step: Step, width: int, paint: Paint, most: int) -> None:
    event = paint(step.event.ljust(8), _STYLES.get(step.event, "dim"))
    first, *rest = [line for told in step.told for line in visible(told).split("\n")] or [""]
    print(f"{step.stage.ljust(width)}  {event}  {first}".rstrip())
    indent = " " * (width + 12)
    for line in rest:
        print(f"{indent}{line}".rstrip())
    shown = step.diff[:most] if most else step.diff
    for line in shown:
        print(indent + paint(visible(line), _DIFF_STYLES.get(line[:1], "dim")))
    if len(shown) < len(step.diff):
        print(f"{indent}… {len(step.diff) - len(shown):,} more lines; --lines 0 shows all")


def _show_json(trace: Trace) -> None:
    for number, strand in enumerate(trace.strands):
        for step in strand.steps:
            print_json(
                {
                    "row": number,
                    "stage": step.stage,
                    "event": step.event,
                    **_apart(step.found, ("row", "stage", "event", "diff")),
                    "diff": list(step.diff),
                }
            )
    outcomes = [
        {"row": number, "title": s.title, "outcome": s.outcome} for number, s in enumerate(trace.strands)
    ]
    print_json({"name": trace.name, "note": trace.note, "outcomes": outcomes})


def _apart(found: dict[str, object], taken: Sequence[str]) -> dict[str, object]:
    return {f"{name}_" if name in taken else name: value for name, value in found.items()}
