"""The endings that a lemmatiser took, put back where the words around tell which: `swim pool` was a swimming
pool, `stop feel hot` stop feeling hot, `60 second long` 60 seconds long.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from curation.verbalise.articles import indefinite_article
from curation.verbalise.function_word_tags import Expected, bare
from curation.verbalise.lexicon import (
    ADJECTIVE,
    ANY_NOUN,
    NOUN,
    VERB,
    comparative,
    gerund,
    look_up,
    participle,
    plural,
    superlative,
    third_person,
)
from curation.verbalise.phrases import tidy
from curation.verbalise.plain_phrases import NUMBER, mostly_verb, only_verb
from curation.verbalise.words.function_words import TAGS
from curation.verbalise.words.lemmatised import (
    ACTIVITIES,
    AFTER_GET,
    ATTESTED,
    BEFORE_GERUNDS,
    COMPOUNDS,
    FEELINGS,
    GERUND_NOUNS,
    MISREAD,
    MOSTLY_PLURAL,
    OWNED,
)
from curation.verbalise.words.nouns import HUMAN
from curation.verbalise.words.spelling import SPELLING
from curation.verbalise.words.verbs import HARDLY_VERBS, MOSTLY_VERBS

# Wholes that a superlative is about: `large city in world`.
_WHOLE = re.compile(
    r"\b(?:in|on) (?:world|earth|universe|solar system|history|africa|asia|europe|north america|south america"
    r"|usa|united states|australia|human body|body|ocean)$"
)
_UNITED = re.compile(r"united states?\b")
_AMOUNTS = frozenset("few many much more little only".split())
_EXTENTS = frozenset("long tall high wide deep old thick away".split())
_STATE_VERBS = frozenset("be get become feel look seem".split())
_BEFORE_ACTIVITIES = frozenset("in for by of after before while without".split())
_ABOVE_GROUND = frozenset("iguana squirrel beef floor hog level zero dove water meat coffee beetle".split())
_TO_WHOM = frozenset("give make cause show teach ask tell offer bring help let".split())
_BEFORE_TO = frozenset(
    "go come walk drive ride run return travel next open close near adjacent similar".split()
)
# `sport of wealthy`
_GROUPS = frozenset(
    "wealthy rich poor blind deaf dead elderly sick unemployed homeless young old living".split()
)
_KINDS = frozenset("kind type sort form species breed class one".split())


class _At(NamedTuple):
    """A word, those beside it (empty at the ends), and how many stand before it."""

    word: str
    before: str
    following: str
    place: int
    earlier: str  # the word before `before`
    expected: Expected


@lru_cache(maxsize=1 << 17)
def with_endings(text: str, expected: Expected) -> str:
    """A head or tail in English, as far as its words tell; `expected` is what its relation asks for."""
    words = tidy(" ".join(SPELLING.get(bare(word), word) for word in tidy(text)))
    if len(words) > 1 and expected != "noun":
        words[0] = {"fee": "feed", "loose": "lose"}.get(words[0], words[0])
    for index in range(len(words) - 1):
        if pair := MISREAD.get((words[index], words[index + 1])):
            words[index], words[index + 1] = pair
    words = " ".join(words).split()
    if _WHOLE.search(text):
        words = _with_superlative(words)
    for index in range(len(words)):
        at = _At(
            bare(words[index]),
            bare(words[index - 1]) if index else "",
            bare(words[index + 1]) if index + 1 < len(words) else "",
            index,
            words[index - 2] if index > 1 else "",
            expected,
        )
        for rule in _RULES:
            if form := rule(at):
                words[index] = form
                break
    return _UNITED.sub("United States", " ".join(words))


def _compound(at: _At) -> str:
    """`swim pool`, but no verb with its object: `break glass`, `open and close doors`."""
    if not at.following:
        return ""
    form = (
        COMPOUNDS.get((at.word, at.following)) or COMPOUNDS.get((at.word, look_up(at.following).noun)) or ""
    )
    if at.before == "to":
        return form if at.earlier in _BEFORE_TO else ""
    if at.place:
        return form if at.before not in ("and", "or", "then") else ""
    may_be = at.expected == "noun" or (at.expected in ("any", "property", "clause") and form.endswith("ing"))
    return form if may_be else ""


def _noun_of_verb(at: _At) -> str:
    """`office build`, `hit grind`."""
    word, before, following = at.word, at.before, at.following
    known = word in GERUND_NOUNS
    if known and not before and word in ("leave", "grind"):
        known = word == "grind" and at.expected == "noun"
    if known and _is_nominal(at):
        return GERUND_NOUNS[word]
    if word == "grind" and before and following in _ABOVE_GROUND:
        return "ground"
    return "building" if word == "build" and at.place and not following and only_verb(before) else ""


def _is_nominal(at: _At) -> bool:
    """Whether a verb's lemma stands where a noun has to."""
    before, following = at.before, at.following
    if following and TAGS.get(following) not in ("IN", "CC"):
        return False
    if not before:
        return at.expected in ("noun", "any") and following in ("", "of")
    if TAGS.get(before) in ("DT", "PRP$", "IN", "CD"):
        return True
    nominal = bool(look_up(before).forms & (ANY_NOUN | ADJECTIVE))
    return before not in TAGS and nominal and not only_verb(before)


