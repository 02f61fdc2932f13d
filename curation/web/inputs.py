"""From what somebody names (files, folders, patterns, URLs) to the archives and HTML files there are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import IO

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from schemas.split import InputError

_ARCHIVE = re.compile(r".+\.w?arc(?:\.(?:gz|zst|bz2))?|.+\.w?arc\.open(?:\.gz)?", re.IGNORECASE)
_HTML = re.compile(r".+\.(?:x?html?|mhtml\.html)(?:\.gz)?", re.IGNORECASE)


def find_files(paths: Sequence[str]) -> list[str]:
    """The files that the paths name, in the paths' order, each once.

    A path is a file, a folder (the archives and HTML files in it and in the folders below, by name), or a
    pattern with `*`, `?`, `[…]`; local or any fsspec URL. Raises InputError for one that names none.
    """
    if not paths:
        raise InputError("no input is named; expected the path of a web archive or a folder of HTML files")
    return list(dict.fromkeys(file for path in paths for file in _expand(path)))


def is_html(path: str) -> bool:
    """Whether a file is called like a page of HTML, and not like an archive."""
    return bool(_HTML.fullmatch(file_name(path)))


def file_name(path: str) -> str:
    """The last part of a path or URL."""
    return path.rstrip("/").rpartition("/")[2]


def open_file(path: str) -> IO[bytes]:
    """The file, for reading bytes anywhere in it. Raises OSError."""
    system, inner = url_to_fs(path)
    opened: IO[bytes] = system.open(inner, "rb")
    return opened


def file_size(path: str) -> int:
    """In bytes, as stored. Raises OSError."""
    system, inner = url_to_fs(path)
    return int(system.size(inner))


def _expand(path: str) -> Iterator[str]:
    try:
        system, inner = url_to_fs(path)
    except (ValueError, ImportError) as error:
        raise InputError(f"{path}: {error}") from error
    try:
        if system.isfile(inner):
            found = [inner]
        elif system.isdir(inner):
            found = [name for name in sorted(_below(system, inner)) if _is_wanted(name)]
            if not found:
                raise InputError(
                    f"{path} has no web archive and no page in it: expected files called *.warc, *.arc "
                    "(also with .gz, .zst or .bz2), *.html or *.htm (also with .gz)"
                )
        elif any(character in inner for character in "*?["):
            found = sorted(name for name in system.glob(inner) if system.isfile(name))
            if not found:
                raise InputError(f"no file matches {path}")
        else:
            raise InputError(f"there is no file or folder {path}")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error}") from error
    for name in found:
        yield name if isinstance(system, LocalFileSystem) else system.unstrip_protocol(name)


def _below(system: AbstractFileSystem, folder: str) -> Iterator[str]:
    if not isinstance(system, LocalFileSystem):
        yield from system.find(folder)
        return
    # Links to folders are not followed: they may lead in circles.
    for place, _, names in os.walk(folder):
        yield from (f"{place}/{name}" for name in names)


def _is_wanted(path: str) -> bool:
    name = file_name(path)
    return not name.startswith(".") and bool(_ARCHIVE.fullmatch(name) or _HTML.fullmatch(name))
