"""One file from a server to a folder, resumably.

While it arrives it is `NAME.part`, and `NAME.part.json` tells which version of which file its bytes are of.
A later attempt, in this process or another, asks for the rest on the condition that the server still has
that version (`Range` with `If-Range`, RFC 9110, 13.1.5 and 14). Only a whole file with the right checksum
gets its name.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import requests

from jobs.fetch.client import Client, content_length, shown, stream
from jobs.fetch.errors import FetchError, TransientError
from jobs.fetch.model import RemoteFile
from jobs.fetch.storage import write_whole
from jobs.text import byte_size

_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


class Watcher(Protocol):
    """Is told how a download goes."""

    def say(self, text: str) -> None:
        """A line for people."""

    def moved(self, done: int, total: int | None) -> None:
        """How many bytes of the file are here, and of how many."""


@dataclass(frozen=True, slots=True)
class Version:
    """Which bytes a `.part` holds: of the file at `url`, as the server's headers told it apart from others.

    `size` is the whole file's in bytes, None where the server did not tell; `date` when the server sent it.
    """

    url: str
    etag: str | None
    last_modified: str | None
    size: int | None
    date: str | None

    @classmethod
    def of(cls, url: str, response: requests.Response, size: int | None) -> Version:
        """From a response's headers."""
        headers = response.headers
        return cls(url, headers.get("ETag"), headers.get("Last-Modified"), size, headers.get("Date"))

    def condition(self) -> str | None:
        """What `If-Range` takes: it must not be a weak ETag, and Last-Modified serves where there is none."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified

    def may_equal(self, other: Version) -> bool:
        """False if the two are told apart by what both say."""
        pairs: list[tuple[object, object]] = [(self.size, other.size)]
        if self.url == other.url:
            pairs += [(self.etag, other.etag), (self.last_modified, other.last_modified)]
        return all(mine == theirs for mine, theirs in pairs if mine is not None and theirs is not None)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file, checked as far as it can be. It is still `part`; `finish` gives it its name."""

    part: Path
    size: int
    sha256: str
    version: Version


class Digests:
    """SHA-256, and the publisher's own algorithm beside it, over bytes as they come."""

    def __init__(self, algorithm: str = "sha256") -> None:
        names = {"sha256", algorithm}
        # MD5 and SHA-1 are what publishers give; they guard against accidents here, not against attackers.
        self._hashes = {name: hashlib.new(name, usedforsecurity=False) for name in names}

    def update(self, data: bytes) -> None:
        """More bytes."""
        for digest in self._hashes.values():
            digest.update(data)

    def value(self, algorithm: str = "sha256") -> str:
        """In hexadecimal."""
        return self._hashes[algorithm].hexdigest()

    @classmethod
    def of_file(cls, path: Path, algorithm: str = "sha256") -> Digests:
        """Of what a file holds. Raises OSError."""
        digests = cls(algorithm)
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digests.update(chunk)
        return digests


def part_path(folder: Path, file: RemoteFile) -> Path:
    """Where the file grows."""
    return folder / f"{file.name}.part"


def arrived_so_far(folder: Path, file: RemoteFile) -> int:
    """Bytes of the file that an earlier attempt has left."""
    try:
        return part_path(folder, file).stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return 0


def download(client: Client, file: RemoteFile, folder: Path, watcher: Watcher) -> Arrived:
    """Brings the file's `.part` to its end and checks it.

    Raises FetchError: the server does not have it or keeps failing, it is not the file that the publisher
    describes (a wrong checksum puts it aside as `NAME.bad`), or it cannot be written.
    """
    try:
        attempt = _Download(client, file, folder, watcher)
        attempt.run()
        return attempt.check()
    except OSError as error:
        raise FetchError(f"{folder / file.name} cannot be written: {error.strerror or error}") from error


def finish(arrived: Arrived) -> None:
    """Gives the file its name. Raises OSError."""
    with arrived.part.open("rb") as part:
        os.fsync(part.fileno())
    arrived.part.replace(arrived.part.with_suffix(""))
    _state_path(arrived.part).unlink(missing_ok=True)


