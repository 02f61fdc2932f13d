"""Gzip files of many members, such as web archives, in which each record is a member of its own.

Reading can begin in the middle, at the first member of which `begins` says that a record begins with it, and
goes on behind members that do not decode. A member's magic bytes may occur inside of compressed data by
chance, so no candidate is believed before its first bytes were decoded.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import IO

from curation.decompression.pieces import Damage, Piece, Stretch

MAGIC = b"\x1f\x8b\x08"
# What follows a member in the buffer is copied when the next begins, so reads are not much longer than one.
_READ_BYTES = 1 << 14
_SEARCH_BYTES = 1 << 18
_PIECE_BYTES = 1 << 20
# So much of a candidate is decoded to see what it begins with.
_PROBE_BYTES = 1 << 12
_BEGINNING_BYTES = 1 << 9
_SALVAGE_BYTES = 1 << 8

Begins = Callable[[bytes], bool]


def decode_members(file: IO[bytes], size: int, start: int, end: int, begins: Begins) -> Iterator[Stretch]:
    """The content of the members that begin at byte `start` or after, and before `end` (-1: all).

    A piece's offset is the byte in which its member begins; a piece never holds bytes of two members. With
    `start` > 0 the first member is searched for. A member that does not decode gives what does, and a Damage;
    then comes the next member that begins a record.
    """
    end = size if end < 0 else end
    window = _Window(file)
    member = next_member(file, start, end, begins) if start else 0
    while 0 <= member < end:
        window.go_to(member)
        damage = yield from _decode_one(window, size, member)
        if damage is not None:
            yield damage
            if damage.last:
                return
            member = next_member(file, member + 1, end, begins)
            continue
        member = window.offset
        if window.starts_with(MAGIC):
            continue
        window.skip_zeros()
        if window.offset == member and member < size:
            detail = "what follows a gzip member is no gzip member"
            yield Damage("corrupt-stream", member, detail, last=False)
        member = next_member(file, window.offset, end, begins)


def next_member(file: IO[bytes], start: int, end: int, begins: Begins) -> int:
    """The byte from `start` on, and before `end`, in which the first member begins that decodes and of which
    `begins` is true; -1 if there is none.
    """
    position = start
    while position < end:
        file.seek(position)
        block = file.read(_SEARCH_BYTES)
        if len(block) < len(MAGIC):
            return -1
        found = block.find(MAGIC)
        while found >= 0:
            if position + found >= end:
                return -1
            if begins(_beginning(file, position + found)):
                return position + found
            found = block.find(MAGIC, found + 1)
        position += len(block) - len(MAGIC) + 1
    return -1


class _Window:
    """The bytes of the file from `offset` on, as many as were read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._end = -1
        self.data = b""

    @property
    def offset(self) -> int:
        return self._end - len(self.data)

    def go_to(self, offset: int) -> None:
        if offset != self.offset:
            self._file.seek(offset)
            self.data, self._end = b"", offset
        else:
            self._file.seek(self._end)

    def fill(self) -> bool:
        block = self._file.read(_READ_BYTES)
        self.data += block
        self._end += len(block)
        return bool(block)

    def starts_with(self, magic: bytes) -> bool:
        while len(self.data) < len(magic) and self.fill():
            pass
        return self.data.startswith(magic)

    def skip_zeros(self) -> None:
        while True:
            self.data = self.data.lstrip(b"\0")
            if self.data or not self.fill():
                return


def _decode_one(window: _Window, size: int, member: int) -> Generator[Piece, None, Damage | None]:
    """The pieces of the member at which the window is, and what is wrong with it. The window then is behind
    the member, if nothing is.
    """
    decompressor = zlib.decompressobj(wbits=31)
    given = 0
    while not decompressor.eof:
        if not window.data and not window.fill():
            if rest := decompressor.flush():
                yield Piece(rest, member)
            return Damage("truncated", size, f"the file ends at byte {size}, inside a gzip member")
        try:
            content = decompressor.decompress(window.data, _PIECE_BYTES)
        except zlib.error as error:
            yield from _until_error(window, member, given)
            detail = f"the gzip member at byte {member} does not decode: {error}"
            return Damage("corrupt-stream", member, detail, last=False)
        window.data = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
        given += len(content)
        if content:
            yield Piece(content, member)
    return None


def _until_error(window: _Window, member: int, given: int) -> Iterator[Piece]:
    """What of the member decodes, but for its first `given` bytes: a call that fails gives nothing, so in
    small steps.
    """
    window.go_to(member)
    decompressor = zlib.decompressobj(wbits=31)
    with contextlib.suppress(zlib.error):
        while window.data or window.fill():
            content = decompressor.decompress(window.data, _SALVAGE_BYTES)
            window.data = decompressor.unconsumed_tail
            if len(content) > given:
                yield Piece(content[given:], member)
            given = max(0, given - len(content))


def _beginning(file: IO[bytes], offset: int) -> bytes:
    """What a member at this byte would begin with; nothing if there is none."""
    file.seek(offset)
    with contextlib.suppress(zlib.error):
        return zlib.decompressobj(wbits=31).decompress(file.read(_PROBE_BYTES), _BEGINNING_BYTES)
    return b""
