"""`log.jsonl` in the run's folder: every report, one a line."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from training.logs.report import Report

LOG = "log.jsonl"


class LogFile:
    """Appends reports; those of steps after `step`, which were lost with a killed process, are cut off."""

    def __init__(self, folder: Path, step: int) -> None:
        self._path = folder / LOG
        folder.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():
            return
        kept = []
        for line in self._path.read_text(encoding="utf-8").splitlines(keepends=True):
            if not line.endswith("\n") or json.loads(line)["step"] > step:
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
    """The reports of a run so far."""
    lines = (folder / LOG).read_text(encoding="utf-8").splitlines()
    return [Report(**json.loads(line)) for line in lines]
