"""Words, and classes of words, that the rules of the filter ask about."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without punctuation: (`personx's`, `dog`)."""
    lower = text.lower()
    if lower.replace(" ", "").isalnum():  # nearly all texts, and four times as fast
        return tuple(lower.split())
    return tuple(_WORD.findall(lower))


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _set("a an the")

PERSONS = _set("personx persony personz personx's persony's personz's peoplex peopley peoplex's x y z")

# Words that say nothing of their own.
FUNCTION_WORDS = (
    ARTICLES
    | PERSONS
    | _set(
        """
        this that these those it it's its they them their he she him her his hers i me my mine we us our you
        your who whom whose what which there here someone somebody something somewhere anyone anybody anything
        everyone everybody everything one ones other others else thing things stuff
        be is are was were am been being have has had having do does did doing done
        will would can could should may might must shall not no n't never don't doesn't didn't won't can't
        of in on at to for from with by about as into up out off over and or but so if than then too very just
        also really still only even all any some more most much many same such way
        """
    )
)

# Nobody can say of whom or what a statement with such a head is. These are for heads and tails of one word;
# `can` and `will` are not among them, as they are things too.
VAGUE_HEADS = _set(
    """
    it this that these those he she they them we you i me him her who what which where there here something
    someone somebody everything everyone everybody anything anyone anybody nothing nobody people thing things
    stuff guy guys one ones some or and be is are not personx persony personz
    """
)
VAGUE_TAILS = VAGUE_HEADS - _set("people") | _set("way so do have that's")

# What comes before a statement goes on: no tail ends so. (Many end with `is`: `know what time it is`.)
DANGLING = _set(
    """
    be would could should the and or but if because very than your my their
    """
)

# First words of statements about something that was said before.
DEMONSTRATIVES = _set(
    """
    it it's this that that's these those there there's what which where who here how he's she's
    """
)
# A head with one is half a sentence; a tail may be a condition (`cortisol | be released | when stressed`).
SUBORDINATORS = _set("when if because while although")

# Verbs in their base form that seldom begin a name (`watch tower`, `stop sign` do).
VERBS = _set(
    """
    add apply ask attend avoid be become begin believe borrow breathe bring build buy carry catch
    celebrate choose climb collect come compete create decide destroy die dig discover do draw earn eat
    educate enjoy enroll entertain enter examine explain feed feel find finish forget get give go grow
    have hear hold hurt improve join keep kill kneel knit know launch learn leave lend listen look lose
    make marry meet perform play pour practice prepare pretend procreate propose prove put read receive
    relax remember repair satisfy save say see sell send serve sing sit solve spend stay steal take talk
    teach tell think throw understand use visit wade wait wake wear win write
    """
)
