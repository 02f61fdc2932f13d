"""The Stack Exchange data dump: items of archive.org, with sizes and sums from `ITEM_files.xml`.

The publisher itself uploaded dumps to the item `stackexchange`, the last one in April 2024. Since July 2024
it hands them to logged-in users only (https://meta.stackexchange.com/q/401324), and members of its community
upload those to items of their own, `stackexchange_DATE`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote
from xml.parsers import expat

from jobs.errors import UsageError
from jobs.fetch.client import Client
from jobs.fetch.errors import FetchError, NotThereError
from jobs.fetch.model import Checksum, Release, RemoteFile
from jobs.fetch.names import safe_name, wanted_name

_HOST = "https://archive.org/download"
_PUBLISHERS_ITEM = "stackexchange"
_PUBLISHERS_DATE = "2024-04"
_REUPLOAD = (
    "Not from the publisher: this is what its community uploaded to archive.org. The publisher gives these "
    "files to logged-in users who state that they do not mean to train a language model with them. CC BY-SA "
    "itself has no such clause; whether it binds you is for you to find out."
)


def release(client: Client, date: str, _patterns: Sequence[str]) -> Release:
    """All sites' archives of a dump. `date` is of a community's item (`20250331`); none: the publisher's."""
    if date and re.fullmatch(r"\d{8}(_\w+)?", date.replace("-", ""), re.ASCII) is None:
        raise UsageError(
            f"--date {date}: an item of archive.org called stackexchange_DATE, such as 20250331; without "
            f"--date, the publisher's own last dump ({_PUBLISHERS_DATE})"
        )
    date = date.replace("-", "")
    item = f"{_PUBLISHERS_ITEM}_{date}" if date else _PUBLISHERS_ITEM
    url = f"{_HOST}/{item}/{item}_files.xml"
    try:
        page = client.read(url)
    except NotThereError as error:
        raise NotThereError(f"archive.org has no item {item} ({error})") from error
    entries = _parse(page, url)
    files = tuple(_remote(item, e) for e in entries if _is_archive(e) or safe_name(e["name"]) is not None)
    if all(file.optional for file in files):
        raise FetchError(f"{url} lists no .7z archives")
    return Release(date or _PUBLISHERS_DATE, files, note=_REUPLOAD if date else "")


def _is_archive(entry: dict[str, str]) -> bool:
    return entry["name"].endswith(".7z")


def _remote(item: str, entry: dict[str, str]) -> RemoteFile:
    name = entry["name"]
    checksum = None
    if sha1 := entry.get("sha1"):
        checksum = Checksum("sha1", sha1.strip().lower(), "archive.org")
    elif md5 := entry.get("md5"):
        checksum = Checksum("md5", md5.strip().lower(), "archive.org")
    size = entry.get("size", "").strip()
    return RemoteFile(
        name=wanted_name(name),
        url=f"{_HOST}/{item}/{quote(name)}",
        size=int(size) if size.isascii() and size.isdigit() else None,
        checksum=checksum,
        optional=not _is_archive(entry),
        path=name,
    )


def _parse(page: bytes, url: str) -> list[dict[str, str]]:
    """Each `file` element's name and the text of its children. Raises FetchError.

    The list is somebody else's: it may declare no document type, so there are no entities to expand.
    """
    found: list[dict[str, str]] = []
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = tag
        if tag == "file" and "name" in attributes:
            found.append({"name": attributes["name"]})

    def end(_tag: str) -> None:
        nonlocal inside
        inside = ""

    def text(data: str) -> None:
        if found and inside in ("size", "md5", "sha1"):
            found[-1][inside] = found[-1].get(inside, "") + data

    def refuse(*_: object) -> None:
        raise FetchError(f"{url} declares a document type, which a list of files does not need: refused")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(page, True)
    except expat.ExpatError as error:
        raise FetchError(f"{url} is not an item's list of files: {error}") from error
    return found
