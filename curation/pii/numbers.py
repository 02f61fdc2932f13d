"""Numbers that belong to a person and check themselves: payment cards, bank accounts, US social security."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.pii.finding import Finding, Searched

CARD, IBAN, SSN = "card", "iban", "ssn"

# In one piece, or parted as it is printed on the card.
_CARD = re.compile(
    r"(?<![\w.,:/+-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{5})(?![\w]|[.,:/-]\d)"
)
# The numbers that the networks give out (ISO/IEC 7812), with their lengths.
_NETWORKS = (
    (re.compile("4"), (13, 16, 19)),
    (re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile("3[47]"), (15,)),
    (re.compile("6011|64[4-9]|65"), (16, 19)),
    (re.compile("35(?:2[89]|[3-8])"), (16,)),
    (re.compile("30[0-5]|36|38"), (14,)),
)
_ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)
# ISO 13616: how long the account numbers of each country are.
_COUNTRIES = {
    15: "NO",
    16: "BE",
    18: "DK FI FO GL NL",
    19: "MK SI",
    20: "AT BA EE KZ LT LU XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "PT",
    26: "IS TR",
    27: "FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HU LB PL",
    29: "BR EG PS QA UA",
    30: "JO KW MU",
    31: "MT",
}
_LENGTHS = {country: length for length, countries in _COUNTRIES.items() for country in countries.split()}
_SSN = re.compile(r"(?<![\w.,:/+-])(?!000|666|9)(\d{3})-(?!00)(\d{2})-(?!0000)(\d{4})(?![\w]|[.,:/-]\d)")
_SSN_CONTEXT = re.compile(r"\bssn\b|social[ -]security", re.IGNORECASE)


def find_cards(searched: Searched) -> Iterator[Finding]:
    """Numbers of payment cards: of a network's form and length, with the right check digit (Luhn)."""
    for match in searched.in_numbers(_CARD):
        digits = match[0].replace(" ", "").replace("-", "")
        if _of_a_network(digits) and luhn(digits) and len(set(digits)) > 3:
            yield Finding(match.start(), match.end(), CARD)


def find_ibans(searched: Searched) -> Iterator[Finding]:
    """International bank account numbers with the right length and check digits."""
    for match in _ACCOUNT.finditer(searched.text):
        account = match[0].replace(" ", "")
        length = _LENGTHS.get(account[:2], 0)
        # The last group of the match may be a word of the text.
        if len(account) > length >= len(account) - 3 and " " in match[0]:
            shorter = match[0][: match[0].rindex(" ")]
            if len(shorter.replace(" ", "")) == length and mod97(shorter.replace(" ", "")):
                yield Finding(match.start(), match.start() + len(shorter), IBAN)
        elif len(account) == length and mod97(account):
            yield Finding(match.start(), match.end(), IBAN)


def find_ssns(searched: Searched) -> Iterator[Finding]:
    """Social security numbers of the USA, where the text within 80 characters before says so: three, two and
    four digits number many other things.
    """
    for match in searched.in_numbers(_SSN):
        if _SSN_CONTEXT.search(searched.text, max(0, match.start() - 80), match.start()):
            yield Finding(match.start(), match.end(), SSN)


def luhn(digits: str) -> bool:
    """Whether the last digit is the right check digit (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        digit = int(char) << (place & 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def mod97(account: str) -> bool:
    """Whether the two digits after the country are the right check digits (ISO 7064)."""
    return int("".join(str(int(char, 36)) for char in account[4:] + account[:4])) % 97 == 1


def _of_a_network(digits: str) -> bool:
    return any(len(digits) in lengths and begins.match(digits) for begins, lengths in _NETWORKS)
