"""Which knowledge base's format a file is in, by the beginning of its content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curation.tuples import ascent, atomic, conceptnet, quasimodo
from curation.tuples.row import Reader, RowError, csv_cells
from curation.tuples.text import normalise, tidy_rows
from schemas.split import InputError

# What each format looks like, for people.
FORMATS = {
    "atomic2020": "ATOMIC 2020: head TAB relation TAB tail",
    "atomic2020-prompts": "ATOMIC 2020's test set as prompts: head @@ relation TAB tail| tail| tail",
    "atomic2019": "ATOMIC 2019: CSV with a header `event,oEffect,…` and JSON lists",
    "conceptnet": "ConceptNet 5 assertions: /a/[…] TAB /r/… TAB /c/… TAB /c/… TAB JSON",
    "cn100k": "CN-100K: relation TAB head TAB tail, perhaps with a weight or label",
    "quasimodo": "Quasimodo: subject TAB predicate TAB object TAB modality TAB is_negative TAB score …",
    "ascent": "ASCENT: a JSON object per line with arg1, rel, arg2, subject, predicate, object",
    "ascentpp": "ASCENT++: CSV with a header `…,subject,predicate,object,…,relation,tail,…`",
}

# What other things that lie about under such names begin with.
_STRANGERS = {
    b"version https://git-lfs": (
        "is a Git LFS pointer, and not the file that it points to: run `git lfs pull` in its repository, or "
        "download the file itself"
    ),
    b"PK\x03\x04": "is a zip archive: unpack it, and name the file that was in it",
    b"7z\xbc\xaf": "is a 7z archive: unpack it, and name the file that was in it",
    b"BZh": "is compressed with bzip2: only gzip is read as it is, so unpack it",
    b"\x28\xb5\x2f\xfd": "is compressed with Zstandard: only gzip is read as it is, so unpack it",
    b"PAR1": "is a Parquet file; expected its publisher's text file",
    b"\xff\xfe": "is in UTF-16; expected UTF-8",
    b"\xfe\xff": "is in UTF-16; expected UTF-8",
}


@dataclass(frozen=True)
class Layout:
    """A format and, where a header or their number says them, the names of the columns."""

    format: str
    columns: Sequence[str] = ()
    has_header: bool = False

    def reader(self, language: str) -> Reader:
        """What reads its rows; `language` (BCP 47) is theirs where they do not say it themselves."""
        return _READERS[self.format](self.columns, language)


_READERS: dict[str, Callable[[Sequence[str], str], Reader]] = {
    "atomic2020": lambda columns, language: atomic.Atomic2020(language),
    "atomic2020-prompts": lambda columns, language: atomic.Atomic2020Prompts(language),
    "atomic2019": atomic.Atomic2019,
    "conceptnet": lambda columns, language: conceptnet.ConceptNet(),
    "cn100k": lambda columns, language: conceptnet.CN100K(language),
    "quasimodo": quasimodo.Quasimodo,
    "ascent": lambda columns, language: ascent.Ascent(language),
    "ascentpp": ascent.AscentPP,
}


def detect(sample: bytes, path: str, wanted: str = "") -> Layout:
    """The layout of a file whose (decompressed) content begins with `sample`.

    A format is recognised by its header, if it has one, or if at least half of the sample's rows can be read
    in it, so that a few broken ones do no harm. Raises InputError, naming what was found and what was
    expected, if none is or if it is not the one that is `wanted`.
    """
    _check(sample, path)
    text = normalise(sample.decode("utf-8", "replace"))
    lines = [line for line in tidy_rows(text).split("\n") if line]
    if len(lines) > 1 and not sample.endswith(b"\n"):
        lines.pop()  # it may be cut off
    if not lines:
        raise InputError(f"{path} has nothing but empty lines; expected tuples")
    shares = {layout.format: (_readable(layout, lines), layout) for layout in _candidates(lines[0])}
    if wanted and shares.get(wanted, (0.0, None))[0] < 0.5:
        raise InputError(
            f"{path} is not in the format {wanted} ({FORMATS[wanted]}): its first line is {lines[0][:100]!r}"
            + _looks_like(shares)
        )
    if wanted:
        return shares[wanted][1]
    share, layout = max(shares.values(), key=lambda found: found[0])
    if share < 0.5:
        expected = "".join(f"\n  {FORMATS[name]}" for name in FORMATS)
        raise InputError(
            f"{path} is in no known format of tuples: its first line is {lines[0][:100]!r}; expected one of"
            f"{expected}"
        )
    return layout


def _check(sample: bytes, path: str) -> None:
    if not sample:
        raise InputError(f"{path} is empty; expected tuples")
    for start, what in _STRANGERS.items():
        if sample.startswith(start):
            raise InputError(f"{path} {what}")
    if sample[257:262] == b"ustar":
        raise InputError(f"{path} is a tar archive: unpack it (`tar -xf`), and name the file that was in it")
    if b"\0" in sample[:4096] and sample.count(b"\0") > 16:
        raise InputError(f"{path} is a binary file: byte {sample.index(0)} is zero; expected text")
    if sample.lstrip()[:9].lower() in (b"<!doctype", b"<html><he") or sample.lstrip()[:5].lower() == b"<html":
        raise InputError(f"{path} is a web page; expected tuples. Was the download answered with an error?")


def _candidates(first: str) -> list[Layout]:
    """The layouts that the first line allows; the earlier is taken of two that read equally many rows."""
    found = [Layout("conceptnet"), Layout("atomic2020"), Layout("cn100k"), Layout("ascent")]
    if "@@" in first:
        found.append(Layout("atomic2020-prompts"))
    cells = first.split("\t")
    names = tuple(cell.lower() for cell in cells)
    if set(quasimodo.NEEDED_COLUMNS) <= set(names):
        found.append(Layout("quasimodo", names, has_header=True))
    elif len(cells) == len(quasimodo.JUDGED_COLUMNS):
        found.append(Layout("quasimodo", quasimodo.JUDGED_COLUMNS))
    elif 6 <= len(cells) <= len(quasimodo.COLUMNS):
        found.append(Layout("quasimodo", quasimodo.COLUMNS[: len(cells)]))
    columns = csv_cells(first)
    if "event" in columns and set(atomic.DIMENSIONS) & set(columns):
        found.append(Layout("atomic2019", columns, has_header=True))
    if {*ascent.NEEDED_KEYS, "relation", "tail"} <= set(columns):
        found.append(Layout("ascentpp", columns, has_header=True))
    return found


def _readable(layout: Layout, lines: Sequence[str]) -> float:
    """The share of the lines that can be read; all of them, if a header says what they are."""
    if layout.has_header:
        return 1.0
    reader = layout.reader("en")
    return sum(_is_readable(reader, line) for line in lines) / len(lines)


def _is_readable(reader: Reader, line: str) -> bool:
    try:
        reader.read(reader.prepare(line))
    except RowError:
        return False
    return True


def _looks_like(shares: dict[str, tuple[float, Layout]]) -> str:
    share, layout = max(shares.values(), key=lambda found: found[0])
    return f". It looks like {layout.format}" if share >= 0.5 else ""
