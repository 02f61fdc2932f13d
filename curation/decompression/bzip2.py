"""bzip2, block by block.

A bzip2 file is one or more streams, each a header (`BZh1` to `BZh9`) and blocks of up to 900,000 bytes of
content; a block begins at any bit, with a magic of 48 bits and its own checksum
(https://en.wikipedia.org/wiki/Bzip2#File_format). Blocks do not depend on each other. So a file can be
entered at any block, whether it is a multistream dump or one single stream, and damage costs one block. A
multistream dump's index file is not needed: finding a block is a scan of less than a megabyte, while the
index of a large dump takes a minute to decompress.

A magic may also occur by chance inside a block. A block is therefore taken to end at the next magic at which
it decodes with the right checksum.
"""

from __future__ import annotations

import bz2
import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from curation.decompression.pieces import READ_BYTES, Damage, Piece, Stretch

_BLOCK = 0x314159265359
_STREAM_END = 0x177245385090
_MAGIC_BITS = 48
_CHECKSUM_BITS = 32
# What ends a stream, before the padding to a whole byte: the magic and the checksum of all its blocks.
_TRAILER_BITS = _MAGIC_BITS + _CHECKSUM_BITS
_EMPTY_TRAILER = (_STREAM_END << _CHECKSUM_BITS).to_bytes(10, "big")
_HEADERS = frozenset(b"BZh%d" % level for level in range(1, 10))

# Two chance magics within one block (each 1 in 2^48 bits) are not to be met.
_CHANCE_MAGICS = 2
# No block is longer: 900,000 bytes that cannot be compressed take 904,000.
_REACH_BYTES = 1 << 20


