"""Rows cut out of a stream of XML before anything is parsed.

In well-formed XML a `<` in an attribute is written `&lt;`, so `<row` is where a row begins, whatever came
before, and it ends before the next `<`. One broken row therefore cannot take others with it, a reader can
start anywhere in a table, and a row belongs to the range of the file in which its `<row` begins. A range's
reader reads on until the first row that is not its own, so the ranges of a file together give what the whole
file gives.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from curation.decompression.pieces import Damage, Stretch

_ROW = re.compile(rb"<row(?=[\s/>])")
_HEAD_BYTES = 2000
# What may stand between two rows: the end of one table and the beginning of another.
_ELEMENT = re.compile(rb"<(/?)([A-Za-z]{1,30})\s*(/?)>")
_BETWEEN = re.compile(
    rb"(?:\s|\0|\xef\xbb\xbf|<\?[^<>]{0,200}\?>|<!--(?:(?!-->)[\s\S]){0,2000}-->|</?[A-Za-z]{1,30}\s*/?>)*"
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that begin with a row, or with the beginning of the file, and end before another row or with the
    file.

    `offset` is where in the stored file they begin. `reason` says why nothing follows them: empty if
    something does, `end`, or that of the damage behind them, with its `detail`.
    """

    data: bytes
    offset: int
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RowCut:
    """The bytes of one row, from `<row` to its `>`; `offset` is where in the stored file it begins."""

    data: bytes
    offset: int


@dataclass(frozen=True, slots=True)
class TableBegins:
    """The element that the following rows are in, such as `posts`."""

    name: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is no row: why, where in the stored file, what was wrong, and how it begins."""

    reason: str
    offset: int
    detail: str
    head: bytes = b""


Event: TypeAlias = RowCut | TableBegins | Flaw


class Chunker:
    """Cuts one range of a file into chunks of whole rows.

    `end` is the stored file's offset at which the range ends (-1: where the file does). `from_start`: the
    range begins where the file does. `exact`: the decoded stream is the stored file, byte for byte.
    `max_bytes` is how long a row may be; about twice as much is held.
    """

    def __init__(self, *, end: int, from_start: bool, exact: bool, max_bytes: int) -> None:
        self._end = end
        self._exact = exact
        self._max_bytes = max_bytes
        # What was read since the last chunk, and where it begins: in the decoded stream and in the file.
        self._buffer = bytearray()
        self._position = 0
        self._offset = 0
        self._scanned = 0
        self._limit: int | None = None
        # Whether the buffer begins with a row or with the file, and not in the middle of a row.
        self._begun = self._at_start = from_start
        self._overlong = b""
        self._done = False

    def chunks(self, stretches: Iterable[Stretch]) -> Iterator[Chunk | Flaw]:
        """The range's chunks in order, and what is wrong between them."""
        for stretch in stretches:
            beyond = 0 <= self._end <= stretch.offset
            if isinstance(stretch, Damage):
                yield from self._damaged(stretch, beyond)
            else:
                if beyond and self._limit is None:
                    self._limit = self._position + len(self._buffer)
                if not self._buffer:
                    self._offset = stretch.offset
                offset = stretch.offset - (len(self._buffer) if self._exact else 0)
                self._buffer += stretch.data
                yield from self._cut(offset)
            if self._done:
                return
        if self._begun:
            yield from self._overlong_flaw()
            yield Chunk(bytes(self._buffer), self._offset, "end", "the file ends")

    def _cut(self, offset: int) -> Iterator[Chunk | Flaw]:
        """Takes from the buffer all but its last row. `offset` is where the latest piece of it begins."""
        if not self._begun:
            self._begin_at_row(offset)
            if not self._begun:
                return
        if self._at_start and (first := _ROW.search(self._buffer)):
            # The beginning of the file by itself, so that all other chunks are nothing but rows.
            self._at_start = False
            if first.start():
                yield Chunk(bytes(self._buffer[: first.start()]), self._offset)
                self._forget(first.start(), offset)
        if self._limit is not None:
            # The next row that begins from here on is not ours.
            found = _ROW.search(self._buffer, max(self._limit - self._position, self._scanned))
            at = found.start() if found else 0
            self._done = found is not None
        else:
            at = self._last_row()
        if at or self._done:
            yield from self._overlong_flaw()
            if not self._overlong and at:
                yield Chunk(bytes(memoryview(self._buffer)[:at]), self._offset)
            self._overlong = b""
            self._forget(at, offset)
        self._scanned = max(0, len(self._buffer) - len(b"<row "))
        if len(self._buffer) > self._max_bytes:
            self._overlong = self._overlong or bytes(self._buffer[:_HEAD_BYTES])
            self._forget(self._scanned, offset)

    def _begin_at_row(self, offset: int) -> None:
        found = _ROW.search(self._buffer)
        at = found.start() if found else max(0, len(self._buffer) - len(b"<row "))
        self._done = self._limit is not None and self._position + at >= self._limit
        self._begun = found is not None and not self._done
        self._forget(at, offset)

    def _last_row(self) -> int:
        """Where the last row in the buffer begins; 0 if no other begins before it."""
        at = len(self._buffer)
        while (at := self._buffer.rfind(b"<row", self._scanned, at)) > 0:
            if self._buffer[at + 4 : at + 5].isspace():
                return at
        return 0

    def _forget(self, count: int, offset: int) -> None:
        if count:
            del self._buffer[:count]
            self._position += count
            self._scanned = max(0, self._scanned - count)
            self._offset = self._offset + count if self._exact else offset

    def _overlong_flaw(self) -> Iterator[Flaw]:
        if self._overlong:
            detail = f"more than {self._max_bytes} bytes without another <row (max_row_bytes)"
            reason = "row-too-large" if _ROW.match(self._overlong) else "malformed-xml"
            yield Flaw(reason, self._offset, detail, self._overlong)

    def _damaged(self, damage: Damage, beyond: bool) -> Iterator[Chunk | Flaw]:
        if self._begun:
            yield from self._overlong_flaw()
            if not self._overlong:
                detail = f"{damage.detail} (at byte {damage.offset})"
                yield Chunk(bytes(self._buffer), self._offset, damage.reason, detail)
        # The end of the file is told once: by the range whose row it cuts off or follows.
        if (damage.last and self._begun) or not (damage.last or beyond):
            yield Flaw(damage.reason, damage.offset, damage.detail)
        self._done = beyond or damage.last
        self._begun = False
        self._overlong = b""
        self._position += len(self._buffer)
        self._scanned = 0
        self._buffer.clear()


