"""What the small model weighs: numbers that tell whether a page supports a statement.

Each is of one sentence of a claim against one page. Those in `FOR` can only speak for support and those in
`AGAINST` only against it; the model's weights have these signs (see `benchmarks/train_claim_checker.py`).
Shares are by weight, from 0 to 1, and `two` stands for the best two sentences of the page.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from curation.checking.alignment import Alignment, align
from curation.checking.clashes import Clash, find_clashes
from curation.checking.lexicon import ANTONYMS, FIRST_PERSON, KINDS, NEGATORS
from curation.checking.page import Page
from curation.checking.words import Token

REACH = 5  # words between two on the page that stand side by side in the claim
FREQUENT = 60  # places of a word beyond which only so many in the best sentences are looked at

FOR = (
    "cover-best",  # of all content words, the share that the best sentence has
    "cover-two",
    "cover-near",  # … that the best sentence and its neighbours have
    "cover-page",
    "all-two",  # of all words, function words too
    "all-page",
    "bigrams-page",  # pairs of words side by side that the page has too
    "names-two",  # of the names
    "names-page",
    "numbers-two",
    "numbers-page",
    "rest-best",  # of the words after those that name what the claim is about
    "rest-two",
    "rest-page",
    "late-two",  # of the second half
    "last-two",  # of the last content word
    "pairs-two",  # pairs of content words that stand near each other in the same order
    "pairs-page",
    "dense",  # cover-two / cover-page: what the page has, it has in one place
    "matched",  # logarithm of the weight of the words found
    "cosine",  # overlap with the best sentence, divided by both lengths
)
AGAINST = (
    "rarest-two",  # weight of the most telling word that is missing
    "rarest-page",
    "missing-two",  # logarithm of the weight of all missing words
    "missing-page",
    "name-missing",  # the page lacks a name of the claim: 1 or 0, as are those below
    "number-missing",
    "clash-number",  # another number or date stands in its place
    "clash-name",
    "clash-kind",  # the sentences have another thing of a kind: a book, not a film
    "clash-two",  # a clash with words of the claim on both sides
    "antonym",
    "negation",  # one of claim and sentence is negated
    "negation-claim",  # only the claim is
    "first-person",  # the claim speaks of its speaker, the sentences do not
    "question",
)
NAMES = FOR + AGAINST
WORST = 0.3
"""How much a text's worst sentence counts beside the mean of all: a text is true if all of it is."""


@dataclass(frozen=True, slots=True)
class Look:
    """One sentence against a page: `values` in the order of `NAMES`, and what they were made of."""

    values: list[float]
    alignment: Alignment
    clashes: list[Clash]


def combine(looks: Sequence[Look]) -> list[float]:
    """The values of a text of several sentences: their mean by the number of content words, moved to those
    of the sentence that is covered least.
    """
    if len(looks) == 1:
        return looks[0].values
    lengths = [len(look.alignment.content) + 0.5 for look in looks]
    whole = sum(lengths)
    worst = min(looks, key=lambda look: look.values[1]).values
    return [
        (1 - WORST) * sum(map(float.__mul__, column, lengths)) / whole + WORST * least
        for column, least in zip(zip(*(look.values for look in looks), strict=True), worst, strict=True)
    ]


def look(tokens: list[Token], page: Page, question: bool = False) -> Look:
    """A sentence's words (not empty) against a page that has words."""
    found = align(tokens, page)
    clashes = find_clashes(found, page)
    values = _shares(found, page) + _signs(found, page, clashes)
    values.append(1.0 if question else 0.0)
    return Look(values, found, clashes)


