"""Places with their preposition: in a kitchen, on a table, at a party."""

from __future__ import annotations

from curation.verbalise.chunks import chunks
from curation.verbalise.function_word_tags import bare
from curation.verbalise.lexicon import look_up
from curation.verbalise.phrases import Phrase
from curation.verbalise.words.function_words import TAGS
from curation.verbalise.words.nouns import PREPOSITION_OF_PLACE

_STANDS_ALONE = frozenset(
    """
    everywhere anywhere outside inside upstairs downstairs outdoors indoors abroad nearby underground online
    """.split()
)


def at_place(phrase: Phrase) -> str:
    """The place with a preposition, unless it has one (`on table`, `outside`)."""
    first = bare(phrase.words[0])
    if first in _STANDS_ALONE and len(phrase.words) == 1:
        return first
    if (
        phrase.kind in ("prepositional", "adverb")
        or first in _STANDS_ALONE
        or (TAGS.get(first) == "IN" and len(phrase.words) > 1)
    ):
        return phrase.text()
    found = chunks(phrase.words, phrase.tags)
    if not found:
        return f"while {phrase.gerund()}" if phrase.verb >= 0 else f"in {phrase.text()}"
    head = bare(phrase.words[found[0].end - 1])
    head = look_up(head).noun or head
    preposition = PREPOSITION_OF_PLACE.get(head, "in")
    return f"{preposition} {phrase.text(before=preposition)}"
