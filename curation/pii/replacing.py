"""Texts with what points to a person replaced by what kind of thing it was: `<EMAIL>`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, TypeAlias, get_args

from curation.pii.email import find_emails
from curation.pii.finding import Finder, Finding, Searched
from curation.pii.ip import find_ips
from curation.pii.numbers import find_cards, find_ibans, find_ssns
from curation.pii.phone import find_phones
from curation.pii.secrets import find_keys

PiiKind: TypeAlias = Literal["key", "email", "iban", "card", "ip", "ssn", "phone"]
KINDS: tuple[PiiKind, ...] = get_args(PiiKind)

_FINDERS: dict[PiiKind, Finder] = {
    "key": find_keys,
    "email": find_emails,
    "iban": find_ibans,
    "card": find_cards,
    "ip": find_ips,
    "ssn": find_ssns,
    "phone": find_phones,
}


def find_pii(text: str, kinds: Iterable[PiiKind] = KINDS) -> list[Finding]:
    """What is found of these kinds, from left to right, none over another: what begins first goes first, of
    those that begin together the longest.
    """
    searched = Searched(text)
    found = [finding for kind in kinds for finding in _FINDERS[kind](searched)]
    found.sort(key=lambda finding: (finding.start, -finding.end))
    apart: list[Finding] = []
    for finding in found:
        if not apart or finding.start >= apart[-1].end:
            apart.append(finding)
    return apart


def replace_pii(text: str, kinds: Iterable[PiiKind] = KINDS) -> tuple[str, Counter[str]]:
    """The text with placeholders, `<EMAIL>` for an e-mail address, and how many of each kind there are."""
    found = find_pii(text, kinds)
    if not found:
        return text, Counter()
    pieces = []
    position = 0
    for finding in found:
        pieces += [text[position : finding.start], f"<{finding.kind.upper()}>"]
        position = finding.end
    return "".join([*pieces, text[position:]]), Counter(finding.kind for finding in found)
