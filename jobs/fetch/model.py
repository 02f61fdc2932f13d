"""What can be fetched: sources, their releases, and the files of a release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jobs.fetch.client import Client


@dataclass(frozen=True, slots=True)
class Licence:
    """An SPDX expression (https://spdx.org/licenses/), `NOASSERTION` where the publisher states none, and a
    line for people.
    """

    spdx: str
    text: str


@dataclass(frozen=True, slots=True)
class Checksum:
    """A file's digest in hexadecimal, and who says so."""

    algorithm: Literal["md5", "sha1", "sha256"]
    value: str
    found: str


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at a publisher's, and the name it gets here. `size` in bytes, where the publisher tells it.

    An `optional` file is fetched only if somebody asks for it by name. `path` is what patterns are matched
    with besides the name, where a set has folders.
    """

    name: str
    url: str
    size: int | None = None
    checksum: Checksum | None = None
    optional: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """One edition of a source: all files that can be chosen from it. `label` names it (a dump's date) and its
    folder, and is empty where a source has one edition only.
    """

    label: str
    files: tuple[RemoteFile, ...]
    note: str = ""


# Finds a release at the publisher's: (client, date or "" for the newest, patterns of --only) → release.
Listing = Callable[["Client", str, Sequence[str]], Release]


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the catalogue. It has either `files` (one edition, always the same) or a `listing`."""

    name: str
    title: str
    description: str
    homepage: str
    licence: Licence
    files: tuple[RemoteFile, ...] = ()
    listing: Listing | None = None
    dates: str = ""
    """What `--date` takes, for people; empty: the source has one edition."""
    needs_contact: bool = False
    """The publisher asks clients to say whom to write to."""

    def size(self) -> int | None:
        """In bytes, of everything that is fetched by default; None where only the publisher can tell."""
        sizes = [file.size for file in self.files if not file.optional]
        known = [size for size in sizes if size is not None]
        return sum(known) if known and len(known) == len(sizes) else None
