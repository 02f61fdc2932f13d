"""Files that are read from their beginning (gzip, Zstandard), or from anywhere (not compressed)."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

import zstandard

from curation.decompression.pieces import READ_BYTES, Damage, Piece, Stretch

if TYPE_CHECKING:
    from zlib import _Decompress as _Decompressor

# Up to 32 MB come out of so much Zstandard data, whatever it is made to hold (128 kB blocks of 4 bytes each).
_ZSTD_READ_BYTES = 1 << 10
_SALVAGE_BYTES = 1 << 8
_GZIP_MAGIC = b"\x1f\x8b"


def read_plain(file: IO[bytes], start: int, end: int) -> Iterator[Stretch]:
    """The bytes from `start` on. One piece begins exactly at `end` (-1: none has to)."""
    file.seek(start)
    position = start
    while data := file.read(min(READ_BYTES, end - position) if position < end else READ_BYTES):
        yield Piece(data, position)
        position += len(data)


def decode_gzip(file: IO[bytes], size: int) -> Iterator[Stretch]:
    """The content of a gzip file with one or more members, in pieces of at most a megabyte."""
    file.seek(0)
    decompressor = zlib.decompressobj(wbits=31)
    position = 0
    data = b""
    try:
        while data or (data := file.read(READ_BYTES)):
            if decompressor.eof:
                data = data.lstrip(b"\0")
                if not data:
                    continue
                if not data.startswith(_GZIP_MAGIC[: len(data)]):
                    yield Damage("corrupt-stream", position, "what follows the gzip data is not gzip")
                    return
                decompressor = zlib.decompressobj(wbits=31)
            before, offset = decompressor.copy(), position
            content = decompressor.decompress(data, READ_BYTES)
            data = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
            position = file.tell() - len(data)
            if content:
                yield Piece(content, offset)
    except zlib.error as error:
        yield from _until_error(before, data, position)
        yield Damage("corrupt-stream", position, f"gzip data does not decode: {error}")
        return
    if not decompressor.eof:
        if content := decompressor.flush():
            yield Piece(content, position)
        yield Damage("truncated", size, f"the file ends at byte {size}, inside a gzip stream")


def _until_error(decompressor: _Decompressor, data: bytes, offset: int) -> Iterator[Piece]:
    """What comes out before the error: a call that fails gives nothing, so in small steps."""
    with contextlib.suppress(zlib.error):
        while content := decompressor.decompress(data, _SALVAGE_BYTES):
            yield Piece(content, offset)
            data = decompressor.unconsumed_tail


def decode_zstd(file: IO[bytes], size: int) -> Iterator[Stretch]:
    """The content of a Zstandard file with one or more frames, skippable ones included."""
    file.seek(0)
    context = zstandard.ZstdDecompressor()
    decompressor = context.decompressobj()
    position, inside = 0, False
    try:
        while data := file.read(_ZSTD_READ_BYTES):
            while data:
                offset = position
                content = decompressor.decompress(data)
                inside = not decompressor.eof
                data = b"" if inside else decompressor.unused_data
                position = file.tell() - len(data)
                if not inside:
                    decompressor = context.decompressobj()
                if content:
                    yield Piece(content, offset)
    except zstandard.ZstdError as error:
        yield Damage("corrupt-stream", position, f"Zstandard data does not decode: {error}")
        return
    if inside:
        yield Damage("truncated", size, f"the file ends at byte {size}, inside a Zstandard frame")
