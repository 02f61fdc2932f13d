"""`roae inspect diff A B`: what differs between two runs, stages or files, and why."""

from __future__ import annotations

from jobs.errors import UsageError
from jobs.inspect.diff import configuration, documents, one_document
from jobs.inspect.output import Paint
from jobs.inspect.place import Kind, Place

__all__ = ["diff"]


def diff(before: Place, after: Place, paint: Paint, *, identifier: str, count: int, as_json: bool) -> int:
    """Shows what differs; `identifier` picks one document, `count` is how many are named per change (0: all).
    Returns the number of files that cannot be read. Raises UsageError for what cannot be compared.
    """
    runs = {before.kind, after.kind} & {Kind.RUN}
    if runs and before.kind is not after.kind:
        raise UsageError(f"{before.path} is a {before.kind.value} and {after.path} a {after.kind.value}")
    if identifier:
        return one_document.show(before, after, identifier, paint, as_json)
    if before.kind is Kind.RUN:
        configuration.show(before, after, paint, as_json)
    return documents.show(before, after, paint, count, as_json)
