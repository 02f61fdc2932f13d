"""Wikivoyage listings: {{see|name=…|address=…|price=…|hours=…|content=…}} become a sentence or two each.

Parameters are those of https://en.wikivoyage.org/wiki/Wikivoyage:Listings.
"""

from __future__ import annotations

from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.links import render_caption
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments

_DETAILS = {
    "phone": "Phone",
    "tollfree": "Toll-free",
    "mobile": "Mobile",
    "fax": "Fax",
    "email": "Email",
    "hours": "Hours",
    "checkin": "Check-in",
    "checkout": "Check-out",
    "price": "Price",
}


def listing(arguments: Arguments, context: Context) -> str:
    """`**Name** (alt), address (directions).

    Phone: …. Hours: …. Price: …. Description.` Only what is given is shown.
    """
    name, alternative = arguments.get("name"), arguments.get("alt")
    head = f"{name} ({alternative})" if name and alternative else name or alternative
    where = arguments.get("address")
    if directions := arguments.get("directions"):
        where = f"{where} ({directions})" if where else directions
    sentences = [", ".join(part for part in (head, where) if part)]
    sentences += [f"{label}: {value}" for key, label in _DETAILS.items() if (value := arguments.get(key))]
    sentences.append(arguments.get("content", "description", 1))
    text = " ".join(_sentence(part) for part in sentences if part)
    if text:
        context.constructs["listing"] += 1
    return text or GAP


def _sentence(text: str) -> str:
    return text if text[-1] in ".!?。…" else f"{text}."


def event(arguments: Arguments, context: Context) -> str:
    """{{event|name=…|month=March|date=17|endmonth=…|year=annual|content=…}}: `Name. 17 March. …`"""
    start = f"{arguments.get('date')} {arguments.get('month')}".strip()
    end = f"{arguments.get('enddate')} {arguments.get('endmonth')}".strip()
    when = " – ".join(part for part in (start, end) if part)
    sentences = [arguments.get("name"), ", ".join(part for part in (when, arguments.get("year")) if part)]
    sentences += [arguments.get("location", "address"), arguments.get("content", "description")]
    text = " ".join(_sentence(part) for part in sentences if part)
    if text:
        context.constructs["listing"] += 1
    return text or GAP


def regions(arguments: Arguments, context: Context) -> str:
    """{{regionlist|region1name=…|region1items=…|region1description=…}}: a list item for each region."""
    items = []
    for number in range(1, 51):
        name, parts, description = (
            arguments.get(f"region{number}{field}") for field in ("name", "items", "description")
        )
        if name:
            head = f"{name} ({parts})" if parts else name
            items.append(f"* {head}: {description}\n" if description else f"* {head}\n")
    caption = (
        render_caption(arguments.get("regionmaptext"), context) if arguments.get("regionmaptext") else ""
    )
    return f"{caption}\n{''.join(items)}" if items else GAP


def marker(arguments: Arguments, context: Context) -> str:
    """{{marker|name=…}}: a place named in running text."""
    return arguments.get("name") or GAP


def station(arguments: Arguments, context: Context) -> str:
    """{{station|name|line}}: the station's name."""
    return arguments.get(1) or GAP


def phone(arguments: Arguments, context: Context) -> str:
    """{{phone|+1 555 0100}}."""
    return arguments.get(1) or GAP


_KINDS = "see do buy eat drink sleep go learn listing vcard cityinfo"


# `see` and `go` are hatnotes on Wikipedia: without a name there is nothing to list.
def _listing_or_hatnote(arguments: Arguments, context: Context) -> str:
    return listing(arguments, context) if arguments.get("name", "content", "alt") else GAP


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    **dict.fromkeys(_KINDS.split(), listing),
    "see": _listing_or_hatnote,
    "go": _listing_or_hatnote,
    "marker": marker,
    "mapmarker": marker,
    "event": event,
    "regionlist": regions,
    "station": station,
    "phone": phone,
}
