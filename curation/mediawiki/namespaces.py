"""Namespace numbers by name: the canonical English names, and those of common languages.

A dump's header names its wiki's own; these are for files that have none, and for links that use a canonical
or an older name. Names are compared in lower case with single spaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from curation.mediawiki.namespace_names import CANONICAL, LOCALISED

# The projects' own names for namespace 4, where they are written like this in most languages.
_PROJECTS = {
    "wiki": "Wikipedia",
    "wiktionary": "Wiktionary",
    "wikibooks": "Wikibooks",
    "wikinews": "Wikinews",
    "wikiquote": "Wikiquote",
    "wikisource": "Wikisource",
    "wikiversity": "Wikiversity",
    "wikivoyage": "Wikivoyage",
}


def namespace_aliases(language: str, family: str, own: Mapping[str, int]) -> dict[str, int]:
    """Every known name of a wiki's namespaces in lower case → number.

    `language` is a BCP 47 tag, `family` the end of the database name (`wiktionary`), `own` the names of the
    dump's header, which win. The main namespace has no name.
    """
    known = _parse(CANONICAL) | _parse(LOCALISED.get(language.partition("-")[0], ""))
    if project := _PROJECTS.get(family):
        known |= {project.lower(): 4, f"{project} talk".lower(): 5}
    return known | {plain_name(name): number for name, number in own.items() if name}


def namespace_of(title: str, aliases: Mapping[str, int]) -> int:
    """The namespace that a title's prefix names: 0 where it names none, or none that has pages of its own."""
    prefix, colon, _ = title.partition(":")
    return max(0, aliases.get(plain_name(prefix), 0)) if colon else 0


def plain_name(name: str) -> str:
    """A namespace's name as it is compared: lower case, single spaces."""
    return " ".join(name.replace("_", " ").split()).lower()


@cache
def _parse(names: str) -> dict[str, int]:
    pairs = (entry.split(" ", 1) for entry in names.split("|") if entry)
    return {plain_name(name): int(number) for number, name in pairs}
