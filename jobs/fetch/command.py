"""The command: what is fetched and under which licence, then the files one after another."""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jobs.errors import UsageError
from jobs.fetch import catalogue
from jobs.fetch.client import CONTACT_VARIABLE, Client, shown
from jobs.fetch.download import Arrived, Digests, arrived_so_far, download, finish
from jobs.fetch.errors import FetchError
from jobs.fetch.model import Release, RemoteFile, Source
from jobs.fetch.progress import Display, show_downloads
from jobs.fetch.storage import RECORD, free_bytes, hold, read_record, write_record
from jobs.fetch.wikimedia import UnknownWikiError
from jobs.text import byte_size, table

MIRROR_VARIABLE = "ROAE_MIRROR"
# Above this, somebody at a terminal is asked first.
_ASK_ABOVE_BYTES = 10**9
# What a disk should have left when all is there.
_MARGIN_BYTES = 64 << 20
# More sizes than this are not asked for one by one.
_SIZES_ASKED = 200


class State(Enum):
    """How much of a file is here."""

    THERE = "there"
    PARTLY = "partly there"
    MISSING = "to fetch"


@dataclass(frozen=True, slots=True)
class _Item:
    """A file to fetch, what is known of it here, and how many bytes of it are missing (None: not known)."""

    file: RemoteFile
    state: State
    missing: int | None


def fetch(options: argparse.Namespace) -> int:
    """Runs `roae fetch`; gives its exit code. Raises UsageError and FetchError."""
    if not options.name:
        _list()
        return 0
    source = catalogue.find(options.name)
    if options.date and source.listing is None:
        raise UsageError(f"{source.name} has one edition only: leave --date out")
    mirror = options.mirror or os.environ.get(MIRROR_VARIABLE, "")
    if mirror and (urlsplit(mirror).scheme not in ("http", "https") or not urlsplit(mirror).netloc):
        raise UsageError(f"a mirror is a web address such as https://dumps.example.org, and not {mirror!r}")
    if "://" in options.into:
        raise UsageError(f"--into takes a folder on a disk here, and not {options.into!r}")
    client = Client(mirror=mirror, retries=options.retries, say=_say)
    with contextlib.closing(client):
        return _Fetch(client, source, options).run()


def _list() -> None:
    rows = [
        [source.name, byte_size(size) if (size := source.size()) is not None else "", source.title]
        for source in catalogue.sources()
    ]
    print(table(["name", "size", "what"], rows, right={1}))
    print(
        "\nAny other wiki of Wikimedia goes by its database name: dewiki, frwikibooks.\n"
        "`roae fetch NAME --dry-run` shows files, sizes and licence, and fetches nothing."
    )


