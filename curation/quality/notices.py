"""Lines that are about the page and not of it: what C4 takes out of pages line by line (Raffel et al. 2020,
section 2.2).
"""

from __future__ import annotations

import re

from curation.quality.lines import Kind, lines_of

# "Many of the scraped pages contained warnings stating that Javascript should be enabled". A line that is
# only about JavaScript, as on pages on programming, stays, and so does one of a table or of code.
_JAVASCRIPT = re.compile(r"java ?script", re.IGNORECASE)
_WARNING = re.compile(
    r"enable|disable|turn(?:ed)? (?:on|off)|requires?|support|browser|activ|not available", re.IGNORECASE
)
# "Many pages had boilerplate policy notices". The phrases are those of the code published with the paper.
_POLICY = re.compile(
    r"terms of use|privacy policy|cookie policy|uses cookies|use of cookies|use cookies", re.IGNORECASE
)
_MARKS = ("javascript", "java script", "terms of use", "privacy policy", "cookie")
# A notice is short; a paragraph that has one of these phrases is about something.
NOTICE_CHARACTERS = 300


def without_notices(text: str) -> tuple[str, int]:
    """The text without the lines of prose and lists that are notices, and how many those were."""
    # Most texts have none of the words: looking for them is 20 times faster than looking at every line.
    lowered = text.lower()
    if not any(mark in lowered for mark in _MARKS):
        return text, 0
    kept = []
    count = 0
    for kind, line in lines_of(text):
        if kind in (Kind.PROSE, Kind.LIST) and is_notice(line):
            count += 1
        else:
            kept.append(line)
    if not count:
        return text, 0
    # What stood around a line that is gone must not become a gap of four line ends.
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n"), count


def is_notice(line: str) -> bool:
    """Whether the line asks for JavaScript, or is about cookies, terms and policies."""
    if len(line) > NOTICE_CHARACTERS:
        return False
    return bool(_POLICY.search(line) or (_JAVASCRIPT.search(line) and _WARNING.search(line)))