def _feeling(at: _At) -> str:
    """`excite game` was an exciting one, `be bore` was bored."""
    word, before, following = at.word, at.before, at.following
    if word not in FEELINGS:
        return ""
    if (
        (only_verb(word) or word == "interest")
        and following not in ("", "rate", "group", "payment")
        and following not in TAGS
        and look_up(following).noun
        and (at.place or at.expected in ("noun", "any"))
        and before != "to"
    ):
        return participle(word) if following in HUMAN and word != "interest" else gerund(word)
    ends = TAGS.get(following, "IN") == "IN" and (before, word) != ("get", "interest")
    return participle(word) if before in _STATE_VERBS and ends else ""


def _participle(at: _At) -> str:
    """`power by steam`, `have commit crime`, `get hire`."""
    word, before, following = at.word, at.before, at.following
    if not at.place:
        passive = at.expected == "property" and following == "by" and look_up(word).forms & VERB
        return participle(word) if passive else ""
    if before == "have" and at.place > 1 and only_verb(word):
        return participle(word)
    ends = not following or TAGS.get(following) == "IN"
    return participle(word) if before == "get" and word in AFTER_GET and ends else ""


def _gerund(at: _At) -> str:
    """`used in cook`, `stop hear`, `be not pay attention`."""
    word, before, following = at.word, at.before, at.following
    if before in _BEFORE_ACTIVITIES and at.place > 1 and word in ACTIVITIES and not following:
        return gerund(word)
    if (
        before in BEFORE_GERUNDS
        and (at.place > 1 or at.expected == "verb")
        and _takes_object(word, following)
    ):
        return gerund(word)
    progressive = before == "be" or (before == "not" and at.earlier == "be")
    if not progressive or not only_verb(word) or not following:
        return ""
    has_object = TAGS.get(following) in ("DT", "PRP$", "PRP") or (
        following not in TAGS and bool(look_up(following).noun)
    )
    return gerund(word) if has_object else ""


def _takes_object(word: str, following: str) -> bool:
    """A verb's lemma, by itself or by the object that follows it: `enjoy play chess`."""
    if only_verb(word):
        return True
    has_object = bool(following) and following not in TAGS and bool(look_up(following).noun)
    return has_object and mostly_verb(word) and not look_up(word).forms & ADJECTIVE


def _number(at: _At) -> str:
    """`60 second long`, `more point`, `hat that protect your head`."""
    word, before = at.word, at.before
    entry = look_up(word)
    if before == "more" and not at.following and entry.forms == NOUN and not entry.mass:
        return plural(word)
    if before in ("that", "which", "who") and at.place > 1 and mostly_verb(word):
        return third_person(word)
    measured = NUMBER.fullmatch(before) and before != "1" and at.following in _EXTENTS
    return plural(word) if measured and entry.forms & NOUN else ""


def _degree(at: _At) -> str:
    """`fast than`."""
    compared = at.following == "than" and at.word not in TAGS and at.before not in ("more", "less")
    return comparative(at.word) if compared and look_up(at.word).forms & ADJECTIVE else ""


