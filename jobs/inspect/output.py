"""What `inspect` writes: colours on a terminal, text that cannot harm one, and JSON lines for scripts."""

from __future__ import annotations

import base64
import datetime
import decimal
import json
import math
import sys
from dataclasses import dataclass
from typing import Any

from rich.console import Console

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
    "cyan": "36",
    "match": "1;31",
    "cyan underlined": "4;36",
    "yellow underlined": "4;33",
}
# Control characters of C0 and C1 but for line feed and tab: a text of the web must not steer the terminal.
_CONTROLS = {
    code: f"\\x{code:02x}" for code in [*range(0x20), *range(0x7F, 0xA0)] if code not in (0x09, 0x0A)
}


@dataclass(frozen=True, slots=True)
class Paint:
    """Puts colour around text, or nothing where it is not `on`."""

    on: bool

    def __call__(self, text: str, style: str) -> str:
        """`text` in one of the styles of this module, line by line."""
        if not self.on or not text:
            return text
        return "\n".join(f"\x1b[{_CODES[style]}m{line}\x1b[0m" if line else "" for line in text.split("\n"))


def painter() -> Paint:
    """For standard output: colours on a terminal alone, and not where NO_COLOR is set (https://no-color.org);
    FORCE_COLOR brings them to a pipe.
    """
    console = Console(file=sys.stdout)
    return Paint(console.color_system is not None and not console.no_color)


def visible(text: str) -> str:
    """The text with control characters written as `\\x1b`, and what is not Unicode likewise."""
    return text.translate(_CONTROLS).encode("utf-8", "backslashreplace").decode()


def shorten(text: str, limit: int) -> str:
    """The first `limit` characters, and how many there are, if there are more."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text):,} characters)"


def print_json(value: Any) -> None:
    """One line of JSON."""
    text = json.dumps(plain(value), ensure_ascii=False)
    print(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))


def plain(value: Any) -> Any:
    """JSON values for whatever Arrow holds: bytes as text where they are UTF-8 without control characters and
    else in base64, dates in ISO 8601, numbers that JSON lacks (infinite ones, and what is none) as null.
    """
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return _of_bytes(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta, decimal.Decimal)):
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    return value


def _of_bytes(value: bytes) -> str:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return base64.b64encode(value).decode()
    return text if visible(text) == text else base64.b64encode(value).decode()


def tell(message: object) -> None:
    """A word on standard error, beside the rows on standard output."""
    print(f"roae: {message}", file=sys.stderr)
