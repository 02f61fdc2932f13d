"""What flows while the mixture is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import pyarrow as pa

from schemas.keys import Hash64

# A document's place in its source is a hash of its id; documents are counted by its first 16 bits.
BINS = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitMember:
    """A document that has duplicates: `text_key` of its id, and its connected component."""

    VERSION: ClassVar[int] = 1

    id: Hash64
    component: Hash64


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """How many documents and tokens of one source, in one shard, are at one place of the source's order.
    `held_out`: of those that are validated on.
    """

    VERSION: ClassVar[int] = 1

    source: str
    place: Annotated[int, pa.int32()]
    held_out: bool
    documents: int
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlan:
    """What becomes of one source, and which `pattern` of the recipe says so (empty: none names it).

    `documents` and `tokens` are what there is to train on, `held_out_…` what is validated on besides.
    `epochs` and `max_tokens` (-1: no limit) are what was asked for. Every document is taken `copies` times,
    and once more if its place in the source's order is below `below` (of BINS); `…_taken` is what that comes
    to.
    """

    VERSION: ClassVar[int] = 1

    source: str
    pattern: str
    epochs: float
    max_tokens: int
    documents: int
    tokens: int
    held_out_documents: int
    held_out_tokens: int
    copies: int
    below: int
    documents_taken: int
    tokens_taken: int
