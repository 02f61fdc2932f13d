"""What kind of thing a page is about: from its infobox, or from the noun of its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`subject_type` as in `Fact`; `category` the noun that people use, or empty."""

    subject_type: str
    category: str = ""


THING = Kind("thing")

# Infobox templates of the English Wikipedia, by what their name (without `Infobox`) is or contains.
_BOXES: tuple[tuple[str, Kind], ...] = (
    (
        r"country|former country|sovereign state",
        Kind("place", "country"),
    ),
    (r"dependency", Kind("place", "territory")),
    (r"u\.s\. state|us state", Kind("place", "state")),
    (r"province or territory of canada", Kind("place", "province")),
    (r"u\.s\. county", Kind("place", "county")),
    (r"continent", Kind("place", "continent")),
    (r"body of water|sea|lake|ocean", Kind("place", "body of water")),
    (r"river", Kind("place", "river")),
    (r"mountain|mountain range", Kind("place", "mountain")),
    (r"islands?", Kind("place", "island")),
    (
        r"settlement|german location|uk place|italian comune|french commune|australian place|russian .*"
        r"|place",
        Kind("place"),
    ),
    (r"building|airport|station|bridge|museum|park|protected area|church|stadium|venue", Kind("place")),
    (r"film", Kind("work", "film")),
    (r"book|novel|short story|poem|essay|play", Kind("work", "book")),
    (r"album", Kind("work", "album")),
    (r"song|single|anthem", Kind("work", "song")),
    (r"musical composition|opera|musical", Kind("work", "composition")),
    (r"video game", Kind("work", "video game")),
    (r"television|television (?:season|episode)|animanga.*", Kind("work", "series")),
    (r"journal", Kind("work", "journal")),
    (r"magazine|newspaper", Kind("work", "periodical")),
    (r"artwork|painting", Kind("work", "artwork")),
    (r"document", Kind("work", "document")),
    (r"software|os|programming language", Kind("work", "software")),
    (
        r"company|organi[sz]ation|university|school|football club|national military|sports conference"
        r"|political party|military unit|government agency|sports league|union|airline|record label"
        r"|musical group",
        Kind("organisation"),
    ),
    (r"military conflict", Kind("event", "conflict")),
    (r"spaceflight", Kind("event", "space mission")),
    (
        r"election|event|earthquake|hurricane.*|olympic.*|football match|grand prix.*|race report",
        Kind("event"),
    ),
    (r"automatic taxobox|speciesbox|taxobox|subspeciesbox|paraphyletic group", Kind("taxon")),
    (r"element|drugbox|drug|chembox", Kind("thing", "substance")),
    (r"constellation", Kind("thing", "constellation")),
    (r"language|language family", Kind("thing", "language")),
    (r"award", Kind("thing", "award")),
    (r"unit", Kind("thing", "unit")),
    (r"martial art", Kind("thing", "martial art")),
    (r"planet|galaxy|star|starbox.*", Kind("thing", "celestial body")),
    (r"deity", Kind("person", "deity")),
    (
        r"person|writer|scientist|philosopher|officeholder|royalty|military person|artist|musical artist"
        r"|actor|politician|president|monarch|saint|.*biography|.*player|cricketer|cyclist|swimmer"
        r"|astronaut|architect|economist|academic|religious biography|clergy|christian leader"
        r"|chess player|comedian|criminal|engineer|journalist|judge|model|nobility|sportsperson|gymnast"
        r"|boxer|medical person|classical composer",
        Kind("person"),
    ),
)
_BOX = [(re.compile(pattern), kind) for pattern, kind in _BOXES]

# The noun that a definition ends its first phrase with.
_NOUNS = {
    "place": """
        country state city town village municipality province county district region island capital microstate
        republic river lake sea ocean mountain continent peninsula suburb neighbourhood neighborhood
        borough parish commune port settlement archipelago volcano valley desert bay strait hamlet
    """,
    "person": """
        actor actress author writer poet novelist philosopher physicist chemist mathematician biologist
        scientist engineer inventor politician lawyer statesman general officer soldier king queen
        emperor ruler composer musician singer songwriter guitarist pianist painter sculptor architect
        director filmmaker producer screenwriter historian economist psychologist scholar astronomer
        explorer player footballer cricketer boxer wrestler swimmer coach athlete journalist businessman
        entrepreneur activist theologian priest bishop pope saint prophet astronaut judge physician
        surgeon nurse teacher linguist polymath dramatist playwright conductor dancer comedian
        anthropologist sociologist aviator
    """,
    "organisation": """
        company organisation organization university college school institute bank airline manufacturer club
        team league conference agency corporation party association society union federation foundation
        museum newspaper band orchestra publisher nonprofit
    """,
    "work": """
        film novel book play poem album song opera symphony game series essay novella musical painting
        sculpture         journal magazine composition piece satire memoir treatise
    """,
    "event": "war battle conflict election spaceflight mission revolution tournament festival siege",
    "taxon": "species genus family order class phylum clade subspecies subfamily suborder",
    "thing": """language constellation award element unit asteroid planet""",
}
_BY_NOUN = {noun: subject_type for subject_type, nouns in _NOUNS.items() for noun in nouns.split()}
# Where these stand alone after an infobox that does not say more, they name the category.
_CATEGORY_NOUNS = frozenset(
    """
        country state city town village municipality province county district region island river lake
        sea ocean mountain continent film novel book play poem album song opera journal magazine
        museum university company band battle war species genus novella essay constellation language
        club
    """.split()
)
# What a title's parentheses may hold for the title to be `the film Alien` in prose; others name a topic.
_WORKS = (
    "film|novel|book|play|poem|album|song|opera|journal|magazine|newspaper|video game|comics"
    "|TV series|musical"
)
_PEOPLE = "|".join(_NOUNS["person"].split())
_PLACES = "city|town|village|river|lake|island|mountain|state|province|county|district|ship|band|company"
_BODIES = "constellation|planet|moon|asteroid|star|crater|spacecraft|rocket|programming language|software"
PAREN_NOUNS = re.compile(
    rf"(?:(?P<year>\d{{4}})\s)?(?P<noun>[a-zA-Z ]*\b(?:{_WORKS}|{_PEOPLE}|{_PLACES}|{_BODIES}))"
)


def kind_of_box(box: str) -> Kind | None:
    """What a page with this infobox is about; None for a template that does not tell."""
    name = re.sub(r"^infobox\s+", "", box.strip().lower())
    if name == box.strip().lower() and not re.search("taxobox|speciesbox|paraphyletic|drugbox|chembox", name):
        return None
    for pattern, kind in _BOX:
        if pattern.fullmatch(name):
            return kind
    return None


def kind_of_noun(noun: str) -> Kind | None:
    """What something is that is called that; None for a noun that is not in the list."""
    subject_type = _BY_NOUN.get(noun.lower())
    if not subject_type:
        return None
    return Kind(subject_type, noun.lower() if noun.lower() in _CATEGORY_NOUNS else "")
