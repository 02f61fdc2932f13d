"""Kinds of words by which sentences are cut into clauses."""

from __future__ import annotations

from functools import lru_cache

from curation.inflection import lemminflect

AUXILIARIES = frozenset(
    """
    is are was were has have had does do did can could will would shall should may might must isn't aren't
    wasn't weren't hasn't haven't hadn't doesn't don't didn't can't couldn't won't wouldn't
    """.split()
)
BE = frozenset("is are was were".split())
DETERMINERS = frozenset(
    "the a an his her its their this that these those some several many one two three".split()
)
SUBJECTS = frozenset("he she it they".split())
POSSESSIVES = frozenset("his her its their".split())
ADVERBS = frozenset(
    """
    also later then subsequently eventually currently previously formerly still now never once first soon
    again initially originally finally ultimately often usually mainly primarily mostly both already recently
    """.split()
)
_PREPOSITIONS = frozenset(
    "of in on at by for from to with as into over under about after before during between among".split()
)


@lru_cache(maxsize=1 << 16)
def can_be_finite(word: str) -> bool:
    """Whether the word (lower case) can be a finite verb by its form: an auxiliary, a past or a third person.

    A bare form (`run`) is none: it follows a plural subject too rarely to tell from a noun.
    """
    if word in AUXILIARIES:
        return True
    if not word.isalpha() or len(word) < 3 or word in _PREPOSITIONS or word == "crew":
        return False
    lemmas = lemminflect.getAllLemmas(word, upos="VERB").get("VERB", ())
    for lemma in lemmas:
        if lemma == word:
            continue
        forms = lemminflect.getAllInflections(lemma, upos="VERB")
        if word in forms.get("VBD", ()) or word in forms.get("VBZ", ()):
            return True
    return False


@lru_cache(maxsize=1 << 16)
def is_past(word: str) -> bool:
    """Whether the word is a past tense by its form, and no other form of its verb such as `cut`."""
    if word in ("was", "were", "had", "did", "could", "would"):
        return True
    lemmas = lemminflect.getAllLemmas(word, upos="VERB").get("VERB", ()) if word.isalpha() else ()
    return any(
        word != lemma and word in lemminflect.getAllInflections(lemma, upos="VERB").get("VBD", ())
        for lemma in lemmas
    )


@lru_cache(maxsize=1 << 16)
def is_participle(word: str) -> bool:
    """Whether the word can be a past participle by its form."""
    lemmas = lemminflect.getAllLemmas(word, upos="VERB").get("VERB", ()) if word.isalpha() else ()
    for lemma in lemmas:
        forms = lemminflect.getAllInflections(lemma, upos="VERB")
        if word in forms.get("VBN", forms.get("VBD", ())):  # listed only where it differs from the past
            return True
    return False
