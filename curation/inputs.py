"""From what somebody names (files, folders, patterns, URLs) to the files there are, for every source."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from schemas.split import InputError

COMPRESSIONS = (".gz", ".bz2", ".xz", ".zst")


def _any(path: str) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """What a source reads: `what` it is called, and what files are `expected`, for messages.

    Of a folder, files are taken of which `is_wanted` says so by their path, down to `depth` folders below it
    (-1: all); of a pattern, those that `may_match`. A file that is named itself is always taken.
    """

    what: str
    expected: str
    is_wanted: Callable[[str], bool]
    may_match: Callable[[str], bool] = _any
    depth: int = 0


def find_files(paths: Sequence[str], kind: FileKind) -> list[str]:
    """The files that the paths name, in the paths' order, each once; those of a folder or pattern by name.

    A path is a file, a folder, or a pattern with `*`, `?`, `[…]` (`**` for folders in folders); local or any
    fsspec URL. Raises InputError for one that names none.
    """
    if not paths:
        raise InputError(f"no input is named; expected the path of {kind.what}")
    return list(dict.fromkeys(file for path in paths for file in _expand(path, kind)))


def open_file(path: str) -> IO[bytes]:
    """The file, for reading bytes anywhere in it. Raises OSError."""
    system, inner = url_to_fs(path)
    opened: IO[bytes] = system.open(inner, "rb")
    return opened


def file_size(path: str) -> int:
    """In bytes, as stored. Raises OSError."""
    system, inner = url_to_fs(path)
    return int(system.size(inner))


def file_name(path: str) -> str:
    """The last part of a path or URL."""
    return path.rstrip("/").rpartition("/")[2]


def without_compression(path: str) -> str:
    """The path in lower case, without an ending that tells a compression."""
    plain = path.lower()
    for ending in COMPRESSIONS:
        plain = plain.removesuffix(ending)
    return plain


def _expand(path: str, kind: FileKind) -> Iterator[str]:
    try:
        system, inner = url_to_fs(path)
    except (ValueError, ImportError) as error:
        raise InputError(f"{path}: {error}") from error
    try:
        if system.isfile(inner):
            found = [inner]
        elif system.isdir(inner):
            found = [name for name in sorted(_below(system, inner, kind.depth)) if kind.is_wanted(name)]
            if not found:
                raise InputError(f"{path} has nothing to read in it: expected {kind.expected}")
        elif any(character in inner for character in "*?["):
            found = sorted(n for n in system.glob(inner) if kind.may_match(n) and system.isfile(n))
            if not found:
                raise InputError(f"no file matches {path}: expected {kind.expected}")
        else:
            raise InputError(f"there is no file or folder {path}")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error}") from error
    for name in found:
        yield name if isinstance(system, LocalFileSystem) else system.unstrip_protocol(name)


def _below(system: AbstractFileSystem, folder: str, depth: int) -> Iterator[str]:
    if depth < 0 and isinstance(system, LocalFileSystem):
        # Links to folders are not followed: they may lead in circles.
        for place, _, names in os.walk(folder):
            yield from (f"{place}/{name}" for name in names)
    elif depth < 0:
        yield from system.find(folder)
    else:
        for entry in system.ls(folder, detail=True):
            if entry["type"] == "file":
                yield entry["name"]
            elif entry["type"] == "directory" and depth:
                yield from _below(system, entry["name"], depth - 1)
