"""What counts as one word of a text."""

from __future__ import annotations

import re
import unicodedata

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}\.\d{1,15}|\d{1,15}"
BEFORE_CHRIST = r"\d{1,5}[ \u00a0]?(?:BCE?\b|B\.[ ]?C\.(?:[ ]?E\.)?)"
_LETTER = r"[^\W_][\u0300-\u036f]*"

# Years before Christ, numbers with their separators and scale (`25 million`, `twenty-five`), else letters and
# digits with apostrophes inside. Combining accents are part of their letter.
WORD = re.compile(
    rf"{BEFORE_CHRIST}"
    rf"|(?:{_DIGITS}|(?:{_TENS})(?:-(?:{_UNITS}))?|{_UNITS}|{_TEENS})[ -](?:{'|'.join(SCALES)})s?\b"
    rf"|(?:{_TENS})-(?:{_UNITS})\b"
    rf"|(?:{_DIGITS})(?![^\W_])"
    rf"|(?:{_LETTER})+(?:['’](?:{_LETTER})+)*",
    re.IGNORECASE,
)


def fold(form: str) -> str:
    """Lower case without accents; as it is if it is nothing but accents (a halfwidth voiced sound mark)."""
    if form.isascii():
        return form.lower()
    spread = unicodedata.normalize("NFKD", form.lower())
    return "".join(char for char in spread if not unicodedata.combining(char)) or form
