"""The event itself: its blank filled, its verb conjugated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from curation.seeded import Choices
from curation.verbalise.function_word_tags import bare
from curation.verbalise.lexicon import look_up
from curation.verbalise.people import normal_people
from curation.verbalise.phrases import Phrase, analyse, analyse_words, tidy
from curation.verbalise.tagging import Tagger
from curation.verbalise.words.function_words import TAGS
from schemas.knowledge import KnowledgeTuple

BLANK = "___"
_BLANK = re.compile(r"\b(?:the|a|an|some|this|that|every|another) ___|___")
_NATURAL: frozenset[str] = frozenset()
# What one mostly does to people.
_TO_PEOPLE = frozenset(
    """
    ask blame comfort convince date fire greet hire hug inform invite kiss marry meet persuade remind surprise
    teach tell thank treat warn
    """.split()
)
# `gives ___ an allowance`
_TO_WHOM = frozenset("give offer show send hand owe pay lend promise buy bring wish grant".split())
# What one does to a place: `comes ___ to roost`.
_TO_PLACES = frozenset("come go travel head arrive walk wander hurry return rush".split())
_DETERMINERS = frozenset(
    "the a an some any his her their every this that another one same my no each".split()
)


class Event(NamedTuple):
    """`text` is the event as a clause, with PersonX and so on. `act` is what PersonX does, if it begins with
    PersonX and goes on with a verb. `filler` is the tuple whose tail fills the blank.
    """

    text: str
    act: Phrase | None = None
    filler: KnowledgeTuple | None = None


def event_of(head: str, fillers: Sequence[KnowledgeTuple], tagger: Tagger, choices: Choices) -> Event | None:
    """The head as a clause; None for a fragment."""
    filled, filler = _filled(head, fillers, tagger, choices)
    words = tidy(filled)
    if len(words) < 2 or not any(word.startswith("Person") for word in words):
        return None
    if words[0] != "PersonX" or len(words) == 1 or bare(words[1]) in ("and", "or"):
        return Event(" ".join(words), None, filler)
    act = _act(words[1:], tagger)
    if act is None:
        return None
    if act.kind == "clause":
        return Event(" ".join(words), None, filler)
    return Event(f"PersonX {act.finite()}", act, filler)


def _act(words: list[str], tagger: Tagger) -> Phrase | None:
    """The head after PersonX as a verb phrase: `hot and humid` becomes `is hot and humid`, `quickly called`
    is the past.
    """
    act = analyse_words(words, "predicate", tagger, _NATURAL)
    if act is None:
        return None
    if act.kind == "participle":
        return Phrase(act.words, act.tags, "past", act.verb, act.negated, act.known)
    if act.kind == "noun":
        verbal = analyse_words(words, "verb", tagger, _NATURAL)
        if verbal is not None and verbal.kind in ("verb", "third"):
            return verbal
    if act.kind in ("noun", "adjective", "adverb", "prepositional", "gerund"):
        return analyse_words(["is", *words], "predicate", tagger, _NATURAL)
    return act


def _filled(
    head: str, fillers: Sequence[KnowledgeTuple], tagger: Tagger, choices: Choices
) -> tuple[str, KnowledgeTuple | None]:
    """The head with one of its fillers in the blank; without any, with `something`, or with nothing where a
    noun stands already (`drinks coffee ___`).
    """
    if BLANK not in head:
        return head, None
    before, after = (part.split() for part in head.split(BLANK, 1))
    last = bare(before[-1]) if before else ""
    usable = [row for row in fillers if "Person" not in row.tail and len(row.tail.split()) < 4]
    if usable and head.count(BLANK) == 1:
        row = usable[choices.below(len(usable))]
        phrase = analyse(normal_people(row.tail), "noun", tagger, _NATURAL)
        if phrase is not None and phrase.kind in ("noun", "gerund"):
            return head.replace(BLANK, _filler(phrase, last, after)), row
    tags = tagger.tag(before, "clause") if before else [""]
    gives = len(before) > 1 and look_up(bare(before[1])).verb in _TO_WHOM | {"tell", "teach", "ask"}
    if not after and not gives and tags[-1] in ("NN", "NNS", "NNP", "RB") and len(before) > 2:
        return " ".join(before), None
    if last.endswith(("'s", "s'")) and head.count(BLANK) == 1:
        begins = len(before) - 1
        while begins and before[begins - 1].endswith("'s"):
            begins -= 1
        owner = [] if last.startswith("person") else ["of", *before[begins:]]
        return " ".join([*before[:begins], "something", *owner, *after]), None
    verb = look_up(last).verb
    if verb in _TO_PLACES and after and TAGS.get(bare(after[0])) in ("DT", "RB", "JJ"):
        return " ".join([*before, *after]), None  # `comes ___ that night`
    if verb in _TO_PLACES and (not after or TAGS.get(bare(after[0])) in ("IN", "TO")):
        return _BLANK.sub("somewhere", head), None
    receives = verb in _TO_WHOM and after and TAGS.get(bare(after[0])) in ("DT", "PRP$")
    return _BLANK.sub("someone" if receives or verb in _TO_PEOPLE else "something", head), None


def _filler(phrase: Phrase, last: str, after: Sequence[str]) -> str:
    """The words for a blank: without an article after one, or in the middle of a compound."""
    words = phrase.words
    if last in _DETERMINERS or last.endswith("'s"):
        return " ".join(words[1:] if bare(words[0]) in _DETERMINERS and len(words) > 1 else words)
    follows = TAGS.get(bare(after[0]), "") if after else "IN"
    if follows or not look_up(bare(after[0])).noun:
        return phrase.text()
    return " ".join(words)
