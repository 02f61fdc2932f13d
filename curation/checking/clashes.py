"""Where the page says another number, date or name than the claim, in the same place."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from curation.checking.alignment import Alignment
from curation.checking.lexicon import KINDS, MONTH_NAMES
from curation.checking.page import Page
from curation.checking.words import Token

REACH = 6  # words between an anchor and what stands in the claim's place
_YEARS = (1000, 2100)


@dataclass(frozen=True, slots=True)
class Clash:
    """`kind` is `number`, `date`, `name` or `kind` (a film for a book); `claimed` the claim's word (its place
    in the content words is `place`), `found` the page's in its stead. `anchored` counts the claim's words
    beside it that the page has beside its own: 1 or 2.
    """

    kind: str
    place: int
    claimed: Token
    found: Token
    anchored: int


def find_clashes(alignment: Alignment, page: Page) -> list[Clash]:
    """The clashes in the best sentence, in the order of the claim; at most one per word."""
    if not alignment.best:
        return []
    sentence = alignment.best[0]
    begin, end = page.first[sentence], page.first[sentence + 1]
    roots = {token.word.root for token in alignment.content}
    clashes: list[Clash] = []
    tokens = page.tokens
    for place, token in enumerate(alignment.content):
        if alignment.in_two[place] >= 0.5:
            continue
        kind = kind_of(token, alignment.is_name[place])
        if not kind:
            continue
        others = [
            other
            for other in range(begin, end)
            if tokens[other].word.root not in roots
            and not tokens[other].word.stop
            and kind_of(tokens[other], other > begin and tokens[other].form[0].isupper()) == kind
        ]
        if not others:
            continue
        found, anchored = _anchored(alignment, page, place, others, (begin, end))
        if found >= 0:
            clashes.append(Clash(kind.split(":")[0], place, token, tokens[found], anchored))
    return clashes


def is_explicit(clash: Clash, alignment: Alignment, page: Page) -> bool:
    """Whether the clash is plain enough to call the claim contradicted: the page lacks the claim's word
    altogether, and the sentence is otherwise about the same.

    How much of the rest it must have was chosen on labelled rows by the share that people called supported:
    2 % for dates, 4 % for names, 9 % for numbers.
    """
    if clash.kind == "kind" or alignment.on_page[clash.place] > 0:
        return False
    rest = [
        (has, weight)
        for place, (has, weight) in enumerate(zip(alignment.in_best, alignment.weights, strict=True))
        if place != clash.place
    ]
    cover = sum(has * weight for has, weight in rest) / max(sum(weight for _, weight in rest), 1e-9)
    if clash.kind in ("date", "number") and _bounded(clash, alignment):
        return False
    if clash.kind == "date":
        return cover >= 0.3
    if clash.kind == "number":
        return cover >= 0.5 or (clash.anchored > 1 and cover >= 0.3)
    if _abbreviates(clash.claimed.form) or _abbreviates(clash.found.form) or clash.place < alignment.lead:
        return False
    if clash.anchored > 1:
        return cover >= 0.5
    return cover >= 0.6 and _same_preposition(clash, alignment, page)


# Before a number these make it a bound, which another number need not contradict.
_BOUNDS = frozenset(
    "over under than least most almost nearly about around after before since between up to top".split()
)


def _bounded(clash: Clash, alignment: Alignment) -> bool:
    mine = bisect_left(alignment.tokens, clash.claimed.start, key=lambda token: token.start)
    return mine > 0 and alignment.tokens[mine - 1].word.form in _BOUNDS


_PREPOSITIONS = frozenset("in at by from of for near with to".split())


def _same_preposition(clash: Clash, alignment: Alignment, page: Page) -> bool:
    """Whether both words stand directly after the same preposition: born in Trieste, born in Naples."""
    at = bisect_left(page.tokens, clash.found.start, key=lambda token: token.start)
    mine = bisect_left(alignment.tokens, clash.claimed.start, key=lambda token: token.start)
    if not at or not mine:
        return False
    before = page.tokens[at - 1].word.form
    return before in _PREPOSITIONS and before == alignment.tokens[mine - 1].word.form


def _abbreviates(form: str) -> bool:
    return len(form) < 5 and form.isupper()


def kind_of(token: Token, name: bool) -> str:
    """What can only be exchanged for its like (`date`, `date:…`, `number`, `kind:…`, `name`); empty for other
    words.
    """
    word = token.word
    if word.number is not None:
        if word.number < 0:
            return "date:before-christ"  # another way of counting: no clash with a year of ours
        year = _YEARS[0] <= word.number <= _YEARS[1] and token.form.isdigit() and len(token.form) == 4
        return "date" if year else "number"
    if word.lemma in MONTH_NAMES:
        return "date:month"
    group = KINDS.get(word.lemma)
    if group is not None:
        return f"kind:{group}"
    return "name" if name else ""


def _anchored(
    alignment: Alignment, page: Page, place: int, others: list[int], bounds: tuple[int, int]
) -> tuple[int, int]:
    """The word among `others` that stands where the claim has its own, and how many neighbours say so."""
    content = alignment.content
    best, most = -1, 0
    votes: dict[int, int] = {}
    for beside, after in ((place - 1, False), (place + 1, True)):
        if not 0 <= beside < len(content) or not alignment.in_best[beside]:
            continue
        anchors = [at for at in page.index.get(content[beside].word.root, ()) if bounds[0] <= at < bounds[1]]
        if not anchors:
            continue
        for other in others:
            near = any(0 < (at - other if after else other - at) <= REACH for at in anchors)
            if near:
                votes[other] = votes.get(other, 0) + 1
    for other, count in votes.items():
        if count > most:
            best, most = other, count
    return best, most
