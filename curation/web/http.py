"""HTTP responses as archives hold them: the header parsed, the body's encodings undone within bounds."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli
import zstandard

_STATUS = re.compile(rb"(?:HTTP/[\d.]+|ICY)[ \t]+(\d{3})\b[^\n]*\r?\n", re.IGNORECASE)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n|\n\r\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
# A header that has not ended by then is none.
MAX_HEADER_BYTES = 1 << 18


class TooLargeError(ValueError):
    """A body that is longer than allowed once its encoding is undone."""


@dataclass(frozen=True, slots=True)
class ResponseHeader:
    """The status code, the header's fields (names in lower case, several of one name joined by commas), and
    how many bytes all that takes.
    """

    status: int
    fields: dict[str, str]
    length: int


def parse_header(data: bytes) -> ResponseHeader | None:
    """The header that `data` begins with; None if it does not begin with one that ends within it."""
    status = _STATUS.match(data)
    if status is None:
        return None
    end = _END_OF_HEADER.search(data, status.end() - 2)
    if end is None:
        return None
    fields: dict[str, str] = {}
    name = ""
    for line in data[status.end() : end.start()].decode("latin-1").splitlines():
        if line[:1] in (" ", "\t") and name:
            fields[name] += f" {line.strip()}"
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        fields[name] = f"{fields[name]}, {value.strip()}" if name in fields else value.strip()
    return ResponseHeader(int(status[1]), fields, end.end())


def decode_body(body: bytes, transfer_encoding: str, content_encoding: str, limit: int) -> bytes:
    """The body as the server's files have it.

    Crawlers often store a body already decoded and leave the header as it was: what does not look as its
    encoding says is taken as it is. Of a body that is cut off or damaged the whole part comes back. Raises
    TooLargeError above `limit` bytes.
    """
    if "chunked" in transfer_encoding.lower():
        body = _join_chunks(body)
    for name in reversed(content_encoding.lower().split(",")):
        decode = _DECODERS.get(name.strip())
        body = decode(body, limit) if decode else body
    if len(body) > limit:
        raise TooLargeError(f"the page is longer than {limit} bytes")
    return body


def _join_chunks(body: bytes) -> bytes:
    chunks: list[bytes] = []
    position = 0
    while match := _CHUNK_SIZE.match(body, position):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(chunks)
        chunks.append(body[match.end() : match.end() + size])
        position = match.end() + size
        position += 2 if body.startswith(b"\r\n", position) else body.startswith(b"\n", position)
    # Ends without the chunk of length 0: cut off. No chunk at all: it never was chunked.
    return b"".join(chunks) if chunks else body


def _gunzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, 31, limit) if body.startswith(b"\x1f\x8b") else body


def _undeflate(body: bytes, limit: int) -> bytes:
    # Both the zlib format, which the standard means, and the bare one are sent.
    return _inflate(body, 15, limit) or _inflate(body, -15, limit) or body


def _inflate(body: bytes, wbits: int, limit: int) -> bytes:
    decompressor = zlib.decompressobj(wbits=wbits)
    whole = bytearray()
    try:
        while body and not decompressor.eof:
            whole += decompressor.decompress(body, 1 << 16)
            body = decompressor.unconsumed_tail
            _check(len(whole), limit)
    except zlib.error:
        return bytes(whole)
    return bytes(whole)


def _unbrotli(body: bytes, limit: int) -> bytes:
    decompressor = brotli.Decompressor()
    whole = bytearray()
    try:
        whole += decompressor.process(body, output_buffer_limit=1 << 16)
        while not decompressor.is_finished():
            piece = decompressor.process(b"", output_buffer_limit=1 << 16)
            if not piece and decompressor.can_accept_more_data():
                break
            whole += piece
            _check(len(whole), limit)
    except brotli.error:
        # Brotli has no magic bytes. HTML is hardly ever valid Brotli for long.
        return body if body.lstrip()[:1] == b"<" or not whole else bytes(whole)
    return bytes(whole)


def _unzstd(body: bytes, limit: int) -> bytes:
    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    whole = bytearray()
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(body) as reader:
            while piece := reader.read(1 << 16):
                whole += piece
                _check(len(whole), limit)
    except zstandard.ZstdError:
        return bytes(whole)
    return bytes(whole)


def _check(length: int, limit: int) -> None:
    if length > limit:
        raise TooLargeError(f"the page is longer than {limit} bytes when decompressed")


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
