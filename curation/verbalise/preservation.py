"""Whether a rewritten paragraph still says what the tuples say, and nothing else that can be checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curation.verbalise.lexicon import look_up
from curation.verbalise.selection import content_key
from curation.verbalise.subjects import fold
from curation.verbalise.words.function_words import TAGS

_SENTENCE = re.compile(r"(?<=[.!?])[\"')]*\s+")
# Where a sentence may go on with a statement of the other sign: `cats purr, but they do not bark`.
_CLAUSE = re.compile(r"[;:]\s|,?\s(?:but|while|whereas|although|though|yet)\s", re.I)
_NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|without|nor|neither|none|nobody|nothing|unable|unlikely|impossible|hardly|rarely|seldom)\b|n't\b",
    re.I,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = frozenset(word for word, tag in TAGS.items() if tag == "CD")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def broken_promise(
    original: str, rewritten: str, statements: Iterable[tuple[str, bool]], max_growth: float
) -> str:
    """Why the rewritten text cannot replace the original: `empty`, `too-long` (more than `max_growth` times
    the original's words), `new-number`, `new-name`, `lost-content` or `changed-negation`. Empty if it can.

    `statements` are the tails and whether each is negated. Of a tail, every content lemma that the original
    says has to be in one clause or sentence of the rewritten text, negated if and only if it was.
    """
    if not rewritten.strip():
        return "empty"
    if len(rewritten.split()) > max_growth * len(original.split()) + 5:
        return "too-long"
    if _numbers(rewritten) - _numbers(original):
        return "new-number"
    if new_names(original, rewritten):
        return "new-name"
    before, after = _parts(original), _parts(rewritten)
    said = set().union(*(lemmas for _, lemmas in before))
    for tail, _ in statements:
        wanted = set(content_key(tail).split()) & said
        if not wanted:
            continue
        found = _signs(wanted, after)
        if not found:
            return "lost-content"
        if not found & (_signs(wanted, before) or found):
            return "changed-negation"
    return ""


def new_names(original: str, rewritten: str) -> list[str]:
    """Words with a capital that the original lacks; at the beginning of a sentence, only those that are not
    in the dictionary.
    """
    words = [word.removesuffix("'s") for word in _WORD.findall(original)]
    known = {word.lower() for word in words} | {fold(word) for word in words}
    found: list[str] = []
    for sentence in _SENTENCE.split(rewritten.strip()):
        for index, word in enumerate(_WORD.findall(sentence)):
            if not word[0].isupper() or word.lower() in known or fold(word) in known or word == "I":
                continue
            core = word.lower().removesuffix("'s")
            if core in known or (index == 0 and (core in TAGS or look_up(core).forms)):
                continue
            found.append(word)
    return found


def _numbers(text: str) -> set[str]:
    words = {word.lower() for word in _WORD.findall(text)} & _NUMBER_WORDS
    return set(_NUMBER.findall(text)) | words - {"one"}


def _parts(text: str) -> list[tuple[bool, set[str]]]:
    """Clauses, and sentences as a whole, each with whether it is negated and its lemmas."""
    parts: list[tuple[bool, set[str]]] = []
    for sentence in _SENTENCE.split(text.strip()):
        clauses = _CLAUSE.split(sentence)
        texts = [*clauses, sentence] if len(clauses) > 1 else [sentence]
        parts.extend((bool(_NEGATION.search(text)), _lemmas(text)) for text in texts)
    return parts


def _lemmas(text: str) -> set[str]:
    words = _WORD.findall(text)
    return (
        {fold(word) for word in words}
        | {fold(word, True) for word in words}
        | {word.lower() for word in words}
    )


def _signs(wanted: set[str], parts: Sequence[tuple[bool, set[str]]]) -> set[bool]:
    """Whether the parts that say it are negated. The smallest part decides: a clause before its sentence."""
    holding = [(negated, lemmas) for negated, lemmas in parts if wanted <= lemmas]
    if not holding:
        return set()
    least = min(len(lemmas) for _, lemmas in holding)
    return {negated for negated, lemmas in holding if len(lemmas) == least}
