"""Small dumps of our own: rows, tables in all their forms, archives."""

from __future__ import annotations

import bz2
import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import py7zr
import zstandard

from curation.stackexchange import StackExchangeArchive
from schemas.outcome import Dropped, Rejected
from schemas.stackexchange import ThreadPart

BOM = b"\xef\xbb\xbf"
PACK = {
    ".xml": lambda data: data,
    ".xml.gz": gzip.compress,
    ".xml.bz2": bz2.compress,
    ".xml.zst": zstandard.compress,
}


def row(**attributes: object) -> str:
    """`<row … />` as in a dump: line ends as references."""
    written = " ".join(f"{name}={quoteattr(str(value))}" for name, value in attributes.items())
    return f"  <row {written} />".replace("&#10;", "&#xA;")


def question(number: int, **more: object) -> str:
    """A question's row."""
    return row(
        **{
            "Id": number,
            "PostTypeId": 1,
            "CreationDate": "2015-01-01T00:00:00.000",
            "Score": 1,
            "Body": f"<p>Question {number}?</p>\n",
            "OwnerUserId": 7,
            "LastActivityDate": "2015-01-01T00:00:00.000",
            "Title": f"Title {number}",
            "Tags": "<one><two>",
        }
        | more
    )


def answer(number: int, parent: int, **more: object) -> str:
    """An answer's row."""
    return row(
        **{
            "Id": number,
            "PostTypeId": 2,
            "ParentId": parent,
            "CreationDate": "2015-01-02T00:00:00.000",
            "Score": 1,
            "Body": f"<p>Answer {number}.</p>\n",
            "OwnerUserId": 8,
            "LastActivityDate": "2015-01-02T00:00:00.000",
        }
        | more
    )


def comment(number: int, post: int, **more: object) -> str:
    """A comment's row."""
    fields = {"Id": number, "PostId": post, "Score": 0, "Text": f"Comment {number}."}
    return row(**fields | {"CreationDate": "2015-01-03T00:00:00.000", "UserId": 9} | more)


def duplicate(number: int, post: int, original: int, kind: int = 3) -> str:
    """A row that links two questions."""
    return row(
        Id=number,
        CreationDate="2015-01-04T00:00:00.000",
        PostId=post,
        RelatedPostId=original,
        LinkTypeId=kind,
    )


def table(name: str, rows: Sequence[str]) -> bytes:
    """A table as it is published, with its byte order mark."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<{name}>", *rows, f"</{name}>", ""]
    return BOM + "\n".join(lines).encode()


def archive(path: Path, tables: dict[str, bytes], **options: object) -> Path:
    """A 7z archive with these members; `filters` and the like as py7zr takes them."""
    with py7zr.SevenZipFile(path, "w", **options) as packed:
        for name, data in tables.items():
            packed.writef(io.BytesIO(data), name)
    return path


def read(source: StackExchangeArchive) -> list[ThreadPart | Dropped | Rejected]:
    """Everything that the source gives, in order."""
    return [record for split in source.plan() for record in source.read(split)]


def numbers(records: Sequence[object]) -> list[int]:
    """The ids of the parts among them."""
    return [record.id for record in records if isinstance(record, ThreadPart)]


def rejected(records: Sequence[object]) -> list[Rejected]:
    """The rejected rows among them."""
    return [record for record in records if isinstance(record, Rejected)]
