"""Where sentences end, in any script."""

from __future__ import annotations

import re

# The sentence terminals of Unicode's sentence breaking (UAX 29, STerm and ATerm) in the scripts of the large
# wikis, and the ellipsis. Those in full width need no space after them.
_WIDE = "。！？｡"
TERMINALS = ".!?…؟۔।॥։።፧᙮᠃៕‼⁇⁈⁉" + _WIDE
# What may follow the terminal within the sentence: quotes and brackets. C4 takes a closing quote as an end.
_QUOTES = "\"'”’»」』"
_CLOSERS = _QUOTES + ")]）】*_"

# Of a run of dots only the last one can match: a million of them are looked at once each.
_SPACED_END = re.compile(rf"[{re.escape(TERMINALS.replace(_WIDE, ''))}][{re.escape(_CLOSERS)}]{{0,3}}\s")
_WIDE_END = re.compile(f"[{_WIDE}]+")

_LAST = frozenset(TERMINALS + _QUOTES)


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does: in a terminal mark or a closing quote, brackets and emphasis
    after it aside.
    """
    end = line[-8:].rstrip()
    if end[-1:] in _CLOSERS:
        end = end.rstrip(")]）】*_") or end
    return end[-1:] in _LAST if end else False


def count_sentence_ends(text: str) -> int:
    """How many sentences end in the text. An abbreviation before a space counts as an end."""
    wide = 0 if text.isascii() else len(_WIDE_END.findall(text))
    return len(_SPACED_END.findall(f"{text}\n")) + wide
