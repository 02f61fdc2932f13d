"""WARC and ARC files as records.

Read here and not by a library, because none reads both formats, says at which byte an archive is broken, goes
on behind the damage, and can begin in the middle of a file. Formats: WARC 0.17 to 1.1
(https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/), ARC 1 and 2
(https://archive.org/web/researcher/ArcFileFormat.php).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from curation.decompression.pieces import Damage, Stretch
from schemas.outcome import Rejected

# A longer line or header is none. Browsers' own limits are about 8 and 256 kB.
_LINE_BYTES = 1 << 16
_HEADER_BYTES = 1 << 20

_WARC_LINE = re.compile(rb"WARC/\d\.\d+")
# `URL IP-address date type length`; version 2 has more fields between type and length. Addresses with spaces
# in them occur, so fields are counted from the end.
_ARC_LINE = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.-]*:\S.*?) (?P<ip>[0-9a-fA-F.:]+) (?P<date>\d{14}) (?P<type>\S+)"
    rb"(?P<rest> \S+ \S+ \S+ \S+ \S+)? (?P<length>\d+)",
    re.IGNORECASE,
)
_RECORD_LINE = re.compile(rb"(?:%s|%s)\r?\n" % (_WARC_LINE.pattern, _ARC_LINE.pattern), re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record without its content, which is read separately.

    `kind` is the WARC type in lower case (`response`, `request`, …), and for ARC `response` or `warcinfo`.
    `url` is the target, `date` ISO 8601 in UTC, `content_type` the record's own, `headers` all of a WARC
    record in lower case. `length` counts the content's bytes, `offset` says where in the stored file the
    record (or the compressed block that it is in) begins.
    """

    kind: str
    url: str
    date: str
    content_type: str
    length: int
    offset: int
    format: Literal["warc", "arc"]
    headers: dict[str, str] = field(default_factory=dict)


def begins_record(beginning: bytes) -> bool:
    """Whether bytes begin as a record of a WARC or ARC file does."""
    return bool(_RECORD_LINE.match(beginning))


class Records:
    """The records of decoded bytes, one after another: `for record in records: … records.read(n)`.

    What was not read of a record's content is skipped. A damaged place gives a Rejected among the records:
    `malformed-record`, `truncated` or `corrupt-stream`; of a record that the damage is in, `read` returns
    less than was asked for. `name` is what the file is called in messages; `exact` says that the file is not
    compressed, so that a place in it can be told to the byte.
    """

    def __init__(self, stretches: Iterable[Stretch], name: str, *, exact: bool = False) -> None:
        self._bytes = _Bytes(stretches, exact)
        self._name = name
        self._left = 0

    @property
    def left(self) -> int:
        """How many bytes of the present record's content, as its header has it, were not read yet."""
        return self._left

    def __iter__(self) -> Iterator[Record | Rejected]:
        data = self._bytes
        while True:
            missing = self._left - data.skip(self._left)
            self._left = 0
            if missing and data.damage is None:
                where = f"{self._name}, byte {data.offset}"
                yield Rejected(
                    "truncated", where, f"the file ends {missing} bytes before its last record does"
                )
                return
            if data.damage is not None:
                yield self._rejected(data.damage)
                if data.damage.last:
                    return
                data.resume()
                continue
            data.skip_blank()
            if data.at_end:
                if data.damage is None:
                    return
                continue
            record = self._header()
            if isinstance(record, Record):
                self._left = record.length
                yield record
            else:
                yield record
                if data.damage is None:
                    data.seek(_RECORD_LINE)

    def read(self, count: int) -> bytes:
        """The next bytes of the present record's content: `count`, or as many as are left of it or whole."""
        found = self._bytes.read(min(count, self._left))
        self._left -= len(found)
        return found

    def _header(self) -> Record | Rejected:
        data = self._bytes
        offset = data.offset
        line = data.line(_LINE_BYTES).rstrip(b"\r\n")
        if _WARC_LINE.fullmatch(line):
            return self._warc(offset)
        match = _ARC_LINE.fullmatch(line)
        if match is None:
            detail = "expected the first line of a WARC or ARC record"
            return Rejected("malformed-record", self._where(offset), detail, _text(line))
        url = _text(match["url"])
        return Record(
            kind="warcinfo" if url.startswith("filedesc:") else "response",
            url=url,
            date=_iso(_text(match["date"])),
            content_type=_text(match["type"]),
            length=int(match["length"]),
            offset=offset,
            format="arc",
        )

    def _warc(self, offset: int) -> Record | Rejected:
        headers: dict[str, str] = {}
        name, total = "", 0
        while line := self._bytes.line(_LINE_BYTES):
            total += len(line)
            text = _text(line).rstrip("\r\n")
            if not text or total > _HEADER_BYTES:
                break
            if text[0] in " \t" and name:
                headers[name] += f" {text.strip()}"
                continue
            name, _, value = text.partition(":")
            name = name.strip().lower()
            headers[name] = value.strip()
        length = headers.get("content-length", "")
        if not length.isdecimal() or not length.isascii():
            detail = f"a WARC record needs a Content-Length in its header, and this has {length!r}"
            return Rejected("malformed-record", self._where(offset), detail, str(headers))
        return Record(
            kind=headers.get("warc-type", "").lower(),
            # wget writes the address in angle brackets, as a grammar of WARC 1.0 had it.
            url=headers.get("warc-target-uri", "").strip("<>"),
            date=_iso(headers.get("warc-date", "")),
            content_type=headers.get("content-type", ""),
            length=int(length),
            offset=offset,
            format="warc",
            headers=headers,
        )

    def _where(self, offset: int) -> str:
        return f"{self._name}, byte {offset}"

    def _rejected(self, damage: Damage) -> Rejected:
        return Rejected(damage.reason, self._where(damage.offset), damage.detail)


