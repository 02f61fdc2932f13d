"""The rules of the filter about what a statement's head and tail say (see `rules.py` for the shares)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from curation.tuples.offensive import (
    ABOUT_PEOPLE,
    ANATOMICAL_RELATIONS,
    CONDITIONED,
    DEMEANING,
    GROUPS,
    LANGUAGES,
    ORIENTATIONS,
    SEXUAL,
    is_sexual,
    names_group,
    names_sex,
)
from curation.tuples.relations import RELATIONS
from curation.tuples.rules import Reads, Words
from curation.tuples.words import (
    ARTICLES,
    DANGLING,
    DEMONSTRATIVES,
    FUNCTION_WORDS,
    SUBORDINATORS,
    VAGUE_HEADS,
    VAGUE_TAILS,
    VERBS,
)
from schemas.knowledge import KnowledgeTuple

_NONE = frozenset({("none",), ("nan",), ("n", "a"), ("na",), ("null",), ("nil",), ("nothing",)})

# A letter that is not Latin: past the Latin blocks (up to U+024F; U+1E00 to U+1EFF), and no punctuation.
_OTHER_LETTER = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")


@dataclass(frozen=True, slots=True)
class OtherScript:
    """English with letters of another script in it: a mislabelled statement, or one about a word."""

    reason: ClassVar[str] = "script"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        if said.head.isascii() and said.tail.isascii():
            return False
        return said.language.startswith("en") and bool(
            _OTHER_LETTER.search(said.head) or _OTHER_LETTER.search(said.tail)
        )


@dataclass(frozen=True, slots=True)
class NoTail:
    """The tail is blank or `none`, which is how ATOMIC's workers said that nothing follows. The recipe
    removes `PersonX borrows money | oWant | none` (ElFadeel 2024). A few were written by pandas as `nan`.
    """

    reason: ClassVar[str] = "no-tail"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return not tail or tail in _NONE


@dataclass(frozen=True, slots=True)
class SelfLoop:
    """Head and tail are the same, articles aside."""

    reason: ClassVar[str] = "self-loop"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return head == tail or (head[-1:] == tail[-1:] and _bare(head) == _bare(tail))


def _bare(words: Words) -> list[str]:
    return [word for word in words if word not in ARTICLES]


@dataclass(frozen=True, slots=True)
class NotWords:
    """Left-overs of web pages and of software: addresses, markup, separators, or no letters at all."""

    reason: ClassVar[str] = "not-words"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        # Nearly all statements are letters, spaces and apostrophes, which is cheap to see.
        plain = f"{said.head}{said.tail}".replace(" ", "").replace("'", "")
        if plain.isalpha():
            return False
        return (
            bool(_NOT_WORDS.search(said.head) or _NOT_WORDS.search(said.tail))
            or not _LETTER.search(said.head)
            or not _LETTER.search(said.tail)
        )


_NOT_WORDS = re.compile(r"https?:|www\.|[<>{}\[\]|\\@=*#^~]|\.(?:com|org|net)\b|\bx#x\b")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class TooShort:
    """A head or tail of so few characters is a piece of a word more often than a word."""

    min_characters: int
    reason: ClassVar[str] = "too-short"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return len(said.head) < self.min_characters or len(said.tail) < self.min_characters


@dataclass(frozen=True, slots=True)
class TooLong:
    """A head or tail of so many words is a sentence copied from a page, and no statement; a predicate of so
    many is the better part of one.
    """

    head_words: int
    predicate_words: int
    tail_words: int
    reason: ClassVar[str] = "too-long"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return (
            len(head) > self.head_words
            or len(tail) > self.tail_words
            or said.relation.count(" ") >= self.predicate_words
        )


@dataclass(frozen=True, slots=True)
class Blanks:
    """More places left open (`___`) than a sentence can bear: two in a head, or one in a tail, which is
    there to fill them.
    """

    in_head: int
    reason: ClassVar[str] = "blanks"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return "__" in said.tail or ("__" in said.head and len(_BLANK.findall(said.head)) > self.in_head)


_BLANK = re.compile(r"__+")


@dataclass(frozen=True, slots=True)
class Offensive:
    """One of these words is in it (see `offensive.py`)."""

    words: frozenset[str]
    reason: ClassVar[str] = "offensive"
    reads: ClassVar[Reads] = "some words"

    @property
    def triggers(self) -> frozenset[str]:
        """See Triggered."""
        return self.words

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        words = self.words
        return not words.isdisjoint(head) or not words.isdisjoint(tail)


@dataclass(frozen=True, slots=True)
class Sexual:
    """A sexual act, or what goes with one (see `offensive.py`). What a part of the body is and what it is for
    stays.
    """

    reason: ClassVar[str] = "sexual"
    reads: ClassVar[Reads] = "some words"

    @property
    def triggers(self) -> frozenset[str]:
        """See Triggered."""
        return SEXUAL

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        if SEXUAL.isdisjoint(head) and SEXUAL.isdisjoint(tail):
            return False
        anatomical = said.relation in ANATOMICAL_RELATIONS or said.relation not in RELATIONS
        return is_sexual(head, anatomical) or is_sexual(tail, anatomical)


@dataclass(frozen=True, slots=True)
class Stereotype:
    """What all people of a descent, faith, nation, sex, orientation or disability are said to be, to want,
    to be good for or to be unable to do; or a demeaning word together with such a group. What is theirs by
    definition or custom stays: `jew | celebrate | passover`, `catholic | IsA | christian`.
    """

    reason: ClassVar[str] = "stereotype"
    reads: ClassVar[Reads] = "some words"

    @property
    def triggers(self) -> frozenset[str]:
        """See Triggered."""
        return ABOUT_PEOPLE | ORIENTATIONS

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        in_head = not ABOUT_PEOPLE.isdisjoint(head)
        if not in_head and GROUPS.isdisjoint(tail):
            return False
        if in_head and (names_group(head) or names_sex(head)):
            language = len(head) == 1 and head[0] in LANGUAGES
            if not DEMEANING.isdisjoint(tail) or not DEMEANING.isdisjoint(head):
                return True
            if not language and (_judges(said, head) or "than" in tail):
                return True
        if said.relation == "IsA" and tail[-1] in ORIENTATIONS:
            return True  # of a named person, mostly
        if not names_group(tail) or tail[0] in ("be", "become", "being"):
            return False
        demeaned = not DEMEANING.isdisjoint(head) or not DEMEANING.isdisjoint(tail)
        return demeaned or (said.relation in _OF_USE and len(tail) < 3 and tail[-1] not in LANGUAGES)


_OF_USE = frozenset(("UsedFor", "ObjectUse"))
_JUDGING = frozenset(("HasProperty", "Desires", "xAttr", "CausesDesire")) | _OF_USE
_JUDGING_PREDICATES = frozenset("like love want hate need fear prefer".split())
_PLACES = frozenset(("be in", "be on", "be at", "be from", "be called", "be spoken in"))


def _judges(said: KnowledgeTuple, head: Words) -> bool:
    """Whether it says what a group is, wants or cannot do."""
    relation = said.relation
    if relation in _JUDGING:
        return True
    if relation == "CapableOf":
        return said.negated and CONDITIONED.isdisjoint(head)  # blind people cannot see
    if relation in RELATIONS or relation in _PLACES:
        return False
    first = relation.split(" ", 1)[0]
    return first in _JUDGING_PREDICATES or first == "be"


@dataclass(frozen=True, slots=True)
class VagueHead:
    """About `it`, `people` or `everything`, or in words that say nothing: what people ask about everybody is
    mostly an opinion. Quasimodo: of 100 it removes, 34 are false, against 17 of all.
    """

    reason: ClassVar[str] = "vague-head"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        return head[0] in VAGUE_HEADS if len(head) == 1 else FUNCTION_WORDS.issuperset(head)


@dataclass(frozen=True, slots=True)
class VagueTail:
    """The tail has no word that says anything (`do it`, `something`, `PersonX is`), or stops before it does
    (`PersonX could not be`). CSKB-Population: of 100 it removes, 68 are false, against 49 of all.
    """

    reason: ClassVar[str] = "vague-tail"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        if len(tail) == 1:
            return tail[0] in VAGUE_TAILS
        return FUNCTION_WORDS.issuperset(tail) or tail[-1] in DANGLING


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Begins with `it`, `this` or `there`: it is about something that was said elsewhere. Tails of HinderedBy
    may (`it is raining`).
    """

    reason: ClassVar[str] = "unresolved"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        if head and (head[0] in DEMONSTRATIVES or head[0] in SUBORDINATORS):
            return True
        return len(tail) > 1 and tail[0] in DEMONSTRATIVES and said.relation != "HinderedBy"


