"""One sentence cut into statements: coordinated predicates, relative clauses, appositions, lists.

The rules cut only where the pieces are sure to be sentences of their own; a sentence that they do not
understand stays one claim. FActScore's labelled answers (Min et al. 2023) were what they were tried on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curation.claims.phrases import (
    clause_end,
    continues,
    is_verb,
    items_of,
    noun_like,
    noun_phrase,
    own_subject,
    subject_of,
    words_of,
)
from curation.claims.words import ADVERBS, BE, SUBJECTS, can_be_finite, is_past


@dataclass(frozen=True, slots=True)
class Statement:
    """`text` without a full stop; it was made of characters `start` to `end` of the response."""

    text: str
    start: int
    end: int


_LIFE = re.compile(
    r"\s*\(\s*(?:(?P<born>born|b\.)\s+)?(?P<from>[^()–—;]*?\d{3,4}[^()–—;]*?)"
    r"(?:\s*(?:[–—]|\s-\s|-(?=\s?\d{4}))\s*(?P<to>[^()]*?\d{3,4}[^()]*?))?\s*\)"
)


def statements(text: str, start: int, end: int) -> list[Statement]:
    """The statements of the sentence that is characters `start` to `end` of the text, in order."""
    sentence = text[start:end].rstrip(" .!")
    found: list[Statement] = []
    sentence = _life_dates(sentence, start, found)
    return [*_cut(_Piece(sentence, start, ""), 0), *found]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words at `start` of the response, said of `subject` (empty: the words have their own)."""

    text: str
    start: int
    subject: str


def _cut(piece: _Piece, depth: int) -> Iterator[Statement]:
    if depth < 12:
        for rule in (_relative, _apposition, _coordination, _copular_relative, _kinds_of, _listing):
            parts = rule(piece)
            if parts:
                for part in parts:
                    yield from _cut(part, depth + 1)
                return
    body = piece.text.strip(" ,;")
    if not body:
        return
    offset = piece.start + piece.text.index(body)
    yield Statement(_joined(piece.subject, body), offset, offset + len(body))


def _joined(subject: str, body: str) -> str:
    return " ".join(f"{subject} {body}".split())


def _coordination(piece: _Piece) -> list[_Piece]:
    """`S V … and V …`, `S V …, and S2 V …`, `S V …; S2 V …`."""
    words = words_of(piece.text)
    if piece.subject:
        subject, verb = piece.subject, 0
    else:
        subject, verb = subject_of(words, piece.text)
    if verb < 0:
        return []
    for at in range(verb + 2, len(words) - 1):
        if words[at].text == ";" and len(words) - at > 3:
            return _two(piece, words[at].start, words[at].end, "")
        if words[at].lower not in ("and", "but"):
            continue
        then = at + 1
        while then < len(words) - 1 and words[then].lower in ADVERBS:
            then += 1
        cut = words[at - 1].start if words[at - 1].text == "," else words[at].start
        following = words[then]
        if following.lower in SUBJECTS and then + 1 < len(words):
            return _two(piece, cut, words[at].end, "")
        if own_subject(words, at, then):
            return _two(piece, cut, words[at].end, "")
        if not following.text[:1].isupper() and continues(words, verb, then):
            return _two(piece, cut, words[at].end, subject)
    return []


def _two(piece: _Piece, end: int, begin: int, subject: str) -> list[_Piece]:
    left = _Piece(piece.text[:end], piece.start, piece.subject)
    right = _Piece(piece.text[begin:], piece.start + begin, subject)
    lead = len(right.text) - len(right.text.lstrip(" ,"))
    right = _Piece(right.text[lead:], right.start + lead, subject)
    return [left, right] if len(left.text.split()) > 1 and len(right.text.split()) > 1 else []


def _relative(piece: _Piece) -> list[_Piece]:
    """`X, who V …, V …` and `… X, which V …`: the clause is said of the noun phrase before it."""
    words = words_of(piece.text)
    for at in range(1, len(words) - 2):
        if words[at].text != "," or words[at + 1].lower not in ("who", "which"):
            continue
        if not can_be_finite(words[at + 2].lower) and words[at + 2].lower not in ADVERBS:
            continue
        begin = noun_phrase(words, at)
        if begin < 0:
            return []
        antecedent = _nominal(piece.text[words[begin].start : words[at - 1].end])
        end = clause_end(words, at + 2)
        clause = piece.text[words[at + 2].start : words[end - 1].end]
        rest = piece.text[: words[at].start]
        tail = piece.text[words[end].end :] if end < len(words) else ""
        inner = _Piece(clause, piece.start + words[at + 2].start, antecedent)
        if tail.strip():
            if begin:
                return []
            after = piece.start + words[end].end
            lead = len(tail) - len(tail.lstrip())
            return [inner, _Piece(tail.lstrip(), after + lead, rest.strip())]
        return [_Piece(rest, piece.start, piece.subject), inner]
    return []


def _nominal(text: str) -> str:
    return text.strip(" ,")