def _possession(at: _At) -> str:
    """`friend house`, `wash it paw`."""
    owner = at.word == "person" and at.before not in _TO_WHOM
    owner = owner and at.following not in TAGS and not mostly_verb(at.following)
    if (at.word in HUMAN and at.following in OWNED) or (owner and look_up(at.following).noun):
        determined = TAGS.get(at.before) in ("DT", "PRP$", "CD") or bool(look_up(at.before).forms & ADJECTIVE)
        return f"{at.word}'s" if determined else f"{indefinite_article(at.word)} {at.word}'s"
    if at.word not in ("it", "you") or not at.following or at.following in TAGS:
        return ""
    if not look_up(at.following).noun or not at.before or TAGS.get(at.before) not in (None, "IN", "TO"):
        return ""
    if at.following in MOSTLY_VERBS and not (
        at.word == "it" and at.before in ("like", "love", "enjoy", "hate")
    ):
        return ""
    if at.word == "it":
        return "its"
    return "your" if at.before not in _TO_WHOM and not look_up(at.following).forms & VERB else ""


def _idiom(at: _At) -> str:
    word, before = at.word, at.before
    if (before, word) in _IDIOMS:
        return _IDIOMS[before, word]
    if word == "time" and at.following in ("day", "week", "month", "year") and TAGS.get(before) == "CD":
        return "times a"
    if TAGS.get(before) not in ("IN", "TO"):
        return ""
    return f"the {word}" if word in _GROUPS and not at.following else "God" if word == "god" else ""


_IDIOMS = {("more", "then"): "than", ("no", "long"): "longer"}
_RULES: tuple[Callable[[_At], str], ...] = (
    _compound, _noun_of_verb, _feeling, _participle, _possession, _degree, _gerund, _idiom, _number
)  # fmt: skip


def _with_superlative(words: list[str]) -> list[str]:
    """`large city in world` → `the largest city in world`."""
    for index, word in enumerate(words[:2]):
        form = superlative(word) if word not in _AMOUNTS else ""
        if form and not (index and words[index - 1] in ("most", "first", "second", "third", "last")):
            article = () if index and words[index - 1] == "the" else ("the",)
            return [*words[:index], *article, form, *words[index + 1 :]]
    return words


@lru_cache(maxsize=1 << 16)
def as_activity(text: str) -> str:
    """`claim insurance` → `claiming insurance`, where both could be nouns and something that one does is
    asked for.
    """
    words = text.split()
    if len(words) < 2 or words[0] in TAGS or words[0] in HARDLY_VERBS or words[0] in MOSTLY_VERBS:
        return text
    entry, following = look_up(words[0]), bare(words[1])
    if (
        not (entry.forms & VERB and entry.forms & NOUN)
        or entry.forms & ADJECTIVE
        or (words[0], following) in ATTESTED
    ):
        return text
    has_object = following not in TAGS and look_up(following).noun
    return " ".join([gerund(words[0]), *words[1:]]) if has_object else text


@lru_cache(maxsize=1 << 16)
def with_plurals(text: str, everywhere: bool) -> str:
    """`organize thing` → `organize things`: nouns that are mostly said in the plural, without an article;
    `everywhere`, or after a preposition only.
    """
    words = text.split()
    for index in range(1, len(words)):
        if words[index] in MOSTLY_PLURAL and _is_bare(words, index, everywhere):
            words[index] = plural(words[index])
    return " ".join(words)


def _only_describes(word: str) -> bool:
    return word not in TAGS and look_up(word).forms & (ADJECTIVE | ANY_NOUN) == ADJECTIVE


def _is_bare(words: list[str], index: int, everywhere: bool) -> bool:
    """Whether the noun has no article and ends its phrase."""
    word, before = words[index], words[index - 1]
    tag = TAGS.get(before, "")
    if not everywhere and tag not in ("IN", "TO"):
        return False
    following = words[index + 1] if index + 1 < len(words) else ""
    if following and TAGS.get(following) not in ("IN", "CC", "TO", "RB"):
        # `help person see`, `wake person up`, and not `human speech`
        goes_on = (
            TAGS.get(following) in ("RP", "PRP$") or mostly_verb(following) or _only_describes(following)
        )
        if word not in ("person", "human") or not goes_on:
            return False
    if index > 1 and before == "of" and words[index - 2] in _KINDS:
        return False
    if tag in ("DT", "CD", "MD", "PRP") or before in ("be", "become", "as", "like", "same", "each"):
        return False
    at = index - 1
    while at > 0 and words[at] not in TAGS and look_up(words[at]).forms & ADJECTIVE:
        at -= 1
    return TAGS.get(words[at]) not in ("DT", "CD")
