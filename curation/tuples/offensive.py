"""Words for which a statement is left out: slurs, obscenities and pornography.

The list is short on purpose, so that it can be read and argued with. It is about wording and does not judge
what is said: words of anatomy, crime and history are not in it, nor are words that mostly mean something
else. Whoever needs another list gives a file.
"""

from __future__ import annotations

import functools
from pathlib import Path

# With -s, -es, -ed, -er, -ers and -ing they count as the same word.
_STEMS = """
    arsehole asshole bastard bitch blowjob bollock boner bukkake bullshit clit cum cumshot cunt darkie
    deepthroat dickhead ejaculat dildo fag faggot fuck gangbang gook handjob hentai horny jackass jizz
    kike masturbat milf motherfuck nympho negro nigga nigger orgasm piss porn porno pornography raghead retard
    shit shitty slut splooge sploog tits titties twat wank wetback whore
"""
_ENDINGS = ("", "s", "es", "ed", "er", "ers", "ing", "e", "ion")


@functools.cache
def offensive_words() -> frozenset[str]:
    """The list above with its endings, in lower case."""
    return frozenset(stem + ending for stem in _STEMS.split() for ending in _ENDINGS)


def read_words(path: str) -> frozenset[str]:
    """A list of one's own: one word in each line, in any case; empty lines and those that begin with `#` are
    left out. Raises ValueError for a file that cannot be read.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"the list of offensive words {path} cannot be read: {error}") from error
    words = frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))
    if several := sorted(word for word in words if len(word.split()) > 1):
        raise ValueError(f"{path}: one word in each line is expected, and there is {several[0]!r}")
    return words
