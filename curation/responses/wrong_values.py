"""Values that are wrong and look right: other numbers, other entities of the same kind."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.questions import Question

# A number with its separators, in no word (`B2`) and not the point that ends a sentence.
_NUMBER = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\w|[.,]\d)",
)
_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]+(?: [^\W\d_a-z][\w'’.-]+){1,3}")
_COPULA = re.compile(r"\b(is|was|are|were)\b(?! not\b)")
_YEARS = range(1000, 2100)
_FARTHEST_YEAR = 15


def fold(text: str) -> str:
    """Letters and digits alone, in lower case: what two forms of one answer share."""
    return "".join(char for char in text.casefold() if char.isalnum())


def with_other_number(text: str, chance: random.Random) -> str:
    """The text with one of its numbers changed: a year by at most fifteen years, another number by a tenth to
    a half. The text itself if there is none.
    """
    found = list(_NUMBER.finditer(text))
    # A year says more than the day before it.
    years = [match for match in found if match.group().isdigit() and int(match.group()) in _YEARS]
    if not found:
        return text
    match = chance.choice(years or found)
    return text[: match.start()] + _other_number(match.group(), chance) + text[match.end() :]


def _other_number(number: str, chance: random.Random) -> str:
    digits = number.replace(",", "")
    whole, _, decimals = digits.partition(".")
    sign = chance.choice((-1, 1))
    if not decimals and number.isdigit() and int(whole) in _YEARS:
        return str(int(whole) + sign * chance.randint(1, _FARTHEST_YEAR))
    value = int(whole + decimals)
    step = max(1, round(value * chance.uniform(0.1, 0.5)))
    other = value + (step if value - step <= 0 else sign * step)
    text = str(other).rjust(len(decimals) + 1, "0")
    whole, decimals = (text[: -len(decimals)], text[-len(decimals) :]) if decimals else (text, "")
    grouped = f"{int(whole):,}" if "," in number else whole
    return f"{grouped}.{decimals}" if decimals else grouped


def negated(text: str) -> str:
    """The text with its first `is`, `was`, … denied; the text itself if there is none."""
    return _COPULA.sub(r"\1 not", text, count=1)


@dataclass
class Values:
    """The answers of many questions: by relation, by page, and names among them."""

    _of_relation: dict[str, list[str]] = field(default_factory=dict)
    _of_page: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _names: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, questions: Iterable[Question]) -> Values:
        """Those of short questions, which have one answer each, and of lists."""
        values = cls()
        for question in questions:
            if question.kind not in ("short", "list"):
                continue
            for answer in question.answers if question.kind == "list" else question.answers[:1]:
                values._of_relation.setdefault(question.relation, []).append(answer)
                if _NAME.fullmatch(answer):
                    values._names.append(answer)
                for document in question.documents:
                    values._of_page.setdefault(document, []).append((question.relation, answer))
        return values

    def other(self, relation: str, right: Iterable[str], chance: random.Random) -> str:
        """An answer of another question of the relation that is none of the right ones; empty if there is
        none.
        """
        return _another(self._of_relation.get(relation, []), right, chance)

    def name(self, right: Iterable[str], chance: random.Random) -> str:
        """Any name that answers some question; empty if there is none."""
        return _another(self._names, right, chance)

    def with_other_value(self, text: str, documents: Iterable[str], chance: random.Random) -> str:
        """The text with a value that it gives for one of these pages' relations replaced by another page's;
        the text itself if it gives none.
        """
        known = sorted({pair for document in documents for pair in self._of_page.get(document, [])})
        chance.shuffle(known)
        for relation, value in known:
            if not re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text):
                continue
            if other := self.other(relation, [value], chance):
                return text.replace(value, other)
        return text


def _another(values: Iterable[str], right: Iterable[str], chance: random.Random) -> str:
    folded = [fold(form) for form in right]
    found = sorted(
        {v for v in values if not any(fold(v) in form or form in fold(v) for form in folded if form)}
    )
    return chance.choice(found) if found else ""
