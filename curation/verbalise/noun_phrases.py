"""Articles and plurals in phrases that a knowledge base stores without them: `climb up tree`, `has six leg`.

Words and their Penn tags go in, words come out. A noun phrase that has a determiner is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from curation.verbalise.articles import indefinite_article
from curation.verbalise.chunks import Chunk, chunks
from curation.verbalise.forgotten_articles import OF_PLACE, with_forgotten
from curation.verbalise.function_word_tags import bare
from curation.verbalise.lexicon import ADJECTIVE, ANY_NOUN, NOUN, PLURAL, look_up, plural
from curation.verbalise.words.function_words import PLURAL_DETERMINERS
from curation.verbalise.words.names import PEOPLE_WORDS, PLURAL_NAMES, THE_NAMES, THE_PAIRS
from curation.verbalise.words.nouns import (
    COUNTED_COMPOUNDS,
    DEFINITE,
    HAS_KINDS,
    LOST_PLURALS,
    OWN_PLURALS,
)
from curation.verbalise.words.places import BARE_AFTER, BARE_PLACES, DEFINITE_PLACES, THE_AFTER

# `X of Y` with an indefinite article; of other nouns there is one: the top of the hill.
_ONE_OF_MANY = frozenset(
    """
        act bag ball bar barrel basket bit block body book bottle bowl box breed bunch burst can carton
        case cause
        change city class cloud collection couple cup dozen drop example fan fear feeling flash form
        friend gallon game genus glass group handful herd jar kind lack layer line list loaf loss lot majority
        man matter means measure member method mile network number pack packet pair part person picture
        piece pile pinch place plate pound result roll row sense series set sheet sign slice sort source
        species spoonful stack state stick string symbol system team ton tube type unit variety version
        victim waste
        way woman work
    """.split()
)
# Said of one thing: `best friend`, `first home computer`.
_ONLY_ONE = frozenset(
    """
    best worst first last only same most largest biggest smallest highest lowest right wrong next main
    """.split()
)
_KINDS = frozenset("kind type sort form part way piece member class".split())


_ONE_PAIR = frozenset(
    tuple(pair.split("_"))
    for pair in """
    animal_kingdom common_good food_chain food_pyramid human_body human_race milky_way natural_world
    north_pole south_pole periodic_table rain_forest southern_hemisphere northern_hemisphere western_world
    solar_system
    stock_market third_world
    """.split()
)
# Things that go by their letters: `a VCR`.
_COUNTED_LETTERS = frozenset("vcr dvd cd pc ufo atm suv cd-rom".split())
_OF_COUNTED = frozenset("many several few multiple".split())
_ABSTRACT = re.compile(r"(tion|sion|ment|ness|ity|ism|ance|ence|ship|hood|dom)$")


# `Airbus is a company`, and they have company.
_A_KIND = frozenset(
    """
    company science drug game language religion skill sport crime treat duty art virtue
    """.split()
)
_COUNTED = frozenset(
    """
    plantation constellation accusation inscription donation promotion auction caption potion lotion
    section convention exhibition
    ability action activity agreement ambulance announcement apartment appearance appliance appointment
    argument authority
    assignment audience balance basement battleship business cavity celebrity championship chance charity
    city collection collision comment commodity community compartment competition condition conference
    conversation corporation dance decision deity department destination difference direction disability
    distance document election element emotion entity entrance experience experiment explosion
    expression facility fence finance fitness fragment friendship function garment government
    harness illness illusion illustration infinity injection instance institution instrument
    insurance intersection invention invitation kingdom liability lioness location majority
    mansion mechanism mention minority mission moment monument motion nation necessity
    neighborhood neighbourhood occasion operation opportunity option organism organization
    ornament passion payment pension personality petition population portion position possession
    prism procession profession question reaction reception reference relation relationship
    reservation revolution scholarship science segment sentence session ship sickness situation
    solution spaceship statement station substance suggestion television tournament
    township tradition transaction treatment university utility vacation version weakness wilderness
    witness
    """.split()
)
# `pay by credit card`
_MEANS = frozenset("card cheque check mail email phone post bank".split())
_TIMES = frozenset("day night time week year month point reason way place other kind".split())
_NO_ARTICLE_AFTER = frozenset(
    "kind kinds type types sort sorts form forms species breed class genus style sense".split()
)
# With a name before them, they are part of it: New York City, and the Red Sea with an article.
_NAMED_PLACES = frozenset(
    "city street avenue square park university island county lake beach airport".split()
)
_NAMED_WATERS = frozenset("sea ocean river bay desert empire war gulf canal".split())
# Food as a mass, and animals when it is said what they are.
_BEINGS = frozenset("fish chicken lamb duck turkey salmon".split())
# `a pair of shoes`, `a string of pearls`.
_OF_SEVERAL = frozenset(
    """
        bag basket bouquet box bunch collection couple dozens flock game group handful herd hundreds jar list
        lot lots network number pack pair pile plenty range row series set stack string team thousands
        variety
    """.split()
)


def with_articles(
    words: Sequence[str],
    tags: Sequence[str],
    number: str = "",
    first: str = "",
    known: frozenset[str] | None = None,
) -> list[str]:
    """The words with the articles and plurals that English asks for.

    `number="plural"` puts a bare first noun phrase in the plural (for `cats are …`); `first` is the word
    before the phrase, which decides as well (`at` before `night`). With `known`, the text is one that people
    wrote with articles: only things that cannot do without get one, and those in `known` a definite one.
    """
    found = chunks(words, tags)
    if not found:
        return _with_the_same(list(words))
    out: list[str] = []
    at, previous_bare = 0, False
    for chunk in found:
        out.extend(words[at : chunk.start])
        before = _before(words, tags, chunk.start) if chunk.start else first
        if known is not None:
            out.extend(with_forgotten(words, tags, chunk, before, known))
            at = chunk.end
            continue
        opening = not chunk.start or all(tag in ("RB", "IN") for tag in tags[: chunk.start])
        joined = chunk.start > 0 and bare(words[chunk.start - 1]) in ("and", "or") and at == chunk.start - 1
        if joined and out and previous_bare and not chunk.determined:
            made = _joined_to_bare(words, tags, chunk)
        else:
            made = _chunk(words, tags, chunk, before, number if opening else "")
        # `sand and waves`: a bare noun is not joined to one with an article.
        previous_bare = made == list(words[chunk.start : chunk.end]) and not chunk.determined
        out.extend(made)
        at = chunk.end
    out.extend(words[at:])
    return _with_the_same(out)


def _with_the_same(words: list[str]) -> list[str]:
    """`is same as` → `is the same as`."""
    for index in range(len(words) - 1, -1, -1):
        if words[index] == "same" and (
            index == 0 or words[index - 1] not in ("the", "this", "that", "these", "those", "same")
        ):
            words.insert(index, "the")
    return words


def _joined_to_bare(words: Sequence[str], tags: Sequence[str], chunk: Chunk) -> list[str]:
    inside = list(words[chunk.start : chunk.end])
    head = bare(inside[-1])
    counted = tags[chunk.end - 1] == "NN" and not look_up(head).mass and look_up(head).forms
    return _plural_head(inside) if counted and not _ABSTRACT.search(head) else inside


def _before(words: Sequence[str], tags: Sequence[str], start: int) -> str:
    """The word before a noun phrase, a verb as its lemma."""
    word = bare(words[start - 1])
    return look_up(word).verb or word if tags[start - 1].startswith("VB") else word


def _chunk(words: Sequence[str], tags: Sequence[str], chunk: Chunk, before: str, number: str) -> list[str]:
    inside = list(words[chunk.start : chunk.end])
    head, tag = bare(inside[-1]), tags[chunk.end - 1]
    following = bare(words[chunk.end]) if chunk.end < len(words) else ""
    if tag in ("NNS", "NNPS"):
        return inside
    if tag == "FW":
        # Latin names of species are two unknown words; one is a word that the dictionary lacks.
        if (
            chunk.determined
            or any(tags[at] == "FW" for at in range(chunk.start, chunk.end - 1))
            or not head.isalpha()
        ):
            return inside
        if head.endswith("s") and not head.endswith(("ss", "us", "is")):
            return inside
    if tag == "NNP":
        if head in _COUNTED_LETTERS and not chunk.determined and before not in ("on", "watch", "by"):
            return [indefinite_article(inside[0]), *inside]
        if not chunk.determined and len(inside) > 1 and f"{bare(inside[-2])}_{head}" in THE_PAIRS:
            return ["the", *inside]
        if head in THE_NAMES and not chunk.determined and len(inside) == 1:
            return ["the", *inside]
        if not (
            head in PEOPLE_WORDS
            and number == ""
            and tags[chunk.start] in ("JJ", "NNP")
            and before in ("", "be")
        ):
            return inside
        if len(inside) > 1 and tags[chunk.start] == "NNP":
            return inside
    if chunk.determined:
        return _determined(inside, tags, chunk, head)
    if following.endswith("ing") and chunk.end == len(words) - 1 and tags[chunk.end] == "VBG" and tag == "NN":
        return inside  # `bird watching`
    first = bare(inside[0])
    if chunk.start == 1 and tags[0] == "VBN" and head == "species":
        return inside  # `endangered species`
    if head in LOST_PLURALS:
        return _plural_head(inside)
    if first in PLURAL_DETERMINERS and (not look_up(head).mass or first in _OF_COUNTED):
        return _plural_head(inside)
    if (
        tags[chunk.start] == "NNP"
        and len(inside) > 1
        and all(tags[at] == "NNP" for at in range(chunk.start, chunk.end))
    ):
        return inside
    kind = bare(words[chunk.start - 2]) if before == "of" and chunk.start > 1 else ""
    if len(inside) == 1 and head in ("first", "last"):
        return inside  # `open the window first`
    article = _article(inside, before, following, kind)
    if head in _NAMED_PLACES and len(inside) > 1 and tags[chunk.end - 2] == "NNP":
        return [*inside[:-1], inside[-1].capitalize()]
    if head in _NAMED_WATERS and "NNP" in tags[chunk.start : chunk.end - 1]:
        return ["the", *inside[:-1], inside[-1].capitalize()]
    if len(inside) > 1 and (
        f"{bare(inside[-2])}_{head}" in COUNTED_COMPOUNDS or (head == "glass" and tags[chunk.end - 2] == "NN")
    ):
        article = "a"
    if number == "plural" and article == "the" and following == "of" and first not in _ONLY_ONE:
        return _plural_head(inside)
    if number == "plural" and article == "a" and head not in _KINDS:
        abstract = _ABSTRACT.search(head) and head not in _COUNTED and before != "be"
        return inside if abstract else _plural_head(inside)
    if article == "plural":
        return _plural_head(inside)
    if article == "a":
        return [indefinite_article(inside[0].strip("\"'(")), *inside]
    return [article, *inside] if article else inside


def _determined(inside: list[str], tags: Sequence[str], chunk: Chunk, head: str) -> list[str]:
    """`six leg`, `your tooth`, `a hour`."""
    opener, tag = bare(inside[0]), tags[chunk.start]
    if (
        tag == "CD"
        and opener not in ("one", "1")
        and look_up(head).forms & ANY_NOUN
        and not look_up(head).mass
    ):
        return _plural_head(inside) if len(inside) > 1 else inside
    if opener in PLURAL_DETERMINERS or (opener in ("all", "some") and head not in _TIMES and len(inside) > 1):
        return _plural_head(inside) if look_up(head).forms & NOUN and not look_up(head).mass else inside
    if tag == "PRP$" and head in OWN_PLURALS and opener != "its":
        return [*inside[:-1], OWN_PLURALS[head] + inside[-1][len(head) :]]
    if opener in ("a", "an") and len(inside) > 1:
        return [indefinite_article(inside[1].strip("\"'(")), *inside[1:]]
    return inside


def _article(inside: Sequence[str], before: str, following: str, kind: str) -> str:
    """`a` (or an), `the`, `plural`, or nothing, for a bare singular noun. `before` and `following` are the
    words around it; of `a bag of`, `kind` is the bag.
    """
    head, first, alone = bare(inside[-1]), bare(inside[0]), len(inside) == 1
    if before == "by" and head in _MEANS:
        return ""
    if before in ("called", "named") or before == "per" or (before == "of" and kind in _NO_ARTICLE_AFTER):
        return ""
    if head in BARE_AFTER.get(before, ()) and alone and following != "of":
        return ""
    if head in THE_AFTER.get(before, ()) and alone:
        return "the"
    if first in _ONLY_ONE or (head == "industry" and not alone):
        return "the"
    if head == "company" and before in ("of", "for", "in", "by", "from"):
        return "a"
    if before in ("to", "at", "in", "from", "for") and head in BARE_PLACES and alone and following != "of":
        return ""
    if head in DEFINITE and alone and before != "be":
        return "the"
    if before in OF_PLACE and head in DEFINITE_PLACES and alone:
        return "the"
    if (first, head) in _ONE_PAIR:
        return "the"
    if before in ("between", "among"):
        return "plural"
    word = look_up(head)
    if (
        before in ("of", "for", "by", "in", "with", "into", "as")
        and _ABSTRACT.search(head)
        and head not in _COUNTED
    ):
        return ""
    if head.endswith("ing") and word.forms and not word.forms & (NOUN | PLURAL):
        return ""  # `bird watching`
    bare_head = not before and alone and not following
    if bare_head and head.endswith(("ity", "hood")) and head not in _COUNTED:
        return ""
    if kind in _OF_SEVERAL and word.forms and not word.mass:
        return "plural"
    if following == "of":
        if head in _ONE_OF_MANY or (before == "be" and not alone and look_up(first).forms & ADJECTIVE):
            return "a"
        return "" if word.mass and before else "the"
    if before == "be" and (
        head in _A_KIND or head in DEFINITE_PLACES or head in _BEINGS or head in HAS_KINDS
    ):
        return "a"
    return "" if word.mass or not word.forms else "a"


def _plural_head(inside: list[str]) -> list[str]:
    head = bare(inside[-1])
    trailing = inside[-1][len(head) :] if inside[-1].lower().startswith(head) else ""
    entry = look_up(head)
    if entry.forms & ANY_NOUN and not entry.forms & NOUN:
        return inside
    made = plural(head)
    if inside[-1][:1].isupper():
        made = made[:1].upper() + made[1:]
    return [*inside[:-1], made + trailing]


def pluralise(words: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The bare noun phrase in the plural: `police officer` → `police officers`."""
    found = chunks(words, tags)
    if not found:
        return list(words)
    chunk = found[0]
    return [*words[: chunk.start], *_plural_head(list(words[chunk.start : chunk.end])), *words[chunk.end :]]


def is_plural(words: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether a verb after the noun phrase is in the plural: cats, my friends, salt and pepper."""
    found = chunks(words, tags)
    if not found:
        return False
    chunk = found[0]
    head = bare(words[chunk.end - 1])
    if tags[chunk.end - 1] in ("NNS", "NNPS") or head in PLURAL_NAMES:
        return True
    if (
        chunk.end < len(words)
        and bare(words[chunk.end]) == "and"
        and len(found) > 1
        and found[1].end == len(words)
    ):
        return True
    opener = bare(words[chunk.start])
    return (
        opener in PLURAL_DETERMINERS or (opener in ("some", "all") and head not in _TIMES)
    ) and not look_up(head).mass
