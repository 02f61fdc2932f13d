"""From chunks of a table to parts of threads, and to reasons why a row is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias
from xml.parsers import expat

from curation.mediawiki.parsing import repair
from curation.stackexchange.attributes import read_attributes
from curation.stackexchange.cutting import Chunk, Flaw, RowCut, TableBegins, cut_rows, divide
from curation.stackexchange.licences import row_licence
from schemas.outcome import EXCERPT_CHARACTERS, Dropped, Rejected
from schemas.stackexchange import ThreadPart

Table: TypeAlias = Literal["posts", "comments", "postlinks"]

# The order in which tables lie in an archive is that of their names.
TABLES = ("badges", "comments", "posthistory", "postlinks", "posts", "tags", "users", "votes")

_KINDS = {"1": "question", "2": "answer"}
_DUPLICATE_LINK = "3"
# The question and the answer that the publisher has put into every site's dump since 2025, made up and wrong
# (https://meta.stackexchange.com/questions/412018).
_FABRICATED = frozenset((1_000_000_001, 1_000_000_010))
# What fits into a core's cache with all that is made of it.
_BYTES_AT_A_TIME = 1 << 18
_DIGITS = 18  # what a 64-bit number can hold for certain
# An attribute that tells a row's table apart from those after it.
_SIGNS = (
    (" PostHistoryTypeId=", "posthistory"),
    (" PostTypeId=", "posts"),
    (" LinkTypeId=", "postlinks"),
    (" VoteTypeId=", "votes"),
    (" Reputation=", "users"),
    (" TagName=", "tags"),
    (" Name=", "badges"),
    (" Text=", "comments"),
)
# With a quotation mark it is no text that looks so: in values that mark is written as a reference.
_QUOTED_SIGNS = [(f'{sign}"'.encode(), table) for sign, table in _SIGNS]
# They come among the first attributes.
_SIGN_BYTES = 300
_ROW_ID = re.compile(rb"""<row\s[^<>]{0,100}?\bId=["'](\d{1,18})["']""")


class MalformedRowError(ValueError):
    """A row that is not well-formed, or that lacks what its table's rows have; `reason` is `malformed-xml` or
    `malformed-row`.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Makes parts of threads of a file's chunks. Rows of tables that are not wanted are passed over.

    `table` is the one that the file begins with, `last` the one, of those that it has, behind which no wanted
    one follows (empty: not known).
    """

    file: str
    site: str
    wanted: Collection[Table]
    exact: bool
    table: str = ""
    last: str = ""

    def read(self, chunks: Iterable[Chunk | Flaw]) -> Iterator[ThreadPart | Dropped | Rejected]:
        """One record per row of a wanted table (two of a link between duplicates), in order, and one
        Rejected per flaw.
        """
        table = self.table
        for item in chunks:
            if isinstance(item, Flaw):
                yield self._rejected(item.reason, item.offset, item.detail, item.head)
                continue
            for chunk in divide(item, _BYTES_AT_A_TIME, exact=self.exact):
                parts: list[ThreadPart | Dropped] | None = None
                if of_all := _table_of_all(chunk):
                    table = of_all
                    parts = self._all_parts(chunk.data, table) if table in self.wanted else []
                if parts is not None:
                    yield from parts
                else:
                    table = yield from self._one_by_one(chunk, table)
            if self.last and table in TABLES and TABLES.index(table) > TABLES.index(self.last):
                return

    def _all_parts(self, data: bytes, table: str) -> list[ThreadPart | Dropped] | None:
        """The parts of all rows; None if they cannot be read together, or something is wrong with one."""
        rows = read_attributes(data)
        try:
            return None if rows is None else [part for row in rows for part in _parts(row, table, self.site)]
        except MalformedRowError:
            return None

    def _one_by_one(self, chunk: Chunk, table: str) -> Generator[ThreadPart | Dropped | Rejected, None, str]:
        """The rows of a chunk that is of table `table` where it begins; returns the one where it ends."""
        for event in cut_rows(chunk, exact=self.exact):
            if isinstance(event, TableBegins):
                table = event.name
            elif isinstance(event, Flaw):
                yield self._rejected(event.reason, event.offset, event.detail, event.head)
            else:
                table = _table_of(event.data) or table
                if table in self.wanted:
                    yield from self._row(event, table)
        return table

    def _row(self, cut: RowCut, table: str) -> Iterator[ThreadPart | Dropped | Rejected]:
        try:
            yield from _parts(parse_row(cut.data), table, self.site)
        except MalformedRowError as error:
            yield self._rejected(error.reason, cut.offset, str(error), cut.data)

    def _rejected(self, reason: str, offset: int, detail: str, head: bytes) -> Rejected:
        where = f"{self.file}, {'byte' if self.exact else 'near byte'} {offset}"
        if number := _ROW_ID.match(head):
            where += f", row {number[1].decode()}"
        return Rejected(reason, where, detail, head[: 4 * EXCERPT_CHARACTERS].decode("utf-8", "replace"))


def parse_row(data: bytes) -> dict[str, str]:
    """The attributes of a `<row …/>` in UTF-8. Characters that XML does not allow are repaired. Raises
    MalformedRowError.
    """
    try:
        return _parse(data)
    except MalformedRowError:
        repaired, count = repair(data)
        if not count:
            raise
        return _parse(repaired)


def _parse(data: bytes) -> dict[str, str]:
    # A row is parsed as a document of its own: it can have no DTD, so no entities but XML's five.
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda name, attributes: found.append(attributes)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        detail = f"{expat.ErrorString(error.code)} (column {error.offset} of the row)"
        raise MalformedRowError("malformed-xml", detail) from error
    return found[0]


def _table_of_all(chunk: Chunk) -> str:
    """The table of all rows in the chunk; empty if that is not known without looking at each."""
    if chunk.reason or not chunk.data.startswith(b"<row"):
        return ""
    last = chunk.data.rfind(b"<row")
    table = _table_of(chunk.data[: chunk.data.find(b"<row", 1)] if last else chunk.data)
    return table if table == _table_of(chunk.data[last:]) else ""


def _table_of(data: bytes) -> str:
    """The table that a row is of, by its attributes; empty if they do not tell."""
    if b"='" in data:
        # Perhaps values between the other marks, in which anything may look like an attribute.
        try:
            row = parse_row(data)
        except MalformedRowError:
            return ""
        return next((table for sign, table in _SIGNS if sign[1:-1] in row), "")
    for searched in (data[:_SIGN_BYTES], data):
        for sign, table in _QUOTED_SIGNS:
            if sign in searched:
                return table
    return ""


def _parts(row: dict[str, str], table: str, site: str) -> list[ThreadPart | Dropped]:
    if table == "posts":
        return [_post(row, site)]
    if table == "comments":
        return [_comment(row, site)]
    return _duplicate(row, site) if row.get("LinkTypeId") == _DUPLICATE_LINK else []


def _post(row: dict[str, str], site: str) -> ThreadPart | Dropped:
    get = row.get
    kind = _KINDS.get(_required(row, "PostTypeId"), "other")
    number = _number(row, "Id")
    post = thread = f"{site}/{number}"
    if kind == "answer":
        thread = f"{site}/{_number(row, 'ParentId')}"
    # Conditions, as a call of max takes longer; this is done for each of millions of rows.
    created, edited, active = get("CreationDate", ""), get("LastEditDate", ""), get("LastActivityDate", "")
    changed = edited if edited > created else created
    part = ThreadPart(
        kind=kind,
        site=site,
        id=number,
        post=post,
        thread=thread,
        score=_number(row, "Score", "0"),
        timestamp=changed,
        active=active if active > changed else changed,
        author=get("OwnerUserId") or get("OwnerDisplayName", ""),
        licence=row_licence(get("ContentLicense", ""), changed),
        title=get("Title", ""),
        tags=get("Tags", ""),
        accepted=_number(row, "AcceptedAnswerId", "0") if "AcceptedAnswerId" in row else 0,
        html=get("Body", ""),
    )
    if number in _FABRICATED:
        return Dropped("fabricated", part)
    # Others: tag wikis and their excerpts, nominations, notices (https://data.stackexchange.com, PostTypes).
    return part if kind != "other" else Dropped("post-type", part)


def _comment(row: dict[str, str], site: str) -> ThreadPart:
    created = row.get("CreationDate", "")
    return ThreadPart(
        kind="comment",
        site=site,
        id=_number(row, "Id"),
        post=post_key(site, _number(row, "PostId")),
        thread="",
        score=_number(row, "Score", "0"),
        timestamp=created,
        active=created,
        author=row.get("UserId") or row.get("UserDisplayName", ""),
        licence=row_licence(row.get("ContentLicense", ""), created),
        text=row.get("Text", ""),
    )


def _duplicate(row: dict[str, str], site: str) -> list[ThreadPart | Dropped]:
    closed, original = _number(row, "PostId"), _number(row, "RelatedPostId")
    created = row.get("CreationDate", "")
    found: list[ThreadPart | Dropped] = []
    for kind, one, other in (("duplicate", closed, original), ("duplicated", original, closed)):
        key = post_key(site, one)
        part = ThreadPart(
            kind=kind,
            site=site,
            id=_number(row, "Id"),
            post=key,
            thread=key,
            timestamp=created,
            active=created,
            related=other,
        )
        found.append(part)
    return found


def post_key(site: str, number: int) -> str:
    """The key of a post: questions and answers of a site are numbered together."""
    return f"{site}/{number}"


def _required(row: dict[str, str], name: str) -> str:
    value = row.get(name, "")
    if not value:
        raise MalformedRowError("malformed-row", f"this row has no {name}")
    return value


def _number(row: dict[str, str], name: str, default: str = "") -> int:
    value = row.get(name) or default or _required(row, name)
    if value.isdecimal() and value.isascii() and len(value) <= _DIGITS:
        return int(value)
    if len(value) > _DIGITS or not value.removeprefix("-").isdecimal() or not value.isascii():
        raise MalformedRowError("malformed-row", f"{name} is {value[:50]!r}, and no number")
    return int(value)