class _Download:
    """The state of one file's download: bytes on disk, their version, and their digests so far."""

    def __init__(self, client: Client, file: RemoteFile, folder: Path, watcher: Watcher) -> None:
        self._client = client
        self._file = file
        self._url = client.address(file.url)
        self._watcher = watcher
        self._algorithm = file.checksum.algorithm if file.checksum else "sha256"
        self._part = part_path(folder, file)
        self._offset = arrived_so_far(folder, file)
        self._version = _read_version(self._part)
        if self._offset and not self._may_resume():
            watcher.say(f"{file.name}: what was there cannot be gone on with; starting again")
            self._offset = 0
        if self._offset:
            watcher.say(f"{file.name}: {byte_size(self._offset)} are there already")
            self._digests = Digests.of_file(self._part, self._algorithm)
            self._whole = self._version is not None and self._offset == self._version.size
        else:
            self._restart()

    def run(self) -> None:
        """Until the file is whole."""
        patience = self._client.patience()
        furthest = self._offset
        while not self._whole:
            error = self._attempt()
            if error is None:
                continue
            if self._offset > furthest:
                furthest = self._offset
                patience.progress()
            patience.wait(error)

    def check(self) -> Arrived:
        """The whole file, with the publisher's checksum if there is one. Raises FetchError."""
        checksum = self._file.checksum
        assert self._version is not None
        if self._file.size is not None and self._offset != self._file.size:
            self._put_aside(f"it has {self._offset} bytes, and should have {self._file.size}")
        if checksum is not None and (value := self._digests.value(checksum.algorithm)) != checksum.value:
            self._put_aside(
                f"its {checksum.algorithm} is\n  {value}, and by {checksum.found} should be\n"
                f"  {checksum.value}"
            )
        return Arrived(self._part, self._offset, self._digests.value(), self._version)

    def _put_aside(self, reason: str) -> None:
        bad = self._part.with_suffix(".bad")
        self._part.replace(bad)
        _state_path(self._part).unlink(missing_ok=True)
        raise FetchError(
            f"{self._file.name} is not what its publisher describes: {reason}.\nIt is kept as {bad}. Run the "
            "command again to fetch it anew; if the same comes again, the publisher has replaced the file."
        )

    def _may_resume(self) -> bool:
        version = self._version
        if version is None or (version.size is not None and self._offset > version.size):
            return False
        # Where neither the server's headers nor the same address vouch for the bytes, the checksum will.
        return self._file.checksum is not None or (
            version.url == self._url and bool(version.etag or version.last_modified)
        )

    def _restart(self) -> None:
        """No bytes of any version."""
        self._part.write_bytes(b"")
        self._offset = 0
        self._version = None
        self._digests = Digests(self._algorithm)
        self._whole = False

    def _attempt(self) -> TransientError | None:
        """One request and what comes of it; what ended it early, if something did. Raises FetchError."""
        try:
            self._ask()
        except TransientError as error:
            return error
        return None

    def _ask(self) -> None:
        headers = {}
        if self._offset:
            headers["Range"] = f"bytes={self._offset}-"
            condition = self._version.condition() if self._version else None
            if condition and self._version and self._version.url == self._url:
                headers["If-Range"] = condition
        with self._client.open(self._file.url, headers) as response:
            if response.status_code == 416:
                self._past_the_end(response)
                return
            if response.status_code == 206:
                if not self._continues(response):
                    if not self._offset:
                        raise FetchError(
                            f"{shown(self._url)}: the server sends a part, and was asked for all"
                        )
                    self._watcher.say(f"{self._file.name}: it has changed on the server; starting again")
                    self._restart()
                    return
            else:
                self._begin(response)
            with self._part.open("ab") as part:
                for chunk in stream(response, self._url):
                    part.write(chunk)
                    self._digests.update(chunk)
                    self._offset += len(chunk)
                    self._watcher.moved(self._offset, self._version.size if self._version else None)
        size = self._version.size if self._version else None
        if size is not None and self._offset != size:
            if self._offset > size:
                self._restart()
            raise TransientError(f"{shown(self._url)}: the answer was not as long as announced")
        self._whole = True  # a server that does not tell the size ends the file by ending its answer

    def _begin(self, response: requests.Response) -> None:
        """A response with the whole file: nothing was there, or the server does not do ranges, or it has
        another version now.
        """
        length = content_length(response)
        version = Version.of(self._url, response, self._file.size if length is None else length)
        self._expect(version, response)
        if self._offset:
            changed = self._version is not None and not self._version.may_equal(version)
            reason = "it has changed on the server" if changed else "the server sends only whole files"
            self._watcher.say(f"{self._file.name}: {reason}; starting again")
        self._restart()
        self._set_version(version)

    def _continues(self, response: requests.Response) -> bool:
        """Whether a 206 brings the bytes that come next, of the same version."""
        range_ = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        if range_ is None or range_[1] is None or int(range_[1]) != self._offset:
            return False
        version = Version.of(self._url, response, None if range_[3] == "*" else int(range_[3]))
        if self._version is not None and not self._version.may_equal(version):
            return False
        self._expect(version, response)
        self._set_version(version)
        return True

    def _past_the_end(self, response: requests.Response) -> None:
        """A 416: every byte is there already, or the server's file is shorter than what is there."""
        range_ = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        if not self._offset:
            raise FetchError(f"{shown(self._url)}: the server answers 416 to a request for the whole file")
        if range_ and range_[3] == str(self._offset) and self._version is not None:
            self._whole = True
            return
        self._watcher.say(f"{self._file.name}: it has changed on the server; starting again")
        self._restart()

    def _expect(self, version: Version, response: requests.Response) -> None:
        """Raises FetchError for an answer that cannot be this file, before gigabytes of it arrive."""
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == "text/html" and not self._file.name.endswith((".html", ".htm")):
            raise FetchError(
                f"{shown(self._url)}: the server answers with a web page instead of {self._file.name}; "
                "the file has moved, or somebody must log in to get it"
            )
        if self._file.size is not None and version.size not in (None, self._file.size):
            raise FetchError(
                f"{shown(self._url)}: the server has {version.size} bytes, and {self._file.name} should have "
                f"{self._file.size}. The file was replaced, or the mirror is not up to date."
            )

    def _set_version(self, version: Version) -> None:
        self._version = version
        write_whole(_state_path(self._part), json.dumps(asdict(version), indent=1) + "\n")


def _state_path(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _read_version(part: Path) -> Version | None:
    """None where there is none that can be used."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        version = Version(**json.loads(_state_path(part).read_text(encoding="utf-8")))
        texts = (version.etag, version.last_modified, version.date)
        fits = isinstance(version.url, str) and isinstance(version.size, int | None)
        if fits and all(isinstance(text, str | None) for text in texts):
            return version
    return None
