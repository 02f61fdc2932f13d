"""What a SentencePiece model file says, as far as it decides where text may be cut.

The file is a protocol buffer (`ModelProto` in SentencePiece's sentencepiece_model.proto). The few fields
needed are read here, because the module that protoc generated for it and ships inside the package refuses to
be imported next to an older protobuf runtime, such as the one Beam pins.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

# Appended to a model file, this is a second `normalizer_spec` {add_dummy_prefix: false}. Protocol buffers
# merge repeated occurrences of a message field, so the model then encodes exactly the text it is given.
NO_DUMMY_PREFIX = b"\x1a\x02\x18\x00"


class PieceType(enum.IntEnum):
    """`ModelProto.SentencePiece.Type`."""

    NORMAL = 1
    UNKNOWN = 2
    CONTROL = 3
    USER_DEFINED = 4
    UNUSED = 5
    BYTE = 6


BPE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """Defaults are the protocol buffer's: a field that is not in the file has its default value.

    `pieces` are (text, type) by id; `model_type` is 1 unigram, 2 BPE, 3 word, 4 char; `charsmap` is whether
    the normaliser rewrites characters.
    """

    pieces: list[tuple[str, PieceType]]
    model_type: int = 1
    byte_fallback: bool = False
    treat_whitespace_as_suffix: bool = False
    charsmap: bool = False
    add_dummy_prefix: bool = True
    remove_extra_whitespaces: bool = True
    escape_whitespaces: bool = True

    def texts(self, *types: PieceType) -> list[str]:
        """The texts of the pieces of these types, in order of their ids."""
        return [text for text, kind in self.pieces if kind in types]


def read_model_file(data: bytes) -> ModelFile:
    """Raises ValueError for bytes that are not such a file."""
    try:
        return _read(data)
    except (KeyError, IndexError, UnicodeDecodeError, TypeError) as error:
        raise ValueError(f"not a SentencePiece model: {error}") from error


def _read(data: bytes) -> ModelFile:
    pieces: list[tuple[str, PieceType]] = []
    trainer: dict[int, int | bytes] = {}
    normalizer: dict[int, int | bytes] = {}
    for number, value in _fields(data):
        if number == 1:
            piece = dict(_fields(value))
            pieces.append((bytes(piece[1]).decode(), PieceType(int(piece.get(3, PieceType.NORMAL)))))
        elif number == 2:
            trainer.update(_fields(value))
        elif number == 3:
            normalizer.update(_fields(value))
    return ModelFile(
        pieces=pieces,
        model_type=int(trainer.get(3, 1)),
        treat_whitespace_as_suffix=bool(trainer.get(24, False)),
        byte_fallback=bool(trainer.get(35, False)),
        charsmap=bool(normalizer.get(2, b"")),
        add_dummy_prefix=bool(normalizer.get(3, True)),
        remove_extra_whitespaces=bool(normalizer.get(4, True)),
        escape_whitespaces=bool(normalizer.get(5, True)),
    )


def _fields(message: int | bytes) -> Iterator[tuple[int, int | bytes]]:
    """The (field number, value) pairs of a message; see protobuf.dev/programming-guides/encoding."""
    if isinstance(message, int):
        raise TypeError("a number where a message was expected")
    position = 0

    def varint() -> int:
        nonlocal position
        value = shift = 0
        while True:
            byte = message[position]
            position += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while position < len(message):
        number, wire_type = divmod(varint(), 8)
        if wire_type == 0:
            yield number, varint()
            continue
        size = {1: 8, 5: 4}.get(wire_type) if wire_type != 2 else varint()
        if size is None or position + size > len(message):
            raise IndexError(f"byte {position}: no field of wire type {wire_type} fits here")
        yield number, message[position : position + size]
        position += size
