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

# What the wikis themselves count as content beside the main namespace ($wgContentNamespaces in
# https://noc.wikimedia.org/conf/highlight.php?file=core-Namespaces.php), and the cookbooks, children's books
# and descriptions of courses that some of them do not count.
_CONTENT = {
    "azwikibooks": (102, 110),
    "bnwikibooks": (100, 104),
    "dewikiversity": (106,),
    "dewikivoyage": (104,),
    "enwikibooks": (102, 110),
    "enwikiversity": (100, 104),
    "fawikibooks": (102, 110),
    "frwikibooks": (102,),
    "frwikiversity": (104,),
    "hywikibooks": (110,),
    "idwikibooks": (100, 102),
    "itwikivoyage": (100,),
    "nlwikibooks": (104,),
    "nowikibooks": (102,),
    "plwikibooks": (104,),
    "rowikibooks": (102, 104),
    "ruwikibooks": (104, 106),
    "srwikibooks": (102,),
    "thwikibooks": (104, 106),
    "trwikibooks": (100, 110),
    "ukwikibooks": (102,),
    "viwikibooks": (104, 106),
    "zhwikibooks": (110,),
    "zhwikiversity": (100, 102, 104, 106, 108),
}
# Of a wiki that is not listed: those that are called as on the English ones.
_CONTENT_NAMES = frozenset(("cookbook", "wikijunior", "school", "topic"))


def content_namespaces(site: str, own: Mapping[str, int]) -> tuple[int, ...]:
    """The namespaces of a wiki (by its database name) that hold what it is there for: 0, and on sister wikis
    some more, such as 102 (Cookbook) and 110 (Wikijunior) of the English Wikibooks. `own` are the names of
    the dump's header, which tell for a wiki that is not Wikimedia's.
    """
    if site in _CONTENT:
        return (0, *_CONTENT[site])
    if not site.endswith(("wikibooks", "wikiversity")):
        return (0,)
    return (0, *sorted(number for name, number in own.items() if plain_name(name) in _CONTENT_NAMES))


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
