"""The parts of a sentence, found by rules: words, subjects, finite verbs, noun phrases, lists of items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curation.claims.words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    SUBJECTS,
    can_be_finite,
    is_participle,
    is_past,
)

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&/,](?=[^\W_])[^\W_]+)*|\S")
_QUOTED = re.compile(r'"[^"\n]{1,200}"|“[^”\n]{1,200}”|\([^()\n]{1,300}\)')
_GOVERNS = frozenset(
    "of in on at by for from with as to into and or being been having not very more most".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a mark, with its place in the sentence."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """In small letters."""
        return self.text.lower()


def words_of(text: str) -> list[Word]:
    """The words and marks; what is quoted or in brackets is one word, so that no rule cuts it."""
    words: list[Word] = []
    place = 0
    for quoted in _QUOTED.finditer(text):
        words += [Word(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, place, quoted.start())]
        words.append(Word(quoted.start(), quoted.end(), quoted.group()))
        place = quoted.end()
    words += [Word(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, place)]
    return words


def _subject_end(words: list[Word]) -> int:
    """Which word is the first finite verb after a subject; -1 if none is found near the beginning."""
    begin = 0
    # `In 1999, he moved`: what stands before the comma is no subject.
    for at, word in enumerate(words[:14]):
        if word.text == "," and at + 1 < len(words) and _begins_subject(words, at + 1):
            begin = at + 1
    for at in range(begin + 1, min(len(words), begin + 16)):
        if is_verb(words, at):
            return at
    return -1


def _begins_subject(words: list[Word], at: int) -> bool:
    word = words[at]
    return word.lower in SUBJECTS or (
        (word.lower in DETERMINERS or word.text[:1].isupper())
        and any(is_verb(words, then) for then in range(at + 1, min(len(words), at + 6)))
    )


def is_verb(words: list[Word], at: int) -> bool:
    """Whether the word is a finite verb here: no capital, and no determiner or preposition before it."""
    word = words[at]
    if word.text[:1].isupper() or not can_be_finite(word.lower):
        return False
    if word.lower in AUXILIARIES or not at:
        return True
    before = words[at - 1].lower
    if before in DETERMINERS or before in _GOVERNS or before in AUXILIARIES:
        return False
    return (
        is_past(word.lower) or before[:1].isupper() or words[at - 1].text[:1].isupper() or before in SUBJECTS
    )


def subject_of(words: list[Word], text: str) -> tuple[str, int]:
    """The subject, without what stands before it, and the verb's number; -1 if there is none."""
    verb = _subject_end(words)
    if verb < 1:
        return "", -1
    begin = 0
    for at in range(verb - 1, -1, -1):
        if words[at].text in (",", ";", ":"):
            following = at + 1
            if _plain(words[following:verb]):
                begin = following
                break
    if not _plain(words[begin:verb]):
        return "", -1
    last = verb - 1
    while last > begin and words[last].lower in ADVERBS:
        last -= 1
    subject = text[words[begin].start : words[last].end]
    if subject.split(" ")[0].lower() in (
        "in",
        "on",
        "at",
        "during",
        "after",
        "before",
        "since",
        "while",
        "when",
    ):
        return "", -1
    return subject, verb


def _plain(words: list[Word]) -> bool:
    """Whether the words can be one noun phrase."""
    return bool(words) and not any(word.text in (",", ";", ":") for word in words) and len(words) <= 14


def own_subject(words: list[Word], at: int, then: int) -> bool:
    """Whether a new subject with its verb follows the comma and `and`."""
    if words[at - 1].text != ",":
        return False
    begins = words[then].lower in DETERMINERS or words[then].text[:1].isupper()
    limit = min(len(words), then + 6)
    for verb in range(then + 1, limit):
        if words[verb].text in (",", ";") or words[verb].lower in ("and", "or"):
            return False
        if begins and is_verb(words, verb) and words[verb].lower in (*AUXILIARIES, "became", "began"):
            return True
    return False


def continues(words: list[Word], verb: int, then: int) -> bool:
    """Whether the word after `and` is a predicate of the same subject: an auxiliary, or a verb of the same
    tense with something after it.
    """
    word = words[then].lower
    if then + 1 >= len(words) or not can_be_finite(word) or words[then + 1].lower in ("and", "or", ","):
        return False
    if word in AUXILIARIES:
        return True
    at = next((at for at in range(verb, then) if can_be_finite(words[at].lower)), verb)
    first = words[at].lower
    if first in AUXILIARIES:
        following = next((w.lower for w in words[at + 1 : then] if w.lower not in ADVERBS), "")
        if first not in BE or is_participle(following):
            # `was born in Lutz and educated at …` wants the auxiliary, `… and attended the …` does not.
            takes_object = words[then + 1].lower in DETERMINERS or words[then + 1].text[:1].isupper()
            return is_past(word) and (takes_object or not is_participle(word))
        return is_past(word) if is_past(first) else _set_apart(words, then)
    if is_past(word):
        return is_past(first)
    return not is_past(first) and _set_apart(words, then)


def _set_apart(words: list[Word], then: int) -> bool:
    """Whether a comma or an adverb says that a word in -s is a verb here and no plural."""
    return words[then - 1].lower in ADVERBS or words[then - 2].text == ","


def clause_end(words: list[Word], begin: int) -> int:
    """Where the clause ends: at the comma after which the main verb follows, else at the end."""
    for at in range(begin + 1, len(words) - 1):
        if words[at].text == "," and is_verb(words, at + 1) and words[at + 1].lower not in ("including",):
            return at
    return len(words)


def noun_phrase(words: list[Word], end: int) -> int:
    """Where the noun phrase before word `end` begins: at a determiner, or at the first capital of a name."""
    for at in range(end - 1, max(-1, end - 10), -1):
        word = words[at]
        if word.text.startswith("("):
            continue
        if word.text in (",", ";", ":"):
            return at + 1 if at + 1 < end and words[at + 1].text[:1].isupper() else -1
        if word.lower in DETERMINERS:
            return at
        if word.text[:1].isupper() or word.lower in ("of", "the", "&"):
            continue
        if at + 1 < end and words[at + 1].text[:1].isupper():
            return at + 1
    first = end - 10 if end > 10 else 0
    return 0 if first == 0 and words[0].text[:1].isupper() else -1


def noun_like(word: Word) -> bool:
    """Whether it can be part of a noun phrase without prepositions."""
    return (
        word.text[:1].isalpha()
        and word.lower not in _GOVERNS
        and (word.text[:1].isupper() or not can_be_finite(word.lower) or word.lower.endswith(("ed", "s")))
    )


def items_of(words: list[Word], begin: int) -> list[tuple[int, int]]:
    """Where the items of a list begin and end, if `and` or `or` stands before the last one."""
    items: list[tuple[int, int]] = []
    start = begin
    closed = False
    at = begin
    while at < len(words):
        word = words[at]
        if word.text == "," or word.lower in ("and", "or"):
            if at > start:
                items.append((start, at))
            closed = closed or word.lower in ("and", "or")
            start = at + 1
        at += 1
    if start < len(words):
        items.append((start, len(words)))
    return items if closed else []
