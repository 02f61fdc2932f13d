"""Which texts are the same, and which rows."""

from __future__ import annotations

import hashlib

from schemas.dedup import TextRow
from schemas.document import Document

DIGEST_BYTES = 16

_SPACES = bytes.maketrans(b"\t\n\v\f\r", b"     ")


def text_digest(text: str) -> bytes:
    """A digest of 16 bytes that two texts share if they are the same but for white space: runs of ASCII's
    count as one space, and as nothing at the ends. (Texts are NFC already.) Nothing for a text of white space
    alone: it is no copy of another.
    """
    return measure_text(text)[0]


def measure_text(text: str) -> tuple[bytes, int]:
    """The text's digest, and its length in bytes of UTF-8 with each run of white space as one."""
    if not text or text.isspace():
        return b"", 0
    said = text.encode("utf-8", "surrogatepass").translate(_SPACES).strip()
    # Each turn halves the length of the runs.
    while b"  " in said:
        said = said.replace(b"  ", b" ")
    return hashlib.blake2b(said, digest_size=DIGEST_BYTES).digest(), len(said)


def row_key(row: TextRow | Document, digest: bytes) -> int:
    """A number from 0 to 2^64 - 1 for a row whose text has this digest.

    An id alone does not name a row: an article has the same in every dump. Rows of equal id, source,
    revision, timestamp and text share a key, and it makes no difference which of them is kept.
    """
    fields = (row.id, row.source, row.revision, row.timestamp)
    name = b"\0".join(field.encode("utf-8", "surrogatepass") for field in fields)
    return int.from_bytes(hashlib.blake2b(name + b"\0" + digest, digest_size=8).digest(), "little")
