"""Marks around text that is not ours, which that text cannot hold."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence


def fence_word(texts: Sequence[str], *of: str | int) -> str:
    """Twelve hex digits derived from `of`, which occur in none of the texts."""
    attempt = 0
    while True:
        word = hashlib.sha256(json.dumps([attempt, *of]).encode()).hexdigest()[:12]
        if not any(word in text for text in texts):
            return word
        attempt += 1


def fenced(name: str, word: str, lines: Sequence[str]) -> str:
    """The lines between two marks. A line break within a line becomes a space, so that each stays one."""
    inner = "\n".join(" ".join(line.split()) for line in lines)
    return f"<<<{name} {word}>>>\n{inner}\n<<<end of {name} {word}>>>"


def numbers(count: int, *of: str | int) -> list[int]:
    """So many different numbers in ascending order, with gaps: who echoes them has not counted by himself."""
    size = 3 if count <= 300 else 5
    chance = random.Random(json.dumps(of))  # noqa: S311 (no secret)
    return sorted(chance.sample(range(10 ** (size - 1), 10**size), count))
