"""How much a word tells: the rarer it is in ordinary text, the more.

`frequencies.json` holds the common words of English with the share of sentences that have them, counted by
`benchmarks/train_claim_checker.py --count` in wiki pages, web pages and chat answers; a word that is not in
it is rarer than all in it.
"""

from __future__ import annotations

import functools
import json
from importlib import resources


def weight_of(word: str) -> float:
    """-log of the share of sentences that have the word (lower case), in nats."""
    weights, rarest = _table()
    return weights.get(word, rarest)


@functools.cache
def _table() -> tuple[dict[str, float], float]:
    text = resources.files("curation.checking").joinpath("frequencies.json").read_text(encoding="utf-8")
    content = json.loads(text)
    weights = {word: float(weight) for weight, words in content["words"].items() for word in words.split()}
    return weights, float(content["rarest"])
