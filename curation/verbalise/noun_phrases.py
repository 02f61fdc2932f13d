"""Articles and plurals in phrases that a knowledge base stores without them: `climb up tree`, `has six leg`.

Words and their Penn tags go in, words come out. A noun phrase that has a determiner is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from curation.verbalise.articles import indefinite_article
from curation.verbalise.lexicon import ADJECTIVE, ANY_NOUN, NOUN, PLURAL, look_up, plural
from curation.verbalise.tagging import bare
from curation.verbalise.words.function_words import PLURAL_DETERMINERS
from curation.verbalise.words.names import PEOPLE_WORDS, PLURAL_NAMES, THE_NAMES, THE_PAIRS
from curation.verbalise.words.nouns import (
    BARE_AFTER,
    BARE_PLACES,
    CONCRETE,
    COUNTED_COMPOUNDS,
    DEFINITE,
    DEFINITE_PLACES,
    HAS_KINDS,
    LOST_PLURALS,
    OWN_PLURALS,
    THE_AFTER,
)

_INSIDE = frozenset("DT PDT PRP$ POS CD JJ JJR JJS VBN VBG NN NNS NNP NNPS FW".split())
_HEADS = frozenset("NN NNS NNP NNPS FW".split())
_OPENERS = frozenset("DT PDT PRP$ POS CD WDT".split())
# After these, the noun stands for one place that everybody has in mind.
_OF_PLACE = frozenset(
    """
    to at in on from into onto inside outside near by around across through along towards toward off out
    """.split()
)
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
    periodic_table rain_forest southern_hemisphere northern_hemisphere western_world solar_system
    stock_market third_world
    """.split()
)
# Things that go by their letters: `a VCR`.
_COUNTED_LETTERS = frozenset("vcr dvd cd pc ufo atm suv cd-rom".split())
_OF_COUNTED = frozenset("many several few multiple".split())
_DEGREES = frozenset(
    "very too really quite rather most highly extremely weakly strongly more less so".split()
)
_ABSTRACT = re.compile(r"(tion|sion|ment|ness|ity|ism|ance|ence|ship|hood|dom)$")


_COUNTED = frozenset(
    """
    ability action activity agreement ambulance announcement apartment appearance appliance appointment
    argument authority
    assignment audience balance basement battleship business cavity celebrity championship chance charity
    city collection collision comment commodity community compartment competition condition conference
    conversation corporation dance decision deity department destination difference direction disability
    distance document election element emotion entity entrance exhibition experience experiment explosion
    expression facility fashion fence finance fitness fragment friendship function garment government
    harness illness illusion illustration infinity ingredient injection instance institution instrument
    insurance intersection invention invitation kingdom lesson liability license lioness location majority
    mansion mechanism mention million minority mission moment monument motion nation necessity
    neighborhood neighbourhood occasion operation opinion opportunity option organism organization
    ornament passion payment pension person personality petition population portion position possession
    prism procession profession question reaction reception reference region relation relationship
    religion reservation revolution scholarship science segment sentence session ship sickness situation
    solution spaceship stadium statement station substance suggestion television tournament
    township tradition transaction treatment university utility vacation version weakness wilderness
    witness
    """.split()
)
_TIMES = frozenset("day night time week year month point reason way place other kind".split())
_NO_ARTICLE_AFTER = frozenset(
    "kind kinds type types sort sorts form forms species breed class genus style".split()
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


class Chunk(NamedTuple):
    """Words `start` to `end` are a noun phrase with its head at `head` = end - 1; `determined`: it has an
    article, a possessive or a number.
    """

    start: int
    end: int
    determined: bool


def chunks(words: Sequence[str], tags: Sequence[str]) -> list[Chunk]:
    """The noun phrases without what follows their heads, from left to right."""
    found: list[Chunk] = []
    index, size = 0, len(words)
    while index < size:
        tag = tags[index]
        if tag not in _INSIDE or (tag == "VBG" and not _attributive(words, tags, index)):
            index += 1
            continue
        if tag == "VBN" and words[index] in ("called", "named"):
            index += 1
            continue
        if tag == "VBN" and (not index or index + 1 >= size or tags[index + 1] not in _HEADS):
            index += 1
            continue
        begin, end = index, index
        while index < size and tags[index] in _INSIDE:
            if index > begin and words[index][0] == "(":
                break
            if (
                index > begin
                and tags[index] in ("DT", "PDT", "PRP$")
                and tags[index - 1] not in ("PDT", "DT")
            ):
                break
            if tags[index] in _HEADS:
                end = index + 1
            index += 1
            if words[index - 1][-1] in ",;.":
                break
        if end > begin:
            determined = any(tags[at] in _OPENERS for at in range(begin, end))
            if (
                tag in ("JJ", "VBN")
                and begin
                and tags[begin - 1] == "RB"
                and (bare(words[begin - 1]) in _DEGREES or (words[begin - 1].endswith("ly") and begin == 1))
            ):
                begin -= 1  # `a very long road`
            found.append(Chunk(begin, end, determined))
            index = end
        else:
            index = max(index, begin + 1)
    return found


def _attributive(words: Sequence[str], tags: Sequence[str], index: int) -> bool:
    """`running water` after a determiner; `riding horse` is an activity."""
    return index > 0 and tags[index - 1] in ("DT", "PRP$", "POS", "JJ") and index + 1 < len(tags)


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
            out.extend(_slip(words, tags, chunk, before, known))
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


def _slip(
    words: Sequence[str], tags: Sequence[str], chunk: Chunk, before: str, known: frozenset[str]
) -> list[str]:
    """A noun phrase of natural text, with the article that was forgotten."""
    inside = list(words[chunk.start : chunk.end])
    head = bare(inside[-1])
    if chunk.determined and len(inside) > 1 and inside[0] in ("a", "an"):
        return [indefinite_article(inside[1].strip("\"'(")), *inside[1:]]
    if chunk.determined or tags[chunk.end - 1] != "NN" or head not in CONCRETE or len(inside) > 2:
        return inside
    if any(tags[at] in ("NNP", "FW", "VBN", "VBG") for at in range(chunk.start, chunk.end)):
        return inside
    if head in BARE_AFTER.get(before, ()) or before in (
        "by",
        "as",
        "no",
        "any",
        "every",
        "play",
        "next",
        "last",
        "a",
        "an",
    ):
        return inside
    if chunk.start and tags[chunk.start - 1] == "PRP":
        return inside  # `the birds they saw`
    if (
        head in known
        or (before in _OF_PLACE and head in DEFINITE_PLACES)
        or head in THE_AFTER.get(before, ())
    ):
        return ["the", *inside]
    return [indefinite_article(inside[0]), *inside]


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
    if before == "per" or (before == "of" and kind in _NO_ARTICLE_AFTER):
        return ""
    if head in BARE_AFTER.get(before, ()) and alone and following != "of":
        return ""
    if head in THE_AFTER.get(before, ()) and alone:
        return "the"
    if first in _ONLY_ONE:
        return "the"
    if before in ("to", "at", "in", "from", "for") and head in BARE_PLACES and alone and following != "of":
        return ""
    if head in DEFINITE and alone and before != "be":
        return "the"
    if before in _OF_PLACE and head in DEFINITE_PLACES and alone:
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
    if before == "be" and (head in DEFINITE_PLACES or head in _BEINGS or head in HAS_KINDS):
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