class _Fetch:
    """One source into one folder."""

    def __init__(self, client: Client, source: Source, options: argparse.Namespace) -> None:
        self._client = client
        self._source = source
        self._only: list[str] = options.only
        self._dry_run: bool = options.dry_run
        self._yes: bool = options.yes
        self._release = self._find(options.date)
        default = Path("data", source.name, self._release.label)
        self._folder = Path(options.into) if options.into else default

    def run(self) -> int:
        """Shows, asks, fetches."""
        items = [self._look(file) for file in self._chosen()]
        self._show(items)
        if self._dry_run:
            rows = [[i.file.name, _size(i.file.size), _sum(i.file), i.state.value] for i in items]
            print("\n" + table(["file", "size", "sum", "state"], rows, right={1}))
            return 0
        with hold(self._folder):
            items = [self._look(item.file) for item in items]  # another fetch may just have ended here
            missing = [item for item in items if item.state is not State.THERE]
            if missing and not self._agreed(missing):
                return 1
            self._get(items)
        return 0

    def _find(self, date: str) -> Release:
        if self._source.listing is None:
            return Release("", self._source.files)
        try:
            return self._source.listing(self._client, date, self._only)
        except UnknownWikiError as error:
            near = catalogue.nearest(self._source.name)
            hint = f" Did you mean {near}?" if near not in ("", self._source.name) else ""
            raise UsageError(f"{error}.{hint}") from error

    def _chosen(self) -> list[RemoteFile]:
        """The files that --only names, or else those that are not optional, with their sizes."""
        files = self._release.files
        if self._only:
            chosen = [file for file in files if any(_matches(file, pattern) for pattern in self._only)]
            if not chosen:
                some = ", ".join(file.path or file.name for file in files[:3])
                raise UsageError(
                    f"--only {' '.join(self._only)}: none of the {len(files):,} files of "
                    f"{self._source.name} has such a name; they are called {some} …"
                )
        else:
            chosen = [file for file in files if not file.optional]
        names = [file.name for file in chosen]
        twice = (
            next((name for name in names if names.count(name) > 1), None)
            if len(set(names)) < len(names)
            else ""
        )
        if twice:
            raise FetchError(f"two files are called {twice}: choose one with --only")
        unknown = [file for file in chosen if file.size is None]
        sizes = {file.name: self._client.size(file.url) for file in unknown[:_SIZES_ASKED]}
        return [replace(file, size=sizes[file.name]) if sizes.get(file.name) else file for file in chosen]

    def _look(self, file: RemoteFile) -> _Item:
        """How much of a file is here: all of it if the record says so and it has that size."""
        entry = read_record(self._folder).get(file.name)
        path = self._folder / file.name
        if path.exists() and entry is not None and entry.get("size") == path.stat().st_size:
            if entry.get("url") == shown(file.url) and _same_sum(entry, file):
                return _Item(file, State.THERE, 0)
            raise FetchError(
                f"{path} is there, from {entry.get('url')} ({entry.get('release') or 'no release'}), and is "
                "not what the publisher has now. Move it away, or choose another folder with --into."
            )
        here = arrived_so_far(self._folder, file)
        missing = None if file.size is None else max(0, file.size - here)
        return _Item(file, State.PARTLY if here else State.MISSING, missing)

    def _show(self, items: Sequence[_Item]) -> None:
        source, release = self._source, self._release
        files = [item.file for item in items]
        there = [item for item in items if item.state is State.THERE]
        count = f"{len(files):,} file{'s' if len(files) > 1 else ''}, {_total([f.size for f in files])}"
        if there and len(there) < len(items):
            left = [item for item in items if item.state is not State.THERE]
            count += f" ({len(there):,} there already; {_total([i.missing for i in left])} to fetch)"
        elif there:
            count += ", all there already"
        elif any(item.state is State.PARTLY for item in items):
            count += f" ({_total([i.missing for i in items])} left to fetch)"
        sums = sorted({file.checksum.found for file in files if file.checksum})
        without = sum(file.checksum is None for file in files)
        checked = f"with sums from {', '.join(sums)}" if sums else "by size alone: no sums are published"
        if sums and without:
            checked += f"; {without:,} by size alone"
        print(" ".join(filter(None, [source.name, release.label])) + f": {source.title}")
        for head, text in (
            ("about", source.description),
            ("homepage", source.homepage),
            ("licence", f"{source.licence.spdx}\n{source.licence.text}"),
            ("note", release.note),
            ("--date", source.dates),
            ("files", count),
            ("checked", checked),
            ("into", str(self._folder)),
        ):
            if text:
                print(_paragraph(head, text))
        if source.needs_contact and len(there) < len(items) and not os.environ.get(CONTACT_VARIABLE):
            print(
                _paragraph(
                    "contact",
                    f"This publisher asks programs to say whom to write to. Set {CONTACT_VARIABLE} to your "
                    "e-mail address or page; else it may refuse the download or slow it down.",
                )
            )
        sys.stdout.flush()

    def _agreed(self, missing: Sequence[_Item]) -> bool:
        """Whether there is room, and nobody at a terminal says no. Raises FetchError."""
        known = sum(item.missing or 0 for item in missing)
        free = free_bytes(self._folder)
        if known + _MARGIN_BYTES > free:
            raise FetchError(
                f"{byte_size(known)} are to come and {self._folder} has room for {byte_size(free)}: make "
                "room, or choose a folder on another disk with --into"
            )
        unknown = any(item.missing is None for item in missing)
        small = known <= _ASK_ABOVE_BYTES and not unknown
        if self._yes or small or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return True
        print(
            f"Fetch {_total([item.missing for item in missing])}? [y/N] ", end="", file=sys.stderr, flush=True
        )
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            return True
        _say("nothing was fetched")
        return False

    def _get(self, items: Sequence[_Item]) -> None:
        with show_downloads() as display:
            for number, item in enumerate(items, 1):
                if item.state is State.THERE:
                    continue
                position = f"{number}/{len(items)}"
                if not self._adopt(item.file, display):
                    self._get_one(item.file, position, display)
        there = sum(item.state is State.THERE for item in items)
        fetched = len(items) - there
        also = f", {there:,} were there already" if there and fetched else ""
        done = f"{fetched:,} fetched{also}" if fetched else "all there already"
        print(f"{self._folder}: {done}")

    def _adopt(self, file: RemoteFile, display: Display) -> bool:
        """Takes a file that is there without a record, if the publisher's sum says that it is the one.

        Raises FetchError for a file that is something else, or that nothing vouches for.
        """
        path = self._folder / file.name
        if not path.exists():
            return False
        advice = "Move it away, or choose another folder with --into."
        if file.checksum is None:
            raise FetchError(
                f"{path} is there, {RECORD} does not vouch for it, and no sum is published. {advice}"
            )
        display.say(f"{file.name}: is there; checking its {file.checksum.algorithm}")
        digests = Digests.of_file(path, file.checksum.algorithm)
        if digests.value(file.checksum.algorithm) != file.checksum.value:
            raise FetchError(f"{path} is there, and is not what {file.checksum.found} describes. {advice}")
        self._record(file, size=path.stat().st_size, sha256=digests.value())
        return True

    def _get_one(self, file: RemoteFile, position: str, display: Display) -> None:
        display.begin(file.name, position, file.size)
        arrived = download(self._client, file, self._folder, display)
        # The record comes first: a file with its name and no record would be one that nobody vouches for.
        self._record(file, arrived=arrived, size=arrived.size, sha256=arrived.sha256)
        finish(arrived)
        display.end()
        checked = f"{file.checksum.algorithm} is right" if file.checksum else "done; no sum to check"
        display.say(f"[{position}] {file.name}: {byte_size(arrived.size)}, {checked}")

    def _record(self, file: RemoteFile, *, size: int, sha256: str, arrived: Arrived | None = None) -> None:
        version = arrived.version if arrived else None
        checksum = file.checksum
        entry: dict[str, Any] = {
            "source": self._source.name,
            "release": self._release.label,
            "title": self._source.title,
            "homepage": self._source.homepage,
            "licence": {"spdx": self._source.licence.spdx, "text": self._source.licence.text},
            "url": shown(file.url),
            "size": size,
            "sha256": sha256,
            "checked": checksum and {
                "algorithm": checksum.algorithm, "value": checksum.value, "found": checksum.found
            },
            "last_modified": version.last_modified if version else None,
            "date": version.date if version else None,
        }  # fmt: skip
        if version and version.url != file.url:
            entry["mirror"] = shown(version.url)
        record = read_record(self._folder)
        record[file.name] = entry
        write_record(self._folder, record)


