"""Coordinates, flags and countries."""

from __future__ import annotations

from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.countries import COUNTRIES
from curation.wikitext.wordlist import wordlist

_LATITUDE, _LONGITUDE = ("N", "S"), ("E", "W", "O")


def coord(arguments: Arguments, context: Context) -> str:
    """{{coord|51|30|N|0|7|W}}:

    `51°30′N 0°7′W`; decimal degrees get a hemisphere. Title coordinates count as well.
    """
    words = [word for word in arguments.positional() if word and ":" not in word]
    numbers: list[str] = []
    halves: list[str] = []
    for word in words:
        if word in _LATITUDE + _LONGITUDE:
            halves.append(degrees(numbers) + word)
            numbers = []
        elif _is_number(word):
            numbers.append(word)
    if len(halves) == 2:
        return " ".join(halves)
    if not halves and len(numbers) >= 2:
        latitude, longitude = numbers[0], numbers[1]
        return " ".join(
            f"{value.lstrip('-−+')}°{names[1] if value[0] in '-−' else names[0]}"
            for value, names in ((latitude, _LATITUDE), (longitude, _LONGITUDE))
        )
    return GAP


def _is_number(text: str) -> bool:
    return text.lstrip("-−+").replace(".", "", 1).isdigit()


def degrees(numbers: list[str]) -> str:
    """`52°31′7″` from up to three numbers."""
    return "".join(number + sign for number, sign in zip(numbers, "°′″", strict=False))


def country(arguments: Arguments, context: Context) -> str:
    """{{flag|USA|1912}}, {{flagu|France}}: the country's name, from a code where one is given."""
    name = arguments.get("name", 1)
    return COUNTRIES.get(name, name) or GAP


def team(arguments: Arguments, context: Context) -> str:
    """{{flagathlete|name|USA}}: `name (USA)`."""
    name, place = arguments.get(1), arguments.get(2)
    return f"{name} ({COUNTRIES.get(place, place)})" if place else name or GAP


def _named(name: str) -> Callable[[Arguments, Context], str]:
    return lambda arguments, context: arguments.get("name") or name


def _angle(signs: str) -> Callable[[Arguments, Context], str]:
    """{{RA|01|46|37}}: `01h 46m 37s`; {{dec|31.2}}: `31.2°`."""

    def render(arguments: Arguments, context: Context) -> str:
        words = [word for word in arguments.positional() if word]
        units = ["h", "m", "s"] if signs == "hms" else ["°", "′", "″"]
        return " ".join(word + unit for word, unit in zip(words, units, strict=False)) or GAP

    return render


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    "coord": coord,
    "coordinates": coord,
    "coor dms": coord,
    "coor dm": coord,
    "coor d": coord,
    **dict.fromkeys(
        wordlist(
            """
            flag flagcountry flagu flagg flag2 flag+link flaglink linkflag flagpole flagcu flagc flag_country
            flag| flaglist flagicon_country country fb fb-rt fbw fbu nft nfteam ruw ru cr cr-rt bk ih dv vb ho
            coat_of_arms drapeau2 pays
            """
        ),
        country,
    ),
    **dict.fromkeys(("flagathlete", "flagmedalist", "flag athlete", "sortname country"), team),
    "ra": _angle("hms"),
    "dec": _angle("dms"),
    **{code.lower(): _named(name) for code, name in COUNTRIES.items() if len(code) == 3},
}
