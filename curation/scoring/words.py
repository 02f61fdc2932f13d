"""Words as short answers are compared by: without case, accents, punctuation, articles and plural endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_ARTICLES = frozenset(("a", "an", "the"))
_NO_PLURAL = re.compile(r"(?:ss|us|is|as|os)$")
# Scripts that put no spaces between words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_NEGATIONS = frozenset(
    "not never isn't wasn't aren't weren't didn't doesn't don't nor neither unlike cannot can't".split()
)
_TURNS = frozenset(("but", "rather", "instead", "only"))
_REACH = 5


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of the text, in order; articles left out."""
    return [word for word in _all_words(text) if word.text not in _ARTICLES]


def plain_words(text: str) -> list[str]:
    """The words alone."""
    return [word.text for word in words(text)]


def normalised(text: str) -> str:
    """The words as one text; the text itself, without spaces around it, where it has none."""
    return " ".join(plain_words(text)) or " ".join(text.split())


def occurrences(phrase: str, text: str, said: Sequence[Word] | None = None) -> Iterator[tuple[int, int]]:
    """Where in the text the phrase stands, word by word: begin and end in characters. `said` are the text's
    words, if they are there.
    """
    if _UNSPACED.search(phrase):
        wanted = phrase.strip()
        yield from ((match.start(), match.end()) for match in re.finditer(re.escape(wanted), text))
        return
    looked_for = plain_words(phrase)
    if not looked_for:
        # A sign, or a letter that is an article elsewhere: as it is written.
        alone = rf"(?<!\w){re.escape(phrase.strip())}(?!\w)" if phrase.strip() else r"(?!)"
        yield from ((match.start(), match.end()) for match in re.finditer(alone, text))
        return
    found = words(text) if said is None else said
    for place in range(len(found) - len(looked_for) + 1):
        if all(found[place + number].text == word for number, word in enumerate(looked_for)):
            yield found[place].start, found[place + len(looked_for) - 1].end


def is_denied(text: str, start: int) -> bool:
    """Whether what begins at `start` is said not to be so: `not`, `rather than` or the like stands a few
    words before it in the same clause.
    """
    clause = re.split(r"[,;:.!?()\n]", text[max(0, start - 80) : start])[-1]
    before = clause.replace("’", "'").casefold().split()[-_REACH:]
    for number in range(len(before) - 1, -1, -1):
        word = before[number]
        follows = before[number + 1] if number + 1 < len(before) else ""
        if (word, follows) in (("rather", "than"), ("instead", "of")):
            return True
        if word in _TURNS and (word != "only" or (number and before[number - 1] == "not")):
            return False
        if word in _NEGATIONS:
            return True
    return False


def _all_words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        yield Word(_folded(match.group()), match.start(), match.end())


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    plain = "".join(character for character in plain if not unicodedata.combining(character)).replace(".", "")
    plain = plain.removesuffix("'s").replace("'", "")
    return _singular(plain)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or _NO_PLURAL.search(word) or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "zes", "sses")):
        return word[:-2]
    return word[:-1]
