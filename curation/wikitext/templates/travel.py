"""Templates of Wikivoyage other than listings: regions, climate, routes, boxes, currencies, and what says
nothing.
"""

from __future__ import annotations

import re

from curation.wikitext.context import Context
from curation.wikitext.links import render_caption
from curation.wikitext.markers import BAR, GAP
from curation.wikitext.templates import listings
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.boxes import text_box
from curation.wikitext.templates.listing_fields import tidy
from curation.wikitext.templates.patterns import Renderer
from curation.wikitext.wordlist import wordlist


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
    map_text = arguments.get("regionmaptext")
    caption = render_caption(map_text, context) if map_text else ""
    return f"{caption}\n{''.join(items)}" if items else caption or GAP


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# Rows of {{climate}} (Template:Climate/doc): a parameter's ending, what it is, its metric and imperial unit.
_CLIMATE_ROWS = (
    ("rechigh", "Record high", "°C", "°F"),
    ("high", "Daily highs", "°C", "°F"),
    ("mean", "Daily mean", "°C", "°F"),
    ("low", "Nightly lows", "°C", "°F"),
    ("reclow", "Record low", "°C", "°F"),
    ("precip", "Precipitation", "mm", "in"),
    ("rain", "Rainfall", "mm", "in"),
    ("snow", "Snowfall", "cm", "in"),
    ("rdays", "Rainy days", "", ""),
    ("sun", "Sunshine or daylight", "h/day", "h/day"),
    ("h2o", "Water temperature", "°C", "°F"),
    ("humidity", "Humidity", "%", "%"),
)


def climate(arguments: Arguments, context: Context) -> str:
    """{{climate|units=Metric|janhigh=3|…|decsun=2|description=…}}: a table with a column for each month."""
    named = {key.lower().replace(" ", ""): value for key, value in arguments.named.items()}
    imperial = named.get("units", "").lower().startswith("imperial")
    rows = []
    for ending, label, *units in _CLIMATE_ROWS:
        values = [tidy(named.get(f"{month.lower()}{ending}", "")) for month in _MONTHS]
        if any(values):
            unit = units[imperial]
            rows.append([f"{label} ({unit})" if unit else label, *values])
    description = tidy(named.get("description", ""), one_line=False)
    if not rows:
        return f"\n{description}\n" if description else GAP
    cell = f"\n{BAR} "
    used = [0, *(column for column in range(1, 13) if any(row[column] for row in rows))]
    lines = [f"\n{{{BAR}", *(f"! {['', *_MONTHS][column]}" for column in used)]
    lines += [f"{BAR}-{cell}{cell.join(row[column] for column in used)}" for row in rows]
    return "\n".join([*lines, f"{BAR}}}", description, ""])


_ROUTE = re.compile(r"(?:image|direction[lr]|major[lr]|minor[lr])(\d{1,2})\Z")
_ICON_WORDS = re.compile(
    r"(?i)\A(?:file:|image:)?|\.(?:svg|png|jpe?g|gif)\Z|\b(?:icon|symbol|logo)\b|\d{3,}px"
)


def routes(arguments: Arguments, context: Context) -> str:
    """{{routebox|image1=I-90.svg|directionl1=W|majorl1=…|minorl1=…|directionr1=…|majorr1=…}}: a line for each
    route, from one end to the other: `I-90: (W) Worcester – Newton – Boston – END (E)`.
    """
    found = {int(match.group(1)) for key in arguments.named if (match := _ROUTE.match(key))}
    here = arguments.get("placename") or context.page.title
    items = []
    for number in sorted(found):
        stops = [arguments.get(f"{side}{number}") for side in ("majorl", "minorl")]
        stops += [here, *(arguments.get(f"{side}{number}") for side in ("minorr", "majorr"))]
        stops = [stop for stop in stops if tidy(stop)]
        if len(stops) < 2:
            continue
        left, right = (arguments.get(f"direction{side}{number}") for side in "lr")
        path = " – ".join(stops)
        path = f"{f'({left}) ' if left else ''}{path}{f' ({right})' if right else ''}"
        image = " ".join(_ICON_WORDS.sub(" ", arguments.get(f"image{number}").replace("_", " ")).split())
        items.append(f"* {image}: {path}\n" if image else f"* {path}\n")
    return f"\n{''.join(items)}" if items else GAP


def warning(arguments: Arguments, context: Context) -> str:
    """{{warningbox|text|lastedit=…}}, {{cautionbox|text}}: the text."""
    title, text = arguments.get("title"), arguments.get(1, "text", "content")
    return f"\n\n{title}\n\n{text}\n\n" if title and text else f"\n\n{text}\n\n" if text else GAP


