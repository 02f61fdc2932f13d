"""What a decoder yields: stretches of a dump's bytes, and where some of them are missing."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Decoded bytes. `offset` is where they begin in the stored file: exact for a file that is not
    compressed, else the beginning of the compressed block or read that they came from.
    """

    data: bytes
    offset: int


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes are missing here. `offset` is where in the stored file; `last` means that nothing follows."""

    reason: Literal["corrupt-stream", "truncated"]
    offset: int
    detail: str
    last: bool = True


Stretch: TypeAlias = Piece | Damage


def recode(stretches: Iterable[Stretch], encoding: str) -> Iterator[Stretch]:
    """The same text in UTF-8, from UTF-16 or a one-byte encoding.

    Half a surrogate pair becomes the three bytes that UTF-8 would have for it. They are not valid UTF-8, so
    it is repaired and counted with the page that it is in, as is a byte that the encoding does not have.
    """
    errors = "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for stretch in stretches:
        if isinstance(stretch, Damage):
            decoder.reset()
            yield stretch
        else:
            text = decoder.decode(stretch.data)
            yield Piece(text.encode("utf-8", "surrogatepass"), stretch.offset)
