"""`a` or `an`: by the sound that the next word begins with."""

from __future__ import annotations

import re
from functools import lru_cache

# Words whose h is silent, with what is made of them.
_SILENT_H = re.compile(r"(hour(?!i)|hono[u]?r|honest|heir|herb(?!al|iv|ic|ert))", re.I)
# A vowel letter that sounds like a consonant: `y` as in unicorn, `w` as in one.
_CONSONANT_SOUND = re.compile(
    r"""uni[cfloqptvx]|unis|unanim|us[aeiu]|uten|uter|util|utop|uran|ure[at]|urin[ae]|urolog|utah|ukr|ukul|ubiq|ugand
    |eu|ewe|once|one(?![a-z])|ones?(?=$|-)|oneself|oneness|ouija""",
    re.I | re.X,
)
# Said letter by letter, these letters begin with a vowel: an FBI agent, an X-ray. Some are said as words.
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")
_SAID_AS_WORDS = frozenset("NASA NATO NAFTA SIM SARS RAM ROM LAN FIFA SWAT LASER RADAR SCUBA".split())
_NUMBER = re.compile(r"(8\d*|11|18)(?!\d)")


@lru_cache(maxsize=65536)
def indefinite_article(word: str) -> str:
    """`a` or `an` before the word (`hour`, `unicorn`, `FBI`, `8`)."""
    if not word:
        return "a"
    if word[0].isdigit():
        return "an" if _NUMBER.match(word) else "a"
    if word[:2].isupper() or len(word) == 1 or word[1] == "-":
        return "an" if word[0].upper() in _VOWEL_LETTERS and word not in _SAID_AS_WORDS else "a"
    if word[0].lower() in "aeiou":
        return "a" if _CONSONANT_SOUND.match(word) else "an"
    return "an" if _SILENT_H.match(word) else "a"
