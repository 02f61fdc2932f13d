"""Noun phrases in a line of tagged words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from curation.verbalise.function_word_tags import bare
from curation.verbalise.lexicon import look_up
from curation.verbalise.words.verbs import INTRANSITIVE

_INSIDE = frozenset("DT PDT PRP$ POS CD JJ JJR JJS VBN VBG NN NNS NNP NNPS FW".split())

_HEADS = frozenset("NN NNS NNP NNPS FW".split())

_OPENERS = frozenset("DT PDT PRP$ POS CD WDT".split())

_DEGREES = frozenset(
    "very too really quite rather most highly extremely weakly strongly more less so".split()
)


class Chunk(NamedTuple):
    """Words `start` to `end` are a noun phrase with its head at `head` = end - 1; `determined`: it has an
    article, a possessive or a number.
    """

    start: int
    end: int
    determined: bool


def chunks(words: Sequence[str], tags: Sequence[str]) -> list[Chunk]:
    """The noun phrases without what follows their heads, from left to right."""
    found: list[Chunk] = []
    index, size = 0, len(words)
    while index < size:
        tag = tags[index]
        if tag not in _INSIDE or (tag == "VBG" and not _attributive(words, tags, index)):
            index += 1
            continue
        if tag == "VBN" and words[index] in ("called", "named"):
            index += 1
            continue
        if tag == "VBN" and (not index or index + 1 >= size or tags[index + 1] not in _HEADS):
            index += 1
            continue
        begin, end = index, index
        while index < size and tags[index] in _INSIDE:
            if index > begin and words[index][0] == "(":
                break
            if (
                index > begin
                and tags[index] in ("DT", "PDT", "PRP$")
                and tags[index - 1] not in ("PDT", "DT")
            ):
                break
            if tags[index] in _HEADS:
                end = index + 1
            index += 1
            if words[index - 1][-1] in ",;.":
                break
        if end > begin:
            determined = any(tags[at] in _OPENERS for at in range(begin, end))
            if begin > 1 and tags[begin - 1] == "CC" and tags[begin - 2] == "JJ" == tags[begin]:
                begin -= 2  # `a decorative or humorous magnet`
                if begin and tags[begin - 1] in _OPENERS:
                    begin, determined = begin - 1, True
            if (
                tag in ("JJ", "VBN")
                and begin
                and tags[begin - 1] == "RB"
                and (bare(words[begin - 1]) in _DEGREES or (words[begin - 1].endswith("ly") and begin == 1))
            ):
                begin -= 1  # `a very long road`
            found.append(Chunk(begin, end, determined))
            index = end
        else:
            index = max(index, begin + 1)
    return found


def _attributive(words: Sequence[str], tags: Sequence[str], index: int) -> bool:
    """`running water` after a determiner; `riding horse` is an activity."""
    if not index or index + 1 >= len(tags):
        return False
    if tags[index - 1] in ("VB", "VBZ", "VBP") and tags[index + 1] in ("NN", "NNS"):
        return look_up(bare(words[index])).verb in INTRANSITIVE  # `affects falling objects`
    return tags[index - 1] in ("DT", "PRP$", "POS", "JJ")
