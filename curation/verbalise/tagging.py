"""Parts of speech in phrases of a few words, by dictionary and context, as Penn Treebank tags.

Tuples' phrases are short, often without articles, and their relation says what to expect (`UsedFor` an
activity, `AtLocation` a place). That is most of what a tagger needs, and ten microseconds instead of a
millisecond. Besides the Penn tags there is `FW` for a word that the dictionary does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol, TypeAlias

from curation.verbalise.lexicon import (
    ADJECTIVE,
    ADVERB,
    ANY_NOUN,
    FINITE,
    GERUND,
    NOUN,
    PARTICIPLE,
    PAST,
    PLURAL,
    THIRD,
    VERB,
    Word,
    look_up,
)
from curation.verbalise.words.function_words import SUBJECT_PRONOUNS, TAGS
from curation.verbalise.words.lemmatised import COMPOUND_FORMS, COMPOUND_PAIRS
from curation.verbalise.words.names import ADJECTIVAL
from curation.verbalise.words.nouns import (
    BARE_PLACES,
    COMES_IN_NUMBERS,
    CONCRETE,
    DEFINITE,
    DEFINITE_PLACES,
    HUMAN,
)
from curation.verbalise.words.verbs import FLAT_ADVERBS, HARDLY_VERBS, LINKING, MOSTLY_VERBS

# What a slot asks for: a verb phrase, a noun phrase, a property, what somebody does (`gets hurt`), a clause,
# or anything.
Expected: TypeAlias = Literal["verb", "noun", "property", "predicate", "clause", "any"]

_NUMBER = re.compile(r"[\d.,/:%$£€-]*\d[\d.,/:%$£€-]*(st|nd|rd|th|s)?")
_NOUNISH = ("NN", "NNS", "NNP", "FW")
_VERBS = ("VB", "VBZ", "VBP", "VBD", "VBN", "VBG")
_MOTION = frozenset(
    """
    go goes going went get gets walk drive come return travel run send take bring ride fly move head rush
    listen talk speak belong
    """.split()
)
_FORMS_OF_BE = frozenset("is are was were been being".split())
_CAUSATIVE = frozenset("let make help see hear watch lets makes helps".split())


class Tagger(Protocol):
    """Anything that can tag the words of a phrase. Its answer depends on the arguments alone."""

    def tag(self, words: Sequence[str], expected: Expected) -> list[str]:
        """One tag per word."""


class _At(NamedTuple):
    """Where a word stands: what it is, what comes after it and before it."""

    word: str
    following: str
    previous: str  # tag
    previous_word: str
    expected: Expected
    tags: list[str]  # of all the words before


class RuleTagger:
    """Tags by dictionary and neighbours."""

    def tag(self, words: Sequence[str], expected: Expected) -> list[str]:
        """See `Tagger`."""
        tags: list[str] = []
        previous, previous_word = "", ""
        bares = [bare(word) for word in words]
        for word, written, following in zip(bares, words, [*bares[1:], ""], strict=True):
            at = _At(word, following, previous, previous_word, expected, tags)
            tag = _closed(at, written) or _open(at)
            tags.append(tag)
            # A comma begins a new item.
            previous, previous_word = ("CC", ",") if written[-1] in ",;" else (tag, word)
        return tags


@lru_cache(maxsize=1 << 17)
def bare(token: str) -> str:
    """The token in lower case without the punctuation around it."""
    return token.strip('.,;:!?"()[]').lower() or token


def nominal(word: str) -> bool:
    """Whether the word can go on a noun phrase: a noun or an adjective before one."""
    if not word or word in TAGS:
        return False
    forms = look_up(word).forms
    return not forms or bool(forms & (ANY_NOUN | ADJECTIVE | GERUND))


def _closed(at: _At, written: str) -> str:
    """The tag of a function word, a number or a name; empty for any other word."""
    word, following = at.word, at.following
    tag = TAGS.get(word)
    if tag is None:
        if "'" in word:
            return _clitic(word) if word.endswith(("'s", "s'")) else "VBP"
        if word[0].isdigit() and _NUMBER.fullmatch(word):
            return "CD"
        if written[:1].isupper() and written != "I":
            describes = following or not look_up(word).forms & NOUN or at.expected == "property"
            return "JJ" if word in ADJECTIVAL and describes else "NNP"
        return ""
    special = _SPECIAL.get(word)
    return special(at, tag) if special else tag


def _to(at: _At, _: str) -> str:
    """`to` of an infinitive (TO), or the preposition."""
    following = at.following
    if following in _AFTER_TO or (at.previous_word == "order" and look_up(following).forms & VERB):
        return "TO"
    if not following or following in TAGS or following in DEFINITE:
        return "IN"
    if following == "post" and at.previous_word in _MOTION:
        return "IN"  # `go to post office`
    forms = look_up(following).forms
    if at.previous in _NOUNISH and forms & NOUN and following not in MOSTLY_VERBS:
        return "IN"  # `access to water`
    if not forms & VERB:
        return "TO" if forms & ADVERB and following.endswith("ly") else "IN"
    if not forms & (ANY_NOUN | ADJECTIVE) or at.previous_word not in _MOTION:
        return "TO"
    place = (
        following in BARE_PLACES
        or following in DEFINITE_PLACES
        or following in HARDLY_VERBS
        or following not in MOSTLY_VERBS
    )
    return "IN" if place else "TO"


def _her(at: _At, _: str) -> str:
    return "PRP$" if nominal(at.following) else "PRP"


def _most(at: _At, tag: str) -> str:
    """`most cats`, against `most beautiful`."""
    forms = look_up(at.following).forms if at.following and at.following not in TAGS else 0
    return "DT" if not at.tags and forms & ANY_NOUN and not forms & ADJECTIVE else tag


def _own(at: _At, tag: str) -> str:
    opens = not at.previous and at.following and at.expected in ("verb", "any", "predicate")
    return "VB" if opens else tag


def _like(at: _At, tag: str) -> str:
    if not at.following or (not at.previous and at.expected in ("property", "noun")):
        return tag
    verbal = at.previous in ("", "TO", "MD", "PRP", "NN", "NNS", "NNP") or at.previous_word in (
        "not",
        "don't",
    )
    if verbal:
        return "VBP" if at.previous == "PRP" and at.previous_word in SUBJECT_PRONOUNS else "VB"
    return tag


def _modal(at: _At, tag: str) -> str:
    """`trash can`, `a will`."""
    noun = at.previous in ("DT", "JJ", "PRP$") or (not at.following and at.previous in _NOUNISH)
    return "NN" if noun else tag


def _side(at: _At, tag: str) -> str:
    """`his back`, `the inside`."""
    return "NN" if at.previous in ("DT", "PRP$", "POS") else tag


def _auxiliary(at: _At, tag: str) -> str:
    return "VBP" if at.previous in ("PRP", "NNS") else tag


def _that(at: _At, tag: str) -> str:
    return "WP" if at.following and at.previous in _NOUNISH else tag


_AFTER_TO = frozenset("be have do not never always also make just like".split())
_SPECIAL: dict[str, Callable[[_At, str], str]] = {
    "to": _to,
    "her": _her,
    "own": _own,
    "most": _most,
    "like": _like,
    "that": _that,
    **dict.fromkeys((word for word, tag in TAGS.items() if tag == "MD"), _modal),
    **dict.fromkeys("back half past inside outside down plus mine near over".split(), _side),
    **dict.fromkeys("have do be".split(), _auxiliary),
}


def _clitic(word: str) -> str:
    stem = word[:-2] if word.endswith("'s") else word[:-1]
    if TAGS.get(stem) in ("PRP", "WP", "WRB") or stem in ("there", "that", "here", "let"):
        return "PRP$" if stem.endswith(("one", "body")) else "VBZ"
    return "POS"


def _open(at: _At) -> str:
    """The tag of a word of the open classes, by what it can be and what stands before it."""
    word, following, previous, tags = at.word, at.following, at.previous, at.tags
    entry = look_up(word)
    forms = entry.forms
    if word in COMPOUND_FORMS and following and (word, look_up(following).noun) in COMPOUND_PAIRS:
        return "NN" if forms & NOUN else "JJ"
    opening = not tags or (previous in ("RB", "TO") and all(tag in ("RB", "TO") for tag in tags))
    if not forms:
        return _unknown(at, opening)
    if following == "than" and word.endswith("er") and forms & (ADJECTIVE | NOUN):
        return "JJR"
    if at.previous_word in _PERFECT and forms & PARTICIPLE:
        closed = TAGS.get(following) in ("DT", "IN", "RP", "PRP", "PRP$", "TO", "RB")
        if not following or closed or not forms & ANY_NOUN:
            return "VBN"
    if previous == "TO" or (previous == "MD" and forms & VERB):
        return "VB" if forms & VERB else _noun_first(forms, following)
    begins = len(tags) == 1 or (len(tags) > 1 and tags[-2] in ("CC", "IN", "WRB"))
    if previous == "PRP" and begins and at.previous_word in SUBJECT_PRONOUNS:
        return _finite(forms) or _noun_first(forms, following)
    if opening:
        return _opening(at, entry)
    if previous in _VERBS:
        return _after_verb(at, forms)
    if previous == "IN" and forms & GERUND and (following or not forms & ANY_NOUN):
        return "VBG"
    if previous in _NOUNISH:
        return _after_noun(at, forms)
    if previous == "CC":
        return _after_conjunction(at, entry)
    if previous == "RB":
        return _after_adverb(at, forms)
    if previous == "WP":
        return _finite(forms) or _noun_first(forms, following)
    return _noun_first(forms, following)


_PERFECT = frozenset("have has had having been getting got".split())
_TAKES_OF = frozenset("dream smell taste think hear die know get take make speak talk dispose tell".split())
_PASSIVE = frozenset("called named known considered made used".split())
_ADJECTIVE_ENDINGS = ("able", "ible", "ful", "less", "ous", "ish", "ic", "ive")


def _finite(forms: int) -> str:
    if forms & VERB:
        return "VBP"
    if forms & THIRD:
        return "VBZ"
    return "VBD" if forms & PAST else ""


def _after_verb(at: _At, forms: int) -> str:
    """Its object, or what a linking verb says."""
    if (
        at.previous_word in ("help", "helps", "let", "lets")
        and forms & VERB
        and at.word in MOSTLY_VERBS
        and not nominal(at.following)
    ):
        return "VB"
    if (look_up(at.previous_word).verb or at.previous_word) in LINKING or at.previous_word in _FORMS_OF_BE:
        return _property_first(forms, at.following)
    if forms & PARTICIPLE and not forms & (ANY_NOUN | ADJECTIVE):
        return "VBN"
    if at.word in FLAT_ADVERBS and not nominal(at.following):
        return "RB"
    return _noun_first(forms, at.following)


def _after_adverb(at: _At, forms: int) -> str:
    if forms & ADVERB and not forms & (ADJECTIVE | ANY_NOUN | VERB):
        return "RB"
    has_verb = any(tag in _VERBS for tag in at.tags)
    if at.tags[0] in ("PRP", "NNP", "NN", "NNS") and forms & FINITE and not has_verb:
        return _finite(forms)
    return _property_first(forms, at.following)


def _opening(at: _At, entry: Word) -> str:
    """The first word that is no adverb: what the slot asks for, if it can be that."""
    word, following, expected, forms = at.word, at.following, at.expected, entry.forms
    nounlike = forms & (ANY_NOUN | ADJECTIVE)
    if following == "of" and forms & NOUN and word not in _TAKES_OF:
        return "NN"
    surely = word in MOSTLY_VERBS or not nounlike
    lemmatised = forms & VERB and not forms & ADJECTIVE and TAGS.get(following) in ("IN", "TO")
    if expected == "property" and word in _PASSIVE and following:
        return "VBN"
    if expected == "property" and lemmatised and surely:
        return "VB"  # `associate with love` for `associated …`
    if forms & GERUND and (following or not nounlike):
        if nominal(following) and (expected == "noun" or (expected == "property" and nounlike)):
            return "NN" if forms & NOUN else "JJ"  # `swimming pool`, `magnifying glass`
        return "VBG"
    if expected in ("predicate", "clause"):
        tag = _opening_predicate(following, entry)
    elif expected == "verb":
        tag = _opening_verb(word, following, entry)
    else:
        tag = ""
    if tag:
        return tag
    if forms & VERB:
        determined = TAGS.get(following) in ("DT", "PRP$", "PRP")
        if expected == "any" and (surely or determined):
            return "VB"
        if expected == "predicate" and surely and word not in HARDLY_VERBS:
            return "VB"
    if expected == "property" and TAGS.get(following) == "RP" and forms & PARTICIPLE:
        return "VBN"
    if expected in ("property", "predicate"):
        return _property_first(forms, following)
    if forms & PARTICIPLE and not nounlike:
        return "VBN"
    return _noun_first(forms, following)


def _opening_predicate(following: str, entry: Word) -> str:
    """`smiles`, `lost money`, `sad`."""
    forms = entry.forms
    thing = entry.noun in CONCRETE or entry.noun in COMES_IN_NUMBERS or entry.noun in HUMAN
    goes_on = following and TAGS.get(following) not in ("VBP", "VBZ")
    if forms & THIRD and (entry.verb in MOSTLY_VERBS or not thing or goes_on):
        return "VBZ"
    if forms & PAST and _has_object(following, bool(forms & (ADJECTIVE | NOUN))):
        return "VBD"
    return "JJ" if forms & ADJECTIVE and not nominal(following) else ""


def _opening_verb(word: str, following: str, entry: Word) -> str:
    """`go home`, `goes home`."""
    forms = entry.forms
    if forms & THIRD and (entry.verb in MOSTLY_VERBS or TAGS.get(following) in ("IN", "RP", "TO", "DT")):
        return "VBZ"
    if forms & ADJECTIVE and not following and word not in MOSTLY_VERBS:
        return "JJ"
    determined = TAGS.get(following) in ("DT", "PRP$", "PRP")
    return "VB" if forms & VERB and (determined or word not in HARDLY_VERBS) else ""


def _has_object(following: str, surely: bool) -> bool:
    """Whether an object follows, so that `boiled` (all the eggs) is the past tense and no participle.
    `surely` asks for a determiner: `tired legs` may be a noun phrase.
    """
    if not following or following.startswith("person"):
        return bool(following)
    tag = TAGS.get(following, "" if surely else "NN")
    return tag in ("DT", "PRP$", "PRP", "CD", "NN", "JJ", "PDT")


def _after_noun(at: _At, forms: int) -> str:
    """The verb of a clause, where one is expected; else more of the noun phrase, or what describes it."""
    previous, expected, tags = at.previous, at.expected, at.tags
    if previous == "NNS" and len(tags) == 1 and expected == "predicate" and forms & VERB and at.following:
        return "VBP"
    owned = expected == "predicate" and tags[0] in ("POS", "PRP$", "DT") and forms & THIRD
    may_be_clause = (expected == "clause" or previous == "NNP" or owned) and forms & FINITE
    if (
        may_be_clause
        and at.word not in HARDLY_VERBS
        and not any(tag in _VERBS or tag == "MD" for tag in tags)
    ):
        wants_verb = previous == "NNP" or at.word in MOSTLY_VERBS or not forms & ANY_NOUN or forms & THIRD
        if wants_verb and expected not in ("noun", "property"):
            return _finite(forms)
    for form, tag in _IN_NOUN_PHRASES:
        if forms & form:
            return tag
    return _finite(forms) or "FW"


_IN_NOUN_PHRASES = (
    (NOUN, "NN"),
    (PLURAL, "NNS"),
    (GERUND, "VBG"),
    (ADJECTIVE, "JJ"),
    (PARTICIPLE, "VBN"),
    (ADVERB, "RB"),
)


def _after_conjunction(at: _At, entry: Word) -> str:
    """The same as what the conjunction joins it to, where it can be that."""
    forms = entry.forms
    head = next((tag for tag in at.tags if tag not in ("RB", "TO")), "")
    sure = at.word in MOSTLY_VERBS or entry.verb in MOSTLY_VERBS or not forms & NOUN
    if forms & _BY_HEAD.get(head, 0) and (sure or (head == "JJ" and not nominal(at.following))):
        return head
    return _noun_first(forms, at.following)


_BY_HEAD = {"VB": VERB, "VBZ": THIRD, "VBD": PAST, "VBG": GERUND, "VBN": PARTICIPLE, "JJ": ADJECTIVE}


def _noun_first(forms: int, following: str) -> str:
    if forms & ADJECTIVE and nominal(following):
        return "JJ"
    if forms & (PARTICIPLE | GERUND) and not forms & ANY_NOUN:
        return "VBG" if forms & GERUND else "VBN"
    if forms & NOUN:
        return "NN"
    if forms & PLURAL:
        return "NNS"
    if forms & ADJECTIVE:
        return "JJ"
    if forms & ADVERB:
        return "RB"
    if forms & VERB:
        return "VB"
    return "VBZ" if forms & THIRD else "VBD"


def _property_first(forms: int, following: str) -> str:
    if forms & ADVERB and following and not forms & ADJECTIVE and not forms & ANY_NOUN:
        return "RB"
    if forms & ADJECTIVE:
        return "JJ"
    if forms & PARTICIPLE and not forms & ANY_NOUN:
        return "VBN"
    if forms & GERUND:
        return "VBG"
    return _noun_first(forms, following)


def _unknown(at: _At, opening: bool) -> str:
    """A word that the dictionary lacks, by its ending."""
    word = at.word
    if opening and at.expected == "predicate" and word.endswith("s") and not word.endswith("ss"):
        return "VBZ"
    if opening and at.expected in ("property", "predicate") and not nominal(at.following):
        return "JJ"
    if word.endswith(_ADJECTIVE_ENDINGS) and len(word) > 6:
        return "JJ"
    if word.endswith("ly") and len(word) > 4:
        return "RB"
    if word.endswith("ing") and len(word) > 5:
        return "VBG"
    return "FW"
