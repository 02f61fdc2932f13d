"""`roae fetch`: the public sources, from the places where their publishers keep them."""

from __future__ import annotations

from jobs.fetch.command import fetch
from jobs.fetch.errors import FetchError

__all__ = ["FetchError", "fetch"]
