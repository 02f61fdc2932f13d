"""The lines of a file, or of a stretch of it, many at a time, and where each begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from curation.decompression import streams
from curation.decompression.pieces import Damage
from curation.inputs import file_name
from curation.tuples.text import normalise
from schemas.outcome import Rejected
from schemas.split import Split


class Lines:
    """Whole lines. `start` is where the first begins: the byte of the file, or of what is in it if it is
    compressed.
    """

    def __init__(self, data: bytes, start: int) -> None:
        self.data = data
        self.start = start
        self._index = self._at = 0

    def offset(self, index: int) -> int:
        """Where the line of that number begins; numbers count from 0, and never go back."""
        for _ in range(index - self._index):
            self._at = self.data.index(b"\n", self._at) + 1
        self._index = index
        return self.start + self._at

    def texts(self, prepare: Callable[[str], str], where: str) -> tuple[list[str], list[Rejected]]:
        """The lines, normalised and prepared; one that is not UTF-8 is empty, and rejected."""
        try:
            return prepare(normalise(self.data.decode())).split("\n"), []
        except UnicodeDecodeError:
            pass
        texts: list[str] = []
        rejected: list[Rejected] = []
        at = self.start
        for line in self.data.split(b"\n"):
            try:
                texts.append(normalise(line.decode()))
            except UnicodeDecodeError as error:
                texts.append("")
                detail = f"byte {line[error.start]:#04x} is not UTF-8"
                excerpt = line.decode("utf-8", "backslashreplace")
                rejected.append(
                    Rejected("invalid-utf-8", f"{where}, byte {at + error.start}", detail, excerpt)
                )
            at += len(line) + 1
        return prepare("\n".join(texts)).split("\n"), rejected


def read_lines(
    file: IO[bytes], size: int, split: Split, where: str, max_bytes: int
) -> Iterator[Lines | Rejected]:
    """The lines that begin in the split, about a megabyte at a time. `where` names for people what it is that
    they are lines of.

    Rejects what cannot be decompressed (`corrupt-stream`, `truncated`), after all that can, and a line of
    more than `max_bytes` (`row-too-long`), of which no more than that is held.
    """
    # One byte before the split tells whether a line begins with it.
    start = max(0, split.start - 1)
    stretches = streams.decode_gzip(file, size) if split.kind == "gz" else streams.read_plain(file, start, -1)
    rest, skipping = b"", split.start > 0
    too_long = -1
    for stretch in stretches:
        if isinstance(stretch, Damage):
            # The line that it breaks off in could pass for a whole one.
            excerpt = rest.decode("utf-8", "replace")
            file_at = f"{file_name(split.path)}, byte {stretch.offset}"
            yield Rejected(stretch.reason, file_at, stretch.detail, excerpt)
            return
        data = stretch.data
        if skipping:
            newline = data.find(b"\n")
            if newline < 0:
                start += len(data)
                if too_long >= 0 or not 0 <= split.end <= start:
                    continue
                return
            start, data, skipping = start + newline + 1, data[newline + 1 :], False
            if too_long >= 0:
                yield _too_long(where, too_long, start, max_bytes)
                too_long = -1
        if 0 <= split.end <= start:
            return
        data = rest + data
        # The last line that begins in the split ends with the first line break from the byte before its end.
        last = data.find(b"\n", split.end - 1 - start) if 0 <= split.end < start + len(data) else -1
        if last >= 0:
            yield Lines(data[:last], start)
            return
        whole = data.rfind(b"\n") + 1
        if whole:
            yield Lines(data[: whole - 1], start)
        rest, start = data[whole:], start + whole
        if len(rest) > max_bytes:
            too_long, skipping, start, rest = start, True, start + len(rest), b""
    if too_long >= 0:
        yield _too_long(where, too_long, start, max_bytes)
    if rest:
        yield Lines(rest, start)


def _too_long(where: str, start: int, end: int, limit: int) -> Rejected:
    return Rejected(
        "row-too-long", f"{where}, byte {start}", f"a line of {end - start} bytes; at most {limit} are read"
    )
