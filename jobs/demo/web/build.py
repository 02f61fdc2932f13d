"""Writes the demonstration's web archive: a small WARC file as crawlers write them.

The pages lie beside this module in `pages/`. Not all of them are wanted: one is referenced by nobody, one was
captured twice, one is too short, one says that there is no page; and between the pages are the records that
every archive has besides. The archive's bytes depend on these files only.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.resources
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

NAME = "demo-web-20240101.warc.gz"
_NAMESPACE = uuid.UUID("6f2f1e0c-5f0e-4f6a-9d58-0d3c9a3b7c11")


@dataclass(frozen=True, slots=True)
class DemoCapture:
    """A page as the crawler met it: the file in `pages/`, its address, when, and how the server sent it."""

    file: str
    url: str
    captured: str
    content_type: str = "text/html; charset=utf-8"
    sent: Literal["plain", "gzip", "chunked"] = "plain"


CAPTURES = (
    DemoCapture(
        "hydrogen.html", "https://example.org/elements/hydrogen", "2023-11-02T08:15:30Z", sent="gzip"
    ),
    DemoCapture(
        "curie.html", "http://www.example.org/laureates/curie?utm_source=wiki", "2023-11-02T08:15:41Z"
    ),
    DemoCapture(
        "lighthouses.html", "https://example.org/lighthouses/", "2023-11-02T08:16:05Z", sent="chunked"
    ),
    DemoCapture("skarrow-stats.html", "https://example.com/skarrow-stats", "2023-11-02T08:16:20Z"),
    DemoCapture("tides.html", "https://example.org/tides", "2023-11-02T08:17:02Z", "text/html"),
    DemoCapture("skarrow-2021.html", "https://example.org/skarrow", "2021-03-01T10:00:00Z"),
    DemoCapture("skarrow.html", "http://example.org/skarrow", "2023-11-02T08:17:40Z"),
    DemoCapture(
        "mercury-1931.html", "https://example.com/mercury/1931-05-27", "2023-11-02T08:18:11Z", "text/html"
    ),
    DemoCapture("mercury-about.html", "https://example.com/mercury/about", "2023-11-02T08:18:30Z"),
    DemoCapture("outline.html", "https://example.org/outline", "2023-11-02T08:18:52Z", "text/html"),
    DemoCapture("abk.html", "https://example.org/abk", "2023-11-02T08:19:20Z", "text/html"),
    DemoCapture("bare.html", "https://example.org/bare", "2023-11-02T08:19:31Z"),
    DemoCapture("archive-404.html", "https://example.com/mercury/archive", "2023-11-02T08:19:44Z"),
    DemoCapture("recipes.html", "https://example.org/recipes/oatcakes", "2023-11-02T08:20:00Z"),
)


def write_warc(folder: Path | str) -> Path:
    """Writes the archive into an existing folder, each record a gzip member of its own, and returns its path.
    A file of the same name is overwritten.
    """
    path = Path(folder) / NAME
    # Without a time in the header, the same pages give the same bytes.
    path.write_bytes(b"".join(gzip.compress(record, 9, mtime=0) for record in _records()))
    return path


def _records() -> list[bytes]:
    info = b"software: written by hand\r\nformat: WARC File Format 1.1\r\n"
    records = [_record("warcinfo", "", "2024-01-01T00:00:00Z", "application/warc-fields", info)]
    pages = importlib.resources.files("jobs.demo.web") / "pages"
    for capture in CAPTURES:
        request = f"GET {capture.url} HTTP/1.1\r\nUser-Agent: demo\r\n\r\n".encode()
        page = (pages / capture.file).read_bytes()
        records += [
            _record("request", capture.url, capture.captured, "application/http; msgtype=request", request),
            _record("response", capture.url, capture.captured, _HTTP, _response(capture, page)),
        ]
    moved = (
        b"HTTP/1.1 301 Moved Permanently\r\nLocation: https://example.org/tides\r\nContent-Length: 0\r\n\r\n"
    )
    picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF89a\x01\x00\x01\x00\x00\x00\x00;"
    missing = (
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html><p>There is no motto here.</html>"
    )
    same = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    last = "2023-11-02T08:21:00Z"
    return [
        *records,
        _record("response", "http://example.org/tide", last, _HTTP, moved),
        _record("response", "https://example.org/img/dot.gif", last, _HTTP, picture),
        _record("response", "https://example.com/mercury/motto", last, _HTTP, missing),
        _record("revisit", "https://example.org/outline", last, _HTTP, same),
        _record(
            "metadata",
            "https://example.org/outline",
            last,
            "application/warc-fields",
            b"fetchTimeMs: 120\r\n",
        ),
    ]


_HTTP = "application/http; msgtype=response"


def _response(capture: DemoCapture, page: bytes) -> bytes:
    header = ["HTTP/1.1 200 OK", "Server: demo", f"Content-Type: {capture.content_type}"]
    body = page
    if capture.sent == "gzip":
        body = gzip.compress(page, 9, mtime=0)
        header.append("Content-Encoding: gzip")
    if capture.sent == "chunked":
        pieces = [page[start : start + 1000] for start in range(0, len(page), 1000)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])
        header.append("Transfer-Encoding: chunked")
    else:
        header.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*header, "", ""]).encode() + body


def _record(kind: str, url: str, date: str, content_type: str, content: bytes) -> bytes:
    digest = base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    header = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(_NAMESPACE, f'{kind} {url} {date}')}>",
        f"WARC-Date: {date}",
        *([f"WARC-Target-URI: {url}"] if url else []),
        f"WARC-Block-Digest: sha1:{digest}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(content)}",
    ]
    return "\r\n".join([*header, "", ""]).encode() + content + b"\r\n\r\n"
