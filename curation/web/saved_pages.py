"""Saved pages: HTML files by themselves, and how their addresses are found."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from curation.inputs import file_name, open_file
from curation.web.http import TooLargeError
from schemas.split import InputError

_HEAD_BYTES = 1 << 16
_ENDING = re.compile(r"\.(?:x?html?)?(?:\.gz)?$|\.gz$", re.IGNORECASE)
# Browsers write `<!-- saved from url=(0023)https://example.org/ -->`, the number being the address's length;
# SingleFile writes a comment with a line `url: https://example.org/`.
_COMMENTS = (
    re.compile(r"<!--\s*saved from url=\(\d+\)\s*(https?:\S+?)\s*-->", re.IGNORECASE),
    re.compile(r"<!--[^>]{0,40}Page saved with SingleFile\s+url:\s*(https?:\S+)", re.IGNORECASE),
    re.compile(r"<!--\s*Mirrored from (\S+) by HTTrack", re.IGNORECASE),
)
_TAG = re.compile(r"<(link|meta)\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_FILE_COLUMNS = ("file", "filename", "file_name", "path", "name")


def read_index(path: str) -> dict[str, str]:
    """File names → addresses, from a JSON object (`{"a.html": "https://…"}`, or objects with a `url`), or a
    CSV or TSV file with a header that names a column `file` and one `url`.

    Raises InputError, saying what was expected.
    """
    try:
        with open_file(path) as file:
            text = file.read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as an index of pages: {error}") from error
    found = _json_index(text, path) if text.lstrip()[:1] == "{" else _table_index(text, path)
    if not found:
        raise InputError(f"{path} names no address: expected file names and their URLs")
    return found


def indexed_url(path: str, index: Mapping[str, str]) -> str:
    """The file's address by the index: under its path's end, its name, or its name without the ending. Empty
    if it is in none.
    """
    parts = path.split("/")
    for first in range(len(parts)):
        if url := index.get("/".join(parts[first:])):
            return url
    stem = _ENDING.sub("", file_name(path))
    return index.get(stem, "")


def read_page(path: str, limit: int) -> bytes:
    """The file's content, unpacked if it is gzip; of a file that is cut off, what there is. Raises OSError,
    and TooLargeError above `limit` bytes.
    """
    with open_file(path) as file:
        data = file.read(limit + 1)
    if data.startswith(b"\x1f\x8b"):
        decompressor = zlib.decompressobj(wbits=31)
        try:
            data = decompressor.decompress(data, limit + 1)
        except zlib.error as error:
            raise OSError(f"gzip data does not decode: {error}") from error
    if len(data) > limit:
        raise TooLargeError(f"the page is longer than {limit} bytes")
    return data


def stated_url(data: bytes) -> str:
    """The address that a page says it has: of the program that saved it, else `rel=canonical`, else `og:url`.
    Empty if it says none.
    """
    head = data[:_HEAD_BYTES].decode("utf-8", "replace")
    for comment in _COMMENTS:
        if match := comment.search(head):
            url = html.unescape(match[1])
            return url if "://" in url else f"http://{url}"
    named: dict[str, str] = {}
    for tag in _TAG.finditer(head):
        attributes = {
            name.lower(): double or single or bare
            for name, double, single, bare in _ATTRIBUTE.findall(tag.group())
        }
        if attributes.get("rel", "").lower() == "canonical":
            named.setdefault("canonical", attributes.get("href", ""))
        elif attributes.get("property", "").lower() == "og:url":
            named.setdefault("og:url", attributes.get("content", ""))
    urls = (html.unescape(named.get(name, "")).strip() for name in ("canonical", "og:url"))
    return next((url for url in urls if url.startswith(("http://", "https://", "//"))), "")


def _json_index(text: str, path: str) -> dict[str, str]:
    try:
        entries: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON object of file names and URLs: {error}") from error
    found = {}
    for name, value in entries.items():
        url = value.get("url") if isinstance(value, dict) else value
        if isinstance(url, str) and url:
            found[name] = url
    return found


def _table_index(text: str, path: str) -> dict[str, str]:
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
    names = {(name or "").strip().lower(): name for name in rows.fieldnames or []}
    file_column = next((names[name] for name in _FILE_COLUMNS if name in names), None)
    if file_column is None or "url" not in names:
        raise InputError(
            f"{path} has no header with the columns `file` and `url`: expected a table of file names and "
            f"URLs, and its first line is {first[:80]!r}"
        )
    found = {}
    try:
        for row in rows:
            if (name := row[file_column]) and (url := row[names["url"]]):
                found[name.strip()] = url.strip()
    except csv.Error as error:
        raise InputError(f"{path}, line {rows.line_num}: {error}") from error
    return found
