"""Sentences from parts: agreement, negation, adverbs, lists, and the marks around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curation.verbalise.articles import indefinite_article
from curation.verbalise.lexicon import third_person

# Adverbs of frequency and certainty that publishers give as modality; another word is left out.
ADVERBS = frozenset(
    """always usually often frequently commonly typically generally normally sometimes occasionally rarely
    seldom never mostly mainly probably possibly likely perhaps also hardly ever particularly especially
    naturally regularly traditionally""".split()
)
QUANTIFIERS = frozenset("some most many all few several certain".split())
_NEGATIVE = frozenset("never rarely seldom hardly".split())
_SPACES = re.compile(r"\s+")
# Before a lower-case word: `vitamin A`, and `grade A beef`, are none.
_ARTICLE = re.compile(r"\b(an?) ([a-z]{2,}[\w'-]*)")
_BEFORE_MARK = re.compile(r"\s+([,.;])")


def agree(verb: str, plural: bool, negated: bool = False, adverb: str = "") -> str:
    """A verb (its lemma, or a modal) as a subject asks for it: `is not`, `does not sometimes eat`, `can
    often`.
    """
    after = f" {adverb}" if adverb else ""
    if verb == "be":
        return ("are" if plural else "is") + (" not" if negated else "") + after
    if verb == "can":
        return ("cannot" if negated else "can") + after
    if verb in ("may", "will", "would", "could", "should", "must", "might"):
        return verb + (" not" if negated else "") + after
    if negated:
        return ("do" if plural else "does") + " not" + after + " " + verb
    return (f"{adverb} " if adverb else "") + (verb if plural else third_person(verb))


def listed(items: Sequence[str], word: str = "and") -> str:
    """`purr, climb trees and catch mice`. Items that hold an `and` themselves get a comma before the last."""
    if len(items) < 2:
        return "".join(items)
    serial = any(f" {joint} " in item for item in items for joint in ("and", "or")) or any(
        "," in item for item in items
    )
    joint = f", {word} " if serial else f" {word} "
    return ", ".join(items[:-1]) + joint + items[-1]


def sentence(text: str) -> str:
    """With a capital, single spaces and a full stop."""
    text = _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text)).strip(" ,;")
    text = text.replace(" an other ", " another ")
    text = _ARTICLE.sub(lambda found: f"{indefinite_article(found[2])} {found[2]}", text)
    if not text:
        return ""
    first = next((index for index, character in enumerate(text) if character.isalnum()), 0)
    if not text[first + 1 : first + 2].isupper():
        text = text[:first] + text[first].upper() + text[first + 1 :]
    return text if text[-1] in ".!?" or text.endswith(('."', '!"', '?"')) else text + "."
