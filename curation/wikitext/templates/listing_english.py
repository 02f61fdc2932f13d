"""A Wikivoyage listing as English sentences.

Values are written by people for a table of facts (`M–F 9AM–5PM`, `free`, `first Sunday in May`), so each is
looked at: one that fits a sentence makes one, any other stands behind its name and a colon. Where several
wordings fit, the name of the place chooses, so that a page's listings vary and stay the same in every run.
"""

from __future__ import annotations

import re
import zlib

from curation.wikitext.templates.countries import COUNTRIES
from curation.wikitext.templates.listing_fields import Listing

_PREPOSITION = re.compile(
    r"""(?xi) (?:(?:just|right|directly|immediately|about|only)\ )?
    (?: (?:\d[\d.,–-]*|an?|one|two|three|four|five|ten|half\ an?|a\ few)\ ?
      (?:minutes?|mins?|hours?|blocks?|m|km|mi|miles?|met(?:re|er)s?|feet|ft|yards?)(?:['’]s?)?
      \ (?:[^\W\d]+\ ){0,3}? )?
    (?: opposite | across | behind | beside | near | next\ to | in\ front\ of | outside | inside | within
      | between | above | below | under | along | around | off | from | away\ from | uphill | downhill
      | (?:(?:north|south)(?:east|west)?|east|west)\ of | on | in | at | by ) \b"""
)
_ACTION = re.compile(
    r"(?i)(?:take|follow|walk|turn|get|go|ask|look|head|drive|exit|bus|tram|metro|train|line|path|"
    r"various|multiple|several|many|online|mobile|none|unknown|no )"
)
_NEEDS_THE = re.compile(r"(?i)(?:corner|intersection|junction|end|top|foot|bottom|edge|mouth) of\b")
# A street without a house's number.
_STREET = re.compile(
    r"\A\D*\b(?:Road|Rd|Street|St|Lane|Avenue|Ave|Way|Drive|Boulevard|Blvd|Highway|Hwy)\.?\Z"
)
_PLURAL = re.compile(r"(?i)(?:[^s'’]s|ies)\)?\Z")
_DAYS = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_MONTHS = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_OPEN = re.compile(
    rf"""(?xi) (?: open | closed | daily | every\ day | 24 | all\ (?:day|year) | year[- ]round | weekdays
      | weekends | mornings | evenings | from\ \d | noon | midnight | dawn | sunrise | sunset
      | {_DAYS} | {_MONTHS}
      | \d{{1,2}}(?:[:.]\d\d)?\ ?(?:[ap]\.?m\.?)?\ ?(?:[-–—]|to|until)
    ) (?:\b|(?=\d)) | (?-i:(?:M|Tu|W|Th|F|Sa|Su|Mo|We|Fr)(?:\b|[-–—])) """
)
_STARTS_LOWER = re.compile(r"(?:Open|Closed|Daily|Every|All|Year|Weekdays|Weekends|From|Noon|Dawn|Sunrise)\b")
_MONEY = r"(?:US|A|C|NZ|HK|S|NT|R)?[$€£¥₹₩฿₽₪₫₺₴₱]\ ?"
_NUMBER = r"\d[\d.,]*"
_PURE_PRICE = re.compile(
    rf"""(?xi) (?:(?:from|about|around|approx\.?|approximately|up\ to|~|≈)\ ?)?
      (?:{_MONEY}|(?-i:[A-Z]{{3}})\ )? {_NUMBER} (?:\ ?(?:[-–—/]|to|or)\ ?(?:{_MONEY})?{_NUMBER})?
      (?:\ ?[^\W\d]{{1,12}}\.?|\ ?[€$£])? (?:\ (?:per|a|for)\ [\w\ ]{{1,25}}|/\w{{1,10}})? \.?"""
)
_TIME = re.compile(r"(?i)(?:noon|midnight|\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?)\Z")
_TIME_PHRASE = re.compile(r"(?i)(?:from|after|until|before|by|between|any ?time|at) ")
# A country in a list of embassies: nobody says that Austria is at 15 School Street.
_COUNTRIES = frozenset(COUNTRIES.values()) | {
    "the Netherlands",
    "the Philippines",
    "the United Kingdom",
    "the United States",
    "Republic of Korea",
}
_DIGITS = re.compile(r"(?:\D*\d){3}")


def english_sentences(listing: Listing, kind: str) -> list[str]:
    """What the listing says, in the order in which Wikivoyage shows it; without the description, and without
    parameters that it does not know, which it does not show.

    `kind` is `see`, `eat` and so on, which says what a price is paid for.
    """
    chance = zlib.crc32(f"{listing.get('name')}\n{listing.get('address')}".encode())
    return [
        *_head(listing, chance),
        *_contact(listing, chance >> 4),
        *_hours(listing.get("hours"), listing, chance >> 6),
        *_price(listing.get("price"), kind),
        *_stay(listing.get("checkin"), listing.get("checkout")),
        *([f"Payment: {payment}"] if (payment := listing.get("payment")) else []),
    ]


def subject(listing: Listing) -> str:
    """`Name (alternative name)`."""
    name, alternative = listing.get("name"), listing.get("alt")
    return f"{name} ({alternative})" if name and alternative else name or alternative


