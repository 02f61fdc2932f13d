"""A piece of an input file: what a source hands to one worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Bytes `start` to `end` of `path` (a local path or any fsspec URL); `end` = -1 means to the end of the
    file.

    `kind` says how to read it (the source's own word, such as `xml` or `bz2-streams`), `size` is how many
    bytes of the stored file it stands for (for progress and for choosing the number of partitions), `context`
    what a reader in the middle of a file has to know from its beginning (JSON-able strings).
    """

    path: str
    kind: str
    start: int = 0
    end: int = -1
    size: int = 0
    context: dict[str, str] = field(default_factory=dict)


class Source(Protocol):
    """Where a pipeline's first records come from. Instances are picklable and hold configuration only."""

    def plan(self) -> list[Split]:
        """The splits, in an order that depends on the input alone. Raises InputError for input that
        cannot be read.
        """

    def read(self, split: Split) -> Iterator[Any]:
        """The split's records, with Dropped and Rejected among them; a broken row never ends the stream."""


class InputError(ValueError):
    """Input that is not what it claims to be: the message names the file, the offset and what was
    expected.
    """
