"""Values of infobox rows and table cells as typed answers, with the other forms that are right too."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curation.facts.dates import find_dates, parse_date
from curation.facts.quantities import other_units, parse_quantity

MAX_CHARACTERS = 90
# What stands in an infobox where nothing is known, or where the answer is elsewhere.
_PLACEHOLDER = re.compile(
    r"(?:see\b|list of|full list|more\b|unknown|various|multiple|tba|tbd|vacant|disputed|varies|\?|negligible"
    r"|worldwide|collapsible)|(?:none|n/?a|no|yes|text|\W*)$",
    re.I,
)
# What the page itself says is not agreed on.
_DISPUTED = re.compile(r"\((?:[^()]*\b)?(?:disputed|contested|claimed|alleged|unrecogni[sz]ed)\b", re.I)
_MARKS = re.compile(r"[▲▼●◆†‡*§]|\[[^\[\]]*\]")
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_LABEL = re.compile(r"^(?:Latin|French|English|Spanish|German|Italian|Greek|Arabic|Portuguese|Catalan): ")
# Of what stands in parentheses after a text, another form of it: a translation, an abbreviation, a symbol.
_ALIAS = re.compile(r"English: .+|[\"“].+[\"”]|[A-Z]{2,8}|[^\w\s]")
# Marks of footnotes that stand as words.
_FOOTNOTE = re.compile(r"\s[a-h]$")
_PARTICLES = "de|da|di|du|del|della|der|den|van|von|of|the|bin|ibn|al|el|la|le|y|i|e|dos|das|ter|ten|af|ap|zu"
_NAME_WORD = r"(?:[A-ZÀ-ÞŁŚŻŽČĆŠĐ][\w'’.-]*|(?:al|el|d|l)[-'’]\w+)"
_PERSON = re.compile(rf"{_NAME_WORD}(?:\s(?:{_NAME_WORD}|{_PARTICLES}|\"[\w ]+\"|&|Jr\.|Sr\.)){{0,6}}")
_NO_PERSON = re.compile(
    r"\b(?:Party|University|College|Inc|Ltd|Company|Studios?|Productions?|family|Family|United|Republic|Army"
    r"|Prize|Award|Office|Council|Committee|Government|Pictures|Films?|Congress)\b"
)
_NO_SURNAME = re.compile(r"(?:[IVX]+|Jr|Sr|[a-z].*|\w)\.?")
_STATUS = {
    "EX": "Extinct",
    "EW": "Extinct in the Wild",
    "CR": "Critically Endangered",
    "EN": "Endangered",
    "VU": "Vulnerable",
    "NT": "Near Threatened",
    "LC": "Least Concern",
    "DD": "Data Deficient",
}
_COUNTRIES = {
    "U.S.": ("United States", "US", "USA"),
    "US": ("United States", "U.S.", "USA"),
    "USA": ("United States", "U.S."),
    "United States": ("U.S.", "US", "USA"),
    "UK": ("United Kingdom",),
    "United Kingdom": ("UK",),
    "USSR": ("Soviet Union",),
    "Soviet Union": ("USSR",),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` as people write it; `forms` what is right too; `year` the time that a number names."""

    value: str
    value_type: str
    forms: tuple[str, ...] = ()
    unit: str = ""
    year: str = ""


def read_answer(text: str, value_type: str, unit: str = "") -> Answer | None:
    """The value as an answer of the type `date`, `place`, `person`, `number` or `text`, or None."""
    text = " ".join(_MARKS.sub("", text).split()).strip(" ,;")
    if not text or _PLACEHOLDER.match(text) or _DISPUTED.search(text):
        return None
    if value_type == "date":
        return _date(text)
    if value_type == "number":
        return _number(text, unit)
    if len(text) > 2 * MAX_CHARACTERS:
        return None
    if value_type == "place":
        return _place(text)
    if value_type == "person":
        return _person(text)
    return _text(text)


def split_list(text: str, comma: bool) -> list[str]:
    """The items of a list: separated by semicolons or, if `comma`, by commas, outside parentheses; repeats
    are left out.
    """
    text = text.replace("; and ", "; ")
    items, depth, begin = [], 0, 0
    separators = ";," if comma and ";" not in _PARENTHESES.sub("", text) else ";"
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character in separators and depth <= 0:
            items.append(text[begin:place])
            begin = place + 1
    items.append(text[begin:])
    if len(items) == 1 and re.fullmatch(r"[A-Z][\w'. -]+ and [A-Z][\w'. -]+", text):
        items = text.split(" and ")
    cleaned = [re.sub(r"^(?:and|or|\*|-|–)\s+", "", item.strip()) for item in items]
    return list(dict.fromkeys(item for item in cleaned if item))


