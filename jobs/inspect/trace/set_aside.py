"""Rows of a name among those that were dropped or rejected, which may have had no id of a document yet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow.compute as pc

from curation.stackexchange.sites import site_name, with_domain
from jobs.inspect.find import find_id
from jobs.inspect.place import RowsFile, StageAt
from jobs.inspect.selection import Scan
from jobs.inspect.shard_file import ShardFile
from jobs.inspect.trace.rows_of import Found, RowsOf
from jobs.inspect.views import dropped_record


def dropped_rows(rows_of: RowsOf, stage: StageAt, name: str) -> list[Found]:
    """The stage's dropped rows of this id, `record` as an object: of documents, and of the pages and posts
    that would have become one.
    """
    prefix, _, own = name.partition(":")

    def read(file: RowsFile, shard: ShardFile) -> Iterator[Found]:
        for identifier in dict.fromkeys([name, own] if own else [name]):
            for number, row in find_id(shard, "id", identifier):
                record = dropped_record(row)
                if identifier == name or _is_of(record, prefix):
                    yield Found(file.name, number, row | {"record": record})

    return list(rows_of.side(stage, "dropped").each(read))


def _is_of(record: Any, prefix: str) -> bool:
    """Whether a page or post is of the site that ids begin with."""
    if not isinstance(record, dict) or record.get("kind") == "comment":
        return False
    site = record.get("site") or record.get("source") or ""
    return prefix in (site, _site_name(str(site)))


def _site_name(host: str) -> str:
    try:
        return site_name(host)
    except ValueError:
        return host


def dropped_parts(rows_of: RowsOf, stage: StageAt, name: str) -> list[dict[str, Any]]:
    """Of a thread of Stack Exchange: its posts and comments that were dropped."""
    prefix, _, own = name.partition(":")
    try:
        thread = f'"thread": "{with_domain(prefix)}/{own}"'
    except ValueError:
        return []
    found = []
    for _, row in _with_substring(rows_of.side(stage, "dropped"), "record", thread):
        if row.get("kind") == "ThreadPart" and row.get("id") != own:
            found.append(row | {"record": dropped_record(row)})
    return found


def rejected_rows(rows_of: RowsOf, stage: StageAt, name: str) -> list[Found]:
    """The stage's rejected rows whose `where` is the name, or has it as a part: an id, a title in quotation
    marks, an address, of `FILE, byte 1234, page 'Title'`.
    """
    return [
        found
        for found, row in _with_substring(rows_of.side(stage, "rejected"), "where", name)
        if row["where"] == name or name in row["where"].split(", ") or repr(name) in row["where"]
    ]


def dropped_named(rows_of: RowsOf, stage: StageAt, name: str) -> list[Found]:
    """The stage's dropped rows with this title or address."""
    quoted = json.dumps(name, ensure_ascii=False)
    found = []
    for one, row in _with_substring(rows_of.side(stage, "dropped"), "record", quoted):
        record = dropped_record(row)
        named = [record.get("title"), record.get("url")] if isinstance(record, dict) else [record]
        if name in named:
            found.append(Found(one.file, one.number, row | {"record": record}))
    return found


def _with_substring(scan: Scan, column: str, wanted: str) -> Iterator[tuple[Found, dict[str, Any]]]:
    for file, _, rows in scan.rows():
        matches = pc.match_substring(rows.batch.column(column), wanted).to_numpy(zero_copy_only=False)
        for place in np.flatnonzero(matches).tolist():
            row = rows.batch.slice(place, 1).to_pylist()[0]
            yield Found(file.name, rows.first + place, row), row
