"""Names that a server gives to files, as names of files here."""

from __future__ import annotations

from pathlib import PurePosixPath

from jobs.fetch.errors import FetchError
from jobs.fetch.storage import RECORD

# What this command itself writes beside the files.
_OWN_ENDINGS = (".part", ".part.json", ".bad", ".tmp")


def safe_name(name: str) -> str | None:
    """The last part of a name that a server gave, if it can be a file in our folder and nothing else.

    None for a name that is empty, hidden, leads upwards, has a control character or a backslash, or is one of
    our own.
    """
    last = PurePosixPath(name).name
    odd = (
        not last or last.startswith(".") or "\\" in last or not last.isprintable() or len(last.encode()) > 240
    )
    if odd or last == RECORD or last.endswith(_OWN_ENDINGS) or ".." in PurePosixPath(name).parts:
        return None
    return last


def wanted_name(name: str) -> str:
    """`safe_name` of a file that cannot be left out. Raises FetchError where it has none."""
    last = safe_name(name)
    if last is None:
        raise FetchError(f"the publisher's list has a file called {name!r:.300}, which cannot be a file here")
    return last
