"""Which of a page's possible questions are asked: a mixture of kinds as people ask them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from curation.questions.config import KindWeights
from curation.questions.draft import Draft
from curation.seeded import fraction

# A kind may have so many times its share of a page's questions, where other kinds have too few.
_SLACK = 1.3


def choose(drafts: Sequence[tuple[str, Draft]], weights: KindWeights, per_page: int, seed: int) -> list[str]:
    """The ids of the questions that are asked, at most `per_page`, of drafts with their ids.

    Weighted sampling without replacement (Efraimidis and Spirakis 2006): of a kind with twice the weight
    there are about twice as many, however many the page could give. A page that has little to ask but for
    summaries is asked little.
    """
    by_kind = {name.replace("_", "-"): weight for name, weight in dict(weights).items()}
    counts = Counter(draft.kind for _, draft in drafts)
    keyed = sorted(
        (-math.log(fraction(seed, name)) * counts[draft.kind] / by_kind[draft.kind], name, draft.kind)
        for name, draft in drafts
        if by_kind[draft.kind] > 0
    )
    found = _first(keyed, by_kind, per_page, per_page)
    return _first(keyed, by_kind, len(found), per_page)


def _first(
    keyed: Sequence[tuple[float, str, str]], weights: Mapping[str, float], expected: int, most: int
) -> list[str]:
    """The names that come first, of each kind no more than fit into so many questions as are expected."""
    total = sum(weights.values())
    limits = {kind: max(2, round(expected * weight / total * _SLACK)) for kind, weight in weights.items()}
    found: list[str] = []
    used: Counter[str] = Counter()
    for _, name, kind in keyed:
        if len(found) < most and used[kind] < limits[kind]:
            used[kind] += 1
            found.append(name)
    return found
