"""MediaWiki dumps and wikitext files as the source of a pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from curation.decompression import bzip2, sevenzip, streams
from curation.decompression.pieces import Damage, Piece, Stretch, recode
from curation.inputs import file_name, file_size, open_file
from curation.mediawiki.cutting import Cutter
from curation.mediawiki.formats import (
    SNIFF_BYTES,
    Format,
    check_content,
    detect_encoding,
    detect_format,
)
from curation.mediawiki.header import Header, identify, parse_header
from curation.mediawiki.inputs import WIKITEXT_ENDINGS, find_files
from curation.mediawiki.namespaces import content_namespaces, namespace_aliases
from curation.mediawiki.pages import PageReader
from curation.mediawiki.sites import family_of
from curation.mediawiki.wikitext_file import read_wikitext
from schemas.document import Page
from schemas.outcome import Dropped, Rejected
from schemas.split import InputError, Split

MB = 1 << 20
# Where a dump's first page begins at the latest.
_HEADER_BYTES = 4 * MB


@dataclass(frozen=True)
class MediaWikiDump:
    """The pages of MediaWiki XML dumps (export schemas 0.3 to 0.11), or of files of wikitext.

    `paths` are files, folders, patterns or fsspec URLs. What a file is, its bytes say, and not its name: XML
    as such or compressed with bzip2 (multistream or not), gzip, 7z or Zstandard, in UTF-8, UTF-16 or Latin-1.
    A file called `.txt`, `.wikitext` or `.wiki` that is no XML is one page, its name the title.

    Pages of other `namespaces` are dropped (empty: none is; None: those that hold the wiki's content, by its
    name, see `content_namespaces`). `site` (a database name such as `enwiki`) and
    `language` (BCP 47) win over what the file says. XML and bzip2 files are split about every `split_bytes`
    stored bytes; others are read by one worker each. A page or single revision of more than
    `max_page_bytes` is rejected; a reader holds a few times as much as the longest page.
    """

    paths: str | Sequence[str]
    namespaces: Sequence[int] | None = (0,)
    site: str = ""
    language: str = ""
    split_bytes: int = 32 * MB
    max_page_bytes: int = 64 * MB

    def __post_init__(self) -> None:
        paths = (self.paths,) if isinstance(self.paths, str) else tuple(self.paths)
        object.__setattr__(self, "paths", paths)
        if self.namespaces is not None:
            object.__setattr__(self, "namespaces", tuple(self.namespaces))
        for name in ("split_bytes", "max_page_bytes"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be positive, and is {getattr(self, name)}")

    def plan(self) -> list[Split]:
        """The splits of all files, in the order of the paths. Reads each file's beginning, and of a bzip2
        file a megabyte or two per split. Raises InputError for a file that is missing, empty, or no dump.
        """
        return [split for path in find_files(self.paths) for split in self._plan_file(path)]

    def stored_bytes(self) -> int:
        """The size of all files together, as they are stored. Raises InputError as `plan` does."""
        return sum(file_size(path) for path in find_files(self.paths))

    def read(self, split: Split) -> Iterator[Page | Dropped | Rejected]:
        """The split's pages in the dump's order, with Dropped (see PageReader.judge) and Rejected among them:
        `malformed-xml`, `truncated`, `corrupt-stream`, `page-too-large`.
        """
        context = split.context
        own = json.loads(context["namespaces"])
        aliases = namespace_aliases(context["language"], family_of(context["site"]), own)
        wanted = self.namespaces
        if wanted is None:
            wanted = content_namespaces(context["site"], own)
        exact = split.kind == "xml" and not context["encoding"]
        reader = PageReader(
            file=file_name(split.path),
            site=context["site"],
            language=context["language"],
            base=context["base"],
            aliases=aliases,
            namespaces=frozenset(wanted),
            exact=exact,
            prefix=context["prefix"],
        )
        with open_file(split.path) as file:
            if split.kind == "wikitext":
                yield read_wikitext(file, reader, context["encoding"], self.max_page_bytes)
                return
            if split.start == 0 and context["header_flaw"]:
                yield Rejected("malformed-xml", f"{reader.file}, byte 0", context["header_flaw"])
            cutter = Cutter(
                end=split.end,
                from_start=split.start == 0,
                rooted=context["rooted"] == "yes",
                exact=exact,
                max_bytes=self.max_page_bytes,
                prefix=context["prefix"],
            )
            yield from reader.read(cutter.cut(_stretches(file, split)))

    def _plan_file(self, path: str) -> list[Split]:
        try:
            with open_file(path) as file:
                return self._plan_open_file(file, path, file_size(path))
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error}") from error

    def _plan_open_file(self, file: IO[bytes], path: str, size: int) -> list[Split]:
        first = file.read(SNIFF_BYTES)
        kind = detect_format(first, path)
        if kind == "7z":
            members = sevenzip.members(file, size, path)
            total = sum(member.size for member in members) or 1
            shares = [size * member.size // total if member.size else size for member in members]
            names = [member.name for member in members]
            return [
                Split(path=path, kind=kind, size=share, context=self._context(file, path, size, kind, name))
                for name, share in zip(names, shares, strict=True)
            ]
        if kind == "xml" and _is_wikitext(first, path):
            return [
                Split(path=path, kind="wikitext", size=size, context=_wikitext_context(self, first, path))
            ]
        context = self._context(file, path, size, kind)
        # Ranges of one size: no short one at the end.
        step = -(-size // max(1, round(size / self.split_bytes)))
        cuts: list[int] = []
        if context["encoding"]:
            pass  # characters are not whole bytes, or not found by looking for bytes
        elif kind == "xml":
            cuts = list(range(step, size, step))
        elif kind == "bz2":
            cuts = bzip2.boundaries(file, size, step)
        return [
            Split(
                path=path,
                kind=kind,
                start=start,
                end=end,
                size=(size if end < 0 else end) - start,
                context=context,
            )
            for start, end in zip([0, *cuts], [*cuts, -1], strict=True)
        ]

    def _context(
        self, file: IO[bytes], path: str, size: int, kind: Format, member: str = ""
    ) -> dict[str, str]:
        """What a reader of a split has to know from the file's beginning."""
        split = Split(path=path, kind=kind, context={"member": member, "encoding": ""})
        head, encoding, damage = _read_head(_stretches(file, split, size), path)
        header = parse_header(head)
        if header is None and damage is None:
            check_content(head, path)
            raise InputError(
                f"{path} is no MediaWiki dump: expected <mediawiki> or <page> in its first {_HEADER_BYTES} "
                f"bytes, and at byte 0 there is {head[:60]!r}"
            )
        if header is None and damage is not None and damage.last:
            raise InputError(f"{path}: nothing of it can be read: {damage.detail} (at byte {damage.offset})")
        # A dump whose beginning is damaged is read all the same.
        header = header or Header(rooted=True)
        identity = identify(header, file_name(path), self.site, self.language)
        return {
            "site": identity.site,
            "language": identity.language,
            "base": identity.base,
            "namespaces": json.dumps(header.namespaces, ensure_ascii=False, sort_keys=True),
            "prefix": header.prefix,
            "rooted": "yes" if header.rooted else "",
            "encoding": "" if encoding == "utf-8" else encoding,
            "header_flaw": header.flaw,
            "member": member,
        }


