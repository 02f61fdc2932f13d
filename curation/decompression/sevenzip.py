"""7z archives: their members, and the content of some as a stream.

py7zr pushes content at a writer; here it is pulled, a bounded piece at a time, so the archive is read in a
thread that waits until its last piece was taken. Nothing is ever written to disk. 7z keeps its table of
contents at the end: of an archive that was cut off, the data is decoded as what 7-Zip and p7zip write
for a single member (LZMA2, or LZMA with its default parameters).
"""

from __future__ import annotations

import contextlib
import io
import lzma
import queue
import struct
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, cast

import py7zr
import py7zr.io
from py7zr.exceptions import ArchiveError

from curation.decompression.pieces import Damage, Piece, Stretch
from schemas.split import InputError

_SIGNATURE_BYTES = 32
# py7zr decodes what one read gives at once: 200 times as much in the history of a page, at most 7,000 times.
_STORED_READ_BYTES = 1 << 12
_PIECE_BYTES = 1 << 20
_DICTIONARY_BYTES = 1 << 26
_POLL_SECONDS = 0.1

# What py7zr and the decoders below it raise for data that is not what it should be.
_BAD_DATA = (
    ArchiveError,
    lzma.LZMAError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name, and its size in bytes when unpacked."""

    name: str
    size: int


def members(file: IO[bytes], size: int, path: str) -> list[Member]:
    """The files in the archive, or one of unknown name and size (0) if the archive is cut off before its
    table of contents. Raises InputError if there are none, if one could not be unpacked safely, or if the
    archive is damaged.
    """
    if _is_cut_off(file, size):
        return [Member("", 0)]
    try:
        file.seek(0)
        # By the same wrapper as when it is read: py7zr gives a member without name one by what the file is.
        with py7zr.SevenZipFile(cast("IO[bytes]", _SmallReads(file))) as archive:
            found = [Member(f.filename, f.uncompressed) for f in archive.list() if not f.is_directory]
    except py7zr.PasswordRequired as error:
        raise InputError(f"{path} is encrypted: unpack it first") from error
    except (*_BAD_DATA, OSError) as error:
        raise InputError(
            f"{path}: the table of contents of this 7z archive cannot be read: {error}"
        ) from error
    names = [member.name for member in found]
    for name in names:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or names.count(name) > 1:
            raise InputError(
                f"{path}: member {name!r} of this archive could not be unpacked safely; repack it"
            )
    if not any(member.size for member in found):
        raise InputError(f"{path}: this 7z archive has no content; expected a dump in it")
    return [member for member in found if member.size]


def decode(file: IO[bytes], size: int, *names: str) -> Iterator[Stretch]:
    """The content of the archive's members with these names, one after another as they are in the archive.
    What lies behind the last of them is not decoded. One empty name: of an archive that is cut off.
    """
    return _decode_members(file, names) if all(names) else _decode_cut_off(file, size)


def _is_cut_off(file: IO[bytes], size: int) -> bool:
    # https://py7zr.readthedocs.io/en/latest/archive_format.html: magic, version, checksum, then offset (from
    # byte 32) and length of the table of contents.
    file.seek(0)
    signature = file.read(_SIGNATURE_BYTES)
    if len(signature) < _SIGNATURE_BYTES:
        return True
    offset, length = struct.unpack_from("<QQ", signature, 12)
    return bool(_SIGNATURE_BYTES + offset + length > size) or length == 0


class _AbandonedError(Exception):
    """Nobody wants the rest of the content."""


class _SmallReads(io.RawIOBase):
    """The file, read in small steps once the table of contents is known."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.small = False

    def read(self, size: int = -1) -> bytes:
        return self._file.read(min(size, _STORED_READ_BYTES) if self.small and size > 0 else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


class _Pipe(py7zr.io.Py7zIO):
    """A writer that hands on one piece at a time to a reader in another thread."""

    def __init__(self, file: _SmallReads) -> None:
        self._file = file
        self._queue: queue.Queue[Piece | None] = queue.Queue(maxsize=1)
        self._abandoned = threading.Event()
        self.error: BaseException | None = None

    def create(self, filename: str) -> _Pipe:
        return self

    def put(self, piece: Piece | None) -> None:
        while not self._abandoned.is_set():
            with contextlib.suppress(queue.Full):
                self._queue.put(piece, timeout=_POLL_SECONDS)
                return
        raise _AbandonedError

    def take(self) -> Piece | None:
        return self._queue.get()

    def abandon(self) -> None:
        self._abandoned.set()

    def write(self, s: bytes | bytearray) -> int:
        self.put(Piece(bytes(s), self._file.tell()))
        return len(s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return 0


def _decode_members(file: IO[bytes], names: Sequence[str]) -> Iterator[Stretch]:
    source = _SmallReads(file)
    pipe = _Pipe(source)

    def extract() -> None:
        try:
            source.seek(0)
            with py7zr.SevenZipFile(cast("IO[bytes]", source)) as archive:
                if missing := set(names).difference(archive.getnames()):
                    raise KeyError(f"there is no member {', '.join(sorted(missing))!r} any more")
                source.small = True
                archive.extract(targets=list(names), factory=pipe)
        except _AbandonedError:
            return
        except Exception as error:
            pipe.error = error
        with contextlib.suppress(_AbandonedError):
            pipe.put(None)

    thread = threading.Thread(target=extract, name="7z", daemon=True)
    thread.start()
    try:
        while (piece := pipe.take()) is not None:
            for begin in range(0, len(piece.data), _PIECE_BYTES):
                yield Piece(piece.data[begin : begin + _PIECE_BYTES], piece.offset)
    finally:
        pipe.abandon()
        thread.join()
    if isinstance(pipe.error, _BAD_DATA):
        detail = f"7z data does not decode: {type(pipe.error).__name__} {pipe.error}"
        yield Damage("corrupt-stream", source.tell(), detail)
    elif pipe.error is not None:
        raise pipe.error


def _decode_cut_off(file: IO[bytes], size: int) -> Iterator[Stretch]:
    for candidate in (
        {"id": lzma.FILTER_LZMA2, "dict_size": _DICTIONARY_BYTES},
        {"id": lzma.FILTER_LZMA1, "dict_size": _DICTIONARY_BYTES},
    ):
        decoded = _decode_raw(file, size, candidate)
        first = next(decoded)
        if isinstance(first, Piece) and first.data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
            yield first
            yield from decoded
            return
    yield Damage(
        "truncated", size, f"the file ends at byte {size}, before the table of contents of this 7z archive"
    )


def _decode_raw(file: IO[bytes], size: int, candidate: dict[str, Any]) -> Iterator[Stretch]:
    decompressor = lzma.LZMADecompressor(format=lzma.FORMAT_RAW, filters=[candidate])
    file.seek(_SIGNATURE_BYTES)
    try:
        while not decompressor.eof:
            data = file.read(_STORED_READ_BYTES) if decompressor.needs_input else b""
            if decompressor.needs_input and not data:
                break
            if content := decompressor.decompress(data, _PIECE_BYTES):
                yield Piece(content, file.tell() - len(data))
    except (lzma.LZMAError, EOFError) as error:
        yield Damage("corrupt-stream", file.tell(), f"7z data does not decode: {error}")
        return
    yield Damage(
        "truncated", size, f"the file ends at byte {size}, before the 7z archive's table of contents"
    )
