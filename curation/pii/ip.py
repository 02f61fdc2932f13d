"""Addresses of machines on the internet, version 4 and 6."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from curation.pii.finding import Finding, Searched

KIND = "ip"

_NUMBER = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_V4 = re.compile(rf"(?<![\w.-])(?:{_NUMBER}\.){{3}}{_NUMBER}(?![\w-]|\.\w|/\d)")
# At least four groups: `2001:db8::1` and longer, but no time of day and no C++ name.
_V6 = re.compile(
    r"(?<![\w:.])[23][0-9A-Fa-f]{3}:(?:[0-9A-Fa-f]{0,4}:){1,6}[0-9A-Fa-f]{0,4}(?![\w:]|\.\w|/\d)"
)

# Words before four numbers that are then no address: versions, and the numbers of sections and rules.
_OTHER_NUMBERS = re.compile(
    r"""(?: \b(?: v | ver | vers | version | versions | release | released | build | revision | rev | firmware
        | driver | kernel | update | upgrade | patch | sdk | api | library | package | plugin | app | software
        | section | sections | sec | chapter | clause | paragraph | table | figure | fig | item | article
        | part | rule | theorem | lemma | definition | ec | oid | isbn | doi )
        [.:]? \s* [\s(="']* (?:(?:to|from|and|or|than|is|was|of|number|no\.?|numbers?|code)\s+){0,2}
      | § \s* | [A-Za-z]/ | \b[A-Za-z]{2,}[ -]?v
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# Four numbers below this are those of a section or a version, wherever they stand: `3.2.1.10`.
_SMALL = 20

# Resolvers that all the world uses, and that texts name to explain something.
_KNOWN = frozenset(
    ipaddress.ip_address(address)
    for address in (
        "1.0.0.1",
        "1.1.1.1",
        "1.2.3.4",
        "4.2.2.2",
        "8.8.4.4",
        "8.8.8.8",
        "9.9.9.9",
        "208.67.220.220",
        "208.67.222.222",
        "2001:4860:4860::8844",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
    )
)


def find_ips(searched: Searched) -> Iterator[Finding]:
    """Public addresses. Private and reserved ones, networks (`/24`), versions of software and numbers of
    sections stay.
    """
    for match in searched.in_numbers(_V4):
        if _is_public(match[0]) and not _is_other_number(searched.text, match):
            yield Finding(match.start(), match.end(), KIND)
    for match in _V6.finditer(searched.text):
        if _is_public(match[0]):
            yield Finding(match.start(), match.end(), KIND)


def _is_public(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.is_global and not address.is_multicast and address not in _KNOWN


def _is_other_number(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    if _OTHER_NUMBERS.search(before):
        return True
    return all(int(number) < _SMALL for number in match[0].split("."))
