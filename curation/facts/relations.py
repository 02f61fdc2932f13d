"""What infoboxes of the English Wikipedia call things, and what relation that is.

Parameter names are those of the templates' documentation; they are compared in lower case with spaces for
underscores. A relation is only read for the types of subject that it is listed with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """`keys` are the parameters that hold it, each with the parameter that says of what time it is (empty:
    none, or the value does). `values` is the type of its answer; of a `list`, `items` is the type of each.
    `comma`: a list whose items may be separated by commas. `is_closed`: what the list does not name is not
    so (a person has no other parents). `is_dated`: without its time it says nothing. `unit` is that of the
    parameter (`area km2`).
    """

    name: str
    types: frozenset[str]
    keys: dict[str, str]
    values: str
    items: str = "text"
    comma: bool = False
    is_closed: bool = False
    is_dated: bool = False
    unit: str = ""


# Categories of several words.
_SEVERAL = ("body of water", "video game", "martial art")

# name | types or categories | value type, flags and unit | parameters, each with that of its time after @.
_TABLE = """
birth-date | person | date | birth date, born, date of birth
birth-place | person | place | birth place, place of birth, birthplace
death-date | person | date | death date, died, date of death
death-place | person | place | death place, place of death
death-cause | person | text | death cause
resting-place | person | place | resting place, burial place, placeofburial, buried
birth-name | person | text | birth name, birthname
spouse | person | list/person closed | spouse, spouses, partner
children | person | list/person comma closed | children, issue, offspring
parents | person | list/person closed | parents, parent
father | person | person | father
mother | person | person | mother
alma-mater | person | list | alma mater
education | person | list | education, training
occupation | person | list/comma | occupation, occupations, profession
nationality | person | text | nationality
doctoral-advisor | person | list/person closed | doctoral advisor, thesis advisor
doctoral-students | person | list/person | doctoral students
fields | person | list/comma | field, fields, main interests
workplaces | person | list | workplaces, work institutions, institutions
known-for | person | list | known for
awards | person | list | awards, prizes, honors
notable-works | person | list | notable works, notable work, notableworks
influences | person | list/person comma | influences
school | person | list | school tradition
political-party | person | list | party, political party
religion | person | text | religion
military-rank | person | text | rank
military-branch | person | text | branch
house | person | text | house
turned-professional | person | date | turnedpro
retired | person | date | retired
singles-titles | person | number | singlestitles
height | person | text | height
abode | deity | place | abode
symbols | deity | list/comma | symbol
capital | country territory state province | place | capital, seat
largest-city | country territory state province | place | largest city, largestcity
largest-county | state | place | largestcounty
official-languages | country territory state province | list/comma closed | official languages, official
    lang, officiallang, officiallangs
currency | country territory | text | currency
anthem | country territory state | text | national anthem, anthem
motto | country territory state province city | text | national motto, motto
demonym | place | list/comma | demonym, population demonym
government-type | country territory province | text | government type
legislature | country territory state province | text | legislature
upper-house | country state | text | upper house, upperhouse
lower-house | country state | text | lower house, lowerhouse
president | country | person | president
prime-minister | country territory | person | prime minister
vice-president | country | person | vice president
governor | state territory city | person | governor
lieutenant-governor | state | person | lieutenant governor
premier | province | person | premier
mayor | city town village municipality | person | mayor
monarch | country territory | person | monarch
chief-justice | country | person | chief justice
senators | state | list/person closed | senators
population | place | number dated | population estimate@population estimate year, population
    total@population as of, population census@population census year, 2010pop@population as of, pop est@pop
    est as of, size of population@, population@
population-density | country territory state city | number:people per km² | population density km2, density
    km2, 2010density, 2000density
area | place | number:km² | area km2, area total km2, area
land-area | state province city | number:km² | area land km2
water-area | state province city | number:km² | area water km2
water-share | country state province | number:% | percent water, percentwater, area water percent
elevation | city town village municipality | number:m | elevation m
highest-point | state country | place | elevation max point, highest point
highest-elevation | state | number:m | elevation max m
length | state province river sea body of water | number:km | length km, length
width | state body of water | number:km | width km, width
average-depth | body of water | text | depth
volume | body of water | number | volume
gdp-nominal | country territory | number dated | gdp nominal@gdp nominal year
gdp-ppp | country territory | number dated | gdp ppp@gdp ppp year
gdp-nominal-per-capita | country territory | number dated | gdp nominal per capita@gdp nominal year
hdi | country province | number dated | hdi@hdi year
gini | country | number dated | gini@gini year
calling-code | country territory | text | calling code
internet-domain | country territory | text | cctld
driving-side | country territory | text | drives on
time-zone | country territory city state | text | time zone, timezone
sovereign-state | territory | place | sovereign state
located-country | city town village municipality | place | country, subdivision name
located-province | city town village municipality | place | province
located-region | city | place | region
nickname | state city country | list/comma | nickname, nicknames
admission-date | state province | date | admittancedate
admission-order | state | text | admittanceorder
former-name | state | text | former
state-bird | state | list/comma | bird
state-flower | state province | list/comma | flower
state-tree | state province | list/comma | tree
state-fish | state | list/comma | fish
state-insect | state | list/comma | insect
state-mammal | state | list/comma | mammal
state-mineral | state | list/comma | mineral
state-gemstone | state | list/comma | gemstone
state-fossil | state | list/comma | fossil
state-reptile | state | list/comma | reptile
state-butterfly | state | list/comma | butterfly
state-dance | state | list/comma | dance
state-dog | state | list/comma | dog
provincial-bird | province | text | bird
patron-saint | country city | text | patron saint
area-rank | country state province | text | area rank
population-rank | country state province | text | population rank, population estimate rank
dependencies | continent | list closed | dependencies
trenches | body of water | list | trenches
located-in | body of water | place | location
inflows | body of water | list/comma | inflow
founded | organisation | date | founded, foundation, formation, established, formed
founder | organisation | list/person closed | founder, founders
headquarters | organisation | place | headquarters, location city, hq location
headquarters-country | organisation | place | location country
industry | organisation | text | industry
parent-company | organisation | text | parent
products | organisation | list/comma | products
employees | organisation | number dated | num employees@, employees@
revenue | organisation | number dated | revenue@
subsidiaries | organisation | list closed | subsid, subsidiaries
predecessors | organisation | list | predecessors
abbreviation | organisation | text | abbreviation
sport | organisation | text | sport
league | organisation | text | league
teams | organisation | number | teams
branches | organisation | list closed | branches
active-personnel | organisation | number | active
author | book novel novella play poem essay series | list/person closed | author, authors, writer
director | work | list/person closed | director, directed by
producer | work | list/person closed | producer, producers
screenwriter | work | list/person closed | screenplay, screenwriter
starring | work | list/person | starring, cast
composer | work | list/person closed | composer, music
lyricist | song | list/person closed | author, lyrics, lyricist
cinematographer | work | list/person closed | cinematography
film-editor | work | list/person closed | editing
editor | work | list/person closed | editor
illustrator | work | list/person closed | illustrator
cover-artist | work | list/person closed | cover artist
production-company | work | list | production companies, production company, studio
distributor | work | text | distributor
publisher | work | text | publisher
release-date | film album video game software series | date | released, release date
publication-date | book novel novella play poem essay | date | published, pub date, publication date,
    release date