def _apposition(piece: _Piece) -> list[_Piece]:
    """`X, a Y, V …`: X is a Y, and X V …"""
    if piece.subject:
        return []
    words = words_of(piece.text)
    commas = [at for at, word in enumerate(words[:24]) if word.text == ","]
    if len(commas) < 2 or not words[0].text[:1].isupper():
        return []
    first, second = commas[0], commas[1]
    if not first or not all(
        word.text[:1].isupper() or word.lower in ("of", "the", "de", "von", "van") for word in words[:first]
    ):
        return []
    if words[first + 1].lower not in ("a", "an", "the") or second - first < 3:
        return []
    if second + 1 >= len(words) or not is_verb(words, second + 1):
        return []
    name = piece.text[: words[first - 1].end]
    kind = piece.text[words[first + 1].start : words[second - 1].end]
    tense = "was" if is_past(words[second + 1].lower) else "is"
    rest = words[second + 1].start
    return [
        _Piece(f"{kind}", piece.start + words[first + 1].start, f"{name} {tense}"),
        _Piece(piece.text[rest:], piece.start + rest, name),
    ]


def _copular_relative(piece: _Piece) -> list[_Piece]:
    """`X is a Y who V …`: X is a Y, and X V …"""
    words = words_of(piece.text)
    if piece.subject:
        subject, verb = piece.subject, 0
    else:
        subject, verb = subject_of(words, piece.text)
    if verb < 0 or words[verb].lower not in BE or verb + 1 >= len(words):
        return []
    if words[verb + 1].lower not in ("a", "an", "the", "one"):
        return []
    for at in range(verb + 2, len(words) - 2):
        if words[at].text == ",":
            return []
        if words[at].lower in ("who", "that", "which"):
            if not can_be_finite(words[at + 1].lower) or not words[at - 1].text[:1].islower():
                return []
            return _two(piece, words[at].start, words[at].end, subject)
    return []


def _kinds_of(piece: _Piece) -> list[_Piece]:
    """`X is an American actor, model and singer`: one statement for each."""
    words = words_of(piece.text)
    if piece.subject:
        subject, verb = piece.subject, 0
    else:
        subject, verb = subject_of(words, piece.text)
    if verb < 0 or verb + 3 >= len(words) or words[verb].lower not in BE:
        return []
    if words[verb + 1].lower not in ("a", "an"):
        return []
    items = items_of(words, verb + 2)
    if len(items) < 2 or items[-1][1] != len(words):
        return []
    for begin, end in items:
        item = words[begin:end]
        if len(item) > 4 or any(not noun_like(word) for word in item) or not item[-1].text[:1].islower():
            return []
    be = words[verb].text
    parts = [_Piece(piece.text[: words[items[0][1] - 1].end], piece.start, piece.subject)]
    for begin, end in items[1:]:
        text = piece.text[words[begin].start : words[end - 1].end]
        article = "" if text.split()[0].lower() in ("a", "an", "the") else "an" if text[0] in "aeiou" else "a"
        parts.append(_Piece(text, piece.start + words[begin].start, f"{subject} {be} {article}".strip()))
    return parts


def _listing(piece: _Piece) -> list[_Piece]:
    """`… films, including A, B and C`: one statement for each."""
    words = words_of(piece.text)
    for at in range(2, len(words) - 2):
        lower = words[at].lower
        if lower == "including" or (lower == "as" and words[at - 1].lower == "such"):
            items = items_of(words, at + 1)
            if len(items) < 2 or items[-1][1] != len(words):
                return []
            named = all(words[b].text[:1] in '"“' or words[b].text[:1].isupper() for b, _ in items)
            if not named or any(end - begin > 8 for begin, end in items):
                return []
            head = piece.text[: words[at].end]
            subject = _joined(piece.subject, head)
            first = _Piece(piece.text[: words[items[0][1] - 1].end], piece.start, piece.subject)
            return [
                first,
                *(
                    _Piece(
                        piece.text[words[b].start : words[e - 1].end], piece.start + words[b].start, subject
                    )
                    for b, e in items[1:]
                ),
            ]
    return []


def _life_dates(sentence: str, start: int, found: list[Statement]) -> str:
    """`X (born 1 May 1950) is …`: the date is a statement of its own. The brackets become spaces, so that
    places stay the same.
    """
    match = _LIFE.search(sentence)
    if not match or match.start() > 90:
        return sentence
    name = sentence[: match.start()].strip()
    if not name or not name[0].isupper() or len(name.split()) > 9 or any(map(can_be_finite, name.split())):
        return sentence
    born, died = match["from"].strip(" ,"), match["to"]
    if not re.match(r"(?:\d|[A-Z][a-z]+ \d|c\.|circa)", born):
        return sentence
    if not match["born"] and not died:
        return sentence
    for verb, written, group in (("was born", born, "from"), ("died", died or "", "to")):
        said = written.strip(" ,")
        if said:
            word = "on" if re.search(r"[A-Za-z]{3,}", said) and re.search(r"\b\d{1,2}\b", said) else "in"
            word = "" if said.lower().startswith(("in ", "on ", "c.", "circa")) else word
            text = _joined(name, f"{verb} {word} {said}")
            found.append(Statement(text, start + match.start(group), start + match.end(group)))
    return sentence[: match.start()] + " " * (match.end() - match.start()) + sentence[match.end() :]