class _Bytes:
    """Decoded bytes, read from front to back. Stops at damage until told to `resume`."""

    def __init__(self, stretches: Iterable[Stretch], exact: bool) -> None:
        self._stretches = iter(stretches)
        self._exact = exact
        self._buffer = bytearray()
        self._position = 0  # of the buffer's next byte, in decoded bytes since the beginning
        self._begin = 0  # index of that byte in the buffer
        self._offsets: deque[tuple[int, int]] = deque()  # (decoded position, stored offset)
        self._ended = False
        self.damage: Damage | None = None

    @property
    def offset(self) -> int:
        """Where the next byte is stored, or the compressed block that holds it."""
        while len(self._offsets) > 1 and self._offsets[1][0] <= self._position:
            self._offsets.popleft()
        position, stored = self._offsets[0] if self._offsets else (0, 0)
        return stored + self._position - position if self._exact else stored

    @property
    def at_end(self) -> bool:
        return self._held() == 0 and not self._fill()

    def line(self, limit: int) -> bytes:
        """Up to and with the next `\\n`, at most `limit` bytes; empty at the end."""
        searched = 0
        while True:
            found = self._buffer.find(b"\n", self._begin + searched, self._begin + limit)
            if found >= 0:
                return self._take(found + 1 - self._begin)
            searched = min(self._held(), limit)
            if searched == limit or not self._fill():
                return self._take(searched)

    def read(self, count: int) -> bytes:
        while self._held() < count and self._fill():
            pass
        return self._take(min(count, self._held()))

    def skip(self, count: int) -> int:
        """Passes over so many bytes, or as many as there are; returns their number."""
        left = count
        while left:
            step = min(left, self._held())
            self._drop(step)
            left -= step
            if left and not self._fill():
                break
        return count - left

    def skip_blank(self) -> None:
        while self._held() or self._fill():
            while self._held() and self._buffer[self._begin] in b"\r\n":
                self._drop(1)
            if self._held():
                return

    def seek(self, pattern: re.Pattern[bytes]) -> None:
        """Passes over everything before the next line that the pattern matches."""
        while not self.at_end:
            while self._held() < _LINE_BYTES and self._fill():
                pass
            if pattern.match(self._buffer, self._begin):
                return
            found = self._buffer.find(b"\n", self._begin)
            self._drop((found + 1 if found >= 0 else len(self._buffer)) - self._begin)

    def resume(self) -> None:
        """Goes on behind the damage."""
        self.damage = None
        self._drop(self._held())

    def _held(self) -> int:
        return len(self._buffer) - self._begin

    def _fill(self) -> bool:
        if self._ended or self.damage is not None:
            return False
        stretch = next(self._stretches, None)
        if stretch is None:
            self._ended = True
            return False
        if isinstance(stretch, Damage):
            self.damage = stretch
            return False
        if self._begin > len(self._buffer) // 2:
            del self._buffer[: self._begin]
            self._begin = 0
        if not self._offsets or self._offsets[-1][1] != stretch.offset:
            self._offsets.append((self._position + self._held(), stretch.offset))
        self._buffer += stretch.data
        return True

    def _take(self, count: int) -> bytes:
        found = bytes(self._buffer[self._begin : self._begin + count])
        self._drop(count)
        return found

    def _drop(self, count: int) -> None:
        self._begin += count
        self._position += count


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _iso(date: str) -> str:
    """`2010-01-02T03:04:05Z` from a WARC date, which may have fractions of a second, or an ARC one; empty if
    it is neither.
    """
    digits = re.sub(r"\D", "", date.partition(".")[0])
    if len(digits) != 14:
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"
