"""A run's funnel as tables, for the command `roae funnel`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from jobs.errors import UsageError
from jobs.funnel import Funnel, Reading, Step, funnel
from jobs.run import reasons
from jobs.text import table

_CUT = "(cut out of documents that stayed)"


def show(run: str, *, source: str = "", as_json: bool = False) -> None:
    """Prints the funnel of a run, or of one source in it. Raises UsageError where there is none."""
    found = funnel(run)
    if as_json:
        print(json.dumps(asdict(found), indent=1, ensure_ascii=False))
    else:
        print("\n\n".join(tables(found, source)))


def tables(found: Funnel, source: str = "") -> Iterator[str]:
    """The funnel as tables: what was read, what is left of each source after each step, what each rule
    dropped. Raises UsageError for a `source` that the run has not.
    """
    sources = sorted({step.source for step in found.steps})
    if source and source not in sources:
        raise UsageError(f"there is no source {source!r} in this run: there are {', '.join(sources)}")
    if not source:
        yield _reading_table(found.reading)
    steps = [step for step in found.steps if source in ("", step.source)]
    if steps:
        yield left_table(steps)
        yield rules_table(steps)
    if found.rejected and not source:
        told = [f"{stage}: {reasons(counts)}" for stage, counts in found.rejected.items()]
        yield f"rejected later: {'; '.join(told)}"
    if found.unfinished:
        yield f"not finished: {', '.join(found.unfinished)}"


def _reading_table(reading: Sequence[Reading]) -> str:
    rows = [
        [
            r.source,
            f"{r.rows:,}",
            f"{r.documents:,}",
            f"{r.characters:,}",
            reasons(r.dropped),
            reasons(r.rejected),
        ]
        for r in reading
    ]
    header = ["read", "rows", "documents", "characters", "dropped", "rejected"]
    return table(header, rows, right={1, 2, 3})


def left_table(steps: Sequence[Step]) -> str:
    """A row per source: its documents and characters, then by step how many documents it left, with what
    share of the characters (or, once there are tokens, of the tokens), and the tokens at the end.
    """
    names = list(dict.fromkeys(step.step for step in steps))
    sources = sorted({step.source for step in steps})
    rows = [_left_row(source, [s for s in steps if s.source == source], names) for source in sources]
    if len(sources) > 1:
        rows.append(_left_row("all", steps, names))
    header = ["source", "documents", "characters", *names, "tokens"]
    return table(header, rows, right=range(1, len(header)))


def _left_row(label: str, steps: Sequence[Step], names: Sequence[str]) -> list[str]:
    by_name = {name: [step for step in steps if step.step == name] for name in names}
    first = by_name[names[0]]
    characters = sum(step.characters_in for step in first)
    row = [label, f"{sum(step.documents_in for step in first):,}", f"{characters:,}"]
    tokens = 0
    for left in by_name.values():
        documents = sum(step.documents_left for step in left)
        if before := sum(step.tokens_in for step in left):
            tokens = tokens or before
            share = _share(sum(step.tokens_left for step in left), tokens)
        else:
            share = _share(sum(step.characters_left for step in left), characters)
        row.append(f"{documents:,} ({share})")
    return [*row, f"{sum(step.tokens_left for step in by_name[names[-1]]):,}"]


def rules_table(steps: Sequence[Step]) -> str:
    """A row per step and rule: documents and characters that it dropped, with their share of what came into
    the step.
    """
    rows = []
    for name in dict.fromkeys(step.step for step in steps):
        chosen = [step for step in steps if step.step == name]
        documents = sum(step.documents_in for step in chosen)
        characters = sum(step.characters_in for step in chosen)
        dropped: dict[str, tuple[int, int]] = {}
        for step in chosen:
            for loss in step.losses:
                before = dropped.get(loss.reason, (0, 0))
                dropped[loss.reason] = (before[0] + loss.rows, before[1] + loss.characters)
        for reason, (lost, text) in sorted(dropped.items(), key=lambda item: (-item[1][0], item[0])):
            row = [name, reason, f"{lost:,}", _share(lost, documents), f"{text:,}", _share(text, characters)]
            rows.append(row)
        if cut := sum(step.cut for step in chosen):
            rows.append([name, _CUT, "", "", f"{cut:,}", _share(cut, characters)])
    if not rows:
        return "no rule dropped anything"
    header = ["step", "rule", "documents", "share", "characters", "share"]
    return table(header, rows, right={2, 3, 4, 5})


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"