def decode(file: IO[bytes], size: int, start: int = 0) -> Iterator[Stretch]:
    """The content from the first block that begins at byte `start` of the file or after it.

    `size` is the file's. A piece is a block; its offset is the byte in which the block begins. Where blocks
    are damaged there is one Damage, and decoding goes on with the next whole one. Holds a few megabytes.
    """
    reader = _Reader(file, size, start)
    damaged: int | None = None
    while (begin := reader.first()) is not None:
        block = reader.decode_first()
        if block is None:
            damaged = begin // 8 if damaged is None else damaged
            reader.forget(1)
            continue
        if damaged is not None:
            detail = f"bzip2 data does not decode from here to byte {begin // 8}"
            yield Damage("corrupt-stream", damaged, detail, last=False)
            damaged = None
        yield Piece(block.content, begin // 8)
        if stray := reader.stray_bytes(block):
            detail = f"{stray} bytes after a bzip2 stream are not bzip2"
            yield Damage("corrupt-stream", block.end // 8, detail, last=False)
        reader.forget(block.magics)
    if damaged is not None and reader.saw_stream_end:
        yield Damage(
            "corrupt-stream", damaged, f"bzip2 data does not decode from here to the end, byte {size}"
        )
    elif damaged is not None:
        yield Damage("truncated", damaged, f"the file ends at byte {size}, inside a bzip2 block")


def boundaries(file: IO[bytes], size: int, step: int) -> list[int]:
    """Byte offsets at which to cut the file into ranges of about `step` bytes, each the beginning of a block
    that decodes. Reads a megabyte or two per boundary.
    """
    found: list[int] = []
    for target in range(step, size, step):
        if found and target <= found[-1]:
            continue
        reader = _Reader(file, size, target)
        while (begin := reader.first()) is not None and begin // 8 < target + step:
            if reader.decode_first() is not None:
                found.append(begin // 8)
                break
            reader.forget(1)
    return found


@dataclass(frozen=True, slots=True)
class _Block:
    """A decoded block: its content, the bit after it, the bit up to which nothing else begins, and how many
    block magics there are before that bit (1, but for chance magics).
    """

    content: bytes
    end: int
    limit: int
    magics: int


class _Reader:
    """A window on the file that moves forward, with the bit positions of the block magics in it."""

    def __init__(self, file: IO[bytes], size: int, start: int) -> None:
        self._file = file
        self._size = size
        self._data = bytearray()
        self._begin = start
        self._magics: deque[int] = deque()
        self._ended = False
        self.saw_stream_end = False
        file.seek(start)

    def first(self) -> int | None:
        """The bit position of the first block magic ahead, or None if there is none."""
        while not self._magics and not self._ended:
            self._drop_before(self._begin + len(self._data) - 16)
            self._read_more()
        return self._magics[0] if self._magics else None

    def forget(self, magics: int) -> None:
        """Moves past so many block magics."""
        for _ in range(magics):
            self._magics.popleft()
        if self._magics:
            self._drop_before(self._magics[0] // 8)

    def decode_first(self) -> _Block | None:
        """The block at the first magic, or None if it does not decode."""
        begin = self._magics[0]
        self.saw_stream_end = False
        for magics in range(1, _CHANCE_MAGICS + 2):
            limit = self._limit(magics)
            # A block is followed by another, or by the end of its stream and the next stream: both are known
            # without a search. What else may follow is found by one.
            for end in itertools.chain((self._end_before(limit),), self._stream_ends(begin, limit)):
                content = self._inflate(begin, end)
                if content is not None:
                    return _Block(content, end, limit, magics)
            if len(self._magics) <= magics:
                return None
        return None

    def stray_bytes(self, block: _Block) -> int:
        """How many bytes there are between the end of the block's stream and what begins next, if it is not
        padding or empty streams.
        """
        if block.end == block.limit:
            return 0
        begin = (block.end + _TRAILER_BITS + 7) // 8 - self._begin
        end = block.limit // 8 - self._begin
        if self._header_before(block.limit):
            end -= 4
        stray = bytes(self._data[begin:end])
        while stray[:4] in _HEADERS and stray[4:14] == _EMPTY_TRAILER:
            stray = stray[14:]
        return len(stray) if stray.strip(b"\0") else 0

    def _limit(self, magics: int) -> int:
        """The bit at which the magic so many places ahead begins, else the end of the window: of the file, or
        further away than any block reaches.
        """
        while len(self._magics) <= magics and not self._ended:
            end = self._begin + len(self._data)
            if end - self._magics[0] // 8 > _REACH_BYTES * magics + READ_BYTES:
                break
            self._read_more()
        return self._magics[magics] if len(self._magics) > magics else 8 * (self._begin + len(self._data))

    def _read_more(self) -> None:
        data = self._file.read(READ_BYTES)
        self._ended = not data
        # A magic may have begun in the last bytes that were there before.
        known = max(0, len(self._data) - 7)
        self._data += data
        last = self._magics[-1] if self._magics else -1
        for bit in _find(bytes(self._data[known:]), _BLOCK):
            position = 8 * (self._begin + known) + bit
            if position > last:
                self._magics.append(position)

    def _drop_before(self, byte: int) -> None:
        if byte > self._begin:
            del self._data[: byte - self._begin]
            self._begin = byte

    def _header_before(self, bit: int) -> bool:
        at = bit // 8 - 4 - self._begin
        return bit % 8 == 0 and at >= 0 and bytes(self._data[at : at + 4]) in _HEADERS

    def _end_before(self, limit: int) -> int:
        """Where a block ends if nothing is amiss: at `limit`, or if a stream begins or the file ends there,
        where the stream before begins to end. Streams are padded to whole bytes.
        """
        header = limit - 32 if self._header_before(limit) else limit
        if header == limit and not (self._ended and limit == 8 * self._size):
            return limit
        for end in range(header - _TRAILER_BITS, header - _TRAILER_BITS - 8, -1):
            if end >= 8 * self._begin and self._bits(end, end + _MAGIC_BITS) == _STREAM_END:
                return end
        return limit

    def _stream_ends(self, begin: int, limit: int) -> Iterator[int]:
        data = bytes(self._data[begin // 8 - self._begin : (limit + 7) // 8 - self._begin])
        for bit in _find(data, _STREAM_END)[: _CHANCE_MAGICS + 1]:
            self.saw_stream_end = True
            yield 8 * (begin // 8) + bit

    def _bits(self, begin: int, end: int) -> int:
        data = self._data[begin // 8 - self._begin : (end + 7) // 8 - self._begin]
        return (int.from_bytes(data, "big") >> (-end % 8)) & ((1 << (end - begin)) - 1)

    def _inflate(self, begin: int, end: int) -> bytes | None:
        """The content of the block in these bits, as a stream of its own; None if it does not decode."""
        if end - begin < _TRAILER_BITS:
            return None
        block = self._bits(begin, end)
        checksum = self._bits(begin + _MAGIC_BITS, begin + _TRAILER_BITS)
        # A stream's checksum is folded from those of its blocks: for a single block it is the same.
        stream = (block << _TRAILER_BITS) | (_STREAM_END << _CHECKSUM_BITS) | checksum
        bits = end - begin + _TRAILER_BITS
        padding = -bits % 8
        decompressor = bz2.BZ2Decompressor()
        try:
            content = decompressor.decompress(
                b"BZh9" + (stream << padding).to_bytes((bits + padding) // 8, "big")
            )
        except OSError:
            return None
        return content if decompressor.eof and not decompressor.unused_data else None


def _find(data: bytes, magic: int) -> list[int]:
    """The bit positions of a 48-bit magic. At each of the 8 alignments at least 5 whole bytes of it are
    known, and those are searched for.
    """
    found = []
    for shift in range(8):
        word = magic << (8 - shift)
        lead = 1 if shift else 0
        inner = word.to_bytes(7, "big")[lead:6]
        mask = ((1 << _MAGIC_BITS) - 1) << (8 - shift)
        at = data.find(inner)
        while at >= 0:
            begin = at - lead
            near = int.from_bytes(data[begin : begin + 7].ljust(7, b"\0"), "big") if begin >= 0 else 0
            if near & mask == word:
                found.append(8 * begin + shift)
            at = data.find(inner, at + 1)
    return sorted(found)