def conservation_status(code: str) -> str:
    """The IUCN category in words (`LC` is `Least Concern`), or the code."""
    return _STATUS.get(code.strip().upper(), code)


def person_forms(name: str) -> list[str]:
    """The surname, and the name without middle names or initials."""
    words = name.replace('"', "").split()
    while len(words) > 1 and re.fullmatch(r"(?:Jr|Sr|[IVX]+)\.?", words[-1]):
        words.pop()
    if len(words) < 2 or " of " in name or " the " in name:
        return []
    forms = [] if _NO_SURNAME.fullmatch(words[-1]) else [words[-1]]
    if len(words) > 2 and not any(word.islower() for word in words):
        forms.append(f"{words[0]} {words[-1]}")
    return forms


def place_forms(place: str) -> list[str]:
    """The place with fewer of the larger places behind it, and with other names of its country."""
    parts = [part.strip() for part in place.split(",")]
    found = [", ".join(parts[:count]) for count in range(1, len(parts))]
    found += [", ".join([*parts[:-1], other]) for other in _COUNTRIES.get(parts[-1], ())]
    if len(parts) > 2:
        found.append(f"{parts[0]}, {parts[-1]}")
    return list(dict.fromkeys(found))


def _date(text: str) -> Answer | None:
    date = parse_date(text) or parse_date(_PARENTHESES.sub("", text))
    if date is None:
        return None
    form = _PARENTHESES.sub("", text).strip()
    first = form if form in date.forms() else str(date)
    return Answer(first, "date", tuple(other for other in date.forms() if other != first))


def _number(text: str, unit: str) -> Answer | None:
    text = text.split(";", 1)[0]
    quantity = parse_quantity(text, unit)
    if quantity is None:
        return None
    if not quantity.unit and quantity.written.isdigit() and len(quantity.written) > 4:
        quantity = type(quantity)(quantity.number, f"{int(quantity.written):,}", unit, quantity.currency)
    elif quantity.written.isdigit() and len(quantity.written) > 4:
        quantity = type(quantity)(
            quantity.number, f"{int(quantity.written):,}", quantity.unit, quantity.currency, quantity.scale
        )
    years = [date.written_year() for _, _, date in find_dates(" ".join(re.findall(r"\(([^()]*)\)", text)))]
    forms = [*quantity.forms(), *(other_units(text) if quantity.unit not in ("", "%") else ())]
    value = str(quantity)
    return Answer(
        value,
        "number",
        tuple(dict.fromkeys(form for form in forms if form != value)),
        quantity.unit,
        years[0] if years else "",
    )


def _place(text: str) -> Answer | None:
    text = text.split(";", 1)[0].strip()
    asides = re.findall(r"\(([^()]*)\)", text)
    plain = _PARENTHESES.sub("", text).strip(" ,")
    if not re.match(r"[A-ZÀ-Þ]|the ", plain) or re.search(r"[\d°:/]", plain):
        return None
    if plain.lower() == "capital" or plain.count(",") > 4 or len(plain) > MAX_CHARACTERS:
        return None
    forms = place_forms(plain)
    forms += [aside for aside in asides if re.fullmatch(r"[A-ZÀ-Þ]\w+", aside)]
    return Answer(plain, "place", tuple(dict.fromkeys(form for form in forms if form != plain)))


def _person(text: str) -> Answer | None:
    plain = _PARENTHESES.sub("", text).strip(" ,")
    if not _PERSON.fullmatch(plain) or _NO_PERSON.search(plain) or len(plain) > 50:
        return None
    return Answer(plain, "person", tuple(person_forms(plain)))


def _text(text: str) -> Answer | None:
    text = _LABEL.sub("", text)
    asides = re.findall(r"\(([^()]*)\)", text)
    plain = _FOOTNOTE.sub("", _PARENTHESES.sub("", text)).strip(" ,").strip('"“”')
    if (
        not plain
        or len(plain) > MAX_CHARACTERS
        or re.search(r"[;:|{}<>=]|https?|\.\.\.|--|\s[b-hj-z]\s|xx", plain)
    ):
        return None
    if plain.count('"') % 2 or plain.count("(") or plain.count(")") or not re.search(r"[^\W_]", plain):
        return None
    if sum(character.isascii() or character.isalpha() for character in plain) < len(plain) * 0.9:
        return None
    forms = [
        re.sub(r"^English: ", "", aside).strip('"“” ') for aside in asides if _ALIAS.fullmatch(aside.strip())
    ]
    if plain.lower().startswith("the "):
        forms.append(plain[4:])
    return Answer(plain, "text", tuple(dict.fromkeys(form for form in forms if form and form != plain)))
