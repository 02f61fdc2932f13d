"""What makes a phrase of a lemmatised source doubtful: a verb that has nothing to hang on, a compound that
English does not have, a noun of which nobody knows whether it takes an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curation.verbalise.chunks import chunks
from curation.verbalise.lexicon import ADJECTIVE, ANY_NOUN, NOUN, VERB, look_up
from curation.verbalise.words.attested_pairs import ATTESTED_PAIRS
from curation.verbalise.words.countable import UNCERTAIN
from curation.verbalise.words.function_words import TAGS
from curation.verbalise.words.lemmatised import ATTESTED, BEFORE_INFINITIVES, COMPOUND_PAIRS
from curation.verbalise.words.mass import MASS
from curation.verbalise.words.names import CAPITALISED
from curation.verbalise.words.nouns import DEFINITE, HUMAN
from curation.verbalise.words.places import BARE_AFTER, BARE_PLACES, DEFINITE_PLACES, THE_AFTER
from curation.verbalise.words.verbs import HARDLY_NOUNS, MOSTLY_VERBS

NUMBER = re.compile(r"-?\d[\d,.]*(?:st|nd|rd|th)?")


def only_verb(word: str) -> bool:
    """A verb's lemma that is hardly ever anything else."""
    if word in TAGS:
        return False
    entry = look_up(word)
    return bool(entry.forms & VERB) and entry.verb == word and not entry.forms & (ANY_NOUN | ADJECTIVE)


def mostly_verb(word: str) -> bool:
    """A verb's lemma that is a verb more often than anything else."""
    entry = look_up(word)
    return (
        word not in TAGS
        and bool(entry.forms & VERB)
        and (word in MOSTLY_VERBS or not entry.forms & (ANY_NOUN | ADJECTIVE))
    )


# Finite verbs, and no last word of a compound: `film have`, `automobile run`.
_FINITE = frozenset(
    """
    have be do use need see want get become make feel know think say take give find keep let put come go
    eat run
    contain cause help wear like live look sit stand grow die move happen mean include require seem tell
    belong
    """.split()
)


def lacks_preposition(words: Sequence[str], tags: Sequence[str]) -> bool:
    """`listen music`."""
    return any(
        words[index] in _WITH_PREPOSITION
        and tags[index].startswith("V")
        and tags[index + 1] in ("NN", "NNS", "JJ", "DT", "PRP$")
        for index in range(len(words) - 1)
    )


_WITH_PREPOSITION = frozenset(
    """
    listen look wait arrive belong depend participate compete rely apologize
    """.split()
)


def is_certain(words: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether it is known of its bare nouns if they take an article."""
    for chunk in chunks(words, tags):
        head = words[chunk.end - 1]
        if chunk.determined or tags[chunk.end - 1] != "NN" or NUMBER.fullmatch(head):
            continue
        before = words[chunk.start - 1] if chunk.start else ""
        if head in BARE_AFTER.get(before, ()) or head in THE_AFTER.get(before, ()) or head in DEFINITE:
            continue
        if TAGS.get(before) in ("IN", "TO") and (head in DEFINITE_PLACES or head in BARE_PLACES):
            continue
        if head in UNCERTAIN and head not in MASS:
            return False
    return True


def is_attested(words: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether the compounds in it are ones that English has: `fire engine`, and not `door close`."""
    for index in range(len(words) - 1):
        first, second = words[index], words[index + 1]
        if (
            tags[index + 1] not in ("NN", "NNS")
            or tags[index] not in _MODIFIERS
            or first in TAGS
            or "'" in first
        ):
            continue
        forms = look_up(first).forms
        if not forms & (VERB | NOUN) or (forms & ADJECTIVE and not forms & VERB):
            continue
        if first in CAPITALISED or second in CAPITALISED:
            continue
        pairs = (first, second), (first, look_up(second).noun)
        if not any(pair in known for pair in pairs for known in (ATTESTED_PAIRS, ATTESTED, COMPOUND_PAIRS)):
            return False
    return True


_MODIFIERS = frozenset("NN NNS JJ VBN VBG".split())


def is_verb_for_noun(words: Sequence[str], tags: Sequence[str]) -> bool:
    """A verb's lemma at the end of a noun phrase (`objective think`), or one that leads somewhere (`jump over
    obstacles`) where a noun is expected.
    """
    last = words[-1]
    if any(tag == "NN" and index and only_verb(words[index]) for index, tag in enumerate(tags)):
        return True
    if (
        len(words) > 1
        and tags[-1] == "NN"
        and tags[-2] in ("JJ", "NN", "DT")
        and (only_verb(last) or last in HARDLY_NOUNS)
    ):
        return True
    return tags[0] == "NN" and tags[1:2] == ["IN"] and words[0] in MOSTLY_VERBS and words[1] in _TOWARDS


_TOWARDS = frozenset("over on at through into from by down up onto across around off under along".split())


def runs_on(words: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether it holds a verb that has nothing to hang on: `person wear clothes to avoid`."""
    for index in range(1, len(words)):
        word, before, tag = words[index], words[index - 1], tags[index - 1]
        following = tags[index + 1] if index + 1 < len(words) else ""
        if word in ("be", "have", "do") and tag in ("NN", "NNS", "NNP", "FW"):
            return True
        if word == "be" and tag in ("VB", "VBP") and before not in BEFORE_INFINITIVES:
            return True
        if tags[index] in ("VB", "VBP") and tag in ("VB", "VBP") and before not in BEFORE_INFINITIVES:
            return True
        does = following in _OBJECTS and word not in TAGS and bool(look_up(word).forms & VERB)
        if before in HUMAN and (does or mostly_verb(word)) and words[0] not in BEFORE_INFINITIVES:
            return True
        if not mostly_verb(word):
            if word in _FINITE and tag in ("NN", "NNS", "NNP"):
                return True
            continue
        licensed = (
            tag in ("TO", "MD", "CC", "PRP")
            or before in ("not", "and", "or", "to")
            or (words[0] in BEFORE_INFINITIVES and index < 4)
            or before in BEFORE_INFINITIVES
        )
        if licensed:
            continue
        nounlike = look_up(word).forms & NOUN
        if not nounlike:
            if tags[index] != "VBN" and before not in ("be", "get", "is", "are"):
                return True
            continue
        if tag in ("NN", "NNS", "NNP") and (word in _FINITE or following in _OBJECTS):
            return True
    return False


_OBJECTS = frozenset("DT PRP$ PRP NN NNS JJ CD".split())
