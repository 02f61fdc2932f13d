"""Web archives and saved pages as the source of a pipeline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from curation.decompression import bzip2, streams
from curation.decompression.pieces import Damage, Stretch
from curation.inputs import file_name, file_size, open_file
from curation.web.gzip_members import decode_members, next_member
from curation.web.http import MAX_HEADER_BYTES, TooLargeError, parse_header
from curation.web.inputs import find_files, is_html
from curation.web.records import Record, Records, begins_record
from curation.web.saved_pages import indexed_url, read_index, read_page, stated_url
from schemas.outcome import Dropped, Rejected
from schemas.split import InputError, Split
from schemas.web import Capture

MB = 1 << 20
_OTHER_KINDS = frozenset(("warcinfo", "request", "metadata", "revisit", "conversion", "continuation"))
_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
# Servers that do not know what they send say so.
_UNKNOWN_TYPES = frozenset(("", "unknown", "no-type", "application/octet-stream", "text/plain"))
_SNIFF_BYTES = 1 << 10
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body")
# A second record begins by then if every record is compressed by itself.
_SECOND_MEMBER_BYTES = 8 * MB
_FILES_PER_SPLIT = 2000
_DICTIONARY_FRAME = b"\x5d\x2a\x4d\x18"


@dataclass(frozen=True)
class WebArchives:
    """The HTML pages of web archives (WARC 0.17 to 1.1, ARC) and of saved HTML files.

    `paths` are files, folders, patterns or fsspec URLs. Archives may be compressed with gzip (each record by
    itself, or all at once), Zstandard or bzip2. The address of a saved page is that in `index` (see
    `saved_pages.read_index`), or else what the page says.

    An archive in which each record is compressed by itself is split about every `split_bytes` stored bytes,
    any other is read by one worker. In an archive that stores another archive uncompressed, a split may
    begin inside that one: its pages are then read as well. A page of more than `max_page_bytes`, as stored
    and when decompressed, is rejected.
    """

    paths: str | Sequence[str]
    index: str = ""
    split_bytes: int = 64 * MB
    max_page_bytes: int = 8 * MB

    def __post_init__(self) -> None:
        paths = (self.paths,) if isinstance(self.paths, str) else tuple(self.paths)
        object.__setattr__(self, "paths", paths)
        for name in ("split_bytes", "max_page_bytes"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be positive, and is {getattr(self, name)}")

    def plan(self) -> list[Split]:
        """The splits of all archives, then those of the HTML files, in the order of the paths.

        Reads the beginning of each archive and all of each HTML file. Raises InputError for a file that is
        missing, empty or no archive.
        """
        files = find_files(self.paths)
        pages = [path for path in files if is_html(path)]
        index = read_index(self.index) if self.index else {}
        archives = (split for path in files if not is_html(path) for split in self._plan_archive(path))
        return [*archives, *self._plan_pages(pages, index)]

    def stored_bytes(self) -> int:
        """The size of all files together, as they are stored. Raises InputError as `plan` does."""
        return sum(file_size(path) for path in find_files(self.paths))

    def read(self, split: Split) -> Iterator[Capture | Dropped | Rejected]:
        """The split's captures of HTML pages with status 200, in the order of the archive.

        Dropped, the record being its address: `record-request`, `record-revisit` and so on for records that
        hold no page, `not-http`, `http-status`, `not-html`, `payload-truncated` (the crawler stopped in it).
        Rejected: `malformed-record`, `malformed-http`, `truncated`, `corrupt-stream`, `page-too-large`,
        `unreadable-file`.
        """
        if split.kind == "html":
            for page, url in json.loads(split.context["files"]):
                yield self._saved_page(f"{_folder(split.path)}/{page}", url)
            return
        name = file_name(split.path)
        with open_file(split.path) as file:
            stretches = _stretches(file, split.kind, file_size(split.path), split.start, split.end)
            records = Records(stretches, name, exact=split.kind == "plain")
            for record in records:
                yield record if isinstance(record, Rejected) else self._capture(record, records, name)

    def _capture(self, record: Record, records: Records, name: str) -> Capture | Dropped | Rejected:
        where = f"{name}, byte {record.offset}: {record.url}"
        if record.kind not in ("response", "resource"):
            return Dropped(f"record-{record.kind if record.kind in _OTHER_KINDS else 'other'}", record.url)
        if not record.url.lower().startswith(("http://", "https://")):
            return Dropped("not-http", record.url)
        fields = {"content-type": record.content_type}
        begin = records.read(min(record.length, MAX_HEADER_BYTES))
        if record.kind == "response":
            header = parse_header(begin)
            if header is None:
                detail = "expected an HTTP header such as `HTTP/1.1 200 OK`, ended by an empty line"
                return Rejected("malformed-http", where, detail, begin[:100].decode("latin-1"))
            if header.status != 200:
                return Dropped("http-status", record.url)
            fields, begin = header.fields, begin[header.length :]
        encodings = fields.get("transfer-encoding", ""), fields.get("content-encoding", "")
        if not _is_html(fields.get("content-type", ""), begin):
            return Dropped("not-html", record.url)
        if record.headers.get("warc-truncated"):
            return Dropped("payload-truncated", record.url)
        rest = records.left
        if len(begin) + rest > self.max_page_bytes:
            return Rejected("page-too-large", where, f"the page is longer than {self.max_page_bytes} bytes")
        body = begin + records.read(rest)
        if records.left:
            # The archive ends or is damaged here, which gives a Rejected of its own.
            return Dropped("record-incomplete", record.url)
        return Capture(
            url=record.url,
            captured=record.date,
            content_type=fields.get("content-type", ""),
            transfer_encoding=encodings[0],
            content_encoding=encodings[1],
            body=body,
            where=where,
        )

    def _saved_page(self, path: str, url: str) -> Capture | Dropped | Rejected:
        name = file_name(path)
        try:
            body = read_page(path, self.max_page_bytes)
        except TooLargeError as error:
            return Rejected("page-too-large", name, str(error))
        except OSError as error:
            return Rejected("unreadable-file", name, str(error))
        return Capture(
            url=url or stated_url(body),
            captured="",
            content_type="",
            transfer_encoding="",
            content_encoding="",
            body=body,
            where=name,
        )

    def _plan_archive(self, path: str) -> Iterator[Split]:
        try:
            size = file_size(path)
            with open_file(path) as file:
                kind = _detect(file, size, path)
                by_record = kind == "gz" and size > self.split_bytes and _is_by_record(file, size)
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error}") from error
        # Ranges of one size: no short one at the end.
        step = -(-size // max(1, round(size / self.split_bytes))) if by_record else size
        starts = list(range(0, size, step))
        for start, end in zip(starts, [*starts[1:], -1], strict=True):
            yield Split(path=path, kind=kind, start=start, end=end, size=(size if end < 0 else end) - start)

    def _plan_pages(self, paths: list[str], index: dict[str, str]) -> Iterator[Split]:
        """Splits of up to 2,000 files of one folder, or `split_bytes`. What is in the files is part of the
        context, as a run has to know when one was changed.
        """
        files: list[tuple[str, str]] = []
        digest, size, first = hashlib.sha256(), 0, ""
        for path in paths:
            full = len(files) == _FILES_PER_SPLIT or size >= self.split_bytes
            if files and (full or _folder(path) != _folder(first)):
                yield _page_split(first, files, digest.hexdigest(), size)
                files = []
            if not files:
                digest, size, first = hashlib.sha256(), 0, path
            files.append((file_name(path), indexed_url(path, index)))
            try:
                with open_file(path) as file:
                    while block := file.read(MB):
                        digest.update(block)
                        size += len(block)
            except OSError as error:
                raise InputError(f"{path} cannot be read: {error}") from error
        if files:
            yield _page_split(first, files, digest.hexdigest(), size)


def _page_split(first: str, files: list[tuple[str, str]], digest: str, size: int) -> Split:
    context = {"files": json.dumps(files, ensure_ascii=False), "content": digest}
    return Split(path=first, kind="html", size=size, context=context)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _detect(file: IO[bytes], size: int, path: str) -> str:
    """How the archive is compressed: `plain`, `gz`, `zst` or `bz2`. Raises InputError unless a record can be
    read from its beginning.
    """
    magic = file.read(4)
    if not magic:
        raise InputError(f"{path} is empty; expected a web archive")
    if magic == _DICTIONARY_FRAME:
        raise InputError(
            f"{path} is compressed with a Zstandard dictionary of its own, which is not supported: unpack it "
            "first (`zstdwarccat`, or `zstd -D` with the dictionary from its first frame)"
        )
    kinds = {b"\x1f\x8b": "gz", b"\x28\xb5": "zst", b"BZ": "bz2"}
    kind = kinds.get(magic[:2], "plain")
    first = next(_stretches(file, kind, size, 0, -1), None)
    if isinstance(first, Damage):
        raise InputError(f"{path}: nothing of it can be read: {first.detail}")
    beginning = first.data.lstrip(b"\r\n") if first else b""
    if not begins_record(beginning):
        hint = (
            " (a Git LFS pointer: fetch the file itself)"
            if beginning.startswith(b"version https://git-lfs")
            else ""
        )
        raise InputError(
            f"{path} is no web archive: expected the first line of a WARC or ARC record, and at byte 0 there "
            f"is {beginning[:60]!r}{hint}"
        )
    return kind


def _is_by_record(file: IO[bytes], size: int) -> bool:
    """Whether a second record begins where a second gzip member does."""
    return next_member(file, 1, min(size, _SECOND_MEMBER_BYTES), begins_record) > 0


def _stretches(file: IO[bytes], kind: str, size: int, start: int, end: int) -> Iterator[Stretch]:
    if kind == "gz":
        return decode_members(file, size, start, end, begins_record)
    if kind == "zst":
        return streams.decode_zstd(file, size)
    if kind == "bz2":
        return bzip2.decode(file, size)
    return streams.read_plain(file, 0, -1)


def _is_html(content_type: str, body: bytes) -> bool:
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in _UNKNOWN_TYPES:
        beginning = body[:_SNIFF_BYTES].lower()
        return any(mark in beginning for mark in _MARKUP)
    return media_type in _HTML_TYPES
