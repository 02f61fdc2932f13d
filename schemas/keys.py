"""64-bit keys that stand for texts, such as ids, in tables to look things up in."""

from __future__ import annotations

import hashlib
from typing import Annotated

import pyarrow as pa

Hash64 = Annotated[int, pa.uint64()]


def text_key(*texts: str) -> int:
    """A number from 0 to 2^64 - 1 for the texts. That any two of a hundred million texts share theirs has a
    chance of 1 in 3,700.
    """
    data = "\t".join(texts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
