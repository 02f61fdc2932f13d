"""Archives written for tests."""

from __future__ import annotations

import gzip


def warc(
    kind: str,
    url: str,
    content: bytes,
    *,
    version: str = "1.0",
    date: str = "2020-01-02T03:04:05Z",
    **more: str,
) -> bytes:
    """A WARC record."""
    header = [f"WARC/{version}", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"WARC-Date: {date}"]
    header += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    header.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*header, "", ""]).encode() + content + b"\r\n\r\n"


def arc(url: str, content: bytes, *, date: str = "20100102030405", more: str = "") -> bytes:
    """An ARC record; `more` are the fields that version 2 has between type and length."""
    return f"{url} 192.0.2.1 {date} text/html {more}{len(content)}\n".encode() + content + b"\n"


def http(
    body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", *more: str
) -> bytes:
    """A response."""
    header = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *more]
    return "\r\n".join([*header, "", ""]).encode() + body


def members(*records: bytes) -> bytes:
    """Each record compressed by itself."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def page(text: str, title: str = "A page") -> bytes:
    """A page that has the text as its main part."""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    head = f"<head><title>{title}</title></head>"
    return f"<html>{head}<body><article>{paragraphs}</article></body></html>".encode()


SENTENCES = (
    "The harbour was dredged in the spring of that year, and the stones went into the new mole. "
    "Nobody had expected how much of it there would be. "
)
