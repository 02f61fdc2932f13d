"""Which files are dumps, or pages as wikitext, going by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curation import inputs

WIKITEXT_ENDINGS = (".txt", ".wikitext", ".wiki", ".mediawiki")
_DUMP = re.compile(r".+(?:\.xml(?:-p\d+p\d+)?|\.xml[^/]*\.(?:bz2|gz|7z|zst)|\.(?:bz2|7z))", re.IGNORECASE)
# What lies beside a dump: the multistream index, checksums, tables.
_COMPANION = re.compile(
    r".*(?:multistream-index[^/]*\.txt[^/]*|(?:md5|sha1|sha256)sums[^/]*|\.sql\.(?:gz|bz2))|README[^/]*|\..*",
    re.IGNORECASE,
)


def find_files(paths: Sequence[str]) -> list[str]:
    """The dumps and wikitext files that the paths name (see `curation.inputs`), of a folder those directly in
    it. Raises InputError.
    """
    return inputs.find_files(paths, _DUMPS)


def _is_wanted(path: str) -> bool:
    name = inputs.file_name(path)
    if _COMPANION.fullmatch(name):
        return False
    return bool(_DUMP.fullmatch(name)) or name.lower().endswith(WIKITEXT_ENDINGS)


def _is_no_companion(path: str) -> bool:
    return not _COMPANION.fullmatch(inputs.file_name(path))


_DUMPS = inputs.FileKind(
    what="a MediaWiki dump",
    expected="a MediaWiki dump called *.xml, *.xml.bz2, *.xml.gz, *.7z, *.xml.zst, or wikitext in "
    + ", ".join(f"*{ending}" for ending in WIKITEXT_ENDINGS),
    is_wanted=_is_wanted,
    may_match=_is_no_companion,
)
