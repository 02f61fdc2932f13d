"""7z archives of tables: how they can be divided among workers, and read.

An archive is one or more blocks of compressed data, each with one member or, if it is solid, several. A block
can only be decoded from its beginning, with one exception: Stack Exchange packs with bzip2, and a block
that is nothing but a bzip2 stream can be entered anywhere (see `curation.decompression.bzip2`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

import py7zr

from curation.decompression import bzip2, sevenzip
from curation.decompression.pieces import Damage, Stretch
from schemas.split import InputError

SIGNATURE_BYTES = 32
# https://www.7-zip.org/recover.html and DOC/Methods.txt of 7-Zip
_BZIP2_METHOD = b"\x04\x02\x02"
# The tables of a site shrink to a fifth to a fiftieth.
MAX_RATIO = 250
_GRACE_BYTES = 1 << 26


@dataclass(frozen=True, slots=True)
class Block:
    """Bytes `start` to `end` of an archive, the names of the members that lie in them, in order (none: not
    known, as the archive is cut off), and whether they are one bzip2 stream.
    """

    start: int
    end: int
    names: tuple[str, ...]
    bzip2: bool


def blocks(file: IO[bytes], size: int, path: str) -> list[Block]:
    """The archive's blocks. Of an archive that is cut off before its table of contents, which 7z has at its
    end: all there is.

    Raises InputError for an archive that is damaged, encrypted, holds members that could not be unpacked
    safely, or would unpack to an unreasonable size.
    """
    members = {member.name: member.size for member in sevenzip.members(file, size, path)}
    if list(members) == [""]:
        file.seek(SIGNATURE_BYTES)
        return [Block(SIGNATURE_BYTES, size, (), file.read(3) == b"BZh")]
    file.seek(0)
    with py7zr.SevenZipFile(file) as archive:
        streams: Any = archive.header.main_streams
        of_folder: dict[int, list[str]] = {}
        for member in archive.files:
            if member.filename in members and member.folder is not None:
                of_folder.setdefault(id(member.folder), []).append(member.filename)
        found = []
        positions = streams.packinfo.packpositions
        for number, folder in enumerate(streams.unpackinfo.folders):
            names = of_folder.get(id(folder), [])
            start, end = (SIGNATURE_BYTES + positions[at] for at in (number, number + 1))
            unpacked = sum(members[name] for name in names)
            if unpacked > _GRACE_BYTES + MAX_RATIO * (end - start):
                raise InputError(
                    f"{path}: {', '.join(names)} would unpack from {end - start} to {unpacked} bytes, more "
                    f"than {MAX_RATIO} times as many: this is no archive of tables"
                )
            if names:
                methods = [coder["method"] for coder in folder.coders]
                found.append(Block(start, end, tuple(names), methods == [_BZIP2_METHOD]))
    return found


def boundaries(file: IO[bytes], block: Block, step: int) -> list[int]:
    """Byte offsets in the file at which to cut a bzip2 block into ranges of about `step` bytes."""
    window = Window(file, block.start, block.end)
    return [block.start + at for at in bzip2.boundaries(cast("IO[bytes]", window), window.size, step)]


def decode_bzip2(file: IO[bytes], start: int, end: int, at: int) -> Iterator[Stretch]:
    """The content of the bzip2 stream in bytes `start` to `end`, from its first block at or after byte `at`;
    offsets are those in the file.
    """
    window = Window(file, start, end)
    for stretch in bzip2.decode(cast("IO[bytes]", window), window.size, at - start):
        if isinstance(stretch, Damage):
            yield Damage(stretch.reason, start + stretch.offset, stretch.detail, stretch.last)
        else:
            yield type(stretch)(stretch.data, start + stretch.offset)


def limit_expansion(stretches: Iterator[Stretch], start: int) -> Iterator[Stretch]:
    """The same stretches, up to where they hold unreasonably more than what they come from, which begins at
    byte `start` of the file.
    """
    decoded = 0
    for stretch in stretches:
        if not isinstance(stretch, Damage):
            decoded += len(stretch.data)
            if decoded > _GRACE_BYTES + MAX_RATIO * max(0, stretch.offset - start):
                detail = f"this data expands more than {MAX_RATIO} times; it is not read any further"
                yield Damage("corrupt-stream", stretch.offset, detail)
                return
        yield stretch


class Window(io.RawIOBase):
    """Bytes `start` to `end` of a file, as a file of their own."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        self._file = file
        self._start = start
        self.size = end - start
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """As a file does."""
        left = max(0, self.size - self._at)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As a file does."""
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, origin + offset)
        return self._at

    def tell(self) -> int:
        """As a file does."""
        return self._at

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True
