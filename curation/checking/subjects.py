"""Whether a claim speaks of something else than the page.

"Berlin is the capital of France" has every word but one on a page about Paris; that one is whom it speaks of.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from curation.checking.alignment import Alignment
from curation.checking.lexicon import AUXILIARIES, MONTH_NAMES
from curation.checking.page import Page
from curation.checking.words import Token

_ARTICLES = frozenset(("the", "a", "an"))
REST = 0.8
"""How much of what is said a sentence about the page's own subject must have to contradict the claim."""


@dataclass(frozen=True, slots=True)
class OtherSubject:
    """The claim's subject, which the page does not name. `found` is the page's own, if the best sentence
    says of it alone ("X is the …") what the claim says; then the two contradict each other.
    """

    claimed: list[Token]
    found: Token | None

    @property
    def name(self) -> str:
        """The subject as the claim writes it."""
        return " ".join(token.form for token in self.claimed)


def other_subject(alignment: Alignment, page: Page) -> OtherSubject | None:
    """None if the claim names the page's subject or begins with no name, if the page has a word of that name
    or one akin, or has no title: then it may speak of the claim's subject by a pronoun alone.
    """
    tokens = alignment.tokens
    if not page.title or any(token.word.root in page.title for token in tokens):
        return None
    first = 1 if tokens[0].word.form in _ARTICLES and len(tokens) > 1 else 0
    last = first
    while last < len(tokens) and _may_name(tokens[last]):
        last += 1
    subject = tokens[first:last]
    if not subject or last == len(tokens):
        return None
    after = tokens[last].word.form
    names = {token.start: name for token, name in zip(alignment.content, alignment.is_name, strict=True)}
    if after not in AUXILIARIES and not all(names.get(token.start, False) for token in subject):
        return None  # `Finally`, `Despite`: a capital at the beginning makes no name
    places = {token.start: place for place, token in enumerate(alignment.content)}
    own = [places[token.start] for token in subject if token.start in places]
    if len(own) < len(subject) or any(alignment.on_page[place] for place in own):
        return None
    alone = after in ("is", "was") and last + 1 < len(tokens) and tokens[last + 1].word.form == "the"
    return OtherSubject(subject, _own(alignment, page, own) if alone else None)


def _may_name(token: Token) -> bool:
    return token.form[0].isupper() and not token.word.stop and token.word.lemma not in MONTH_NAMES


def _own(alignment: Alignment, page: Page, subject: Collection[int]) -> Token | None:
    """The page's subject, if it begins the best sentence, which goes on with `is the` and has the rest."""
    if not alignment.best:
        return None
    sentence = page.words_of(alignment.best[0])
    begin = 1 if sentence and sentence[0].word.form in _ARTICLES else 0
    end = begin
    while end < len(sentence) and sentence[end].word.root in page.title:
        end += 1
    says = [token.word.form for token in sentence[end : end + 2]]
    if end == begin or len(says) < 2 or says[0] not in ("is", "was") or says[1] != "the":
        return None
    rest = [place for place in range(len(alignment.content)) if place not in subject]
    whole = sum(alignment.weights[place] for place in rest)
    has = sum(alignment.weights[place] * alignment.in_best[place] for place in rest)
    return sentence[begin] if rest and has >= REST * whole else None
