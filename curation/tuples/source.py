"""Files of commonsense tuples, as their publishers ship them, as the source of a pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from curation.decompression import streams
from curation.decompression.pieces import Piece
from curation.inputs import FileKind, file_name, file_size, find_files, open_file
from curation.tuples.detect import FORMATS, Layout, detect
from curation.tuples.lines import Lines, read_lines
from curation.tuples.row import Read, Reader, RowError
from schemas.knowledge import KnowledgeTuple
from schemas.outcome import Dropped, Rejected
from schemas.split import InputError, Split

MB = 1 << 20
SAMPLE_BYTES = 1 << 16
# A value between quotes that goes on for more lines than this is a quotation mark that was never closed.
MAX_QUOTED_LINES = 50
_GZIP = b"\x1f\x8b"
_ENDINGS = tuple(
    ending + compressed
    for ending in (".tsv", ".csv", ".txt", ".json", ".jsonl")
    for compressed in ("", ".gz")
)


@dataclass(frozen=True)
class TupleFiles:
    """The statements of knowledge bases: ATOMIC 2020 (its prompts too) and 2019, ConceptNet 5.7, CN-100K,
    Quasimodo, ASCENT, ASCENT++.

    `paths` are files, folders (the files in them called *.tsv, *.csv, *.txt, *.json, *.jsonl, or one of these
    with .gz), patterns or fsspec URLs. Which `format` a file is in (see `FORMATS`) its content says, unless
    it is named; whether it is compressed (gzip), its bytes say. `language` (BCP 47) is that of files that do
    not say it themselves, which is all but ConceptNet's.

    Files are split about every `split_bytes` at line ends; those that are compressed and those in CSV, where
    a line end may be inside a value, are read by one worker each. A row of more than `max_row_bytes` is
    rejected. Readers hold about three megabytes, or a few times as much as the longest row.
    """

    paths: str | Sequence[str]
    format: str = ""
    language: str = "en"
    split_bytes: int = 32 * MB
    max_row_bytes: int = 4 * MB

    def __post_init__(self) -> None:
        paths = (self.paths,) if isinstance(self.paths, str) else tuple(self.paths)
        object.__setattr__(self, "paths", paths)
        if self.format and self.format not in FORMATS:
            raise ValueError(f"there is no format {self.format!r}: expected one of {', '.join(FORMATS)}")
        for name in ("split_bytes", "max_row_bytes"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be positive, and is {getattr(self, name)}")

    def plan(self) -> list[Split]:
        """The splits of all files, in the order of the paths. Reads each file's beginning. Raises InputError
        for a file that is missing, empty, or in no known format or another than the one named.
        """
        return [split for path in find_files(self.paths, _FILES) for split in self._plan_file(path)]

    def stored_bytes(self) -> int:
        """The size of all files together, as they are stored. Raises InputError as `plan` does."""
        return sum(file_size(path) for path in find_files(self.paths, _FILES))

    def read(self, split: Split) -> Iterator[KnowledgeTuple | Dropped | Rejected]:
        """The split's statements in the file's order.

        Dropped among them: `labelled-false`, statements that their publisher says are false. Rejected:
        `wrong-columns`, `unknown-relation`, `no-head`, `bad-number`, `bad-concept`, `malformed-json`,
        `malformed-csv`, `invalid-utf-8`, `invalid-unicode`, `row-too-long`, `corrupt-stream`, `truncated`.
        """
        layout = Layout(split.context["format"], json.loads(split.context["columns"]))
        reader = layout.reader(self.language)
        read = _read_quoted if reader.quoted else _read_plain
        name = file_name(split.path)
        # Of what is compressed, an offset in the file would not help to find the row.
        where = f"{name}, its content" if split.kind == "gz" else name
        with open_file(split.path) as file:
            yield from read(
                read_lines(file, file_size(split.path), split, where, self.max_row_bytes), reader, where
            )

    def _plan_file(self, path: str) -> list[Split]:
        try:
            size = file_size(path)
            with open_file(path) as file:
                kind, sample = _sample(file, size)
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error}") from error
        layout = detect(sample, path, self.format)
        context = {"format": layout.format, "columns": json.dumps(list(layout.columns))}
        whole = kind == "gz" or layout.reader("en").quoted
        # Ranges of one size: no short one at the end.
        step = size if whole else -(-size // max(1, round(size / self.split_bytes)))
        return [
            Split(
                path=path,
                kind=kind,
                start=start,
                end=-1 if whole else min(start + step, size),
                size=min(step, size - start),
                context=context,
            )
            for start in range(0, size, step)
        ]


def _sample(file: IO[bytes], size: int) -> tuple[str, bytes]:
    """Whether the file is compressed, and the beginning of its content."""
    first = file.read(SAMPLE_BYTES)
    if not first.startswith(_GZIP):
        return "text", first
    content = b""
    for stretch in streams.decode_gzip(file, size):
        if not isinstance(stretch, Piece):
            break
        content += stretch.data
        if len(content) >= SAMPLE_BYTES:
            break
    return "gz", content[:SAMPLE_BYTES]


def _numbered(
    lines: Iterator[Lines | Rejected], reader: Reader, where: str
) -> Iterator[tuple[list[str], Lines] | Rejected]:
    """The texts of lines, many at a time, and the lines that they are of."""
    for some in lines:
        if isinstance(some, Rejected):
            yield some
        else:
            texts, rejected = some.texts(reader.prepare, where)
            yield from rejected
            yield texts, some


def _read_plain(
    lines: Iterator[Lines | Rejected], reader: Reader, where: str
) -> Iterator[KnowledgeTuple | Dropped | Rejected]:
    """Rows that are lines."""
    read = reader.read
    for found in _numbered(lines, reader, where):
        if isinstance(found, Rejected):
            yield found
            continue
        texts, some = found
        for index, text in enumerate(texts):
            if text:
                try:
                    yield from read(text)
                except RowError as error:
                    yield _rejected(error, where, some.offset(index), text)


def _read_quoted(
    lines: Iterator[Lines | Rejected], reader: Reader, where: str
) -> Iterator[KnowledgeTuple | Dropped | Rejected]:
    """Rows of CSV: a line with a quotation mark that is not closed goes on in the next one. One that is
    never closed costs its line.
    """
    begun: list[tuple[str, int]] = []  # the lines of a row that has not ended, and where they begin
    for found in _numbered(lines, reader, where):
        if isinstance(found, Rejected):
            yield found
            continue
        texts, some = found
        for index, text in enumerate(texts):
            odd = text.count('"') % 2
            if not begun and not odd:
                if text:
                    try:
                        yield from reader.read(text)
                    except RowError as error:
                        yield _rejected(error, where, some.offset(index), text)
                continue
            begun.append((text, some.offset(index)))
            if len(begun) == 1 or (not odd and len(begun) < MAX_QUOTED_LINES):
                continue
            if odd:
                yield from _read_row(reader, "\n".join(line for line, _ in begun), where, begun[0][1])
                begun = []
            else:
                yield from _give_up(begun, reader, where)
                begun = []
    yield from _give_up(begun, reader, where)


def _give_up(
    begun: list[tuple[str, int]], reader: Reader, where: str
) -> Iterator[KnowledgeTuple | Dropped | Rejected]:
    """The lines from an open quotation mark on, each for itself."""
    for number, (text, offset) in enumerate(begun):
        if number == 0:
            error = RowError("malformed-csv", f"a quotation mark is not closed in {len(begun)} lines")
            yield _rejected(error, where, offset, text)
        elif text:
            yield from _read_row(reader, text, where, offset)


def _read_row(reader: Reader, text: str, where: str, offset: int) -> Read | tuple[Rejected]:
    try:
        return reader.read(text)
    except RowError as error:
        return (_rejected(error, where, offset, text),)


def _rejected(error: RowError, where: str, offset: int, text: str) -> Rejected:
    return Rejected(error.reason, f"{where}, byte {offset}", str(error), text)


def _is_wanted(path: str) -> bool:
    return file_name(path).lower().endswith(_ENDINGS)


_FILES = FileKind(
    what="a file of tuples",
    expected="files called *.tsv, *.csv, *.txt, *.json or *.jsonl",
    is_wanted=_is_wanted,
)
