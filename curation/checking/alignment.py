"""Which words of a claim a page has, and the sentences that have most of them."""

from __future__ import annotations

from dataclasses import dataclass

from curation.checking.page import Page
from curation.checking.words import Token

RELATED = 0.75
"""What a word is worth that the page has in another form: invention for inventor, film for movie."""
AKIN = 0.5
"""What one is worth that the page has only a word like of: photosynthesis for photosynthetic."""
NAME_WEIGHT = 1.0  # nats that a capital letter adds to a word's weight
NEIGHBOUR = 1.15  # how much more a second sentence is worth that stands beside the first
_RARE = 8.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """The content words of one claim against one page; all lists are of the same length.

    `weights` are in nats; `is_name` and `is_number` tell kinds of words; `on_page` is how well the page has
    each word (1, RELATED, AKIN or 0), `in_best` the same for the best sentence, `in_two` for the best two,
    `near` for the best one and its neighbours. `best` are the numbers of the best sentences, at most two,
    best first; none if no word is found. `lead` is how many words at the beginning name what the claim is
    about.
    """

    tokens: list[Token]
    content: list[Token]
    weights: list[float]
    is_name: list[bool]
    is_number: list[bool]
    on_page: list[float]
    in_best: list[float]
    in_two: list[float]
    near: list[float]
    best: list[int]
    window: set[str]
    best_weight: float
    lead: int


def align(tokens: list[Token], page: Page) -> Alignment:
    """The claim's words (not empty) against the page."""
    telling = [token for token in tokens if not token.word.stop]
    # What the page is about is known to be on it: only what is said of it is to be found.
    content = [token for token in telling if token.word.root not in page.title] or telling or tokens
    is_number = [token.word.lemma[0] == "#" or token.form[0].isdigit() for token in content]
    first = tokens[0]
    is_name = [
        token.form[0].isupper() and (token is not first or token.word.weight > _RARE) and not number
        for token, number in zip(content, is_number, strict=True)
    ]
    weights = [
        max(token.word.weight, 1.0) + (NAME_WEIGHT if name else 0.0)
        for token, name in zip(content, is_name, strict=True)
    ]
    lead = 0
    while lead < len(content) - 1 and (is_name[lead] or (not lead and content[0].form[0].isupper())):
        lead += 1
    title = page.title
    known = [1.0 if token.word.root in title else 0.0 for token in content]
    on_page, found = _find(content, weights, known, page)
    best, in_best, in_two, near = _windows(weights, known, found, page)
    window = {token.word.lemma for sentence in best for token in page.words_of(sentence)}
    best_weight = sum(token.word.weight for token in page.words_of(best[0])) if best else 0.0
    return Alignment(
        tokens,
        content,
        weights,
        is_name,
        is_number,
        on_page,
        in_best,
        in_two,
        near,
        best,
        window,
        best_weight,
        lead,
    )


def _find(
    content: list[Token], weights: list[float], known: list[float], page: Page
) -> tuple[list[float], list[dict[int, float]]]:
    """How well the page has each word; and in which sentences, with the same measure."""
    index, sentence_of = page.index, page.sentence_of
    on_page: list[float] = []
    found: list[dict[int, float]] = []
    seen: dict[str, dict[int, float]] = {}  # a word that a claim repeats is looked up once
    for token, by_title in zip(content, known, strict=True):
        word = token.word
        exact = index.get(word.lemma, ())
        related = index.get(word.root, ())
        akin = () if exact or related else page.akin(word.root)
        on_page.append(1.0 if exact or by_title else RELATED if related else AKIN if akin else 0.0)
        if word.lemma in seen:
            found.append(seen[word.lemma])
            continue
        sentences: dict[int, float] = {}
        seen[word.lemma] = sentences
        for place in akin:
            sentences[sentence_of[place]] = AKIN
        if word.root != word.lemma:
            for place in related:
                sentences[sentence_of[place]] = RELATED
        for place in exact:
            sentences[sentence_of[place]] = 1.0
        found.append(sentences)
    return on_page, found


def _windows(
    weights: list[float], known: list[float], found: list[dict[int, float]], page: Page
) -> tuple[list[int], list[float], list[float], list[float]]:
    scores: dict[int, float] = {}
    for sentences, weight in zip(found, weights, strict=True):
        for sentence, match in sentences.items():
            scores[sentence] = scores.get(sentence, 0.0) + match * weight
    if not scores:
        return [], known, known, known
    first = min(scores, key=lambda sentence: (-scores[sentence], sentence))
    in_best = _with(known, found, first)
    gains: dict[int, float] = {}
    for sentences, weight, has in zip(found, weights, in_best, strict=True):
        if has < 1.0:
            for sentence, match in sentences.items():
                if match > has:
                    gains[sentence] = gains.get(sentence, 0.0) + (match - has) * weight
    near = in_best
    for beside in (first - 1, first + 1):
        if beside in gains:
            near = _with(near, found, beside)
            gains[beside] *= NEIGHBOUR
    if not gains:
        return [first], in_best, in_best, near
    second = min(gains, key=lambda sentence: (-gains[sentence], sentence))
    return [first, second], in_best, _with(in_best, found, second), near


def _with(have: list[float], found: list[dict[int, float]], sentence: int) -> list[float]:
    return [max(has, sentences.get(sentence, 0.0)) for has, sentences in zip(have, found, strict=True)]
