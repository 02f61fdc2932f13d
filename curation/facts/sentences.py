"""Where the sentences of an English paragraph begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"""[.!?]["'”’)\]]*(?=\s+["'“‘(\[]?[A-Z0-9À-Þ])""")
# Words whose point ends no sentence (but Inc. and U.S. may: then two sentences stay together).
_ABBREVIATIONS = frozenset(
    """
        mr mrs ms dr prof st ste mt ft sen rep gov gen col lt maj capt sgt adm rev hon jr sr inc ltd co corp
        bros v vs etc eg ie e.g i.e cf al approx ca c fl b d r no nos vol vols pp p ed eds est dept univ
        u.s u.k u.n d.c h.r jan feb mar apr jun jul aug sep sept oct nov dec a.d b.c ph.d m.d m.a b.a op
        fig var subsp spp sp lit viz
    """.split()
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[\w.]+$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence. Nothing is cut within parentheses."""
    start = 0
    depth, counted = 0, 0
    for match in _END.finditer(text):
        depth += text.count("(", counted, match.end()) - text.count(")", counted, match.end())
        counted = match.end()
        if depth > 0 or _is_abbreviation(text, start, match.start()):
            continue
        depth = 0
        yield start, match.end()
        space = _SPACE.match(text, match.end())
        start = space.end() if space else match.end()
    if text[start:].strip():
        yield start, len(text.rstrip())


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    if text[end] != ".":
        return False
    word = _WORD.search(text, max(start, end - 12), end)
    if not word:
        return False
    said = word[0].strip(".")
    return said.lower() in _ABBREVIATIONS or (len(said) == 1 and said.isupper())
