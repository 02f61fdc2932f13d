"""The ids of a text's units: remembered, or asked of the tokenizer."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable

# Two generations of so many units are remembered. At about 200 bytes a unit that is some 100 MB at most.
CACHED_UNITS = 1 << 18

# Longer units seldom come again: words, and runs of isolated characters (in Chinese, whole clauses).
_WORD_CHARACTERS = 64
_RUN_CHARACTERS = 8

# SentencePiece takes 65 bytes of memory per character of what it is given at once.
MOST_CHARACTERS = 4 << 20

Encode = Callable[[str], list[int]]


class TextTooLongError(ValueError):
    """Text that can be encoded only in one go, and is too long for that."""


def check_length(text: str) -> None:
    """Raises TextTooLongError above 4 Mi characters."""
    if len(text) > MOST_CHARACTERS:
        raise TextTooLongError(
            f"{len(text)} characters that cannot be cut ({text[:20]!r}…): at most {MOST_CHARACTERS} can be "
            "encoded at once"
        )


class UnitCache(dict[str, bytes]):
    """Unit → its ids as bytes of the array type `typecode`. `isolated` matches the units of which every
    character is encoded as if it were alone. When a generation is full, the one before it is forgotten.
    """

    def __init__(self, encode: Encode, isolated: re.Pattern[str], typecode: str, units: int) -> None:
        super().__init__()
        self._encode = encode
        self._is_isolated = isolated.match
        self._typecode = typecode
        self._limit = units
        self._before: dict[str, bytes] = {}
        self._characters = _CharacterCache(self._ask)

    def __missing__(self, unit: str) -> bytes:
        ids = self._before.get(unit)
        if self._is_isolated(unit):
            kept = len(unit) <= _RUN_CHARACTERS
            ids = ids or b"".join(map(self._characters.__getitem__, unit))
        else:
            kept = len(unit) <= _WORD_CHARACTERS
            ids = ids or self._ask(unit)
        if kept:
            if len(self) >= self._limit:
                self._before = dict(self)
                self.clear()
            self[unit] = ids
        return ids

    def _ask(self, unit: str) -> bytes:
        check_length(unit)
        return array(self._typecode, self._encode(unit)).tobytes()


class _CharacterCache(dict[str, bytes]):
    """Character → its ids as bytes; there are only so many characters."""

    def __init__(self, ask: Callable[[str], bytes]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, character: str) -> bytes:
        ids = self[character] = self._ask(character)
        return ids