def _stretches(file: IO[bytes], split: Split, size: int = -1) -> Iterator[Stretch]:
    """The decoded bytes of the file from the split's start on: the reader goes past its end."""
    size = file_size(split.path) if size < 0 else size
    if split.kind == "bz2":
        decoded = bzip2.decode(file, size, split.start)
    elif split.kind == "gz":
        decoded = streams.decode_gzip(file, size)
    elif split.kind == "zst":
        decoded = streams.decode_zstd(file, size)
    elif split.kind == "7z":
        decoded = sevenzip.decode(file, size, split.context["member"])
    else:
        decoded = streams.read_plain(file, split.start, split.end)
    return recode(decoded, split.context["encoding"]) if split.context["encoding"] else decoded


def _read_head(stretches: Iterator[Stretch], path: str) -> tuple[bytes, str, Damage | None]:
    """The beginning of the content in UTF-8, up to its first page; its encoding; the damage in it, if any."""
    head, encoding = b"", ""
    for stretch in stretches:
        if isinstance(stretch, Damage):
            return head, encoding or "utf-8", stretch
        encoding = encoding or detect_encoding(stretch.data[:SNIFF_BYTES], path)
        head += _as_utf8(stretch, encoding)
        if b"page>" in head or len(head) > _HEADER_BYTES:
            break
    return head, encoding or "utf-8", None


def _as_utf8(piece: Piece, encoding: str) -> bytes:
    return piece.data.decode(encoding, "replace").encode() if encoding != "utf-8" else piece.data


def _is_wikitext(first: bytes, path: str) -> bool:
    if not path.lower().endswith(WIKITEXT_ENDINGS):
        return False
    encoding = detect_encoding(first, path)
    head = first.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if encoding == "utf-8" and b"\0" in first:
        raise InputError(f"{path} has a zero at byte {first.index(0)}; expected the wikitext of a page")
    return not head.startswith(("<?xml", "<mediawiki", "<page>"))


def _wikitext_context(dump: MediaWikiDump, first: bytes, path: str) -> dict[str, str]:
    identity = identify(Header(), file_name(path), dump.site, dump.language)
    return {
        "site": identity.site,
        "language": identity.language,
        "base": identity.base,
        "namespaces": "{}",
        "prefix": "",
        "encoding": detect_encoding(first, path),
    }
