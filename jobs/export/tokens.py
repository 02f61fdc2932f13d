"""What the formats that hold documents as token ids have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jobs.errors import UsageError
from jobs.export.folder import ExportedFile, Part
from jobs.export.formats import PartWork, described
from jobs.export.reading import Boundaries
from jobs.export.source import SEQUENCES, ExportSource
from pipelines.engine import storage


@dataclass(frozen=True)
class TokenOptions:
    """`bos`, `eos`: whether a document begins and ends with the tokenizer's tokens. `given` says that either
    was asked for on the command line. `file_bytes`: about how many stored bytes of the source make a file.
    """

    bos: bool
    eos: bool
    given: bool
    file_bytes: int


class TokenFormat:
    """A `Format` whose parts are documents' tokens, and need nothing that stands for the whole."""

    tokens: TokenOptions

    def options(self) -> dict[str, Any]:
        """See `Format`."""
        return {"bos": self.tokens.bos, "eos": self.tokens.eos, "file_bytes": self.tokens.file_bytes}

    def part_bytes(self) -> int:
        """See `Format`."""
        return self.tokens.file_bytes

    def check(self, source: ExportSource) -> None:
        """See `Format`."""
        check_boundaries(self.tokens, source)

    def boundaries(self) -> Boundaries:
        """What `read_pieces` is to add to documents."""
        return Boundaries(self.tokens.bos, self.tokens.eos)

    def finish(self, folder: str, source: ExportSource, parts: Sequence[Part]) -> list[ExportedFile]:
        """See `Format`."""
        return []


def token_part(
    work: PartWork,
    files: Sequence[tuple[storage.NewFile, str]],
    *,
    documents: int,
    tokens: int,
    left_out: int,
) -> Part:
    """The part that was written into `files`, of which the first holds the tokens.

    Readers map that file into memory, and an empty one cannot be: a part without tokens has no files.
    """
    if not tokens:
        for _, name in files:
            storage.delete(storage.join(work.folder, name))
    rows = [documents] + [0] * (len(files) - 1)
    return Part(
        number=work.number,
        rows=documents,
        tokens=tokens,
        files=[described(*file, count) for file, count in zip(files, rows, strict=True)] if tokens else [],
        left_out={"no tokens": left_out} if left_out else {},
    )


def check_boundaries(options: TokenOptions, source: ExportSource) -> None:
    """Raises UsageError for begin and end tokens that the source cannot be given."""
    assert source.tokenizer is not None
    if source.record == SEQUENCES:
        if options.given:
            raise UsageError(
                f"{source.name} is packed, with the begin and end tokens that the recipe asked for: "
                "name 80-tokens to have others"
            )
        return
    if options.bos and source.tokenizer.bos_id < 0:
        raise UsageError(f"{source.tokenizer.name} has no begin token: leave --bos out")
    if options.eos and source.tokenizer.eos_id < 0:
        raise UsageError(
            f"{source.tokenizer.name} has no end token: give --no-eos, or name one in the recipe's "
            "tokens.eos_token"
        )