runtime | work | number | runtime
pages | work | number | pages
country | work | list closed | country
language | work | list/comma closed | language
genre | work | list/comma | genre
followed-by | work | text | followed by
preceded-by | work | text | preceded by
premiere-date | work | date | premiere date
premiere-place | work | place | premiere location
premiere-conductor | work | person | premiere conductor
developer | work | list closed | developer
designer | work | list/person closed | designer, designers
platforms | work | list/comma | platforms
game-modes | work | list/comma closed | modes
date-created | document | date | date created
date-ratified | document | date | date ratified
date-effective | document | date | date effective
document-location | document | place | location of document
frequency | journal periodical | text | frequency
first-appeared | software | date | released, first appeared, year
programming-language | software | list/comma | programming language, written in, programmed in
conflict-place | event | place | place
launch-date | event | date | launch date
launch-site | event | place | launch site
launch-rocket | event | text | launch rocket
landing-date | event | date | landing date
landing-site | event | place | landing site
mission-duration | event | text | mission duration
crew-size | event | number | crew size
crew | event | list/person closed | crew members
operator | event | text | operator
recovery-ship | event | text | recovery by
previous-mission | event | text | previous mission
next-mission | event | text | next mission
programme | event | text | programme, program
conservation-status | taxon | text | status
genus | taxon | text | genus
family | taxon | text | familia, family
order | taxon | text | ordo, order
type-genus | taxon | text | type genus
scientific-name | taxon | text | binomial, taxon
atomic-number | substance | number | number, atomic number
element-symbol | substance | text | symbol
formula | substance | text | formula, chemical formula
melting-point | substance | number | melting point
boiling-point | substance | number | boiling point
unit-of | unit | text | quantity
unit-symbol | unit | text | symbol
named-after | unit | person | namedafter, named after
brightest-star | constellation | text | brighteststarname
nearest-star | constellation | text | neareststarname
constellation-area | constellation | number:square degrees | areatotal
constellation-rank | constellation | text | arearank
bordering | constellation | list closed | bordering
meteor-showers | constellation | list | meteorshowers
messier-objects | constellation | number | numbermessierobjects
best-month | constellation | text | month
constellation-symbol | constellation | text | symbolism
proto-language | language | text | protoname
presenter | award | text | presenter
award-country | award | text | country
first-awarded | award | date | year
creator | martial art | person | creator
origin-country | martial art | place | country
"""


def _read(line: str) -> Relation:
    name, types, values, keys = (part.strip() for part in line.split(" | "))
    wanted = {several for several in _SEVERAL if several in types}
    for several in wanted:
        types = types.replace(several, "")
    value_type, _, unit = values.partition(":")
    value_type, *flags = re.split(r"[/ ]", value_type)
    return Relation(
        name,
        frozenset(wanted | set(types.split())),
        {key.strip(): when for key, _, when in (key.partition("@") for key in keys.split(","))},
        value_type,
        items="person" if "person" in flags else "text",
        comma="comma" in flags,
        is_closed="closed" in flags,
        is_dated="dated" in flags,
        unit=unit,
    )


_LINES = _TABLE.replace("\n    ", " ").strip().split("\n")
RELATIONS: dict[str, Relation] = {relation.name: relation for relation in map(_read, _LINES)}
_BY_KEY: dict[str, list[Relation]] = {}
for _relation in RELATIONS.values():
    for _key in sorted(_relation.keys):
        _BY_KEY.setdefault(_key, []).append(_relation)


def relations_of(key: str, subject_type: str, category: str) -> list[Relation]:
    """What a parameter says of a subject of this type: one relation, or none."""
    found = _BY_KEY.get(key.lower().replace("_", " ").strip(), [])
    return [relation for relation in found if subject_type in relation.types or category in relation.types]
