"""Whether a head or tail of a lemmatised source can be told: that its words are English, and that it is a
phrase whose lost endings change nothing, or could be restored.

Each test says no to more than it must: what is left of such a source is the part that reads like English.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

from curation.verbalise.function_word_tags import Expected, bare
from curation.verbalise.lexicon import ADJECTIVE, NOUN, VERB, look_up
from curation.verbalise.plain_phrases import (
    NUMBER,
    is_attested,
    is_certain,
    is_verb_for_noun,
    lacks_preposition,
    mostly_verb,
    only_verb,
    runs_on,
)
from curation.verbalise.tagging import RuleTagger
from curation.verbalise.words.countable import COUNTABLE, UNCERTAIN
from curation.verbalise.words.function_words import SUBJECT_PRONOUNS, TAGS
from curation.verbalise.words.lemmatised import ATTESTED
from curation.verbalise.words.names import ADJECTIVAL, CAPITALISED
from curation.verbalise.words.verbs import MOSTLY_VERBS, STANDS_ALONE

MAX_HEAD_WORDS = 5
MAX_TAIL_WORDS = 5
_TAGGER = RuleTagger()


@lru_cache(maxsize=1 << 17)
def is_known(text: str) -> bool:
    """Whether all its words are in the dictionary, or are names or numbers."""
    return all(_is_word(word) for word in text.split())


@lru_cache(maxsize=1 << 16)
def _is_word(token: str) -> bool:
    word = bare(token)
    if word in TAGS or word in CAPITALISED or token[:1].isupper() or NUMBER.fullmatch(word):
        return True
    if len(word) < 2 or not word.isascii():
        return False
    if word.endswith(("'s", "s'")):
        return _is_word(word[:-2] if word.endswith("'s") else word[:-1])
    if "-" in word:
        return all(_is_word(part) or len(part) == 1 for part in word.split("-") if part)
    return bool(look_up(word).forms)


# Who and what a head that stands by itself cannot speak of, and words that begin no noun phrase.
_PRONOUNS = frozenset(
    """
    i you he she it they we me him them us my our his her their mine yours its something somebody someone
    anything
    everything nothing thing anyone other others such
    """.split()
)
_NO_START = frozenset(
    """
    sometimes in on at for with by too only not no lot one usually often when if there here person people
    person's
    get also just both either another each any much more very well
    """.split()
)


@lru_cache(maxsize=1 << 16)
def is_head(text: str, activity: bool, thing: bool) -> bool:
    """Whether it is a noun phrase or something one does; its relation may ask for either."""
    words = [bare(word) for word in text.split()]
    if not words or len(words) > MAX_HEAD_WORDS + words[0].startswith("the"):
        return False
    if len(words) == 1:
        spoken = TAGS.get(words[0], "NN") in ("NN", "CD", "VB") or words[0] in ("can", "will", "mine")
        describes = (
            words[0].endswith(("ate", "ous", "ful", "less", "ish", "able", "ible"))
            and words[0] not in COUNTABLE
        )
        if describes and look_up(words[0]).forms & ADJECTIVE:
            return False
        return spoken and words[0] not in _PRONOUNS and look_up(words[0]).forms != ADJECTIVE
    if not _AUXILIARIES.isdisjoint(words[:-1]):
        return False
    if words[0][0].isdigit() or any(
        word in SUBJECT_PRONOUNS and (look_up(after).forms & VERB or after in TAGS)
        for word, after in itertools.pairwise(words)
    ):
        return False
    tags = _TAGGER.tag(text.split(), "verb" if activity else "any")
    opens = tags[0] in ("VB", "VBG") or (activity and bool(look_up(words[0]).forms & VERB))
    if not opens and not activity and ("RP" in tags or "RB" in tags):
        return False
    if words[0] in _NO_START and not opens:
        return False
    if not opens and not _PRONOUNS.isdisjoint(words):
        return False
    if thing and _is_action(words):
        return False
    if not _FIRST_PERSON.isdisjoint(words) or lacks_preposition(words, tags):
        return False
    if words[-2:] == ["to", "death"] and len(words) == 3:
        return False  # whom?
    if (
        words[0] == "go"
        and tags[1] in ("NN", "JJ")
        and words[1] not in _GONE
        and not words[-1].endswith("ing")
    ):
        return False  # `go grocery shop`
    if not opens and (not is_certain(words, tags) or not _is_level(words, tags)):
        return False
    if tags[0] == "CD" and look_up(words[-1]).forms & VERB:
        return False  # `two skier ski`
    if _is_half_a_name(words, tags) or "rather" in words or is_verb_for_noun(words, tags):
        return False
    if (
        words[0] == "be"
        and len(words) == 2
        and mostly_verb(words[1])
        and not look_up(words[1]).forms & ADJECTIVE
    ):
        return False  # `be study`: studying, or studied?
    if words[0] in ("be", "become") and (words[1] in _NOT_BEING or only_verb(words[-1])):
        return False
    if not opens and (only_verb(words[0]) or tags[-1] in ("JJ", "RB", "VB", "VBP", "IN", "VBN")):
        return False
    return not runs_on(words, tags) and is_attested(words, tags)


def _is_half_a_name(words: Sequence[str], tags: Sequence[str]) -> bool:
    """A name before a noun that may be part of it, and has lost its capital: `Lincoln memorial`."""
    return any(
        tags[index] == "NNP" and tags[index + 1] in ("NN", "NNS") and words[index] not in _NOT_PART_OF_NAMES
        and words[index + 1] not in _PLACES
        for index in range(len(words) - 1)
    )  # fmt: skip


# Feasts and days, letters, and peoples.
_NOT_PART_OF_NAMES = ADJECTIVAL | frozenset(
    "christmas halloween easter thanksgiving tv cd dvd pc x-ray dna monday tuesday wednesday thursday friday "
    "saturday sunday african american european asian bible olympic internet usb atm god".split()
)
_PLACES = frozenset(
    "county city street avenue university ocean sea river island islands lake beach airport day".split()
)


_GONE = frozenset("home mad crazy blind bankrupt insane deaf broke wild bad public".split())


def _is_level(words: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether what `and` joins is of one number: `salt and pepper`, and not `boy and men`."""
    if "and" not in words[1:-1]:
        return True
    at = words.index("and")
    if not (tags[at - 1] in _NOUNS and tags[-1] in _NOUNS):
        return True
    sides = [(tags[place], look_up(words[place]).mass) for place in (at - 1, len(words) - 1)]
    return sides[0] == sides[1]