def _head(listing: Listing, chance: int) -> list[str]:
    name, address, directions = subject(listing), listing.get("address"), listing.get("directions")
    if not name or not (address or directions):
        where = f"{address} ({directions})" if address and directions else address or directions
        return [part for part in (name, where) if part]
    if listing.get("name").partition(" (")[0] in _COUNTRIES:
        return [f"{name}: {', '.join(part for part in (address, directions) if part)}"]
    if place := _place(address, directions):
        return [
            f"{name} {'can be found' if _is_plural(listing) else ('is', 'is located')[chance % 2]} {place}"
        ]
    if not address:
        return [name, f"Directions: {directions}"]
    return [f"{name}, {address}{f' ({directions})' if directions else ''}"]


def _place(address: str, directions: str) -> str:
    """`at Pier 2 (behind the market)`; empty where the words do not make a phrase."""
    if not address:
        return _small(directions) if _PREPOSITION.match(directions) else ""
    more = f" ({directions})" if directions else ""
    if _ACTION.match(address) or not (address[0].isalnum() or _PREPOSITION.match(address)):
        return ""
    if _PREPOSITION.match(address):
        return f"{_small(address)}{more}"
    if _NEEDS_THE.match(address):
        return f"at the {_small(address)}{more}"
    if address[0].islower():
        return ""
    return f"{'on' if _STREET.search(address) else 'at'} {address}{more}"


def _is_plural(listing: Listing) -> bool:
    """Whether the name looks like a plural: `Harbour Islands`, not `Museum of Knots`."""
    return _PLURAL.search(listing.get("name").partition(" of ")[0]) is not None


def event_sentences(listing: Listing, start: str, end: str, years: str) -> list[str]:
    """`Fair takes place on Quay Street from 17 March to 1 April (annual)`, then the rest as for a place."""
    when = (
        f"from {start} to {end}" if start and end else f"on {start}" if start[:1].isdigit() else start or end
    )
    sentences = english_sentences(listing, "do")
    name, place = subject(listing), _place(listing.get("address"), listing.get("directions"))
    has_place = bool(listing.get("address") or listing.get("directions"))
    if not name or not any(character.isdigit() for character in when) or has_place != bool(place):
        dates = ", ".join(part for part in (start, end, years) if part)
        return [*sentences[:1], dates, *sentences[1:]]
    verb = "take place" if _is_plural(listing) else "takes place"
    note = f" ({years})" if years else ""
    return [" ".join(part for part in (name, verb, place, when) if part) + note, *sentences[1:]]


def _contact(listing: Listing, chance: int) -> list[str]:
    numbers, sentences = [], []
    for field, label, note in (
        ("phone", "Phone", ""),
        ("tollfree", "Toll-free", " (toll-free)"),
        ("mobile", "Mobile", " (mobile)"),
    ):
        value = listing.get(field)
        if value and _DIGITS.match(value):
            numbers.append(value.rstrip(".") + note)
        elif value:
            sentences.append(f"{label}: {value}")
    if len(numbers) == 1 and listing.get("phone") and chance % 2:
        sentences.insert(0, f"The telephone number is {numbers[0]}")
    elif numbers:
        last = numbers.pop()
        sentences.insert(0, f"Call {', '.join(numbers)} or {last}" if numbers else f"Call {last}")
    if fax := listing.get("fax"):
        sentences.append(f"The fax number is {fax}" if _DIGITS.match(fax) else f"Fax: {fax}")
    if email := listing.get("email"):
        sentences.append(f"The email address is {email}" if chance % 4 > 1 else f"Write to {email}")
    return sentences


def _hours(hours: str, listing: Listing, chance: int) -> list[str]:
    if not hours:
        return []
    if not _OPEN.match(hours):
        return [f"Hours: {hours}"]
    text = _small(hours) if _STARTS_LOWER.match(hours) else hours
    if text.startswith("closed"):
        return [_capital(text)]
    text = text.removeprefix("open ").removeprefix("open: ")
    if not listing.get("name") or _is_plural(listing) or chance % 3 == 0:
        return [f"Open {text}"]
    return [f"It is open {text}"]


def _price(price: str, kind: str) -> list[str]:
    if not price:
        return []
    if price.rstrip(".!") == "free":
        return ["Admission is free" if kind == "see" else "It is free"]
    if price.rstrip(".!") == "Free":
        return ["Free admission" if kind == "see" else "Free of charge"]
    if _PURE_PRICE.fullmatch(price):
        verb = {"see": "Admission costs", "sleep": "Rooms cost", "do": "It costs", "go": "It costs"}
        pay = "Expect to pay" if kind in ("eat", "drink", "buy") else "The price is"
        amount = _small(price) if price[:2].isalpha() and not price[:2].isupper() else price
        return [f"{verb.get(kind, pay)} {amount}"]
    label = {"see": "Admission", "sleep": "Rates", "eat": "Prices", "drink": "Prices", "buy": "Prices"}
    return [f"{label.get(kind, 'Price')}: {price}"]


def _stay(checkin: str, checkout: str) -> list[str]:
    parts = []
    for value, label, preposition in ((checkin, "check-in", "from"), (checkout, "check-out", "by")):
        if not value:
            continue
        if _TIME.match(value):
            parts.append(f"{label} is {preposition} {value}")
        elif _TIME_PHRASE.match(value) or value[0].isdigit():
            parts.append(f"{label} is {_small(value)}")
        else:
            return [
                f"{_capital(name)}: {v}" for name, v in (("check-in", checkin), ("check-out", checkout)) if v
            ]
    return [_capital(" and ".join(parts))] if parts else []


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
