"""Pages cut out of a stream of XML by the tags of pages and revisions alone, before anything is parsed.

In well-formed XML a `<` in text is written `&lt;`, so `<page>` is where a page begins, whatever came before.
One broken page therefore cannot take others with it, a reader can start anywhere in a dump, and a page
belongs to the range of the file in which its `<page>` begins. A range's reader reads on until the first page
that is not its own, so the ranges of a file together give what the whole file gives, flaws included.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from curation.decompression.pieces import Damage, Piece, Stretch

_HEAD_BYTES = 2000
# Between two pages there are line ends and spaces, and between two dumps in one file a header.
_GAP_BYTES = 1 << 16
# The tag of a page has no attributes; this leaves room for some.
_TAG_BYTES = 1000
# White space, byte order marks, and the zeros that pad a tape.
_BLANK = re.compile(rb"(?:[ \t\r\n\0]|\xef\xbb\xbf)*")

Reason: TypeAlias = Literal["malformed-xml", "truncated", "corrupt-stream", "page-too-large"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of one page; `offset` is where in the stored file it begins.

    A page with one revision is one cut, `first` and `last`. A page with more is cut before each further one,
    so that a history need not be held in memory: each cut has one revision, the first also the page's
    beginning, the last also its end.
    """

    data: bytes
    offset: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that could not be cut into pages: why, where in the stored file, what was wrong, and how it
    begins. `page`: it is a page that is lost, and the cuts of it that came before are void.
    """

    reason: Reason
    offset: int
    detail: str
    head: bytes = b""
    page: bool = False


Event: TypeAlias = Cut | Flaw


class Cutter:
    """Cuts one range of a file into pages.

    `end` is the stored file's offset at which the range ends (-1: where the file does). `from_start`: the
    range begins where the file does. `rooted`: there should be a `</mediawiki>`. `exact`: the decoded stream
    is the stored file, byte for byte. `prefix` is what the elements' names begin with (`ns0:`). `max_bytes`
    is how much of a page may be held: up to the end of its first revision, and every further one.
    """

    def __init__(
        self, *, end: int, from_start: bool, rooted: bool, exact: bool, max_bytes: int, prefix: str = ""
    ) -> None:
        self._end = end
        self._rooted = rooted
        self._exact = exact
        self._max_bytes = max_bytes
        name = re.escape(prefix.encode())
        self._tag = re.compile(rb"<(/?)%b(?:(page)|revision)(?:[\s/][^<>]{0,%d})?>" % (name, _TAG_BYTES))
        self._root_end = f"</{prefix}mediawiki".encode()
        self._between = _Between(prefix)
        # Positions count the bytes of the decoded stream; the buffer holds those from `_base` on, and the
        # marks say where pieces of it come from.
        self._buffer = bytearray()
        self._base = 0
        self._scanned = 0
        self._marks: list[tuple[int, int]] = []
        self._limit: int | None = None
        # `before` the first page of a range in the middle of a file; `lost` after damage; in the `header`;
        # `between` pages; in a `page`. What we are in, or its next cut, begins at `_begin`.
        self._state: Literal["before", "lost", "header", "between", "page"] = (
            "header" if from_start else "before"
        )
        self._begin = 0
        self._offset = 0
        self._first = False
        self._in_revisions = False
        self._head = b""
        self._overlong = False
        self._done = False

    def cut(self, stretches: Iterable[Stretch]) -> Iterator[Event]:
        """The range's pages in order, and the flaws among them. Holds one revision."""
        for stretch in stretches:
            beyond = 0 <= self._end <= stretch.offset
            if isinstance(stretch, Piece):
                yield from self._add(stretch, beyond)
            else:
                yield from self._damaged(stretch, beyond)
            if self._done:
                return
        yield from self._ended()

    def _add(self, piece: Piece, beyond: bool) -> list[Event]:
        position = self._base + len(self._buffer)
        if beyond and self._limit is None:
            self._limit = position
        self._marks.append((position, piece.offset))
        self._buffer += piece.data
        events: list[Event] = []
        for tag in self._tag.finditer(self._buffer, self._scanned - self._base):
            begin, self._scanned = self._base + tag.start(), self._base + tag.end()
            closing, of_page = bool(tag[1]), bool(tag[2])
            if of_page and not closing:
                events += self._page_begins(begin)
                if self._done:
                    return events
            elif self._state != "page":
                continue
            elif of_page:
                events += self._cut_until(self._scanned, last=True)
                self._enter("between", self._scanned)
            elif not closing and self._in_revisions:
                events += self._cut_until(begin, last=False)
                self._begin, self._offset, self._first = begin, self._stored(begin), False
            elif not closing:
                self._in_revisions = True
        self._shrink()
        return events

    def _page_begins(self, position: int) -> list[Event]:
        events: list[Event] = []
        if self._state == "page":
            detail = "the next <page> begins before the </page> of this one"
            events.append(self._lost("malformed-xml", detail, position))
        elif self._state == "between":
            events += self._judge_gap(position)
        if self._limit is not None and position >= self._limit:
            self._done = True
        else:
            self._enter("page", position)
            self._first = True
            self._in_revisions = False
        return events

    def _enter(self, state: Literal["between", "page"], position: int) -> None:
        self._state, self._begin, self._offset = state, position, self._stored(position)
        self._head, self._overlong = b"", False

    def _cut_until(self, end: int, *, last: bool) -> list[Event]:
        self._keep_head(end)
        self._overlong |= end - self._begin > self._max_bytes
        if not self._overlong:
            data = bytes(memoryview(self._buffer)[self._begin - self._base : end - self._base])
            return [Cut(data, self._offset, self._first, last)]
        if last:
            detail = (
                f"this page, or one revision of it, has more than {self._max_bytes} bytes (max_page_bytes)"
            )
            return [self._lost("page-too-large", detail, end)]
        return []

    def _judge_gap(self, end: int) -> list[Event]:
        """What there is between the end of a page and `end`, if it should not be there."""
        if self._overlong:
            detail = f"more than {_GAP_BYTES} bytes that are no page; expected <page>"
            return [Flaw("malformed-xml", self._offset, detail, self._head)]
        gap = bytes(self._buffer[self._begin - self._base : end - self._base])
        stray = self._between.stray(gap)
        if not stray:
            return []
        offset = self._stored(self._begin + len(gap) - len(stray))
        return [Flaw("malformed-xml", offset, "text between two pages; expected <page>", stray[:_HEAD_BYTES])]

    def _damaged(self, damage: Damage, beyond: bool) -> list[Event]:
        events: list[Event] = []
        where = f"{damage.detail} (at byte {damage.offset})"
        end = self._base + len(self._buffer)
        if self._state == "page":
            events.append(self._lost(damage.reason, f"this page is cut off: {where}", end))
        # The end of the file is told once: by the range whose page it cuts off or follows.
        at_end = damage.last and not events and self._state != "before"
        if at_end or not (damage.last or beyond):
            events.append(Flaw(damage.reason, damage.offset, damage.detail))
        self._done = beyond or damage.last
        self._state = "lost"
        self._base = self._scanned = end
        self._buffer.clear()
        self._marks.clear()
        return events

    def _ended(self) -> list[Event]:
        end = self._base + len(self._buffer)
        if self._state == "page":
            return [self._lost("truncated", "the file ends inside this page", end)]
        events = self._judge_gap(end) if self._state == "between" else []
        # After damage, it may have been there: that something is missing was said.
        in_order = self._state in ("header", "between")
        if self._rooted and in_order and self._root_end not in self._buffer:
            offset = self._stored(end) if self._marks else 0
            events.append(Flaw("truncated", offset, "the file ends without </mediawiki>"))
        return events

    def _lost(self, reason: Reason, detail: str, end: int) -> Flaw:
        self._keep_head(end)
        return Flaw(reason, self._offset, detail, self._head, page=True)

    def _keep_head(self, end: int) -> None:
        """Remembers how what we are in begins; it ends at `end`, or goes on there."""
        if not self._head:
            begin = self._begin - self._base
            length = min(_HEAD_BYTES, self._max_bytes, end - self._begin)
            self._head = bytes(self._buffer[begin : begin + length])

    def _shrink(self) -> None:
        """Forgets what is no longer needed of the buffer."""
        end = self._base + len(self._buffer)
        # A tag may have begun that has not ended.
        keep = self._scanned = max(self._scanned, end - 2 * _TAG_BYTES)
        if self._state in ("page", "between") and not self._overlong:
            if end - self._begin <= (self._max_bytes if self._state == "page" else _GAP_BYTES):
                keep = min(keep, self._begin)
            else:
                self._keep_head(end)
                self._overlong = True
        elif self._state == "before":
            self._done = self._limit is not None and keep >= self._limit
        del self._buffer[: keep - self._base]
        self._base = keep
        del self._marks[: bisect_right(self._marks, keep, key=lambda mark: mark[0]) - 1]

    def _stored(self, position: int) -> int:
        """Where in the stored file this position of the buffer comes from."""
        begin, offset = self._marks[bisect_right(self._marks, position, key=lambda mark: mark[0]) - 1]
        return offset + position - begin if self._exact else offset


class _Between:
    """What may stand between two pages: nothing, or the end of one dump and the beginning of another."""

    def __init__(self, prefix: str) -> None:
        name = prefix.encode()
        self._pairs = [
            (b"<?", b"?>"),
            (b"<!--", b"-->"),
            (b"<" + name + b"siteinfo", b"</" + name + b"siteinfo>"),
            (b"<" + name + b"mediawiki", b">"),
            (b"</" + name + b"mediawiki", b">"),
        ]

    def stray(self, gap: bytes) -> bytes:
        """The gap from the first thing on that does not belong there."""
        at = self._blank(gap, 0)
        while at < len(gap):
            for begin, end in self._pairs:
                if gap.startswith(begin, at) and (found := gap.find(end, at)) >= 0:
                    at = self._blank(gap, found + len(end))
                    break
            else:
                return gap[at:]
        return b""

    def _blank(self, gap: bytes, at: int) -> int:
        match = _BLANK.match(gap, at)
        return match.end() if match else at
