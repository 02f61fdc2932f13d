"""Whole numbers in English words."""

from __future__ import annotations

_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_LARGE = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def spell(number: int) -> str:
    """`1250` → `one thousand two hundred and fifty`. Raises ValueError from a trillion on."""
    if number < 0:
        return f"minus {spell(-number)}"
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{_TENS[tens - 2]}-{_ONES[ones]}" if ones else _TENS[tens - 2]
    if number >= 10**12:
        raise ValueError(f"{number} is too large to be spelled out: the largest is 999,999,999,999")
    size, name = next((size, name) for size, name in _LARGE if number >= size)
    count, rest = divmod(number, size)
    if not rest:
        return f"{spell(count)} {name}"
    return f"{spell(count)} {name} {'and ' if rest < 100 else ''}{spell(rest)}"
