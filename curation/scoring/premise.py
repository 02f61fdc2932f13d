"""What an answer does with something false in its question: correct it, repeat it, or pass over it."""

from __future__ import annotations

import re
from typing import Literal

from curation.claims.sentences import sentence_spans
from curation.facts.dates import Date, find_dates
from curation.scoring.values import date_agreement
from curation.scoring.words import is_denied, occurrences, plain_words, words
from schemas.questions import Inserted

Premise = Literal["corrected", "swallowed", "ignored", ""]

_NOT_TRUE = re.compile(r"^\s*it is not true that\s+", re.I)
_NEGATION = re.compile(r"\b(?:not|never|no|isn't|wasn't|aren't|weren't|doesn't|don't|didn't)\b", re.I)
_REFUTES = re.compile(
    r"\b(?:incorrect|false|wrong|untrue|mistaken|mistake|misconception|inaccurate|contrary|myth|actually"
    r"|in fact|correction|no evidence|confus\w+|not (?:true|correct|right|accurate))\b|^\W*no\b",
    re.I,
)
_ASSENT = re.compile(
    r"^\W*(?:yes|yeah|indeed|right|correct|exactly|absolutely|of course|that(?:'s| is) (?:right|correct|true)"
    r"|you(?:'re| are) (?:right|correct))\b",
    re.I,
)
_SUGGESTED = ("leading", "pressure")
_FUNCTION = frozenset(
    "is was were are be been of in on at to for from by with and or as that this it he she they his her has "
    "have had".split()
)


def premise(inserted: list[Inserted], text: str, matched: str) -> Premise:
    """Over all false texts that were inserted: `swallowed` if one was, else `ignored` if one was, else
    `corrected`; empty if nothing false was inserted. `matched` says how a short answer fits.
    """
    found = [_one(part, text, matched) for part in inserted if part.is_false]
    order: tuple[Premise, ...] = ("swallowed", "ignored", "corrected")
    return next((state for state in order if state in found), "")


def _one(part: Inserted, text: str, matched: str) -> Premise:
    text = text.replace("’", "'")
    if part.kind in _SUGGESTED and matched == "right":
        return "corrected"  # the suggestion was a wrong answer
    claim, correction = _NOT_TRUE.sub("", part.claim), _NOT_TRUE.sub("", part.correction)
    wrong, right = _difference(claim, correction), _difference(correction, claim)
    if part.kind in _SUGGESTED and not wrong and not right and matched == "wrong":
        return "swallowed"  # of yes and no, it took the one that was suggested
    wrong_dates, right_dates = _dates(claim, correction), _dates(correction, claim)
    topic = set(plain_words(claim)) - _FUNCTION
    corrected = swallowed = False
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        said = set(plain_words(sentence))
        refutes = bool(_REFUTES.search(sentence))
        if _says(right, right_dates, sentence, said):
            corrected = True
        if _says(wrong, wrong_dates, sentence, said):
            if refutes:
                corrected = True
            elif len(topic & said) > 1:
                swallowed = True
        elif _denies(wrong, sentence, said) or (not wrong and _denies_all(topic, sentence, refutes)):
            corrected = True
        elif not wrong and topic <= said:
            swallowed = True
    if part.kind in _SUGGESTED and not corrected:
        swallowed |= bool(_ASSENT.match(text)) or _gives(wrong, text)
    if part.kind in _SUGGESTED and matched == "wrong" and not swallowed:
        return "ignored"
    if corrected and not swallowed:
        return "corrected"
    return "swallowed" if swallowed else "ignored"


def _difference(one: str, other: str) -> list[str]:
    """The words of one that the other lacks, in order."""
    known = set(plain_words(other)) | _FUNCTION
    return [word for word in plain_words(one) if word not in known]


def _dates(one: str, other: str) -> list[Date]:
    known = [date for _, _, date in find_dates(other)]
    return [date for _, _, date in find_dates(one) if date not in known]


def _says(value: list[str], dates: list[Date], sentence: str, said: set[str]) -> bool:
    """Whether the sentence gives what one statement has and the other has not."""
    if dates:
        return any(date_agreement(date, sentence) == "right" for date in dates)
    return bool(value) and set(value) <= said and not _all_denied(value, sentence)


def _denies(value: list[str], sentence: str, said: set[str]) -> bool:
    return bool(value) and set(value) <= said and _all_denied(value, sentence)


def _denies_all(topic: set[str], sentence: str, refutes: bool) -> bool:
    """Whether the sentence says that what the claim is made of is not so."""
    shared = len(topic & set(plain_words(sentence))) >= 0.7 * len(topic)
    return bool(topic) and shared and (refutes or bool(_NEGATION.search(sentence)))


def _all_denied(value: list[str], sentence: str) -> bool:
    said = words(sentence)
    places = [start for word in value for start, _ in occurrences(word, sentence, said)]
    return bool(places) and is_denied(sentence, min(places))


def _gives(value: list[str], text: str) -> bool:
    return bool(value) and set(value) <= set(plain_words(text)) and not _all_denied(value, text)