def _shares(found: Alignment, page: Page) -> list[float]:
    weights, in_best, in_two, on_page = found.weights, found.in_best, found.in_two, found.on_page
    total = sum(weights)
    best, two = _dot(in_best, weights) / total, _dot(in_two, weights) / total
    whole = _dot(on_page, weights) / total
    lemmas = [token.word.lemma for token in found.tokens]
    distinct = set(lemmas)
    bigrams = list(pairwise(lemmas))
    names = [place for place, flag in enumerate(found.is_name) if flag]
    numbers = [place for place, flag in enumerate(found.is_number) if flag]
    rest = range(found.lead, len(weights))
    middle = found.tokens[len(found.tokens) // 2].start
    late = [place for place, token in enumerate(found.content) if token.start >= middle]
    missing_two = [(1.0 - has) * weight for has, weight in zip(in_two, weights, strict=True)]
    missing_page = [(1.0 - has) * weight for has, weight in zip(on_page, weights, strict=True)]
    return [
        best,
        two,
        _dot(found.near, weights) / total,
        whole,
        len(distinct & found.window) / len(distinct),
        len(distinct & page.lemmas) / len(distinct),
        sum(map(page.bigrams.__contains__, bigrams)) / len(bigrams) if bigrams else best,
        _share(names, in_two, weights, two),
        _share(names, on_page, weights, whole),
        _share(numbers, in_two, weights, two),
        _share(numbers, on_page, weights, whole),
        _share(rest, in_best, weights, best),
        _share(rest, in_two, weights, two),
        _share(rest, on_page, weights, whole),
        _share(late, in_two, weights, two),
        in_two[-1],
        *_pairs(found, page, best, whole),
        two / max(whole, 0.05),
        math.log1p(total * two) / 4,
        best * math.sqrt(total / (found.best_weight + 1.0)),
        max(missing_two) / 10,
        max(missing_page) / 10,
        math.log1p(sum(missing_two)) / 4,
        math.log1p(sum(missing_page)) / 4,
        1.0 if any(on_page[place] < 0.5 for place in names) else 0.0,
        1.0 if any(on_page[place] < 0.5 for place in numbers) else 0.0,
    ]


def _signs(found: Alignment, page: Page, clashes: list[Clash]) -> list[float]:
    kinds = {clash.kind for clash in clashes}
    lemmas = {token.word.lemma for token in found.tokens}
    opposite = any(
        has < 1.0 and not ANTONYMS.get(token.word.lemma, _NONE).isdisjoint(found.window - lemmas)
        for token, has in zip(found.content, found.in_two, strict=True)
        if token.word.lemma in ANTONYMS
    )
    sentence = page.words_of(found.best[0]) if found.best else []
    negated = _any_of(found.tokens, NEGATORS)
    page_negated = _any_of(sentence, NEGATORS)
    first_person = _any_of(found.tokens, FIRST_PERSON) and not any(
        _any_of(page.words_of(number), FIRST_PERSON) for number in found.best
    )
    flags = (
        not kinds.isdisjoint(("number", "date")),
        "name" in kinds,
        _other_of_kind(found, page),
        any(clash.anchored > 1 for clash in clashes),
        opposite,
        negated != page_negated,
        negated and not page_negated,
        first_person,
    )
    return [1.0 if flag else 0.0 for flag in flags]


_NONE: frozenset[str] = frozenset()


def _any_of(tokens: Iterable[Token], words: Collection[str]) -> bool:
    return any(token.word.form in words for token in tokens)


def _other_of_kind(found: Alignment, page: Page) -> bool:
    """Whether the best sentences have another word of some kind, and not the claim's."""
    wanted = {
        KINDS[token.word.lemma]
        for token, has in zip(found.content, found.in_two, strict=True)
        if has < 1.0 and token.word.lemma in KINDS
    }
    if not wanted:
        return False
    roots = {token.word.root for token in found.content}
    return any(
        KINDS.get(token.word.lemma) in wanted and token.word.root not in roots
        for number in found.best
        for token in page.words_of(number)
    )


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(map(float.__mul__, left, right))


def _share(places: Sequence[int], have: Sequence[float], weights: Sequence[float], otherwise: float) -> float:
    """Of the words at these places, the share that is found; `otherwise` if there are none."""
    whole = part = 0.0
    for place in places:
        whole += weights[place]
        part += have[place] * weights[place]
    return part / whole if whole else otherwise


def _pairs(found: Alignment, page: Page, best: float, whole: float) -> tuple[float, float]:
    content, weights = found.content, found.weights
    if len(content) < 2:
        return best, whole
    index, sentence_of = page.index, page.sentence_of
    total = in_two = anywhere = 0.0
    for place, (one, other) in enumerate(pairwise(content)):
        weight = weights[place] + weights[place + 1]
        total += weight
        left, right = index.get(one.word.root), index.get(other.word.root)
        if not left or not right:
            continue
        if len(left) > FREQUENT:
            left = [at for at in left[: 100 * FREQUENT] if sentence_of[at] in found.best][:FREQUENT]
        seen = False
        for at in left:
            following = bisect_left(right, at + 1)
            if following == len(right):
                break
            then = right[following]
            if then - at <= REACH and sentence_of[then] == sentence_of[at]:
                seen = True
                if sentence_of[at] in found.best:
                    in_two += weight
                    break
        if seen:
            anywhere += weight
    return in_two / total, anywhere / total
