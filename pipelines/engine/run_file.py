"""`run.json`: what a run is, in its folder: the recipe, its stages and how they hang together, versions."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from pipelines.engine import storage
from pipelines.engine.stages import plain, record_name
from pipelines.engine.work import StageWork

RUN_FILE = "run.json"
_PACKAGES = ("roae", "apache-beam", "pyarrow", "fsspec")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStage:
    """A stage as `run.json` has it: `folder` is relative to the run's, `record` the class of its rows (empty
    if it has none), `reads` and `uses` name other stages.
    """

    name: str
    folder: str
    record: str
    reads: tuple[str, ...]
    uses: tuple[str, ...]


def write_run_file(run: str, works: Sequence[StageWork], recipe: Any) -> None:
    """Writes it; what an earlier run left is replaced."""
    about = {
        "recipe": plain(recipe),
        "stages": [
            {
                "name": work.name,
                "folder": work.folder.rpartition("/")[2],
                "position": work.position,
                "version": work.stage.version,
                "digest": work.stage.digest(),
                "record": record_name(work.stage.output)[0],
                "reads": list(work.reads),
                "uses": list(work.stage.uses),
            }
            for work in works
        ],
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in _PACKAGES},
    }
    text = json.dumps(about, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    storage.write_bytes(storage.join(run, RUN_FILE), f"{text}\n".encode())


def read_run_file(run: str) -> dict[str, Any] | None:
    """What it holds, or None where there is none that can be read."""
    data = storage.read_bytes(storage.join(run, RUN_FILE))
    if data is None:
        return None
    try:
        about = json.loads(data)
    except ValueError:
        return None
    return about if isinstance(about, dict) else None


def run_stages_of(run: str) -> list[RunStage]:
    """The stages of the run in this folder, in order; none where `run.json` does not say."""
    about = read_run_file(run) or {}
    try:
        return [
            RunStage(
                name=stage["name"],
                folder=stage["folder"],
                record=stage["record"],
                reads=tuple(stage["reads"]),
                uses=tuple(stage["uses"]),
            )
            for stage in about.get("stages", [])
        ]
    except (KeyError, TypeError):
        return []  # of an earlier version, which did not write all of it


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
