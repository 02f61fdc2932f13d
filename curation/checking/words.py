"""The words of a text as what can be matched: lemmas, roots, numbers; with how much each one tells.

A word is looked up once per process. A thousand words take about a millisecond.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from curation.checking.frequencies import weight_of
from curation.checking.lexicon import GROUPS, MONTHS, NUMBER_WORDS, ORDINALS, PLACES, STOP
from curation.checking.tokens import BEFORE_CHRIST, SCALES, WORD, fold
from curation.inflection import lemminflect

_BEFORE_CHRIST = re.compile(BEFORE_CHRIST, re.IGNORECASE)
_ORDINAL = re.compile(r"(\d{1,12})(?:st|nd|rd|th)")
_NUMBER_WEIGHT, _RARE_NUMBER_WEIGHT = 6.0, 8.0  # nats; of numbers below 13, and of others
_SUFFIXES = sorted(
    """
    ization isation ational fulness ousness iveness ations ation ition ution ement ments ment ances ance ences
    ence ancy ency ities ity ness ship hood ists ist isms ism ions ion ants ant ents ent ical ally ive ous
    able ible ful less ing ed ers er ors or als al ics ic ly ry y e es s
    """.split(),
    key=lambda suffix: (-len(suffix), suffix),
)
CACHE = 1 << 18  # words; cleared when full


class Word(NamedTuple):
    """What a word form stands for.

    `form` is in lower case without accents, `lemma` what equal words share (`#5` for five), `root` what
    related ones do (invention, inventor), `weight` how rare it is (-log of the share of sentences that have
    it, in nats), `stop` whether it says nothing by itself, `number` its value if it is a number; of a year
    before Christ the negative one.
    """

    form: str
    lemma: str
    root: str
    weight: float
    stop: bool
    number: float | None


class Token(NamedTuple):
    """A word of a text, as characters `start` to `end` (exclusive)."""

    start: int
    end: int
    form: str
    word: Word


_words: dict[str, Word] = {}


def tokens_of(text: str, offset: int = 0) -> list[Token]:
    """The words of the text in order; `offset` is added to their places."""
    found = []
    known = _words
    for match in WORD.finditer(text):
        form = match.group()
        word = known.get(form)
        if word is None:
            word = _look_up(form)
        found.append(Token(match.start() + offset, match.end() + offset, form, word))
    return found


def _look_up(form: str) -> Word:
    if len(_words) >= CACHE:
        _words.clear()
    _words[form] = word = _word(form)
    return word


def _word(form: str) -> Word:
    lower = fold(form).replace("’", "'")
    if _BEFORE_CHRIST.fullmatch(lower):
        return _before_christ(lower)
    if " " in lower or "-" in lower:
        compound = _compound(lower)
        if compound is not None:
            key = f"#{compound:.12g}"
            return Word(lower, key, key, _RARE_NUMBER_WEIGHT, False, compound)
    if lower[:1].isdigit():
        return _number(lower)
    weight = weight_of(lower)
    value = NUMBER_WORDS.get(lower)
    if value is not None:
        return Word(lower, f"#{value}", f"#{value}", weight, False, float(value))
    if lower in ORDINALS:
        ordinal = f"#{ORDINALS[lower]}."
        return Word(lower, ordinal, ordinal, weight, False, None)
    bare = lower.removesuffix("'s").removesuffix("'")
    month = "may" if form == "May" else MONTHS.get(bare)  # `may` is a verb
    if month:
        return Word(lower, month, month, weight, False, None)
    if lower in STOP or bare in STOP:
        return Word(lower, lower, lower, 0.0, True, None)
    lemma = _lemma(bare)
    if lemma in STOP:
        return Word(lower, lemma, lemma, 0.0, True, None)
    root = PLACES.get(bare) or PLACES.get(lemma) or GROUPS.get(lemma)
    if not root:
        root = _root(lemma)
    return Word(lower, lemma, root, weight_of(bare), False, None)


def _before_christ(lower: str) -> Word:
    """A year before Christ; its root is the bare number, which a range (`106–43 BC`) may have instead."""
    year = int(re.match(r"\d+", lower)[0])  # type: ignore[index]
    return Word(lower, f"#-{year}", f"#{year}", _RARE_NUMBER_WEIGHT, False, -float(year))


def _compound(lower: str) -> float | None:
    """The value of `twenty-five`, `25 million` or `three hundred`; None for other words."""
    parts = re.split("[ -]", lower)
    scale = SCALES.get(parts[-1].removesuffix("s"), 1.0) if len(parts) > 1 else 1.0
    if scale > 1:
        parts = parts[:-1]
    values = [_value(part) for part in parts]
    known = [value for value in values if value is not None]
    return sum(known) * scale if known and len(known) == len(values) else None


def _value(part: str) -> float | None:
    if part[:1].isdigit():
        try:
            return float(part.replace(",", ""))
        except ValueError:
            return None
    return 1.0 if part == "one" else NUMBER_WORDS.get(part)


def _number(lower: str) -> Word:
    plain = lower.replace(",", "")
    ordinal = _ORDINAL.fullmatch(plain)
    if ordinal:
        key = f"#{int(ordinal[1])}."
        return Word(lower, key, key, _NUMBER_WEIGHT, False, None)
    try:
        value = float(plain)
    except ValueError:  # `1980s`, a model's name, or digits that are no number: as it is written
        key = f"#{plain}"
        return Word(lower, key, key, _RARE_NUMBER_WEIGHT, False, None)
    key = f"#{value:.12g}"
    return Word(lower, key, key, _NUMBER_WEIGHT if value < 13 else _RARE_NUMBER_WEIGHT, False, value)


def _lemma(lower: str) -> str:
    """The word's lemma. Where parts of speech have several, the shortest: all forms of a verb meet there."""
    found = lemminflect.getAllLemmas(lower) if len(lower) < 40 and lower.isalpha() else {}
    if not found:
        plural = lower.endswith("s") and len(lower) > 4 and lower[-2] not in "su"
        return lower[:-1] if plural else lower
    lemmas = (lemma.lower() for forms in found.values() for lemma in forms)
    return str(min(lemmas, key=lambda lemma: (len(lemma), lemma)))


def _root(lemma: str) -> str:
    """A stem that derived words mostly share: of the suffixes the longest that leaves four letters."""
    stem = lemma
    for suffix in _SUFFIXES:
        if stem.endswith(suffix) and len(stem) - len(suffix) >= 4:
            stem = stem[: -len(suffix)]
            break
    if len(stem) > 4 and stem[-1] in "eiy":
        stem = stem[:-1]
    if len(stem) > 4 and stem[-1] == stem[-2]:
        stem = stem[:-1]
    return f"~{stem}"
