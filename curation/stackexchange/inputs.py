"""From what somebody names (files, folders, patterns, URLs) to the tables and archives there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curation.inputs import FileKind, file_name, find_files
from curation.stackexchange.sites import host_in
from schemas.split import InputError

_TABLE_FILE = re.compile(
    r"(?:.+[-_.])?(Posts|Comments|PostLinks|PostHistory|Votes|Users|Badges|Tags)"
    r"(?:\.xml(?:\.(?:gz|bz2|zst|zstd))?|\.7z)",
    re.IGNORECASE,
)
_WANTED = frozenset(("posts", "comments", "postlinks"))


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
    found = find_files(paths, _DUMPS)
    return [TableFile(path, site or _site_of(path), _table_of(path)) for path in found]


def _is_wanted(path: str) -> bool:
    name = file_name(path)
    if name.startswith("."):
        return False
    table = _table_of(path)
    return table in _WANTED if table else name.lower().endswith(".7z")


_DUMPS = FileKind(
    what="a Stack Exchange archive",
    expected="archives (*.7z) or tables (Posts.xml, Comments.xml, PostLinks.xml, also as .gz, .bz2, .zst)",
    is_wanted=_is_wanted,
    may_match=_is_wanted,
    depth=1,
)


def _table_of(path: str) -> str:
    match = _TABLE_FILE.fullmatch(file_name(path))
    return match[1].lower() if match else ""


def _site_of(path: str) -> str:
    for name in reversed(path.split("/")[-3:]):
        if host := host_in(name):
            return host
    raise InputError(
        f"{path}: neither the file's name nor its folder's says which site it is of; name the site "
        "(site: beer.stackexchange.com)"
    )
