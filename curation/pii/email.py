"""E-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.pii.finding import Finding, Searched

KIND = "email"

# RFC 5321: at most 64 characters before the @, 63 in a label. Every repetition is bounded.
# Python's `@app.get(` is none.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9_%+])[A-Za-z0-9_%+][A-Za-z0-9._%+-]{0,63}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9_(@-])"
)

# RFC 2606 and RFC 6761: names that belong to nobody. They teach what an address looks like.
_RESERVED = re.compile(
    r"(?:^|\.)(?:example\.(?:com|org|net|edu)|(?:your)?domain\.(?:com|org|net|tld)|example|test|invalid|localhost|local)$"
)
# `icon@2x.png` is a file.
_FILES = frozenset("bmp css gif html ico jpeg jpg js json md mp png py svg tiff webp xml".split())
# What programs write for themselves, such as `git@github.com:owner/name`.
_PROGRAMS = frozenset({"git", "noreply", "no-reply", "user", "username"})


def find_emails(searched: Searched) -> Iterator[Finding]:
    """E-mail addresses, but for those under names reserved for examples, and those of programs."""
    if "@" not in searched.text:
        return
    for match in _EMAIL.finditer(searched.text):
        local, domain = match[0].lower().split("@")
        if domain.rsplit(".", 1)[1] not in _FILES and not _RESERVED.search(domain) and local not in _PROGRAMS:
            yield Finding(match.start(), match.end(), KIND)
