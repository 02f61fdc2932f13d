"""How probable a label is, from the probabilities of the token it begins with."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from curation.endpoint import Answer
from schemas.responses import CONTRADICTED, NOT_FOUND, SUPPORTED

LABELS = (SUPPORTED, CONTRADICTED, NOT_FOUND)
# Quotes inside a reason are escaped, so a reason cannot hold this.
_LABEL = re.compile(rf'(?<!\\)"label"\s*:\s*"(?=({"|".join(LABELS)})")')


def from_tokens(answer: Answer, labels: Sequence[str]) -> list[float] | None:
    """For each of the answer's labels, in the order in which it wrote them, the probability of `supported`
    among the labels that could stand there. None if the endpoint gave no token probabilities, or none that
    fit the text.
    """
    if not answer.tokens or "".join(token.text for token in answer.tokens) != answer.text:
        return None
    found = list(_LABEL.finditer(answer.text))
    if [match.group(1) for match in found] != list(labels):
        return None
    starts, place = [], 0
    for token in answer.tokens:
        starts.append(place)
        place += len(token.text)
    result = []
    number = 0
    for match in found:
        while number + 1 < len(starts) and starts[number + 1] <= match.end():
            number += 1
        probability = _probability(answer, number, match.end() - starts[number], match.group(1))
        if probability is None:
            return None
        result.append(probability)
    return result


def _probability(answer: Answer, number: int, offset: int, label: str) -> float | None:
    """Of `supported`, at the token in which the label begins, `offset` characters after the token does."""
    token = answer.tokens[number]
    before = token.text[:offset]
    masses = dict.fromkeys(LABELS, 0.0)
    for text, logprob in {token.text: token.logprob, **dict(token.top)}.items():
        rest = text[offset:]
        if text[:offset] != before or not rest:
            continue
        for one in LABELS:
            if one.startswith(rest) or rest.startswith(one):
                masses[one] += math.exp(min(0.0, logprob))
    total = sum(masses.values())
    return masses[SUPPORTED] / total if masses[label] > 0 else None