_NOUNS = ("NN", "NNS")
_AUXILIARIES = frozenset("can will could would should might must cannot whether".split())
_NOT_BEING = frozenset("rain snow able go do".split())


@lru_cache(maxsize=1 << 17)
def is_tail(text: str, expected: Expected, relation: str = "") -> bool:
    """Whether it is a phrase of the kind that its relation asks for."""
    words = [bare(word) for word in text.split()]
    if not words or len(words) > MAX_TAIL_WORDS:
        return False
    if len(words) == 1:
        if words[0] in _FIRST_PERSON:
            return False
        acts = only_verb(words[0]) if relation in _OF_NOUNS else mostly_verb(words[0])
        if relation in _OF_ACTIVITIES and acts and words[0] not in STANDS_ALONE:
            return False
        if relation == "Causes" and words[0] in UNCERTAIN:
            return False
        if (
            words[0] in UNCERTAIN
            and relation not in _OF_ACTIVITIES
            and not look_up(words[0]).forms & ADJECTIVE
        ):
            return False
        entry = look_up(words[0])  # `page in book | HasProperty | number`
        return not (
            relation == "HasProperty"
            and entry.forms & NOUN
            and entry.forms & VERB
            and not entry.forms & ADJECTIVE
        )
    tags = _TAGGER.tag(words, expected)
    if (
        words[0] in _NO_TAIL_START
        or not _FIRST_PERSON.isdisjoint(words)
        or words[:2] == ["one", "to"]
        or (words[0] == "not" and expected not in ("property", "noun"))
    ):
        return False
    if not _OF_WORDS.isdisjoint(words) or is_verb_for_noun(words, tags):
        return False
    if relation in _OF_ACTIVITIES and not _OTHERS.isdisjoint(words):
        return False  # whose?
    if not is_certain(words, tags) or lacks_preposition(words, tags):
        return False
    if expected == "noun" and (tags[0] in ("VB", "PRP", "MD", "WP", "WRB") or _is_action(words)):
        return False
    if (
        expected in ("noun", "property")
        and not _RELATIVE.intersection(words)
        and _SUBJECTS.intersection(words[1:])
    ):
        return False
    ambiguous = tags[:2] == ["NN", "IN"] and words[1] != "of" and look_up(words[0]).forms & VERB
    if (relation in ("UsedFor", "IsA", "HasA", "PartOf") and ambiguous) or (
        relation == "IsA" and tags[0] == "CD"
    ):
        return False  # `pound in nail`; `two player game`
    if "not" in words[1:] and not _BEFORE_NOT.intersection(words):
        return False
    return not runs_on(words, tags) and is_attested(words, tags) and _is_plain(tags, expected)


