"""Documents as token ids, and fixed-length sequences packed from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizedDocument:
    """A document's token ids (without any begin or end token) and how many UTF-8 bytes of text they
    stand for.
    """

    VERSION: ClassVar[int] = 1

    id: str
    source: str
    tokens: Annotated[list[int], pa.list_(pa.uint32())]
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
