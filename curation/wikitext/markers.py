"""Characters that the renderer uses inside its own text while a page is worked on.

All are C0 control characters, which XML 1.0 forbids and `clean` removes, so no page can contain one. They
never leave `render`.
"""

from __future__ import annotations

import re

INLINE = "\x01"  # \x01 n \x01: entry n of the page's stash, finished text that stands inside a line
BLOCK = "\x02"  # \x02 n \x02: entry n of the page's stash, finished lines that stand by themselves
LINK_OPEN = "\x03"  # around the words of a link, so that sections which are only links can be told
LINK_CLOSE = "\x04"
PIPE = "\x05"  # a `|` that is text, not syntax
EQUALS = "\x06"  # a `=` that is text, not syntax
BAR = "\x14"  # a `|` that is syntax, written by a template: {{!}}
BREAK = "\x07"  # a line break the author asked for: <br>
GAP = "\x0b"  # where something inside a sentence was left out: spaces and punctuation around it close up
QUOTE_OPEN = "\x0e"  # a line of its own: a block quotation begins
QUOTE_CLOSE = "\x0f"
SUB_OPEN, SUB_CLOSE = "\x10", "\x11"
SUP_OPEN, SUP_CLOSE = "\x12", "\x13"

STASHED_INLINE = re.compile(r"\x01(\d+)\x01")
STASHED_BLOCK = re.compile(r"\x02(\d+)\x02")

_SURROGATES = re.compile(r"[\ud800-\udfff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """The text with `\\n` line ends, without lone surrogates and control characters but newline and tab."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode()  # ten times as fast as a search for surrogates
    except UnicodeEncodeError:
        text = _SURROGATES.sub("", text)
    return _CONTROL.sub("", text)


def protect(text: str) -> str:
    """Rendered text whose `|` and `=` must no longer be read as syntax of what surrounds it."""
    if "|" in text:
        text = text.replace("|", PIPE)
    if "=" in text:
        text = text.replace("=", EQUALS)
    return text


def restore(text: str) -> str:
    """`protect` undone; the markers of links and gaps removed, and of blocks where no block can stand."""
    # replace() per character: on text beyond ASCII it is ten times as fast as one translate().
    text = text.replace(PIPE, "|").replace(EQUALS, "=")
    for marker in (LINK_OPEN, LINK_CLOSE, GAP, QUOTE_OPEN, QUOTE_CLOSE):
        text = text.replace(marker, "")
    return STASHED_BLOCK.sub("", text) if BLOCK in text else text