def divide(chunk: Chunk, size: int, *, exact: bool) -> Iterator[Chunk]:
    """The chunk as chunks of about `size` bytes."""
    data, begin = chunk.data, 0
    while (end := data.find(b"<row ", begin + size)) >= 0:
        yield Chunk(data[begin:end], chunk.offset + begin if exact else chunk.offset)
        begin = end
    yield dataclasses.replace(
        chunk, data=data[begin:], offset=chunk.offset + begin if exact else chunk.offset
    )


def cut_rows(chunk: Chunk, *, exact: bool) -> Iterator[Event]:
    """The rows of a chunk one by one, the tables that begin between them, and what should not be there."""
    data = chunk.data
    begins = [match.start() for match in _ROW.finditer(data)]
    is_open = bool(begins)
    if not begins or begins[0]:
        begins.insert(0, 0)
    for begin, end in zip(begins, [*begins[1:], len(data)], strict=True):
        is_last = end == len(data) and bool(chunk.reason)
        offset = chunk.offset + begin if exact else chunk.offset
        row_end = begin
        if _ROW.match(data, begin):
            found = data.find(b"<", begin + 1, end)
            row_end = found if found >= 0 else end
            row = data[begin:row_end].rstrip()
            close = row.rfind(b"/>") + 2
            if 2 <= close < len(row) and row.count(b'"', 0, close) % 2 == 0:
                # Text follows a row that is whole.
                row_end, row = begin + close, row[:close]
            if is_last and found < 0 and not row.endswith(b">"):
                reason = "truncated" if chunk.reason == "end" else chunk.reason
                yield Flaw(reason, offset, f"this row is cut off: {chunk.detail}", row[:_HEAD_BYTES])
                return
            yield RowCut(row, offset)
            if not row.endswith(b">"):
                continue  # what follows is what the broken row goes on with
        between = _BETWEEN.match(data, row_end, end)
        stop = between.end() if between else row_end
        for closing, name, empty in _ELEMENT.findall(data[row_end:stop]):
            is_open = not (closing or empty)
            if not closing:
                yield TableBegins(name.decode().lower())
        if stop < end and not (is_last and chunk.reason != "end"):
            where = chunk.offset + stop if exact else chunk.offset
            yield Flaw(
                "malformed-xml", where, "text between two rows; expected <row", data[stop:end][:_HEAD_BYTES]
            )
    if is_open and chunk.reason == "end":
        where = chunk.offset + len(data) if exact else chunk.offset
        yield Flaw("truncated", where, "the file ends before the end of the table")
