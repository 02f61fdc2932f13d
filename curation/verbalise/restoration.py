"""Lemmatised tuples as English: `swim pool | UsedFor | stop feel hot`.

The publisher of CN-100K (Li et al. 2016) took the lemmas of all words, so that endings are lost, and left
misspellings. What can be told from the words around is restored here (`endings.py`), before subjects are
brought together: `swimming pool`, `stop feeling hot`. What cannot be is left out, for a reason that is
counted (`plainness.py`).
"""

from __future__ import annotations

import dataclasses
import re

from curation.verbalise.endings import as_activity, with_endings, with_plurals
from curation.verbalise.function_word_tags import Expected
from curation.verbalise.lexicon import ADJECTIVE, VERB, look_up
from curation.verbalise.plainness import is_action, is_head, is_known, is_tail
from curation.verbalise.relation_order import EVENT_RELATIONS, THING_RELATIONS
from curation.verbalise.templates import TEMPLATES
from curation.verbalise.words.function_words import TAGS
from curation.verbalise.words.names import CAPITALISED
from schemas.knowledge import KnowledgeTuple

# Whose heads and tails are lemmas.
LEMMATISED = frozenset({"cn100k"})

# `low point in uganda | IsA | lake albert 621 m`
_METRES = re.compile(r"(.+?) (-?\d[\d,.]*) m")
_WATERS = ("Ocean", "Sea", "Gulf", "River", "Desert", "Basin")
_HEIGHT = re.compile(r"(high|low) point (?=in|of)")
# `thorn on it`: on what has them.
_ON_ITSELF = re.compile(r"(.{3,}) (?:in|on|inside|around|at|to) (?:it|them)")
_COMMON_NAME = re.compile(r"[A-Za-z][a-z]+(?:[ -](?:[A-Za-z][a-z]+(?:'s)?))*")
_LATIN = re.compile(r"[a-z]+(us|a|um|is|i|ae|ii|es|on|ys|er|or|ax|ens|ans|ops|ix|os|as|e)")
_LATIN_ONLY = re.compile("(?:us|is|um|ii|ensis|ae)$")
# What may be a thing or an activity, and mostly is a thing.
_OF_EITHER = frozenset(("HasProperty", "IsA"))
# `clean hand` before doing something is cleaning your hands.
_BOTH = {
    "hand": "hands", "foot": "feet", "eye": "eyes", "leg": "legs", "arm": "arms", "tooth": "teeth",
    "finger": "fingers", "muscle": "muscles", "lip": "lips", "ear": "ears",
}  # fmt: skip
_BODY = re.compile(
    r"^(\w+) (hand|foot|eye|leg|arm|tooth|finger|muscle|lip|ear|head|mouth|nose|face|body|breath|hair|mind"
    r"|car key|seat belt)"
    r"(?=$| (?:in|on|with|for|and|to|of|at|up|down)\b)"
)


def _of_yours(part: re.Match[str]) -> str:
    verb = (
        part[1] not in TAGS
        and look_up(part[1]).forms & VERB
        and (part[1] in ("open", "clean", "close", "dry") or not look_up(part[1]).forms & ADJECTIVE)
    )
    return f"{part[1]} your {_BOTH.get(part[2], part[2])}" if verb else part[0]


_KINDS_OF_ACTIVITY = frozenset(
    """
    crime activity way hobby job sport game act form fun exercise profession skill task pastime habit waste
    part sin process action
    """.split()
)
# Whose tails speak of things in general, and not of one.
_ABOUT_SEVERAL = frozenset(
    """
    UsedFor CapableOf HasSubevent HasFirstSubevent HasLastSubevent HasPrerequisite MotivatedByGoal
    CausesDesire Desires ReceivesAction HasProperty Causes
    """.split()
)


def restored(row: KnowledgeTuple) -> KnowledgeTuple | str:
    """The tuple in English, or why it cannot be restored: `unknown-word`, `lemmatised-head` (no noun phrase
    and no activity), `lemmatised-tail`. Tuples of sources that are not lemmatised stay as they are.
    """
    if row.source not in LEMMATISED:
        return row
    relation = TEMPLATES.get(row.relation)
    activity = row.relation in EVENT_RELATIONS
    thing = row.relation in THING_RELATIONS
    head = with_endings(
        row.head, "verb" if activity else "noun" if thing or row.relation in _OF_EITHER else "any"
    )
    if " of " in head:
        head = with_plurals(head, False)
    if row.relation in ("DefinedAs", "IsA") and " of " not in head and (name := _latin_name(row.tail)):
        if not _COMMON_NAME.fullmatch(head):
            return "lemmatised-head"
        return dataclasses.replace(row, head=head, relation="DefinedAs", tail=name)
    if _HEIGHT.match(row.head) and (found := _METRES.fullmatch(row.tail)):
        head = _HEIGHT.sub(lambda which: f"the {which[1]}est point ", head, count=1)
        known = is_known(head) and is_known(with_endings(found[1], "noun"))
        name = found[1].title().replace(" Of ", " of ")
        article = "the " if name.endswith(_WATERS) or name.startswith("Gulf ") else ""
        tail = f"{article}{name} ({found[2]} m)"
        return dataclasses.replace(row, head=head, tail=tail) if known else "unknown-word"
    expected: Expected = relation.expected if relation else "any"
    tail = with_endings(row.tail, expected)
    if row.relation == "HasA" and (found := _ON_ITSELF.fullmatch(tail)):
        tail = found[1]
    if row.relation == "UsedFor":
        tail = as_activity(tail)
    if row.relation in EVENT_RELATIONS:
        tail = _BODY.sub(_of_yours, tail)
    tail = with_plurals(tail, row.relation in _ABOUT_SEVERAL)
    if not (is_known(head) and is_known(tail)):
        return "unknown-word"
    if not is_head(head, activity, thing):
        return "lemmatised-head"
    if row.relation == "IsA" and is_action(head) and not _KINDS_OF_ACTIVITY.intersection(tail.split()):
        return "lemmatised-head"  # `polish stone | IsA | gem`
    if not is_tail(tail, expected, row.relation):
        return "lemmatised-tail"
    # A tail of one word is told best: what cannot be told together is chosen by weight.
    weight = row.weight / max(1, tail.count(" "))
    return dataclasses.replace(row, head=head, tail=tail, weight=weight)


def _latin_name(tail: str) -> str:
    """`Drymarchon couperi` for the scientific name of a species, as biologists write it; empty for anything
    else.
    """
    words = tail.lower().split()
    if (
        not 2 <= len(words) <= 3
        or look_up(words[0]).forms
        or words[0] in CAPITALISED
        or min(map(len, words)) < 3
    ):
        return ""
    if all(
        _LATIN.fullmatch(word) and word not in TAGS and (_LATIN_ONLY.search(word) or not look_up(word).forms)
        for word in words
    ):
        return " ".join([words[0].capitalize(), *words[1:]])
    return ""
