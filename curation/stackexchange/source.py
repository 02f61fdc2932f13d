"""Stack Exchange's data dumps as the source of a pipeline."""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from curation.decompression import bzip2, sevenzip, streams
from curation.decompression.pieces import Damage, Stretch
from curation.inputs import file_name, file_size, open_file
from curation.mediawiki.formats import SNIFF_BYTES, Format, check_content, detect_encoding, detect_format
from curation.stackexchange import archives
from curation.stackexchange.cutting import Chunker
from curation.stackexchange.inputs import TableFile, find_tables
from curation.stackexchange.rows import TABLES, RowReader, Table
from curation.stackexchange.sites import with_domain
from schemas.outcome import Dropped, Rejected
from schemas.split import InputError, Split
from schemas.stackexchange import ThreadPart

MB = 1 << 20
_EXPECTED = "a table of a Stack Exchange dump"
_ROOT = re.compile(rb"<([A-Za-z]+)[\s/>]")


@dataclass(frozen=True)
class StackExchangeArchive:
    """The posts, links between duplicates, and comments of Stack Exchange's data dumps.

    `paths` are files, folders, patterns or fsspec URLs (see `find_tables`): archives (`.7z`) of a site or of
    one of its tables, and tables in XML as such or compressed with gzip, bzip2 or Zstandard. There may be
    several sites, and several dumps of one. `site` (a host) is needed where names do not say it, and wins
    over them. `tables` are those that are read; others are passed over.

    Plain XML, bzip2 and archives packed with bzip2 are split about every `split_bytes` stored bytes; of
    another archive each block is read by one worker, up to the last table that is wanted. A row of more than
    `max_row_bytes` is rejected; a reader holds a few times as much as the longest row.
    """

    paths: str | Sequence[str]
    site: str = ""
    tables: Sequence[Table] = ("posts", "postlinks")
    split_bytes: int = 32 * MB
    max_row_bytes: int = 16 * MB

    def __post_init__(self) -> None:
        paths = (self.paths,) if isinstance(self.paths, str) else tuple(self.paths)
        object.__setattr__(self, "paths", paths)
        object.__setattr__(self, "tables", tuple(self.tables))
        if self.site:
            object.__setattr__(self, "site", with_domain(self.site))
        for name in ("split_bytes", "max_row_bytes"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be positive, and is {getattr(self, name)}")

    def plan(self) -> list[Split]:
        """The splits of all files, in the order of the paths. Reads each file's beginning, an archive's table
        of contents, and of bzip2 a megabyte or two per split.

        Raises InputError for a file that is missing, empty, damaged or no table, and for a site without
        posts, where posts are wanted.
        """
        found: list[Split] = []
        tables: dict[str, set[str]] = {}
        paths: dict[str, str] = {}
        for table in find_tables(self.paths, self.site):
            splits, names = self._plan_file(table)
            found += splits
            tables.setdefault(table.site, set()).update(names or ("posts",))
            paths.setdefault(table.site, table.path)
        for site, names in sorted(tables.items()):
            if "posts" in self.tables and "posts" not in names:
                raise InputError(
                    f"{paths[site]}: there is no table Posts of {site}, but only {', '.join(sorted(names))}"
                )
        return found

    def stored_bytes(self) -> int:
        """The size of all files together, as they are stored. Raises InputError as `plan` does."""
        return sum(file_size(table.path) for table in find_tables(self.paths, self.site))

    def read(self, split: Split) -> Iterator[ThreadPart | Dropped | Rejected]:
        """The split's rows, with Dropped (`post-type`, `fabricated`) and Rejected among them:
        `malformed-xml`, `malformed-row`, `truncated`, `corrupt-stream`, `row-too-large`.
        """
        exact = split.kind == "xml"
        reader = RowReader(
            file=file_name(split.path),
            site=split.context["site"],
            wanted=self.tables,
            exact=exact,
            table=split.context["table"],
            last=split.context["last"],
        )
        begin = int(split.context["begin"])
        chunker = Chunker(
            end=split.end, from_start=split.start == begin, exact=exact, max_bytes=self.max_row_bytes
        )
        with open_file(split.path) as file:
            yield from reader.read(chunker.chunks(_stretches(file, split)))

    def _plan_file(self, table: TableFile) -> tuple[list[Split], set[str]]:
        """The splits, and the tables that the file has (none: not known)."""
        try:
            with open_file(table.path) as file:
                return self._plan_open_file(file, table, file_size(table.path))
        except OSError as error:
            raise InputError(f"{table.path} cannot be read: {error}") from error

    def _plan_open_file(self, file: IO[bytes], table: TableFile, size: int) -> tuple[list[Split], set[str]]:
        path = table.path
        first = file.read(SNIFF_BYTES)
        kind = detect_format(first, path, _EXPECTED)
        make = functools.partial(Split, path=path)
        if kind == "7z":
            return self._plan_archive(file, table, size)
        name = _root(file, size, kind, path)
        if name not in TABLES:
            raise InputError(
                f"{path} is no table of a Stack Exchange dump: its root is <{name}>, not <posts>"
            )
        if name not in self.tables:
            return [], {name}
        # Ranges of one size: no short one at the end.
        step = -(-size // max(1, round(size / self.split_bytes)))
        cuts = list(range(step, size, step)) if kind == "xml" else []
        if kind == "bz2":
            cuts = bzip2.boundaries(file, size, step)
        context = {"site": table.site, "table": name, "last": "", "begin": "0"}
        ranges = zip([0, *cuts], [*cuts, -1], strict=True)
        return [
            make(kind=kind, start=a, end=b, size=(size if b < 0 else b) - a, context=context)
            for a, b in ranges
        ], {name}

    def _plan_archive(self, file: IO[bytes], table: TableFile, size: int) -> tuple[list[Split], set[str]]:
        found: list[Split] = []
        tables: set[str] = set()
        for block in archives.blocks(file, size, table.path):
            names = {name: _member_table(name, table) for name in block.names}
            tables |= set(names.values())
            wanted = [name for name in block.names if names[name] in self.tables]
            if block.names and not wanted:
                continue
            # Tables lie in the order of their names, or it is not known when the last that is wanted ends.
            order = [names[name] for name in block.names if names[name] in TABLES]
            last = names[wanted[-1]] if wanted and order == sorted(order) else ""
            context = {"site": table.site, "table": "", "last": last, "begin": str(block.start)}
            if not block.bzip2:
                context["members"] = json.dumps(wanted or [""])
                stored = block.end - block.start
                found.append(
                    Split(path=table.path, kind="7z", start=block.start, size=stored, context=context)
                )
                continue
            context["end"] = str(block.end)
            stored = block.end - block.start
            step = -(-stored // max(1, round(stored / self.split_bytes)))
            cuts = [block.start, *archives.boundaries(file, block, step), block.end]
            found += [
                Split(path=table.path, kind="7z-bz2", start=a, end=b, size=b - a, context=context)
                for a, b in itertools.pairwise(cuts)
            ]
        if tables and not tables & set(TABLES):
            raise InputError(
                f"{table.path} has none of the tables in it: expected Posts.xml among its members"
            )
        return found, tables


def _member_table(name: str, table: TableFile) -> str:
    """The table that a member of an archive is, by its name, or by the archive's if that says nothing."""
    stem = name.rpartition("/")[2].lower().removesuffix(".xml")
    return stem if stem in TABLES else next((t for t in TABLES if stem.endswith(f"-{t}")), table.table)


def _root(file: IO[bytes], size: int, kind: Format, path: str) -> str:
    """The name of a table's root element. Raises InputError if there is none."""
    head = b""
    for stretch in _decode(file, size, kind, 0, -1):
        if isinstance(stretch, Damage):
            if not head:
                raise InputError(
                    f"{path}: nothing of it can be read: {stretch.detail} (at byte {stretch.offset})"
                )
            break
        head += stretch.data[:SNIFF_BYTES]
        if len(head) >= SNIFF_BYTES:
            break
    check_content(head, path, _EXPECTED)
    if (encoding := detect_encoding(head, path)) != "utf-8":
        raise InputError(f"{path} is in {encoding}; convert it to UTF-8")
    if b"<!DOCTYPE" in head:
        raise InputError(f"{path} declares a document type (byte {head.index(b'<!DOCTYPE')}); expected none")
    root = _ROOT.search(head)
    if root is None:
        raise InputError(f"{path} is no table of a Stack Exchange dump: it begins with {head[:60]!r}")
    return root[1].decode().lower()


def _decode(file: IO[bytes], size: int, kind: str, start: int, end: int) -> Iterator[Stretch]:
    if kind == "gz":
        return streams.decode_gzip(file, size)
    if kind == "zst":
        return streams.decode_zstd(file, size)
    if kind == "bz2":
        return bzip2.decode(file, size, start)
    return streams.read_plain(file, start, end)


def _stretches(file: IO[bytes], split: Split) -> Iterator[Stretch]:
    """The decoded bytes from the split's start on: the reader goes past its end."""
    size = file_size(split.path)
    if split.kind == "xml":
        return _decode(file, size, split.kind, split.start, split.end)
    begin = int(split.context["begin"])
    if split.kind == "7z-bz2":
        decoded = archives.decode_bzip2(file, begin, int(split.context["end"]), split.start)
    elif split.kind == "7z":
        decoded = sevenzip.decode(file, size, *json.loads(split.context["members"]))
    else:
        decoded = _decode(file, size, split.kind, split.start, split.end)
    return archives.limit_expansion(decoded, split.start)