@dataclass(frozen=True, slots=True)
class Dated:
    """True at some time only, and does not say at which: `now`, `anymore`, `nowadays`. Events, which are told
    as they happen, may say so.
    """

    reason: ClassVar[str] = "dated"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        relation = RELATIONS.get(said.relation)
        if relation is None:
            if not _DATED.isdisjoint(said.relation.split()):
                return True
        elif relation.kind == "event":
            return False
        return not _DATED.isdisjoint(tail)


_DATED = frozenset("now nowadays anymore today lately recently currently".split())


@dataclass(frozen=True, slots=True)
class WrongForm:
    """What somebody does where only a thing can stand: `play | AtLocation | use brake`. CN-100K: of 100 it
    removes, 96 are false, against 50 of all.
    """

    reason: ClassVar[str] = "wrong-form"
    reads: ClassVar[Reads] = "words"

    def unwanted(self, said: KnowledgeTuple, head: Words, tail: Words) -> bool:
        """See Rule."""
        ends = _THINGS.get(said.relation)
        if ends is None:
            return False
        return ("head" in ends and len(head) > 1 and head[0] in VERBS) or (
            "tail" in ends and len(tail) > 1 and tail[0] in VERBS
        )


_THINGS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("AtLocation", "HasA", "PartOf", "MadeOf", "MadeUpOf", "IsA"), ("head", "tail")),
    "HasProperty": ("tail",),
    "CapableOf": ("head",),
}
