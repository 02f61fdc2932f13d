"""`log.jsonl` in the run's folder: every report, one a line."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from training.errors import DataError
from training.logs.report import Report

LOG = "log.jsonl"


class LogFile:
    """Appends reports; those of steps after `step`, which were lost with a killed process, are cut off.

    Raises DataError for a line that no run wrote.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self._path = folder / LOG
        folder.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():
            return
        kept = []
        for number, line in enumerate(_lines(self._path), start=1):
            if not line.endswith("\n") or _parsed(self._path, number, line).step > step:
                break
            kept.append(line)
        temporary = self._path.with_name(f"{LOG}.tmp")
        temporary.write_text("".join(kept), encoding="utf-8")
        temporary.replace(self._path)

    def __call__(self, report: Report) -> None:
        """Adds a line."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(report), sort_keys=True) + "\n")


def read_log(folder: Path) -> list[Report]:
    """The reports of a run so far. Raises DataError for a line that no run wrote."""
    path = folder / LOG
    return [_parsed(path, number, line) for number, line in enumerate(_lines(path), start=1)]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)


def _parsed(path: Path, number: int, line: str) -> Report:
    try:
        return Report(**json.loads(line))
    except (ValueError, TypeError) as error:
        raise DataError(f"{path}, line {number} is no line of a log ({error}): take it out") from error
