"""Articles that were forgotten in text that people typed: `find solution`, `sits on toilet`."""

from __future__ import annotations

from collections.abc import Sequence

from curation.verbalise.articles import indefinite_article
from curation.verbalise.chunks import Chunk
from curation.verbalise.function_word_tags import bare
from curation.verbalise.words.countable import COUNTABLE
from curation.verbalise.words.nouns import CONCRETE, HUMAN, HUMAN_ENDINGS
from curation.verbalise.words.places import BARE_AFTER, BARE_PLACES, DEFINITE_PLACES, THE_AFTER

# After these, the noun stands for one place that everybody has in mind.
OF_PLACE = frozenset(
    """
    to at in on from into onto inside outside near by around across through along towards toward off out
    """.split()
)


def with_forgotten(
    words: Sequence[str], tags: Sequence[str], chunk: Chunk, before: str, known: frozenset[str]
) -> list[str]:
    """A noun phrase of natural text, with the article that was forgotten."""
    inside = list(words[chunk.start : chunk.end])
    head = bare(inside[-1])
    if chunk.determined and len(inside) > 1 and inside[0] in ("a", "an"):
        return [indefinite_article(inside[1].strip("\"'(")), *inside[1:]]
    if chunk.determined or tags[chunk.end - 1] != "NN" or len(inside) > 3:
        return inside
    if head not in CONCRETE and not (head in COUNTABLE and _asks_for_article(words, tags, chunk, before)):
        return inside
    if head in CONCRETE and len(inside) > 2:
        return inside
    if any(tags[at] in ("NNP", "FW", "VBN", "VBG") for at in range(chunk.start, chunk.end)):
        return inside
    if len(inside) == 1 and head in BARE_PLACES and before in ("for", "to", "in", "at", "from"):
        return inside
    passive = (
        before == "by"
        and chunk.start > 1
        and (tags[chunk.start - 2] == "VBN" or bare(words[chunk.start - 2]) == "hit")
    )
    if (
        (head in BARE_AFTER.get(before, ()) and not passive)
        or (before == "by" and not passive)
        or before
        in (
            "as",
            "no",
            "any",
            "every",
            "play",
            "next",
            "last",
            "a",
            "an",
        )
    ):
        return inside
    if chunk.start and tags[chunk.start - 1] == "PRP":
        return inside  # `the birds they saw`
    if head in known or (before in OF_PLACE and head in DEFINITE_PLACES) or head in THE_AFTER.get(before, ()):
        return ["the", *inside]
    return [indefinite_article(inside[0]), *inside]


def _asks_for_article(words: Sequence[str], tags: Sequence[str], chunk: Chunk, before: str) -> bool:
    """`find solution`, `prepare for event`, but not `be friends with` or `on stage`."""
    tag = tags[chunk.start - 1] if chunk.start else ""
    if tag == "RP" and chunk.start > 1:
        tag = tags[chunk.start - 2]  # `carry out task`
    head = bare(words[chunk.end - 1])
    if before in _WITH_BARE and head in _GIVEN:
        return True
    if before == "be":
        return head in HUMAN or head.endswith(HUMAN_ENDINGS)
    alone = chunk.end - chunk.start == 1
    if alone and bare(words[chunk.start]) in BARE_PLACES:
        return False
    following = bare(words[chunk.end]) if chunk.end < len(words) else ""
    if following == "of" or (following and tags[chunk.end] in ("NN", "NNS", "NNP")):
        return False
    if before == "take":
        return bare(words[chunk.end - 1]) in _TAKEN
    if tag.startswith("VB"):
        # Of `date on dating site`, the site is a dating site.
        return before not in _WITH_BARE and not (
            chunk.start > 1 and tag == "VBG" and tags[chunk.start - 2] == "IN"
        )
    return before in ("for", "with", "onto", "on", "under", "behind", "near") and chunk.start > 0


_TAKEN = frozenset(
    """
    nap walk shower bath break picture photo seat bus taxi train course test exam trip vacation
    """.split()
)

# Not of those: `give reaction`.
_GIVEN = frozenset(
    """
    reaction speech present gift job presentation lecture reason suggestion loan cake meal movie
    party letter
    """.split()
)

# `take part`, `lose track`, `give birth`: no article.
_WITH_BARE = frozenset("be become lose keep go play make change give call catch pay".split())
