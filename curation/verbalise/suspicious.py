"""Patterns that correct English hardly has: a check of the verbaliser's own grammar, and a way to compare
versions.

A hit is a place to look at, not proof of a mistake (`had had` is English).
"""

from __future__ import annotations

import re
from collections import Counter

from curation.verbalise.articles import indefinite_article
from curation.verbalise.lexicon import THIRD, VERB, look_up

_PATTERNS: dict[str, re.Pattern[str]] = {
    "doubled-word": re.compile(
        r"\b(?!(?:\d+|that|had|her|bye|very|so|no|ha|knock|tsk|chop|boo|pom|choo|yo)\b)(\w+) \1\b(?!-)", re.I
    ),
    "doubled-article": re.compile(
        r"\b(a|an|the) (a|an|the|my|your|his|her|its|our|their)\b(?! (little|few|lot|bit))", re.I
    ),
    "two-verbs-to-be": re.compile(r"\b(is|are) (is|are|am)\b", re.I),
    "person-left": re.compile(r"Person[XYZ]|\bperson ?[xyz]\b"),
    "underscore": re.compile(r"_"),
    "template-mark": re.compile(r"[{}\[\]]"),
    "double-space": re.compile(r"  "),
    "space-before-mark": re.compile(r" [,.;!?](?!\d)"),
    "no-capital": re.compile(r"(?:^|[.!?] )[\"']?[a-z]"),
    "no-full-stop": re.compile(r"[^.!?\"]$"),
    "to-and-third-person": re.compile(r"\bto (is|has|does|gets|goes|makes|takes|becomes)\b"),
    "to-be-and-bare-verb": re.compile(r"\b(is|are) (be|have|become)\b"),
    "you-and-third-person": re.compile(r"\byou (is|has|does|gets|goes|makes|takes|becomes)\b"),
    "not-to-be-conjugated": re.compile(r"(?<!make )(?<!let )\b(it|he|she|you|they|we) be\b"),
}  # fmt: skip
_ARTICLE = re.compile(r"\b([Aa]n?) ([A-Za-z0-9][\w'-]*)")
_AFTER_MODAL = re.compile(
    r"\b(?:can|cannot|may|might|must|will|would) (?:not |also |often |sometimes )?([a-z]+)\b"
)
_ARTICLE_AND_VERB = re.compile(r"\b(?:a|an) ([a-z]+)\b(?= (?:a|an|the|to)\b)")


def suspicious(text: str) -> Counter[str]:
    """How often each pattern is there."""
    found: Counter[str] = Counter()
    for name, pattern in _PATTERNS.items():
        hits = sum(1 for _ in pattern.finditer(text))
        if hits:
            found[name] = hits
    for article, word in _ARTICLE.findall(text):
        if word.lower() != "a" and indefinite_article(word) != article.lower():
            found["wrong-a-or-an"] += 1
    for verb in _AFTER_MODAL.findall(text):
        forms = look_up(verb).forms
        if forms & THIRD and not forms & VERB and look_up(verb).verb:
            found["third-person-after-modal"] += 1
    for noun in _ARTICLE_AND_VERB.findall(text):
        entry = look_up(noun)
        if entry.forms and not entry.noun and entry.verb == noun:
            found["article-before-verb"] += 1
    return found