# Phrases by the parts of speech of their words, a letter each: what can be told without guessing.
_LETTERS = {
    **dict.fromkeys(("DT", "PDT", "PRP$", "CD"), "D"), **dict.fromkeys(("JJ", "JJR", "JJS"), "J"),
    **dict.fromkeys(("NN", "NNS", "NNP", "NNPS", "FW"), "N"),
    **dict.fromkeys(("VB", "VBP", "VBZ", "VBD"), "V"),
    "VBG": "G", "VBN": "B", "RB": "R", "IN": "I", "TO": "T", "PRP": "P", "EX": "P", "CC": "C", "RP": "p",
    "MD": "M", "WP": "W", "WRB": "W", "POS": "D",
}  # fmt: skip
_NP = "(?:D{0,2}(?:R?[JB])*(?:N+D)?[JG]?N+)"
_AFTER = f"(?:I(?:{_NP}(?:C{_NP})?|P|G(?:{_NP}|p)?))"
_NOUN_PHRASE = f"I?{_NP}(?:C{_NP})?{_AFTER}{{0,2}}|{_NP}W[VB].*|G(?:{_NP})?{_AFTER}?|R?J(?:CJ)?{_AFTER}?"
_VERB_PHRASE = (
    f"R?[VG]p?(?:{_NP}(?:C{_NP})?|P|D)?p?[RJ]?{_AFTER}{{0,2}}R?|V(?:{_NP}|P)?T[VG].*|VR?[JB](?:C[JB])?{_AFTER}?"
    f"|V(?:{_NP}|P)[VJ].*|V[GV](?:{_NP}|P)?{_AFTER}?|VCV{_NP}?|V(?:{_NP})?I|BI.*|B"
)
_PROPERTY = f"R?[JBG](?:C[JBG])?(?:{_AFTER}|TV.*|I)?|{_NP}"
_PLAIN = {
    "noun": re.compile(_NOUN_PHRASE),
    "verb": re.compile(f"{_VERB_PHRASE}|{_NP}|{_PROPERTY}|P[VM].*"),
    "property": re.compile(f"{_PROPERTY}|[VB]{_AFTER}|I{_NP}"),
    "predicate": re.compile(".*"),
    "clause": re.compile(".*"),
    "any": re.compile(f"{_NOUN_PHRASE}|{_VERB_PHRASE}|{_PROPERTY}|P[VM].*"),
}


def _is_plain(tags: Sequence[str], expected: Expected) -> bool:
    return bool(_PLAIN[expected].fullmatch("".join(_LETTERS.get(tag, "X") for tag in tags)))


# What one does when one does something.
_OF_ACTIVITIES = frozenset(
    """
    UsedFor HasSubevent HasFirstSubevent HasLastSubevent HasPrerequisite MotivatedByGoal CausesDesire Causes
    """.split()
)
# Whose tails may be things as well: `Causes | damage`.
_OF_NOUNS = frozenset(("Causes", "MotivatedByGoal", "HasPrerequisite", "UsedFor"))
_OTHERS = frozenset("their his her him them themselves himself herself she he they we others".split())


_FIRST_PERSON = frozenset("i my me mine myself we us our ours ourselves i'm".split())
_NO_TAIL_START = frozenset("plural singular he she another".split())
_OF_WORDS = frozenset("tense plural singular noun adjective homonym synonym antonym acronym anagram".split())
_RELATIVE = frozenset("that who which where when while as than".split())
_SUBJECTS = frozenset("i you he she they we".split())
_BEFORE_NOT = frozenset("be do is are does can could will would may might should have".split())


def is_action(text: str) -> bool:
    """Whether it begins like a verb with its object: `break food`."""
    words = [bare(word) for word in text.split()]
    return len(words) > 1 and _is_action(words)


def _is_action(words: Sequence[str]) -> bool:
    """A verb with its object, where only a thing can stand: `break food`."""
    if only_verb(words[0]):
        return True
    if (
        words[0] not in MOSTLY_VERBS
        or look_up(words[0]).forms & ADJECTIVE
        or (words[0], words[1]) in ATTESTED
    ):
        return False
    return TAGS.get(words[1]) in ("DT", "PRP$", "PRP", "RP") or (
        words[1] not in TAGS and bool(look_up(words[1]).noun)
    )
