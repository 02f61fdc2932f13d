"""What differs between two texts, and between the other fields of two rows."""

from __future__ import annotations

import difflib
from typing import Any

from jobs.inspect.output import plain, shorten

_CONTEXT_LINES = 1
# A paragraph is one line; of a long one only what is around the change is shown.
_LINE_CHARACTERS = 160


def diff_lines(before: str, after: str) -> list[str]:
    """The lines of a unified diff, long lines cut to what differs."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=_CONTEXT_LINES, lineterm="")
    found = list(lines)[2:]
    shown: list[str] = []
    place = 0
    while place < len(found):
        removed = _run(found, place, "-")
        added = _run(found, place + len(removed), "+")
        if removed and len(removed) == len(added):
            for old, new in zip(removed, added, strict=True):
                # Blank lines between paragraphs that all changed.
                shown += [f" {old[1:]}"] if old[1:] == new[1:] else _cut(old, new)
            place += len(removed) + len(added)
        elif removed or added:
            shown += [_shortened(line) for line in [*removed, *added]]
            place += len(removed) + len(added)
        else:
            shown.append(_shortened(found[place]))
            place += 1
    return shown


def _run(lines: list[str], start: int, sign: str) -> list[str]:
    end = start
    while end < len(lines) and lines[end].startswith(sign):
        end += 1
    return lines[start:end]


def _cut(old: str, new: str) -> list[str]:
    """Two long lines from a little before where they begin to differ to a little after where they end to."""
    if max(len(old), len(new)) <= _LINE_CHARACTERS:
        return [old, new]
    first, second = old[1:], new[1:]
    begin = _alike(first, second)
    end = min(_alike(first[::-1], second[::-1]), min(len(first), len(second)) - begin)
    around = 40
    cut = []
    for sign, line in (("-", first), ("+", second)):
        start, stop = max(0, begin - around), min(len(line), len(line) - end + around)
        left, right = "…" if start else "", "…" if stop < len(line) else ""
        cut.append(sign + left + _middle(line[start:stop]) + right)
    return cut


def _alike(first: str, second: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[:middle] == second[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _middle(text: str) -> str:
    most = 4 * _LINE_CHARACTERS
    return text if len(text) <= most else f"{text[: most // 2]} […] {text[-most // 2 :]}"


def _shortened(line: str) -> str:
    return shorten(line, _LINE_CHARACTERS)


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Which fields other than the text differ, with both values as JSON; of maps, which entries."""
    changes: dict[str, tuple[Any, Any]] = {}
    for name in sorted(before.keys() | after.keys()):
        if name == "text" or before.get(name) == after.get(name):
            continue
        old, new = plain(before.get(name)), plain(after.get(name))
        if isinstance(old, dict) and isinstance(new, dict):
            for key in sorted(old.keys() | new.keys()):
                if old.get(key) != new.get(key):
                    changes[f"{name}.{key}"] = old.get(key), new.get(key)
        else:
            changes[name] = old, new
    return changes
