"""datatrove and nanotron: `.ds`, token ids and nothing else; `.ds.index`, where each document ends.

The layout is that of datatrove.pipeline.tokens: little-endian uint16 or uint32; ends as uint64, in tokens;
and `.ds.metadata`, three lines of which the first names the tokenizer and the bytes per token.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from jobs.export.folder import Part
from jobs.export.formats import PartWork, new_files
from jobs.export.reading import read_pieces
from jobs.export.source import SEQUENCES, TOKENS
from jobs.export.tokens import TokenFormat, TokenOptions, token_part


@dataclass(frozen=True)
class Datatrove(TokenFormat):
    """Files `part-00000.ds` with their index and metadata. `tokenizer_name` is what the metadata says instead
    of the name in the recipe: nanotron looks it up at Hugging Face.
    """

    name: ClassVar[str] = "datatrove"
    version: ClassVar[int] = 1
    # Sequences first: windows of a `.ds` file are read in its order, so documents should come shuffled.
    wanted: ClassVar[tuple[str, ...]] = (SEQUENCES, TOKENS)
    why: ClassVar[str] = "datatrove's .ds files need token ids: name 90-sequences or 80-tokens, or their run"

    tokens: TokenOptions
    tokenizer_name: str = ""

    def options(self) -> dict[str, Any]:
        """See `Format`."""
        return {**super().options(), "tokenizer_name": self.tokenizer_name}

    def write(self, work: PartWork) -> Part:
        """See `Format`."""
        assert work.tokenizer is not None
        size = np.dtype(work.tokenizer.dtype).itemsize
        ends, tokens, left_out = array("Q"), 0, 0
        names = [f"{work.name}.ds{ending}" for ending in ("", ".index", ".metadata")]
        with new_files(work.folder, *names) as files:
            data, index, metadata = files
            for pieces in read_pieces(work.files, work.record, work.tokenizer, self.boundaries()):
                data.write(pieces.tokens.astype(f"<u{size}", copy=False).tobytes())
                ends.frombytes((tokens + np.cumsum(pieces.lengths)).astype(np.uint64).tobytes())
                tokens += len(pieces.tokens)
                left_out += pieces.left_out
            index.write(np.frombuffer(ends, np.uint64).astype("<u8").tobytes())
            name = (self.tokenizer_name or work.tokenizer.name).replace("|", " ")
            metadata.write(f"{name}|{size}\n{tokens}\n{_with_prefix(tokens)}T".encode())
        written = list(zip(files, names, strict=True))
        return token_part(work, written, documents=len(ends), tokens=tokens, left_out=left_out)

    def how_to_read(self, folder: str, parts: Sequence[Part]) -> str:
        """See `Format`."""
        bytes_per_token = next(part.files[0].bytes // part.tokens for part in parts if part.tokens)
        return (
            f'DatatroveFolderDataset("{folder}", seq_len=2048, token_size={bytes_per_token}, '
            "return_positions=True)"
        )


def _with_prefix(count: int) -> str:
    """Three digits and an SI prefix, as datatrove writes for people: `1.23 M`, `999 `."""
    mantissa, exponent = f"{count:.2e}".split("e")
    thousands, place = divmod(int(exponent), 3)
    return f"{float(mantissa) * 10**place:.{2 - place}f} {['', 'k', 'M', 'G', 'T', 'P', 'E'][thousands]}"
