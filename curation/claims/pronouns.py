"""Pronouns at the beginning of statements, put into the name of what a response is about."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CLASSES = {
    "he": "he",
    "his": "he",
    "she": "she",
    "her": "she",
    "it": "it",
    "its": "it",
    "they": "they",
    "their": "they",
}
_OWNERS = ("his", "her", "its", "their")
_LEAD = re.compile(
    r"^(?P<before>(?:(?:in|on|at|during|after|before|by|from|since|as|while|when|following|throughout|despite"
    r"|for|with|although|though|until|upon|over|under)\b[^,]{0,80}(?:, \d{4})?, )?"
    r"(?:(?:and|but|however|also|then|later|today|currently),? )?)"
    r"(?P<pronoun>he|she|it|they|his|her|its|their)(?P<after>\b(?:['’]s\b)?)(?!['’])",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(
    r"^it(?:['’]s| is| was| has been| seems| appears)\s+(?:\w+ly )?"
    r"(?:worth|important|possible|likely|unclear|known|believed|said|thought|clear|noted|reported|estimated|true|raining"
    r"|not (?:clear|known)|interesting|in \w+ that|because)\b",
    re.IGNORECASE,
)


def topic_pronoun(sentences: Iterable[str], topic: str) -> str:
    """Which pronoun stands for the topic: the first one that begins a sentence after the topic was named;
    empty if none does.
    """
    words = {word.lower() for word in re.findall(r"\w+", topic) if len(word) > 2}
    named = True  # an answer can begin with the pronoun: its question had the name
    for number, sentence in enumerate(sentences):
        match = _LEAD.match(sentence)
        if named and match and not _EMPTY_IT.match(sentence):
            return _CLASSES[match["pronoun"].lower()]
        found = {word.lower() for word in re.findall(r"\w+", sentence)}
        named = (named and number > 0) or not words or bool(words & found)
    return ""


def resolved(statement: str, topic: str, pronoun: str) -> str:
    """The statement with the pronoun at its beginning as the topic's name, if it is the topic's pronoun."""
    match = _LEAD.match(statement)
    if not topic or not match or _EMPTY_IT.match(statement):
        return statement
    word = match["pronoun"].lower()
    if _CLASSES[word] != pronoun:
        return statement
    name = topic
    if word in _OWNERS:
        name += "'" if topic.endswith("s") else "'s"
    after = match["after"]
    rest = statement[match.end() :]
    if after:  # he's
        rest = f" {'has' if re.match(r' been| (?:also )?[a-z]+ed', rest) else 'is'}{rest}"
    return f"{match['before']}{name}{rest}"
