"""The tags of function words, numbers and names."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from curation.verbalise.lexicon import ADJECTIVE, ADVERB, ANY_NOUN, GERUND, NOUN, VERB, look_up
from curation.verbalise.words.function_words import SUBJECT_PRONOUNS, TAGS
from curation.verbalise.words.names import ADJECTIVAL
from curation.verbalise.words.nouns import DEFINITE
from curation.verbalise.words.places import BARE_PLACES, DEFINITE_PLACES
from curation.verbalise.words.verbs import HARDLY_VERBS, MOSTLY_VERBS

# What a slot asks for: a verb phrase, a noun phrase, a property, what somebody does (`gets hurt`), a clause,
# or anything.
Expected: TypeAlias = Literal["verb", "noun", "property", "predicate", "clause", "any"]

_NUMBER = re.compile(r"\d[\d.,/:%$£€-]*(st|nd|rd|th|s)?")

NOUNISH = ("NN", "NNS", "NNP", "FW")

_MOTION = frozenset(
    """
    go goes going went get gets walk drive come return travel run send take bring ride fly move head rush
    listen talk speak belong
    """.split()
)


class At(NamedTuple):
    """Where a word stands: what it is, what comes after it and before it."""

    word: str
    following: str
    previous: str  # tag
    previous_word: str
    expected: Expected
    tags: list[str]  # of all the words before
    caused: bool = False  # whether one of them takes an object and an infinitive: `makes people laugh`


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


def closed(at: At, written: str) -> str:
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


def _to(at: At, _: str) -> str:
    """`to` of an infinitive (TO), or the preposition."""
    following = at.following
    if following in _AFTER_TO or (at.previous_word == "order" and look_up(following).forms & VERB):
        return "TO"
    if not following or following in TAGS or following in DEFINITE:
        return "IN"
    if following == "post" and at.previous_word in _MOTION:
        return "IN"  # `go to post office`
    forms = look_up(following).forms
    if at.previous in NOUNISH and forms & NOUN and following not in MOSTLY_VERBS:
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


def _her(at: At, _: str) -> str:
    return "PRP$" if nominal(at.following) else "PRP"


def _most(at: At, tag: str) -> str:
    """`most cats`, against `most beautiful`."""
    forms = look_up(at.following).forms if at.following and at.following not in TAGS else 0
    return "DT" if not at.tags and forms & ANY_NOUN and not forms & ADJECTIVE else tag


def _own(at: At, tag: str) -> str:
    opens = not at.previous and at.following and at.expected in ("verb", "any", "predicate")
    return "VB" if opens else tag


def _like(at: At, tag: str) -> str:
    if not at.following or (not at.previous and at.expected in ("property", "noun")):
        return tag
    verbal = at.previous in ("", "TO", "MD", "PRP", "NN", "NNS", "NNP") or at.previous_word in (
        "not",
        "don't",
    )
    if verbal:
        return "VBP" if at.previous == "PRP" and at.previous_word in SUBJECT_PRONOUNS else "VB"
    return tag


def _modal(at: At, tag: str) -> str:
    """`trash can`, `a will`."""
    noun = at.previous in ("DT", "JJ", "PRP$") or (not at.following and at.previous in NOUNISH)
    return "NN" if noun else tag


def _side(at: At, tag: str) -> str:
    """`his back`, `the inside`."""
    return "NN" if at.previous in ("DT", "PRP$", "POS") else tag


def _auxiliary(at: At, tag: str) -> str:
    return "VBP" if at.previous in ("PRP", "NNS") else tag


def _that(at: At, tag: str) -> str:
    return "WP" if at.following and at.previous in NOUNISH else tag


_AFTER_TO = frozenset("be have do not never always also make just like".split())

_SPECIAL: dict[str, Callable[[At, str], str]] = {
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
