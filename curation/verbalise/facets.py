"""What qualifies a statement (place, time, purpose, manner, cause, degree), as the end of its clause."""

from __future__ import annotations

from curation.verbalise.function_word_tags import bare
from curation.verbalise.phrases import Phrase, analyse, tidy
from curation.verbalise.places import at_place
from curation.verbalise.tagging import Tagger
from curation.verbalise.words.function_words import TAGS
from schemas.knowledge import Facet

MAX_FACETS = 2
_KNOWN = ("degree", "manner", "place", "location", "time", "temporal", "purpose", "cause")
_POINTS = frozenset("night noon midnight dawn dusk sunrise sunset bedtime christmas easter halloween".split())
_SEASONS = frozenset("summer winter spring autumn fall morning evening afternoon".split())


def facet_text(facet: Facet, tagger: Tagger) -> str:
    """The facet with the preposition that its kind asks for, unless it has one; empty for what cannot be
    said.
    """
    words = tidy(facet.value)
    if not words or facet.kind not in _KNOWN:
        return ""
    first = bare(words[0])
    opens = TAGS.get(first, "")
    if facet.kind == "degree":
        return " ".join(words) if len(words) < 4 else ""
    if opens in ("IN", "WRB") or (opens == "TO" and len(words) > 1):
        phrase = analyse(facet.value, "any", tagger)
        if phrase is None:
            return ""
        return f"to {phrase.base()}" if phrase.kind == "verb" and opens == "TO" else phrase.text()
    phrase = analyse(facet.value, "any", tagger)
    if phrase is None:
        return ""
    if phrase.kind == "adverb":
        return phrase.text()
    return _with_preposition(facet.kind, phrase, first)


def _with_preposition(kind: str, phrase: Phrase, first: str) -> str:
    if kind in ("place", "location"):
        return at_place(phrase)
    if kind in ("time", "temporal"):
        if phrase.kind != "noun":
            return f"when {phrase.gerund()}" if phrase.verb >= 0 else ""
        if first in ("every", "each", "all", "once", "twice", "many", "last", "next"):
            return phrase.text()
        head = bare(phrase.words[-1])
        if head in _POINTS:
            return f"at {phrase.words[-1]}" if len(phrase.words) == 1 else f"at {phrase.text()}"
        if head in _SEASONS:
            return f"in the {' '.join(phrase.words)}" if first not in ("the", "a") else f"in {phrase.text()}"
        return f"during {phrase.text()}"
    if kind == "purpose":
        return f"to {phrase.base()}" if phrase.kind == "verb" else f"for {phrase.gerund()}"
    if kind == "manner":
        return (
            f"by {phrase.gerund()}"
            if phrase.verb >= 0
            else f"with {phrase.text()}"
            if phrase.kind == "noun"
            else ""
        )
    if phrase.kind == "clause":
        return f"because {phrase.text()}"
    return f"because of {phrase.gerund()}" if phrase.kind in ("noun", "gerund", "verb") else ""
