"""From what somebody names (files, folders, patterns, URLs) to the files there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import fsspec
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from schemas.split import InputError

WIKITEXT_ENDINGS = (".txt", ".wikitext", ".wiki", ".mediawiki")
_DUMP = re.compile(r".+(?:\.xml(?:-p\d+p\d+)?|\.xml[^/]*\.(?:bz2|gz|7z|zst)|\.(?:bz2|7z))", re.IGNORECASE)
# What lies beside a dump: the multistream index, checksums, tables.
_COMPANION = re.compile(
    r".*(?:multistream-index[^/]*\.txt[^/]*|(?:md5|sha1|sha256)sums[^/]*|\.sql\.(?:gz|bz2))|README[^/]*|\..*",
    re.IGNORECASE,
)


def find_files(paths: Sequence[str]) -> list[str]:
    """The files that the paths name, in the paths' order, each once.

    A path is a file, a folder (the dumps and wikitext files directly in it, by name), or a pattern with `*`,
    `?`, `[…]` (`**` for folders in folders); local or any fsspec URL. Raises InputError for one that names
    none.
    """
    if not paths:
        raise InputError("no input is named; expected the path of a MediaWiki dump")
    return list(dict.fromkeys(file for path in paths for file in _expand(path)))


def _expand(path: str) -> Iterator[str]:
    try:
        system, inner = url_to_fs(path)
    except (ValueError, ImportError) as error:
        raise InputError(f"{path}: {error}") from error
    try:
        if system.isfile(inner):
            found = [inner]
        elif system.isdir(inner):
            names = sorted(e["name"] for e in system.ls(inner, detail=True) if e["type"] == "file")
            found = [name for name in names if _is_wanted(name.rpartition("/")[2])]
            if not found:
                raise InputError(
                    f"{path} has no MediaWiki dump in it: expected files called *.xml, *.xml.bz2, *.xml.gz, "
                    f"*.7z, *.xml.zst, or wikitext in "
                    f"{', '.join(f'*{ending}' for ending in WIKITEXT_ENDINGS)}"
                )
        elif any(character in inner for character in "*?["):
            found = sorted(name for name in system.glob(inner) if system.isfile(name))
            found = [name for name in found if not _COMPANION.fullmatch(name.rpartition("/")[2])]
            if not found:
                raise InputError(f"no file matches {path}")
        else:
            raise InputError(f"there is no file or folder {path}")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error}") from error
    for name in found:
        yield name if isinstance(system, LocalFileSystem) else system.unstrip_protocol(name)


def _is_wanted(name: str) -> bool:
    if _COMPANION.fullmatch(name):
        return False
    return bool(_DUMP.fullmatch(name)) or name.lower().endswith(WIKITEXT_ENDINGS)


def open_file(path: str) -> fsspec.spec.AbstractBufferedFile:
    """The file, for reading bytes anywhere in it. Raises OSError."""
    system, inner = url_to_fs(path)
    return system.open(inner, "rb")


def file_size(path: str) -> int:
    """In bytes, as stored. Raises OSError."""
    system, inner = url_to_fs(path)
    return int(system.size(inner))


def file_name(path: str) -> str:
    """The last part of a path or URL."""
    return path.rstrip("/").rpartition("/")[2]
