"""Numbers as the page writes them."""

from __future__ import annotations

import math

_UNITS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def exact(value: float) -> str:
    """`12,345`; of others than whole numbers three digits that tell something."""
    if not math.isfinite(value):
        return "–"
    if value == int(value):
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 1e-4 else f"{value:.1e}"


def short(value: float) -> str:
    """`12.3 M`: three digits."""
    for size, unit in _UNITS:
        # What rounds up to the next unit's first number is written in that unit.
        if abs(value) >= size * 0.9995:
            return f"{value / size:.3g} {unit}"
    return exact(value)


def counted(value: int, what: str) -> str:
    """`1 document`, `12 documents`."""
    return f"{value:,} {what}{'' if value == 1 else 's'}"


def share(part: float, whole: float) -> str:
    """`12.3%`; `<0.1%` for what is not nothing, `–` of nothing."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    if 0 < percent < 0.05:
        return "<0.1%"
    if 99.95 <= percent < 100:
        return ">99.9%"
    return f"{percent:.1f}%" if percent not in (0, 100) else f"{percent:.0f}%"


def seconds(value: float) -> str:
    """`0.4 s`, `12 s`, `3 min 20 s`, `2 h 05 min`."""
    if value < 9.95:
        return f"{value:.1f} s"
    whole = round(value)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600:,} h {whole % 3600 // 60:02d} min"
