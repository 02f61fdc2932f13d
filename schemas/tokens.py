"""Documents as token ids, and fixed-length sequences packed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pyarrow as pa

from schemas.arrow import arrow_type


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizedDocument:
    """A document's token ids (without any begin or end token) and how many UTF-8 bytes of text they
    stand for. The tokens are an `array.array` as they are made, and a list as they are read.
    """

    VERSION: ClassVar[int] = 1

    id: str
    source: str
    tokens: Annotated[Sequence[int], pa.list_(pa.uint32())]
    text_bytes: int


@dataclass(frozen=True, slots=True)
class Span:
    """`length` positions of a sequence, from `start`, that hold one document's tokens from its token `offset`
    on.

    The span includes the document's begin and end tokens where it has them; `offset` counts them too.
    """

    document: str
    start: Annotated[int, pa.int32()]
    length: Annotated[int, pa.int32()]
    offset: Annotated[int, pa.int64()]


# Rows in every Arrow batch of a shard but its last: row i is row i % 256 of batch i // 256.
ROWS_PER_BATCH = 256

SEQUENCE_VERSION = 1


def sequence_schema(length: int, dtype: str = "uint16") -> pa.Schema:
    """The Arrow schema of sequences of `length` positions, each a token id of `dtype` (uint16 or uint32).

    Of a row's `tokens` the first `length` (the column) are used and the rest is padding;
    `spans` are `Span`s in order of `start`, and cover exactly the used positions. Raises ValueError for
    another `dtype` or a length below 1.
    """
    if dtype not in ("uint16", "uint32") or length < 1:
        raise ValueError(f"sequences hold at least one uint16 or uint32, and not {length} of {dtype}")
    fields = [
        pa.field("tokens", pa.list_(getattr(pa, dtype)(), length), nullable=False),
        pa.field("length", pa.int32(), nullable=False),
        pa.field("spans", pa.list_(arrow_type(Span)), nullable=False),
    ]
    return pa.schema(fields, metadata={"record": "TokenSequence", "version": str(SEQUENCE_VERSION)})
