"""From what somebody names (files, folders, patterns, URLs) to the tables and archives there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from curation.stackexchange.sites import host_in
from schemas.split import InputError

_TABLE_FILE = re.compile(
    r"(?:.+[-_.])?(Posts|Comments|PostLinks|PostHistory|Votes|Users|Badges|Tags)"
    r"(?:\.xml(?:\.(?:gz|bz2|zst|zstd))?|\.7z)",
    re.IGNORECASE,
)
_WANTED = frozenset(("posts", "comments", "postlinks"))
_EXPECTED = "archives (*.7z) or tables (Posts.xml, Comments.xml, PostLinks.xml, also as .gz, .bz2, .zst)"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file to read, the host of the site it is of, and the table that its name says (empty: an archive of
    several, or not said).
    """

    path: str
    site: str
    table: str


def find_tables(paths: Sequence[str], site: str) -> list[TableFile]:
    """The archives and tables that the paths name, in the paths' order, each once.

    A path is a file, a folder (what is in it, and in the folders directly in it, by name), or a pattern with
    `*`, `?`, `[…]`; local or any fsspec URL. The site is the `site` given, else what the name of the file or
    of a folder that it is in says. Raises InputError for a path that names nothing, and where the site is not
    known.
    """
    if not paths:
        raise InputError("no input is named; expected the path of a Stack Exchange archive")
    found = list(dict.fromkeys(file for path in paths for file in _expand(path)))
    return [TableFile(path, site or _site_of(path), _table_of(path)) for path in found]


def _expand(path: str) -> Iterator[str]:
    try:
        system, inner = url_to_fs(path)
    except (ValueError, ImportError) as error:
        raise InputError(f"{path}: {error}") from error
    try:
        if system.isfile(inner):
            found = [inner]
        elif system.isdir(inner):
            entries = sorted(system.ls(inner, detail=True), key=lambda entry: str(entry["name"]))
            found = [entry["name"] for entry in entries if entry["type"] == "file"]
            for entry in entries:
                if entry["type"] == "directory":
                    inside = system.ls(entry["name"], detail=True)
                    found += sorted(e["name"] for e in inside if e["type"] == "file")
            found = [name for name in found if _is_wanted(name)]
            if not found:
                raise InputError(f"{path} has nothing to read in it: expected {_EXPECTED}")
        elif any(character in inner for character in "*?["):
            found = sorted(name for name in system.glob(inner) if system.isfile(name) and _is_wanted(name))
            if not found:
                raise InputError(f"no file matches {path}: expected {_EXPECTED}")
        else:
            raise InputError(f"there is no file or folder {path}")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error}") from error
    for name in found:
        yield name if isinstance(system, LocalFileSystem) else system.unstrip_protocol(name)


def _is_wanted(path: str) -> bool:
    name = path.rpartition("/")[2]
    if name.startswith("."):
        return False
    table = _table_of(path)
    return table in _WANTED if table else name.lower().endswith(".7z")


def _table_of(path: str) -> str:
    match = _TABLE_FILE.fullmatch(path.rpartition("/")[2])
    return match[1].lower() if match else ""


def _site_of(path: str) -> str:
    for name in reversed(path.split("/")[-3:]):
        if host := host_in(name):
            return host
    raise InputError(
        f"{path}: neither the file's name nor its folder's says which site it is of; name the site "
        "(site: beer.stackexchange.com)"
    )
