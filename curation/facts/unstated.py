"""What people ask about such a subject and its page says nothing about: questions to which `I don't know` is
right.

A relation counts as not stated if the page has none of the words that a statement of it would need.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from curation.facts.page import Page
from schemas.facts import Fact
from schemas.keys import text_key

PER_PAGE = 5

# relation | types or categories | beginnings of words, any of which may state it
_TABLE = """
favourite-food | person | favorite favourite food meal dish ate eat cook cuisine diet
eye-colour | person | eye eyed
first-pet | person | pet pets dog dogs cat cats puppy kitten parrot animal
height | person | height tall feet foot ft cm metres meters short
weight | person | weigh kilogram pound overweight obes
siblings | person | sibling brother sister eldest youngest twin
spouse | person | married marri wife husband spouse partner wed divorc widow consort
children | person | child son sons daughter offspring issue father mother
grandparents | person | grandparent grandmother grandfather grandson granddaughter
school | person | school college educat academy gymnasium tutor university
hour-of-birth | person | hour midnight noon oclock clock morning evening
favourite-music | person | music song opera concert listen
handedness | person | handed handedness
bridges | city country state province territory island | bridge
hospitals | city country state province territory | hospital clinic
libraries | city town state province territory | librar
traffic-lights | city town territory | traffic
cinemas | city country state province territory | cinema theater theatre movie
house-prices | city country state province territory | house home rent mortgage propert
tallest-building | city country state province territory | tallest skyscraper tower building
flag-designer | country state province territory | flag
sister-cities | city town | sister twin
dog-ownership | city country state province territory | dog dogs pet pets
fire-stations | city country state province territory | fire fires firefight
budget | film | budget cost dollar million
copies-sold | book novel novella album song video game | copies sold sale sales sell bestsell million
chapters | book novel novella | chapter
dedication | book novel novella essay | dedicat
first-price | book novel novella video | price cost shilling dollar cent cents
audiobook-narrator | book novel novella | audio narrat read
writing-time | book novel novella play poem essay song | took spent months weeks
typeface | book novel novella essay | typeface font type typeset
salary-of-head | organisation | salar paid pay wage compensation
logo-designer | organisation | logo emblem
weather | event | weather rain cloud wind sun sunny storm temperature
cost | event | cost dollar budget million billion
chromosomes | taxon | chromosom karyotyp genom diploid
heart-rate | animal | heart pulse
top-speed | animal | speed fast kmh mph faster
lifespan | animal | lifespan lifetime longevity live lived lives years age old
brain-weight | animal | brain
coiner | thing | coin coined term name named named word
"""


_ANIMAL = re.compile(
    r"\b(?:mammals?|snakes?|birds?|fish(?:es)?|reptiles?|insects?|animals?|frogs?|vertebrates)\b"
)


def _read(line: str) -> tuple[str, frozenset[str], tuple[str, ...]]:
    relation, types, words = (part.strip() for part in line.split(" | "))
    return relation, frozenset(types.split()), tuple(words.split())


_PROBES = tuple(_read(line) for line in _TABLE.strip().split("\n"))
RELATIONS = tuple(relation for relation, _, _ in _PROBES)


def unstated_facts(page: Page) -> Iterator[Fact]:
    """At most five relations of which the page says nothing, as facts without a value."""
    kind = page.subject.kind
    if page.subject.definition is None or not page.name or kind.category == "deity":
        return
    if kind.subject_type == "thing" and not page.subject.is_common:
        return
    text = f"{page.document.text}\n" + "\n".join(row.key for row in page.document.infobox)
    definition = page.subject.definition.predicate
    words = sorted(set(re.findall(r"[a-z]+", text.lower())))
    found = [
        relation
        for relation, types, beginnings in _PROBES
        if (
            kind.subject_type in types
            or kind.category in types
            or ("animal" in types and kind.subject_type == "taxon" and _ANIMAL.search(definition))
        )
        and not any(_has(words, beginning) for beginning in beginnings)
    ]
    found.sort(key=lambda relation: text_key(page.document.id, relation))
    for relation in found[:PER_PAGE]:
        yield page.fact(
            relation,
            "unstated",
            "",
            "text",
            [page.evidence(page.subject.definition.start, page.subject.definition.end)],
        )


def _has(words: list[str], beginning: str) -> bool:
    place = bisect.bisect_left(words, beginning)
    return place < len(words) and words[place].startswith(beginning)
