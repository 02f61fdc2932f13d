"""English word forms: what a word can be, its lemma, and its inflected forms.

The dictionary is LemmInflect's (made from the SPECIALIST Lexicon of the US National Library of Medicine);
words that it lacks follow the regular rules of English, so the answer never depends on a statistical model.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from curation.inflection import lemminflect
from curation.verbalise.words.everyday import MORE_NOUNS
from curation.verbalise.words.mass import MASS
from curation.verbalise.words.nouns import (
    ADJECTIVES,
    ALSO_NOUNS,
    COMES_IN_NUMBERS,
    CONCRETE,
    COUNT_NOUNS,
    COUNTED_ING,
    LOST_PLURALS,
    PLURAL_ONLY,
    SINGULAR_S,
)

NOUN, PLURAL, VERB, THIRD, PAST, PARTICIPLE, GERUND, ADJECTIVE, ADVERB = (1 << bit for bit in range(9))
ANY_NOUN = NOUN | PLURAL
FINITE = VERB | THIRD | PAST

CACHE = 1 << 17  # words; about 40 MB when full
_VOWELS = "aeiou"
# What most people say, where the dictionary's first form is another one.
_FORMS: dict[str, dict[str, str]] = {
    "get": {"VBN": "gotten"},
    "light": {"VBN": "lit"},
    "prove": {"VBN": "proven"},
    "travel": {"VBG": "traveling", "VBN": "traveled"},
    "shit": {"VBN": "shat"},
    "wed": {"VBN": "wed"},
    "hang": {"VBN": "hung"},
    "shine": {"VBN": "shone"},
    "bust": {"VBN": "busted"},
    "debug": {"VBN": "debugged", "VBG": "debugging"},
    "sew": {"VBN": "sewn"},
    "shear": {"VBN": "shorn"},
    "bid": {"VBN": "bid"},
    "bite": {"VBN": "bitten"},
    "hide": {"VBN": "hidden"},
    "forget": {"VBN": "forgotten"},
    "be": {"VBZ": "is", "VBN": "been", "VBG": "being", "VBP": "are"},
    "have": {"VBZ": "has"},
    "people": {"NNS": "people"},
    "person": {"NNS": "people"},
    "child": {"NNS": "children"},
    "fish": {"NNS": "fish"},
    "die": {"VBG": "dying"},
    "lie": {"VBG": "lying"},
    "dice": {"NNS": "dice"},
    "mouse": {"NNS": "mice"},
    "salmon": {"NNS": "salmon"},
    "trout": {"NNS": "trout"},
    "deer": {"NNS": "deer"},
    "aircraft": {"NNS": "aircraft"},
    "spacecraft": {"NNS": "spacecraft"},
}


# Past forms that are verbs of their own as well, and hardly ever mean those.
_PAST_FORMS = {
    "found": "find", "felt": "feel", "saw": "see", "fell": "fall", "left": "leave",
    "bound": "bind", "ground": "grind",
    "wound": "wind", "rose": "rise", "bore": "bear",
}  # fmt: skip


# Nobody says that something is `vegetable`.
_NO_ADJECTIVES = frozenset(("vegetable", "fruit"))


class Word(NamedTuple):
    """What a form can be: `forms` is a union of NOUN, PLURAL, …; `noun` and `verb` are its lemmas as those
    parts of speech (empty: it is none). `mass`: as a noun, it takes no indefinite article.
    """

    forms: int
    noun: str
    verb: str
    mass: bool


@lru_cache(maxsize=CACHE)
def look_up(word: str) -> Word:
    """What a lower-case word can be; `forms` is 0 for a word that is not in the dictionary."""
    lemmas = lemminflect.getAllLemmas(word)
    forms, noun, verb = 0, "", ""
    if "ADJ" in lemmas:
        forms |= ADJECTIVE
    if "ADV" in lemmas:
        forms |= ADVERB
    if "NOUN" in lemmas:
        noun = word if word in lemmas["NOUN"] else lemmas["NOUN"][0]
        forms |= NOUN if noun == word else PLURAL
    if "VERB" in lemmas:
        found = lemmas["VERB"]
        verb = word if word in found else found[0]
        forms |= _verb_forms(word, found)
    if word in _PAST_FORMS:
        verb = _PAST_FORMS[word]
        forms = forms & ~VERB | PAST | PARTICIPLE
    if word in LOST_PLURALS and noun != word:
        noun = word
        forms |= NOUN
    if not forms & NOUN and word in ALSO_NOUNS:
        noun = word
        forms |= NOUN
    if word in PLURAL_ONLY:
        noun = {"people": "person", "men": "man", "women": "woman"}.get(word, noun or word)
        forms = forms & ~NOUN | PLURAL
    elif word in SINGULAR_S:
        noun = word
        forms = forms & ~PLURAL | NOUN
    elif (
        forms & NOUN
        and word.endswith("s")
        and word in lemminflect.getAllInflections(word[:-1], "NOUN").get("NNS", ())
    ):
        noun = word[:-1]
        forms = forms & ~NOUN | PLURAL
    if word in _NO_ADJECTIVES:
        forms &= ~ADJECTIVE
    if word in ADJECTIVES:
        forms = forms & ~NOUN | ADJECTIVE
    elif not forms:
        if word in COUNT_NOUNS or word in MASS or word in CONCRETE or word in MORE_NOUNS:
            forms, noun = NOUN, word
        elif word.endswith("s") and (word[:-1] in COUNT_NOUNS or word[:-1] in MORE_NOUNS):
            forms, noun = PLURAL, word[:-1]
        elif "-" in word:
            return _hyphenated(word)
    return Word(forms, noun, verb, bool(forms & NOUN) and _is_mass(word))


def _hyphenated(word: str) -> Word:
    """`good-looking` describes, `ice-cream` names: the last part decides."""
    last = look_up(word.rpartition("-")[2])
    if last.forms & (GERUND | PARTICIPLE | ADJECTIVE):
        return Word(ADJECTIVE, "", "", False)
    return Word(last.forms & ANY_NOUN, word if last.noun else "", "", last.mass)


def _verb_forms(word: str, lemmas: tuple[str, ...]) -> int:
    forms = 0
    for lemma in lemmas:
        if lemma == word:
            forms |= VERB
        inflections = lemminflect.getAllInflections(lemma, upos="VERB")
        for tag, form in (("VBZ", THIRD), ("VBD", PAST), ("VBN", PARTICIPLE), ("VBG", GERUND)):
            if word in inflections.get(tag, ()) and (word != lemma or tag == "VBN"):
                forms |= form
        if word != lemma and word in inflections.get("VBD", ()) and word.endswith("ed"):
            forms |= PARTICIPLE
    if not forms:
        if word.endswith("ing"):
            return GERUND
        return THIRD if word.endswith("s") else PAST | PARTICIPLE
    return forms


def _is_mass(noun: str) -> bool:
    if noun in MASS:
        return True
    if noun.endswith("ing") and noun not in COUNTED_ING and "VERB" in lemminflect.getAllLemmas(noun):
        return True
    if noun.endswith(("ism", "ness", "synthesis", "ology", "ography")) and noun not in _COUNTED:
        return True
    plurals = lemminflect.getAllInflections(noun, upos="NOUN").get("NNS", ())
    return (
        bool(plurals)
        and all(plural == noun for plural in plurals)
        and noun not in COMES_IN_NUMBERS | _COUNTED
    )


# The dictionary knows these in the singular only, or with a plural of the same form.
_COUNTED = frozenset(
    """
    sheep moose series species means prism organism mechanism witness harness illness baroness lioness
    governess apology anthology ideology biography autobiography discography bibliography filmography
    """.split()
)


@lru_cache(maxsize=CACHE)
def third_person(verb: str) -> str:
    """The lemma with `he`: has, goes, tries."""
    return _inflect(verb, "VBZ") or _add_s(verb)


@lru_cache(maxsize=CACHE)
def participle(verb: str) -> str:
    """The past participle: made, eaten, stopped."""
    return _inflect(verb, "VBN") or _add_ending(verb, "ed")


@lru_cache(maxsize=CACHE)
def gerund(verb: str) -> str:
    """making, running, dying."""
    return _inflect(verb, "VBG") or _add_ending(verb, "ing")


@lru_cache(maxsize=CACHE)
def comparative(adjective: str) -> str:
    """heavier, better, more dangerous."""
    forms = lemminflect.getAllInflections(adjective, upos="ADJ").get("JJR", ())
    return forms[0] if forms else f"more {adjective}"


@lru_cache(maxsize=CACHE)
def superlative(adjective: str) -> str:
    """largest, best; empty for what is no adjective of one or two syllables."""
    forms = lemminflect.getAllInflections(adjective, upos="ADJ").get("JJS", ())
    return forms[0] if forms else ""


@lru_cache(maxsize=CACHE)
def plural(noun: str) -> str:
    """The plural of a singular noun: cats, boxes, children. A mass noun gets one too: ask `look_up` first."""
    if noun in LOST_PLURALS:
        return LOST_PLURALS[noun]
    if noun in PLURAL_ONLY or (noun.endswith("fish") and len(noun) > 4):
        return noun
    return _inflect(noun, "NNS") or _plural_by_rule(noun)


def _plural_by_rule(noun: str) -> str:
    if noun.endswith("man") and len(noun) > 4:
        return noun[:-3] + "men"
    return _add_s(noun)


def _inflect(lemma: str, tag: str) -> str:
    if tag in _FORMS.get(lemma, ()):
        return _FORMS[lemma][tag]
    forms: tuple[str, ...] = lemminflect.getAllInflections(
        lemma, upos="NOUN" if tag == "NNS" else "VERB"
    ).get(tag, ())
    if tag == "NNS" and len(forms) > 1 and forms[0] == lemma:
        return forms[1]
    return forms[0] if forms else ""


def _add_s(word: str) -> str:
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if re.search(r"[^aeiou]o$", word) and len(word) > 3:
        return word + "es"
    return word + "s"


def _add_ending(verb: str, ending: str) -> str:
    """Regular -ed and -ing: a silent e goes, y becomes ied, one syllable doubles its last consonant."""
    if verb.endswith("ie") and ending == "ing":
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + ending
    if verb.endswith("e") and ending == "ed":
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb) and ending == "ed":
        return verb[:-1] + "ied"
    if re.fullmatch(r"[^aeiou]*[aeiou][bdfgklmnprstvz]", verb):
        return verb + verb[-1] + ending
    return verb + ending
