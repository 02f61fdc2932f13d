"""The folder that files are fetched into: one fetch at a time, and a record of where its files come from.

`fetched.json` beside the files says where each came from, so that a recipe's output can cite its sources:
URL, size, SHA-256, licence, release, the server's dates, and which published checksum it was checked against.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jobs.fetch.errors import FetchError

RECORD = "fetched.json"


def write_whole(path: Path, text: str) -> None:
    """Replaces the file in one step: it holds all of the text or what it held before. Raises OSError."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Makes the folder and keeps other fetches out of it while the context lasts.

    The lock is the kernel's and on the folder itself, so it is gone with its holder however that ended.
    Raises FetchError where another fetch has it, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise FetchError(f"{folder} cannot be used: {error.strerror}. Choose another with --into.") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FetchError(
                f"another `roae fetch` is at work in {folder}. Wait for it, or choose another folder with "
                "--into."
            ) from None
        yield
    finally:
        os.close(handle)


def read_record(folder: Path) -> dict[str, dict[str, Any]]:
    """What the record says of each file, by its name. Raises FetchError for one that cannot be read."""
    path = folder / RECORD
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        if not isinstance(files, dict) or not all(isinstance(entry, dict) for entry in files.values()):
            raise ValueError("`files` does not hold an entry per file")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FetchError(
            f"{path} cannot be read ({error}): move it away; the files beside it will be checked again"
        ) from error
    return files


def write_record(folder: Path, files: Mapping[str, Mapping[str, Any]]) -> None:
    """Replaces the record. Raises OSError."""
    text = json.dumps({"files": dict(sorted(files.items()))}, indent=1, ensure_ascii=False)
    write_whole(folder / RECORD, f"{text}\n")


def free_bytes(folder: Path) -> int:
    """Room on the disk where the folder is, or will be."""
    while not folder.exists():
        folder = folder.absolute().parent
    return shutil.disk_usage(folder).free
