"""Looking at run folders in tests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


def shard_digests(run: Path) -> dict[str, str]:
    """SHA-256 of every file of rows in the run folder, by path."""
    files = (path for path in sorted(run.rglob("part-*")) if path.suffix != ".json")
    return {str(p.relative_to(run)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def stories(run: Path) -> dict[str, Any]:
    """Every receipt and manifest without its timing, by path."""
    found = {}
    for path in sorted(run.rglob("*.json")):
        if path.parent != run:
            found[str(path.relative_to(run))] = json.loads(path.read_text())
            del found[str(path.relative_to(run))]["timing"]
    return found


def changed_at(run: Path) -> dict[str, int]:
    """When each shard and receipt was last written, by path."""
    return {str(path.relative_to(run)): path.stat().st_mtime_ns for path in run.rglob("part-*")}


def rows(folder: Path) -> list[dict[str, Any]]:
    """The rows of a folder's Parquet files, in the order of the files."""
    return [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def leftovers(run: Path) -> list[str]:
    """Temporary files, and folders of the shuffle."""
    return [str(path) for path in run.rglob("*") if path.name.endswith(".tmp") or path.name == "shuffle"]
