"""Lines of a journal: JSON with a checksum, so that a line that was cut off is known for what it is."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any


def encode_line(record: dict[str, Any]) -> bytes:
    """`CRC JSON\\n`: CRC-32 of the JSON in eight hex digits; the JSON is ASCII and has no line breaks."""
    data = json.dumps(record, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()
    return b"%08x %s\n" % (zlib.crc32(data), data)


def decode_line(line: bytes) -> dict[str, Any] | None:
    """The record of one line with or without its line break, or None for a line that is not whole."""
    line = line.rstrip(b"\n")
    checksum, data = line[:8], line[9:]
    if line[8:9] != b" " or checksum != b"%08x" % zlib.crc32(data):
        return None
    record = json.loads(data)
    return record if isinstance(record, dict) else None


def lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each whole line with where it begins. What follows the last line break is left out: it may be a line
    that is still being written.
    """
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        yield start, data[start : end + 1]
        start = end + 1
