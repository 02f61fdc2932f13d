"""Which files are web archives or pages of HTML, going by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curation import inputs

_ARCHIVE = re.compile(r".+\.w?arc(?:\.(?:gz|zst|bz2))?|.+\.w?arc\.open(?:\.gz)?", re.IGNORECASE)
_HTML = re.compile(r".+\.(?:x?html?|mhtml\.html)(?:\.gz)?", re.IGNORECASE)


def find_files(paths: Sequence[str]) -> list[str]:
    """The archives and HTML files that the paths name (see `curation.inputs`), of a folder those in it and in
    the folders below. Raises InputError.
    """
    return inputs.find_files(paths, _PAGES)


def is_html(path: str) -> bool:
    """Whether a file is called like a page of HTML, and not like an archive."""
    return bool(_HTML.fullmatch(inputs.file_name(path)))


def _is_wanted(path: str) -> bool:
    name = inputs.file_name(path)
    return not name.startswith(".") and bool(_ARCHIVE.fullmatch(name) or _HTML.fullmatch(name))


_PAGES = inputs.FileKind(
    what="a web archive or a folder of HTML files",
    expected="files called *.warc, *.arc (also with .gz, .zst or .bz2), *.html or *.htm (also with .gz)",
    is_wanted=_is_wanted,
    depth=-1,
)
