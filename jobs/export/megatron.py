"""Megatron-LM: `.bin`, the tokens of documents one after the other, and `.idx`, where each begins.

The layout is that of megatron.core.datasets.indexed_dataset: a nine-byte mark, version, type code, number of
sequences and of document bounds; then lengths (int32), byte offsets (int64), and bounds (int64). A document
is one sequence here, as Megatron's own preprocessing has it.
"""

from __future__ import annotations

import struct
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
from pipelines.engine import storage

_MARK, _VERSION = b"MMIDIDX\x00\x00", 1
_INT32, _UINT16 = 4, 8
# As Megatron's DType.optimal_dtype: vocabularies from 65,500 on are stored as int32.
_LARGE_VOCABULARY = 65_500


@dataclass(frozen=True)
class Megatron(TokenFormat):
    """Files `part-00000.bin` and `.idx`, which Megatron is given by their common prefix."""

    name: ClassVar[str] = "megatron"
    version: ClassVar[int] = 1
    # Documents first: Megatron cuts and shuffles them itself.
    wanted: ClassVar[tuple[str, ...]] = (TOKENS, SEQUENCES)
    why: ClassVar[str] = "megatron needs token ids: name 80-tokens, or a run that has it"

    tokens: TokenOptions

    def write(self, work: PartWork) -> Part:
        """See `Format`."""
        assert work.tokenizer is not None
        small = work.tokenizer.vocabulary_size < _LARGE_VOCABULARY
        dtype = np.dtype("<u2" if small else "<i4")
        lengths, tokens, left_out = array("i"), 0, 0
        names = (f"{work.name}.bin", f"{work.name}.idx")
        with new_files(work.folder, *names) as (data, index):
            for pieces in read_pieces(work.files, work.record, work.tokenizer, self.boundaries()):
                data.write(pieces.tokens.astype(dtype, copy=False).tobytes())
                lengths.frombytes(pieces.lengths.astype(np.int32).tobytes())
                tokens += len(pieces.tokens)
                left_out += pieces.left_out
            _write_index(
                index, np.frombuffer(lengths, np.int32), _UINT16 if small else _INT32, dtype.itemsize
            )
        files = list(zip((data, index), names, strict=True))
        return token_part(work, files, documents=len(lengths), tokens=tokens, left_out=left_out)

    def how_to_read(self, folder: str, parts: Sequence[Part]) -> str:
        """See `Format`."""
        names = [file.name for part in parts for file in part.files if file.name.endswith(".bin")]
        prefixes = [storage.join(folder, name.removesuffix(".bin")) for name in names]
        shown = " ".join(prefixes[:3]) + (" …" if len(prefixes) > 3 else "")
        return f"--data-path {shown}"


def _write_index(file: storage.NewFile, lengths: np.ndarray[Any, Any], code: int, size: int) -> None:
    count = len(lengths)
    file.write(_MARK + struct.pack("<QBQQ", _VERSION, code, count, count + 1))
    file.write(lengths.astype("<i4").tobytes())
    ends = np.cumsum(lengths, dtype=np.int64) * size
    file.write((ends - lengths.astype(np.int64) * size).astype("<i8").tobytes())
    file.write(np.arange(count + 1, dtype="<i8").tobytes())
