"""Tails of events with people as parts of sentences: what somebody needs, does, feels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curation.verbalise.function_word_tags import bare
from curation.verbalise.lexicon import THIRD, VERB, look_up
from curation.verbalise.phrases import Phrase
from curation.verbalise.sentences import agree, listed
from curation.verbalise.words.function_words import SUBJECT_PRONOUNS, TAGS

# What everybody has: `hands hurt`, `opens mouth`.
BODY = frozenset(
    """
    eyes hands legs arms feet fingers muscles knees cheeks ears lips lungs shoulders teeth heart stomach
    face mouth head pulse mind blood skin nose throat belly neck voice hair palms nerves
    """.split()
)


# `make them to stop`
_CAUSED = re.compile(
    r"\b((?:make|let) (?:him|her|them|it|someone|somebody|people|everyone|others|Person[XYZ]"
    r"|(?:the|his|their) \w+)|have (?:him|them|Person[XYZ])) to (?=[a-z])"
)


def infinitive(phrase: Phrase) -> str:
    """After `wants to`: `spend money`; a property becomes `be rich`, a thing `have a car`, and a wish about
    somebody else `have PersonY leave`. Empty for what cannot stand there.
    """
    words = phrase.words
    if words[0].startswith("Person") and len(words) > 2 and words[1] == "to":
        return f"have {words[0]} {' '.join(words[2:])}"
    if bare(words[0]) in SUBJECT_PRONOUNS:
        return ""
    if phrase.kind in ("verb", "third", "gerund", "past"):
        return _CAUSED.sub(r"\1 ", phrase.base())
    if phrase.kind in ("adjective", "participle"):
        return f"be {phrase.text()}"
    if phrase.kind == "noun" and not words[0].startswith("Person"):
        return f"have {phrase.text()}"
    return ""


def act(phrase: Phrase, plural: bool, negated: bool) -> str:
    """What somebody does or becomes, as the verb of a sentence in the present: `gets fired`, `is sad`. Empty
    for what is neither.
    """
    negated = negated != phrase.negated
    if phrase.kind in ("third", "verb") and negated:
        base = phrase.base().split()
        verb = agree(base[phrase.verb], plural, True)
        return " ".join([*base[: phrase.verb], verb, *base[phrase.verb + 1 :]])
    if phrase.kind in ("adjective", "participle"):
        return f"{agree('be', plural, negated)} {phrase.text()}"
    if negated:
        return ""
    if phrase.kind in ("third", "verb", "gerund", "past"):
        return phrase.plural() if plural else phrase.finite()
    return phrase.text() if phrase.kind == "modal" else ""


def feeling(phrase: Phrase, plural: bool) -> tuple[str, bool]:
    """How somebody feels, after `feels` or `is`; or, if True, as a verb phrase of its own. Empty for
    neither.
    """
    if phrase.kind in ("adjective", "participle", "adverb", "gerund"):
        words = phrase.text().split()
        return " ".join(words[1:] if words[0] in ("feeling", "being") and len(words) > 1 else words), False
    if phrase.kind == "prepositional" and phrase.words[0] in ("like", "as", "in", "at", "on"):
        return phrase.text(), False
    if phrase.kind in ("verb", "third"):
        verb = bare(phrase.words[phrase.verb])
        if verb in ("be", "feel", "is", "feels") and len(phrase.words) > phrase.verb + 1:
            return " ".join(phrase.text().split()[phrase.verb + 1 :]), False
        return (phrase.plural() if plural else phrase.third()), True
    if phrase.kind == "modal":
        return phrase.text(), True
    if phrase.kind == "noun":
        text = phrase.text()
        like = "like " if phrase.tags[-1] == "NN" and text.startswith(("a ", "an ")) else ""
        return f"{'feel' if plural else 'feels'} {like}{text}", True
    return "", False


def with_one_feel(acts: Sequence[str]) -> list[str]:
    """`feels joy`, `feels pride` → `feels joy`, `pride`."""
    acts = list(dict.fromkeys(acts))
    verbs = ("feel ", "feels ")
    if len(acts) < 2 or not all(text.startswith(verbs) for text in acts):
        return acts
    return [acts[0], *(text.split(" ", 1)[1] for text in acts[1:])]


def body_part(phrase: Phrase) -> str:
    """`eyes widen`, `hands hurt`: what a part of somebody does. Empty for anything else."""
    words = phrase.words
    second = bare(words[1]) if len(words) > 1 else ""
    does = bare(words[0]) in BODY and second and second not in TAGS and look_up(second).forms & (VERB | THIRD)
    return " ".join(words) if does else ""


def with_to(texts: Sequence[str]) -> str:
    """`to eat and sleep`; `to run and not to fall`."""
    texts = list(dict.fromkeys(texts))
    if any(text.startswith("not to ") for text in texts):
        return listed([text if text.startswith("not to ") else f"to {text}" for text in texts])
    return "to " + listed(texts)


def with_one_subject(clauses: Sequence[str]) -> list[str]:
    """`Ann eats`, `Ann drinks` → `Ann eats`, `drinks`."""
    texts: list[str] = []
    last = ""
    for clause in dict.fromkeys(clauses):
        first = clause.split(" ", 1)[0]
        if first == last and len(clause) > len(first):
            texts.append(clause[len(first) + 1 :])
        else:
            texts.append(clause)
            last = first if first[:1].isupper() and not first.endswith("'s") else ""
    return texts


def with_one_be(acts: Sequence[str]) -> list[str]:
    """`is sad`, `cries`, `is tired` → `is sad and tired`, `cries`."""
    acts = list(dict.fromkeys(acts))
    texts: list[str] = []
    states: list[str] = []
    for text in acts:
        be, _, state = text.partition(" ")
        if be in ("is", "are") and not state.startswith("not "):
            if not states:
                texts.append(be)
            states.append(state)
        else:
            texts.append(text)
    return [f"{text} {listed(flat(states))}" if text in ("is", "are") else text for text in texts]


def flat(properties: Sequence[str]) -> list[str]:
    """Properties without repeats: `sad and angry` is two of them, `happy` is part of `happy to help`, and
    `like …` comes last.
    """
    parts: dict[str, None] = {}
    for text in properties:
        pieces = re.split(r",? and |/| & |, ?", text)
        most = 3 if " and " in text else 4
        for piece in pieces if all(len(piece.split()) < most for piece in pieces) else [text]:
            parts.setdefault(piece.strip())
    for part in list(parts):
        if any(other.startswith(part + " ") for other in parts):
            del parts[part]
    return sorted((part for part in parts if part), key=lambda part: part.startswith(("like ", "as ")))