def _matches(file: RemoteFile, pattern: str) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for name in (file.name, file.path))


def _same_sum(entry: dict[str, Any], file: RemoteFile) -> bool:
    """False if the publisher's sum has changed since the file was checked against it."""
    checked = entry.get("checked")
    if file.checksum is None or not isinstance(checked, dict):
        return True
    return checked.get("algorithm") != file.checksum.algorithm or checked.get("value") == file.checksum.value


def _size(size: int | None) -> str:
    return byte_size(size) if size is not None else "?"


def _sum(file: RemoteFile) -> str:
    return file.checksum.algorithm if file.checksum else "-"


def _total(sizes: Sequence[int | None]) -> str:
    """`1.2 GB`; where some do not tell, what is known and of how many it is not."""
    known = [size for size in sizes if size is not None]
    unknown = len(sizes) - len(known)
    if not unknown:
        return byte_size(sum(known))
    if not known:
        return "size unknown"
    return f"{byte_size(sum(known))} and {unknown:,} of unknown size"


def _paragraph(head: str, text: str) -> str:
    """`  head     text`, folded at the terminal's width."""
    width = max(40, min(100, shutil.get_terminal_size().columns))
    lines = [
        line
        for part in text.split("\n")
        for line in textwrap.wrap(part, width - 12, break_long_words=False, break_on_hyphens=False)
    ]
    return "\n".join(f"  {head if not n else '':8}  {line}" for n, line in enumerate(lines))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
