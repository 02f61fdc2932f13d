"""How well a page supports a text, offline."""

from __future__ import annotations

from dataclasses import dataclass

from curation.checking.features import Look, combine, look
from curation.checking.model import ClaimModel, sigmoid
from curation.checking.page import Page
from curation.checking.words import tokens_of
from curation.claims.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Score:
    """`logit` and `probability` of being supported; `looks` at each sentence of the text that has words."""

    logit: float
    probability: float
    looks: list[Look]


def looks_at(text: str, page: Page) -> list[Look]:
    """Each sentence of the text against the page: those with content words, or if there are none, those with
    words. None if the page has no words.
    """
    if not page.tokens:
        return []
    sentences = []
    for start, end in sentence_spans(text):
        tokens = tokens_of(text[start:end], start)
        if tokens:
            sentences.append((tokens, "?" in text[start:end]))
    telling = [found for found in sentences if any(not token.word.stop for token in found[0])]
    return [look(tokens, page, question) for tokens, question in telling or sentences]


def score(text: str, page: Page, model: ClaimModel) -> Score | None:
    """None if the text or the page has no words: there is nothing to compare."""
    looks = looks_at(text, page)
    if not looks:
        return None
    logit = model.logit(combine(looks))
    return Score(logit, sigmoid(logit), looks)
