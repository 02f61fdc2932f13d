"""Whether a word is English."""

from __future__ import annotations

import re
from functools import lru_cache

from curation.verbalise.lexicon import look_up
from curation.verbalise.plain_phrases import NUMBER
from curation.verbalise.words.everyday import EVERYDAY, MORE_NOUNS
from curation.verbalise.words.function_words import TAGS
from curation.verbalise.words.names import CAPITALISED

_WORD = re.compile(
    r"[A-Za-z]+(?:['-][A-Za-z]+)*'?|'(?:s|re|m|ll|d|ve)|[$]?\d[\d,.:%]*(?:st|nd|rd|th|s|am|pm)?|&|_{3}|-"
)

_CLITICS = ("n't", "'s", "'re", "'m", "'ll", "'d", "'ve", "s'", "'")


@lru_cache(maxsize=1 << 17)
def is_word(token: str) -> bool:
    """Whether it is an English word, a name or a number, with the marks around it."""
    word = token.strip('.,;:!?"()')
    if not word or word.startswith("Person"):
        return True
    if not _WORD.fullmatch(word):
        return False
    lower = word.lower()
    for ending in _CLITICS:
        if lower.endswith(ending) and len(lower) > len(ending):
            lower = lower[: -len(ending)]
            if ending == "n't":
                return lower in _BEFORE_NOT
            break
    if lower in TAGS or lower in CAPITALISED or lower in EVERYDAY or lower in MORE_NOUNS:
        return True
    if NUMBER.fullmatch(lower) or word[0] in "$&-_'" or word[0].isdigit():
        return True
    if "-" in lower:
        parts = [part for part in lower.split("-") if part]
        return all(len(part) == 1 or is_word(part) or part in _PREFIXES for part in parts)
    if len(lower) < 2:
        return lower in ("a", "i", "x", "t")
    return bool(look_up(lower).forms)


_BEFORE_NOT = frozenset(
    "ca wo sha do does did is are was were has have had could would should must might need ai".split()
)

_PREFIXES = frozenset(
    """
    anti bi co ex mid multi non pre post pro re semi sub un ultra tic tac ping pong
    """.split()
)
