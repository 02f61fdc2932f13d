"""Running `roae` as its users do, in a process of its own."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def start(*arguments: object, **options: object) -> subprocess.Popen:
    """`roae ARGUMENTS` as a process whose output can be read."""
    command = [sys.executable, "-m", "jobs.cli", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


def roae(*arguments: object) -> subprocess.CompletedProcess:
    """`roae ARGUMENTS`, waited for."""
    process = start(*arguments)
    output, errors = process.communicate(timeout=240)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def digests(run: Path) -> dict[str, str]:
    """SHA-256 of every file of rows in a run, and of tokens.json, by its path in the run."""
    found = {}
    for path in sorted(run.rglob("*")):
        if path.suffix in (".parquet", ".arrow") or path.name == "tokens.json":
            found[str(path.relative_to(run))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
