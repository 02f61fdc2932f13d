"""Phone numbers, checked against the numbering plans that the package phonenumbers has (Google's)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from curation.pii.finding import Finding, Searched

KIND = "phone"

# Between two groups of digits; `+44 (0)20 …` has a bracket and a space.
_GAP = r"(?:[ ./–-]|[ .]?\(|\)[ -]?)?"
# With the country's code.
_INTERNATIONAL = re.compile(rf"(?<![\w+.,/$-])\+ ?[1-9](?:{_GAP}\d){{7,14}}(?!\d|[.,]\d)")
# As North Americans write theirs.
_AMERICAN = re.compile(
    r"(?<![\w.+(/$-])(?:1[-. ])?"
    r"(?:\([2-9]\d{2}\)[ -]?[2-9]\d{2}[-. ]\d{4}|[2-9]\d{2}([-.])[2-9]\d{2}\1\d{4})(?!\w|[-.,]\d)"
)
# Any other number that is said to be one.
_ANY = re.compile(rf"[+(]{{0,2}} ?\d(?:{_GAP}\d){{6,14}}(?!\d|[.,]\d)")
_NAME = re.compile(
    r"""(?:\b(?:tel|telephone|phone|ph|mobile|fax|telefax|telefon|tél|téléphone|télécopie|teléfono|telefono
        |whatsapp|sms|call[ ]us[ ](?:at|on))|[☎☏✆📞📱])
    (?:[ ](?:no|number|nr))?[ \t]{0,2}[.:)]{0,2}[ \t]{0,3}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|1\d{3}\s?[-–/]\s?[12]\d{3}")
_LAST_GROUP = re.compile(r"\D*\d+\Z|\D+\Z")
_DECIMAL = re.compile(r"\+\d+\.\d{5,}")

# Of companies, not of persons.
_COMPANIES = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.UAN,
    }
)


def find_phones(searched: Searched) -> Iterator[Finding]:
    """Numbers that a numbering plan has: with a country's code, as in North America, or said to be phone
    numbers. Numbers free of charge and the like, which belong to companies, stay.
    """
    text = searched.text
    for start, end in searched.numbers:
        first = _at(text, start)
        if first:
            yield first
        for match in _AMERICAN.finditer(text, first.end if first else start, end + 2):
            if _is_personal(match[0], "US"):
                yield Finding(match.start(), match.end(), KIND)


def _at(text: str, start: int) -> Finding | None:
    """The number that begins there, if it has a country's code or is said to be a phone number."""
    if text[start] == "+":
        match = _INTERNATIONAL.match(text, start)
        number = _longest_personal(match[0]) if match else ""
        if number:
            return Finding(start, start + len(number), KIND)
    if _NAME.search(text, max(0, start - 30), start):
        match = _ANY.match(text, start)
        if match and not _DATE.match(match[0]) and not _is_of_a_company(match[0]):
            return Finding(start, match.end(), KIND)
    return None


def _longest_personal(number: str) -> str:
    """The number without groups at its end that belong to what follows, as in `+33 1 44 51 32 34 9-17`; empty
    if there is none in it.
    """
    while number and not (_is_personal(number, None) and not _DECIMAL.fullmatch(number)):
        number = _LAST_GROUP.sub("", number)
    return number


def _parsed(number: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None


def _is_personal(number: str, region: str | None) -> bool:
    parsed = _parsed(number, region)
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        return False
    return phonenumbers.number_type(parsed) not in _COMPANIES


def _is_of_a_company(number: str) -> bool:
    """Whether it is free of charge or the like; without a country's code one cannot know."""
    parsed = _parsed(number, None)
    return parsed is not None and phonenumbers.number_type(parsed) in _COMPANIES
