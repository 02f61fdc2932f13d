"""Short answers matched against the accepted ones: values, yes and no, lists, one of two.

An answer is right if it gives the accepted value, in any sentence and in any form; what else it says is
judged by its claims, and by its length. A value that is denied ("not Ulm") or hedged ("Ulm or Munich") is not
given.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from curation.claims.sentences import sentence_spans
from curation.facts.dates import parse_date
from curation.facts.quantities import parse_quantity
from curation.scoring.values import date_agreement, number_agreement, numbers
from curation.scoring.words import Word, is_denied, normalised, occurrences, plain_words, words
from schemas.questions import Question

Label = Literal["right", "partial", "wrong"]


@dataclass(frozen=True, slots=True)
class Match:
    """How far an answer is right: 1 and `right`, 0 and `wrong`, or between."""

    label: Label
    score: float


RIGHT, WRONG = Match("right", 1.0), Match("wrong", 0.0)
# Of what was asked for, a part: the year of a date, one of two values joined by `or`.
PART = Match("partial", 0.5)
_AGREEMENTS = {"right": RIGHT, "partial": PART, "": WRONG}

_BEGIN = r"^\W*(?:(?:well|oh|and|so|actually|the answer is|i (?:think|believe))\b[\s,:]*)*"
_YES = re.compile(
    rf"{_BEGIN}(?:yes|yeah|yep|true|correct|indeed|right|absolutely"
    r"|certainly|definitely|of course|that(?:'s| is) (?:right|correct|true)"
    r"|you(?:'re| are) (?:right|correct))\b",
    re.I,
)
_NO = re.compile(
    rf"{_BEGIN}(?:no|nope|false|incorrect|wrong|not (?:true|correct|"
    r"exactly|quite|really|at all)|that(?:'s| is) (?:not|false|wrong|incorrect)|that isn't"
    r"|it is not true|it's not true)\b",
    re.I,
)
_DENIAL = re.compile(
    r"\b(?:not|never|no|isn't|wasn't|aren't|weren't|doesn't|don't|didn't|false|incorrect|untrue)\b", re.I
)
# `12 Monkeys` is no number of anything.
_TITLE = re.compile(r"\s[A-Z][a-z]{2,}")
_SAYS_YES_NO = re.compile(r"^(?:yes|no|true|false)[,.]?\s*", re.I)
_OR_BEFORE = re.compile(
    r"(?:\bor|\bperhaps|\bmaybe|\bpossibly)\s+(?:the\s+|an?\s+|in\s+|on\s+|at\s+)?$", re.I
)
_OR_AFTER = re.compile(
    r"^,?\s+or\s+(?:the\s+|an?\s+|in\s+|on\s+|at\s+|perhaps\s+|maybe\s+|possibly\s+)?(?P<rest>[^.;\n]{1,60})",
    re.I,
)
_SPLIT = re.compile(r"\s*(?:[;,\n•]|\band\b|\bas well as\b|\bor\b|&|:|(?:^|\n)\s*(?:[-*]|\d+[.)])\s)\s*")
_MAX_ITEM_WORDS = 6
_COMPARED = re.compile(r"(?:.*[,:]\s*)?(?P<a>[^,:]+?),?\s+or\s+(?P<b>.+?)\s*\?\s*$")
# Words for the two ends of what is compared, first the one that has more or comes later.
_MORE = re.compile(
    r"\b(?:more|larger|bigger|greater|higher|longer|later|most|largest|heavier|taller|farther"
    r"|younger|newer|after|last|further)\b",
    re.I,
)
_LESS = re.compile(
    r"\b(?:fewer|less|smaller|lower|shorter|earlier|first|least|smallest|lighter|older|before|nearer|closer)\b",
    re.I,
)
_THAN = re.compile(r"\b(?:than|before|after|compared (?:to|with))\b", re.I)
_FUNCTION = frozenset(
    "is was were are be been of in on at to for from by with and or as that this it its his her their he she "
    "they has have had there which who whom also include includes including following such were".split()
)


def match_answer(question: Question, text: str) -> Match:
    """How far the text answers a question that has accepted answers."""
    if question.kind == "yes-no":
        return _yes_no(question, text)
    text = _without_premises(question, text)
    if question.kind == "comparison":
        return _comparison(question, text)
    if question.kind == "list" and len(question.answers) > 1:
        return _list(question, text)
    found = [_value(forms, text) for forms in _forms(question)]
    return max(found, key=lambda match: match.score, default=WRONG)


def excess(question: Question, text: str, free_words: int) -> float:
    """How much longer the text is than the answer needs: 0 within `free_words` beside the answer and what
    has to be corrected, 1 from eight times that length on, by the logarithm between.
    """
    wanted = question.answers if question.kind == "list" else question.answers[:1]
    corrections = [part.correction for part in question.inserted if part.is_false]
    needed = free_words + sum(len(answer.split()) for answer in (*wanted, *corrections))
    length = len(text.split())
    return min(1.0, max(0.0, math.log(length / needed, 8))) if length and needed else 0.0


def _without_premises(question: Question, text: str) -> str:
    """The text without sentences that only say what was slipped into the question, or correct it: names and
    values in them are no answer. What was suggested as the answer stays.
    """
    aside = [
        set(plain_words(statement))
        for part in question.inserted
        if part.kind not in ("leading", "pressure")
        for statement in (part.claim, part.correction)
        if statement
    ]
    answers = [form for forms in _forms(question) for form in forms]
    kept, place = "", 0
    for start, end in sentence_spans(text) if aside else ():
        sentence = text[start:end]
        said = set(plain_words(sentence))
        stated = next((one for one in aside if one <= said and len(said) <= 1.5 * len(one)), None)
        # A value that is not in the statement is an answer behind it.
        if stated is not None and not any(
            next(occurrences(form, sentence), None) and not set(plain_words(form)) <= stated
            for form in answers
        ):
            kept, place = kept + text[place:start], end
    return kept + text[place:] or text


def _forms(question: Question) -> list[list[str]]:
    spare: list[list[str]] = [[] for _ in question.answers[len(question.aliases) :]]
    rows = [*question.aliases, *spare][: len(question.answers)]
    return [[answer, *forms] for answer, forms in zip(question.answers, rows, strict=True)]


def _value(forms: Sequence[str], text: str) -> Match:
    """One value in any of its forms."""
    date = parse_date(forms[0])
    if date is not None:
        return _AGREEMENTS[date_agreement(date, text)]
    if parse_quantity(forms[0]) is not None and not _TITLE.search(forms[0]):
        answer = next(numbers(forms[0]), None)
        if answer is not None:
            # Not word by word: the 3 of 3 May is another 3.
            return _AGREEMENTS[number_agreement(answer, text)]
    said = words(text)
    best = WRONG
    for form in forms:
        for start, end in occurrences(form, text, said):
            if is_denied(text, start):
                continue
            if not _is_hedged(text, start, end, forms):
                return RIGHT
            best = PART
    return best


def _is_hedged(text: str, start: int, end: int, forms: Sequence[str]) -> bool:
    """Whether the value is one of two that the text leaves open."""
    after = _OR_AFTER.match(text[end:])
    if after is not None:
        rest = after["rest"]
        return not any(next(occurrences(form, rest), None) for form in forms)
    before = _OR_BEFORE.search(text[:start])
    if before is None:
        return False
    earlier = text[max(0, before.start() - 60) : before.start()]
    return not any(next(occurrences(form, earlier), None) for form in forms)


def _yes_no(question: Question, text: str) -> Match:
    if not question.answers:
        return WRONG
    wanted = normalised(question.answers[0]) in ("yes", "true")
    sentences = [text[start:end] for start, end in sentence_spans(text.replace("’", "'"))]
    said: bool | None = None
    for sentence in sentences:
        said = True if _YES.match(sentence) else False if _NO.match(sentence) else None
        if said is not None:
            break
    if said is None:
        said = _restated(question, sentences)
    if said is None:
        return WRONG
    return RIGHT if said == wanted else WRONG


def _restated(question: Question, sentences: Sequence[str]) -> bool | None:
    """What answers without yes or no say: the value that is right instead means no, what was asked said again
    means yes, and denied no.
    """
    asked = set(plain_words(question.plain))
    statements = [_SAYS_YES_NO.sub("", form) for form in _forms(question)[0]]
    new = [
        added
        for statement in statements
        if len(plain_words(statement)) > 2 and (added := _content(statement) - asked)
    ]
    for sentence in sentences:
        said = set(plain_words(sentence))
        if any(added <= said for added in new):
            return normalised(question.answers[0]) in ("yes", "true")
        shared = len(said & asked) / max(1, len(asked))
        if shared >= 0.6:
            return not _DENIAL.search(sentence)
    return None


def _content(text: str) -> set[str]:
    return {word for word in plain_words(text) if word not in _FUNCTION}


def _comparison(question: Question, text: str) -> Match:
    pair = _COMPARED.match(question.plain)
    right = _forms(question)[0] if question.answers else []
    if not right:
        return WRONG
    other = ""
    if pair is not None:
        names = [pair["a"], pair["b"]]
        others = [name for name in names if normalised(name) not in {normalised(form) for form in right}]
        other = others[0] if len(others) == 1 else ""
    said = words(text)
    ours, theirs = _first(right, text, said), _first([other], text, said) if other else -1
    if ours < 0:
        return WRONG
    if theirs < 0:
        return RIGHT
    return RIGHT if _names_first(question.plain, text, ours < theirs) else WRONG


def _first(forms: Sequence[str], text: str, said: Sequence[Word]) -> int:
    """Where one of the forms is first said to be so; -1 if nowhere."""
    places = [
        start for form in forms for start, _ in occurrences(form, text, said) if not is_denied(text, start)
    ]
    return min(places, default=-1)


def _names_first(question: str, text: str, ours_first: bool) -> bool:
    """Whether an answer that names both, ours first or not, chooses ours: the first that is named, unless it
    turns the comparison round (asked for the larger one, it says which is smaller).
    """
    sentence = next(
        (text[start:end] for start, end in sentence_spans(text) if _THAN.search(text[start:end])), ""
    )
    asked = bool(_MORE.search(question)), bool(_LESS.search(question))
    than = _THAN.search(sentence)
    if than is None or asked[0] == asked[1]:
        return ours_first
    compared = sentence[: than.start()] + (
        sentence[than.start() : than.end()] if than[0] in ("before", "after") else ""
    )
    more, less = bool(_MORE.search(compared)), bool(_LESS.search(compared))
    turned = (asked[0] and less and not more) or (asked[1] and more and not less)
    return ours_first != turned


def _list(question: Question, text: str) -> Match:
    """F1 of the items: how many of those accepted are given, and how many of those given are accepted."""
    accepted = _forms(question)
    said = words(text)
    given = [
        any(not is_denied(text, start) for form in forms for start, _ in occurrences(form, text, said))
        for forms in accepted
    ]
    found = sum(given)
    if not found:
        return WRONG
    extra = _other_items(text, [form for forms in accepted for form in forms], question.plain)
    precision, recall = found / (found + extra), found / len(accepted)
    score = 2 * precision * recall / (precision + recall)
    return RIGHT if score == 1 else Match("partial", score)


def _other_items(text: str, forms: Sequence[str], asked: str) -> int:
    """How many more items the list in the text has. Its sentences are those with an accepted item, and lines
    that are items of a bulleted list.
    """
    known = set(plain_words(asked)) | _FUNCTION
    count = 0
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        bullet = bool(re.match(r"\s*(?:[-*•]|\d+[.)])\s", sentence))
        if not bullet and not any(next(occurrences(form, sentence), None) for form in forms):
            continue
        for item in _SPLIT.split(sentence):
            own = plain_words(item)
            if not own or len(own) > _MAX_ITEM_WORDS or set(own) <= known:
                continue
            if any(
                next(occurrences(form, item), None) or next(occurrences(item, form), None) for form in forms
            ):
                continue
            count += 1
    return count
