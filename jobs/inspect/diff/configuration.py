"""Which settings two runs differ in, and which stages were made in another way or of something else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jobs.inspect.output import Paint, print_json, shorten, visible
from jobs.inspect.place import Place, StageAt
from jobs.text import table
from pipelines.engine import read_run_file

_VALUE_CHARACTERS = 60
# Where a run is says nothing of what it is.
_NO_MATTER = frozenset({"output"})


def show(before: Place, after: Place, paint: Paint, as_json: bool) -> None:
    """Recipe, stages and versions, as far as they differ."""
    one, other = read_run_file(before.path) or {}, read_run_file(after.path) or {}
    recipe = [
        ("recipe", *change)
        for change in changes(one.get("recipe") or {}, other.get("recipe") or {})
        if change[0] not in _NO_MATTER
    ]
    versions = [
        ("version", *change) for change in changes(one.get("versions") or {}, other.get("versions") or {})
    ]
    stages = [("stage", *change) for change in _stages(before, after)]
    if as_json:
        for kind, name, old, new in [*recipe, *stages, *versions]:
            print_json({"kind": kind, "name": name, "before": old, "after": new})
        return
    for title, found in (("settings", recipe), ("stages", stages), ("versions", versions)):
        if found:
            rows = [[name, _short(old), _short(new)] for _, name, old, new in found]
            print(table([paint(title, "bold"), "A", "B"], rows) + "\n")
    if not recipe and not stages:
        print("the settings are the same, and so is what every stage wrote\n")


def changes(before: Any, after: Any, name: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Field by field, what differs in two JSON values: the field as `sequences.sequence_length`, and both
    values (None where there is none).
    """
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            inner = f"{name}.{key}" if name else str(key)
            yield from changes(before.get(key), after.get(key), inner)
    elif before != after:
        yield name, before, after


def _stages(before: Place, after: Place) -> Iterator[tuple[str, Any, Any]]:
    """What differs in each stage: its settings, its version, or only what came out."""
    one = {stage.name: stage for stage in before.stages}
    other = {stage.name: stage for stage in after.stages}
    for name in dict.fromkeys([*one, *other]):
        if name not in one or name not in other:
            yield name, _state(one.get(name)), _state(other.get(name))
            continue
        first, second = one[name].manifest, other[name].manifest
        if first is None or second is None:
            if first is not second:
                yield name, _state(one[name]), _state(other[name])
            continue
        for field, old, new in changes(first.config, second.config):
            yield f"{name}: {field or 'configuration'}", old, new
        for field in ("version", "record", "record_version", "format"):
            if getattr(first, field) != getattr(second, field):
                yield f"{name}: {field}", getattr(first, field), getattr(second, field)
        files = [[file.sha256 for file in made.files] for made in (first, second)]
        if files[0] != files[1]:
            told = [_rows(one[name]), _rows(other[name])]
            yield f"{name}: rows", told[0], told[1] if told[0] != told[1] else f"{told[1]}, other rows"


def _state(stage: StageAt | None) -> str | None:
    if stage is None:
        return None
    return "unfinished" if stage.manifest is None else _rows(stage)


def _rows(stage: StageAt) -> str:
    made = stage.manifest
    assert made is not None
    dropped = sum(made.dropped.values())
    return f"{made.rows_out:,} of {made.rows_in:,}" + (f", {dropped:,} dropped" if dropped else "")


def _short(value: Any) -> str:
    return "-" if value is None else visible(shorten(str(value), _VALUE_CHARACTERS))