def station(arguments: Arguments, context: Context) -> str:
    """{{station|name|line}}: the station's name, and the lines that stop there."""
    name, *lines = [*arguments.positional(), ""]
    shown = ", ".join(line for line in lines if line)
    return f"{name} ({shown})" if name and shown else name or GAP


def route_sign(arguments: Arguments, context: Context) -> str:
    """{{rint|newyork|7}}: the sign of a line, which is the last of its words."""
    words = [word for word in arguments.positional() if word]
    return words[-1] if words else GAP


_BEFORE = dict(
    pair.split("=")
    for pair in """
    AUD=A$ BRL=R$ CAD=C$ CNY=¥ EUR=€ GBP=£ HKD=HK$ ILS=₪ INR=₹ JPY=¥ KRW=₩ NGN=₦ NZD=NZ$ PHP=₱ RUB=₽ SGD=S$
    THB=฿ TRY=₺ TWD=NT$ UAH=₴ USD=US$ VND=₫ ZAR=R MYR=RM KZT=₸ GEL=₾
    """.split()
)
_AFTER = dict(pair.split("=") for pair in "CZK=Kč DKK=kr HUF=Ft ISK=kr NOK=kr PLN=zł RON=lei SEK=kr".split())
_CODES = """
    AED ARS BDT BGN CHF CLP COP EGP IDR IRR JOD KES KHR LAK LKR MAD MMK MXN NPR PEN PKR QAR RSD SAR TND UYU
    UZS
""".split()


def _money(code: str) -> Renderer:
    """{{EUR|20}}: `€20`; {{SEK|120}}: `120 kr`; {{CHF|5}}: `CHF 5`."""

    def render(arguments: Arguments, context: Context) -> str:
        amount = arguments.get(1)
        if not amount:
            return GAP
        if code in _BEFORE:
            return f"{_BEFORE[code]}{amount}"
        return f"{amount} {_AFTER[code]}" if code in _AFTER else f"{code} {amount}"

    return render


def _nothing(arguments: Arguments, context: Context) -> str:
    return GAP


def exchange_rates(arguments: Arguments, context: Context) -> str:
    """{{exchange rates|currency=yen|date=June 2023|USD=140|EUR=150}}: what one of each buys."""
    rates = [
        f"{_BEFORE.get(code, f'{code} ')}1 ≈ {value}"
        for code, value in arguments.named.items()
        if len(code) == 3 and code.isupper() and value
    ]
    if not rates:
        return GAP
    currency, date = arguments.get("currency"), arguments.get("date")
    head = f"Exchange rates{f' for {currency}' if currency else ''}{f', {date}' if date else ''}"
    return f"\n\n{head}: {', '.join(rates)}\n\n"


# On every wiki: names that mean nothing else.
TEMPLATES: dict[str, Renderer] = {
    "regionlist": regions,
    "climate": climate,
    **dict.fromkeys(("routebox", "itinerarybox"), routes),
    **dict.fromkeys(("warningbox", "cautionbox", "disclaimerbox", "remarkbox"), warning),
    "station": station,
    "rint": route_sign,
    **dict.fromkeys(("exchange rates", "exchangerates"), exchange_rates),
}
_LOCAL: dict[str, Renderer] = {
    # Flags are pictures here.
    **dict.fromkeys(wordlist("flag flagicon banner pagebanner"), _nothing),
    **dict.fromkeys(("note", "box"), text_box),
    **{code.lower(): _money(code) for code in [*_BEFORE, *_AFTER, *_CODES]},
}
# How far an article has got, where it belongs, and what is only a picture or a link.
_SILENT = re.compile(
    r"""(?x)
    (?: stub | outline | usable | guide | star | extra ) [ ]?
    (?: city | hugecity | district | region | country | continent | continentalsection | park | airport
      | ruralarea | diveguide | topic | itinerary | phrasebook | event | gallery | article | archipelago
      | waterway )
    | phrasebook(?:guide|usable|outline) | is ?part ?of | part ?of ?(?:topic|itinerary|phrasebook) | isin
    | ist ?in ?kat | istin | dans | jest ?w | está ?en | quickfooter | footer | thème | theme | geo | mapmask
    | mapshapes? | mapgroup | (?:see|print|list)districts | featurenomination | dotm | otbp | ftt | style
    | traveltopics? | mapframe | maplink | poi | movetocity | merge.* | experimental | stb
    | disambig(?:uation)?
    """
)


def find(name: str, language: str) -> Renderer | None:
    """What a name (lower case) means on the Wikivoyage of this language, if that differs from elsewhere."""
    if found := listings.LOCAL.get(language, {}).get(name) or _LOCAL.get(name):
        return found
    return _nothing if _SILENT.fullmatch(name) else None
