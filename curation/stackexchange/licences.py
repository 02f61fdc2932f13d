"""The licence of a post or comment as an SPDX identifier."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

_NAME = re.compile(r"CC BY-SA ([0-9]\.[0-9])")
# https://stackoverflow.com/help/licensing: from which day on text is contributed under which version.
_SINCE = (("2018-05-02", "4.0"), ("2011-04-08", "3.0"), ("", "2.5"))


def row_licence(stated: str, timestamp: str) -> str:
    """The licence that the row states, else that of the day it was last changed. `NOASSERTION` if it states
    one that is not known, or has no date.
    """
    if stated:
        return _identifier(stated)
    if not timestamp:
        return "NOASSERTION"
    return f"CC-BY-SA-{next(version for day, version in _SINCE if timestamp >= day)}"


@functools.lru_cache(maxsize=100)
def _identifier(stated: str) -> str:
    match = _NAME.fullmatch(stated.strip())
    return f"CC-BY-SA-{match[1]}" if match else "NOASSERTION"


def combined_licence(licences: Iterable[str]) -> str:
    """The SPDX expression for a text of parts under these licences: all of them hold."""
    different = set(licences)
    return different.pop() if len(different) == 1 else " AND ".join(sorted(different))
