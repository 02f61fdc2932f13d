"""Whether what a crowd wrote, or a miner found, is English: slips of the pen, words that are none, halves of
sentences. Lemmatised sources are judged in `plainness.py`.

Each test says no to more than it must: a subject has more to say than a paragraph holds, and one slip spoils
a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from curation.tuples.relations import RELATIONS
from curation.verbalise.event_relations import EXPECTED
from curation.verbalise.event_tails import BODY
from curation.verbalise.function_word_tags import Expected, bare
from curation.verbalise.lexicon import (
    ADJECTIVE,
    ANY_NOUN,
    GERUND,
    NOUN,
    PARTICIPLE,
    PAST,
    PLURAL,
    THIRD,
    VERB,
    look_up,
)
from curation.verbalise.people import normal_people
from curation.verbalise.phrases import Phrase, analyse, tidy
from curation.verbalise.plain_phrases import mostly_verb, only_verb
from curation.verbalise.spelling import is_word
from curation.verbalise.tagging import RuleTagger
from curation.verbalise.word_pairs import has_slip
from curation.verbalise.words.countable import COUNTABLE, UNCERTAIN
from curation.verbalise.words.function_words import TAGS
from curation.verbalise.words.places import BARE_PLACES
from curation.verbalise.words.verbs import LINKING, MOSTLY_VERBS, STANDS_ALONE
from schemas.knowledge import KnowledgeTuple

# Whose heads and tails are sentences that people typed, each once.
TYPED = frozenset({"atomic2020", "atomic2019"})

# Whose statements were found in questions and sentences by machine.
MINED = frozenset({"quasimodo", "ascent", "ascentpp"})

_TAGGER = RuleTagger()
_INFINITIVES = frozenset(("xNeed", "xIntent", "xWant", "oWant"))
_EFFECTS = frozenset(("xEffect", "oEffect"))
_REACTIONS = frozenset(("xReact", "oReact", "xAttr"))


def slip(row: KnowledgeTuple) -> str:
    """Why the tuple cannot be told: `misspelt` (a word that is none), `malformed-head`, `malformed-tail`;
    empty if it can, and of sources that neither people typed nor machines mined.
    """
    if row.source in MINED:
        return _mined(row)
    if row.source not in TYPED:
        return ""
    head = tidy(normal_people(row.head))
    if not all(map(is_word, head)):
        return "misspelt"
    if not head:
        return ""
    if (
        bare(head[-1]) in _NO_END
        or _broken_words(" ".join(word for word in head if word != "___"))
        or _BLANK_AFTER.search(row.head)
        or _HALF.search(row.head)
        or _needs_object(head)
    ):
        return "malformed-head"
    expected = EXPECTED.get(row.relation)
    tail = normal_people(row.tail) if expected else row.tail
    words = tidy(tail)
    if not all(map(is_word, words)):
        return "misspelt"
    if expected is None or not words or bare(words[0]) in ("none", "nothing"):
        return ""
    return "malformed-tail" if _malformed(tail, list(words), expected, row.relation) else ""


def _mined(row: KnowledgeTuple) -> str:
    tail = tidy(row.tail)
    if not (all(map(is_word, tidy(row.head))) and all(map(is_word, tail))):
        return "misspelt"
    if row.head.lower() in ("us", "me", "we", "i", "you"):
        return "malformed-head"
    if not tail:
        return ""
    if bare(tail[-1]) in ("us", "me", "we", "i", "you"):
        return "malformed-tail"  # `found in us`: the country
    words = [*row.relation.split(), *tail] if row.relation not in RELATIONS else list(tail)
    if has_slip(words) or _unfinished(row.relation, [bare(word) for word in words]):
        return "malformed-tail"
    return ""


def _unfinished(relation: str, words: Sequence[str]) -> bool:
    """A verb without what it cannot do without: `keep healthy`, `protect from cold`, `be made`."""
    if words[-2:] == ["each", "other"]:
        return True  # of several, and the subject may be one
    verb, last = words[0], words[-1]
    if relation in ("CapableOf", "ReceivesAction"):
        return verb == "be" and len(words) == 2 and bool(look_up(last).forms & GERUND)
    if relation in RELATIONS:
        return relation == "HasProperty" and len(words) == 1 and last in _NOT_DONE
    if verb in ("keep", "make", "leave", "let") and len(words) == 2:
        entry = look_up(last)
        return entry.forms & (ADJECTIVE | ANY_NOUN | GERUND) == ADJECTIVE
    if verb in ("protect", "prevent", "keep") and len(words) > 1 and words[1] in ("from", "against"):
        return True
    return words[:1] == ["be"] and len(words) == 2 and last in _NOT_DONE


# Participles that say nothing without what follows.
_NOT_DONE = frozenset(
    """
    made related selected justified called based used associated located named considered found kept defined
    composed known said priced put given taken caused different similar same able allowed needed
    """.split()
)


def typed_weight(row: KnowledgeTuple) -> float:
    """The weight of what a person typed: a short answer has fewer slips that no test finds."""
    return row.weight / max(2, len(row.tail.split())) ** 2


@lru_cache(maxsize=1 << 16)
def _broken_words(text: str) -> bool:
    return has_slip(text.split())


def _malformed(tail: str, words: list[str], expected: Expected, relation: str) -> bool:
    if _broken_words(" ".join(words)) or bare(words[0]) in _NO_START:
        return True
    if (
        len(words) > 1
        and bare(words[-1]) in COUNTABLE
        and bare(words[-1]) not in _BARE_ENDS
        and bare(words[-2]) in ("in", "at", "to", "of")
    ):
        return bare(words[-1]) not in BARE_PLACES  # `compete in event`
    if (
        len(words) > 1
        and bare(words[-1]) in UNCERTAIN
        and (look_up(bare(words[-2])).verb or "-") in MOSTLY_VERBS
        and bare(words[-2]) not in TAGS
    ):
        return True  # `avoid hit`
    if (
        relation in _REACTIONS
        and "," in tail
        and not all(
            len(piece.split()) == 1 and look_up(bare(piece.strip())).forms & (ADJECTIVE | PARTICIPLE)
            for piece in tail.replace(" and ", ",").split(",")
            if piece.strip()
        )
    ):
        return True  # `happy, romance`
    phrase = analyse(tail, expected, _TAGGER, frozenset())
    if phrase is None:
        return False  # counted where it is told
    if relation in _INFINITIVES:
        return _no_infinitive(phrase)
    if relation in _EFFECTS:
        return _no_effect(phrase)
    if relation in _REACTIONS and not (relation == "xAttr" and phrase.kind == "noun"):
        return _no_feeling(phrase)
    return False


# After `in`, `at`, `to`, `of` without an article.
_BARE_ENDS = frozenset(
    """
    person bed line class court shape place college church town home hand debt order general return store
    style tune turn use view love need bloom action case contact control fact front half sight school
    office mind heart life night day noon dawn dusk once war sea root date age foot length ease risk law
    speed course fashion character costume uniform bondage print question tears advance agony
    """.split()
)
_NO_START = frozenset("and or because so but than which who whom that if then".split())
# Events are cut out of stories, and some break off: `cuts ___ according`, `works hard all ___`.
_NO_END = frozenset("according means such equal regard behalf lieu terms accordance due much".split())
_BLANK_AFTER = re.compile(
    r"\b(?:all|so|too|very|more|most|as|(?:wo)?men's|people's|patient's|another's) ___"
    r"|___ (?:long|far|according|alike|trying|able)\b"
)
_HALF = re.compile(
    r"^PersonX (?!is|was|gets|walks|runs|sits|stands|stops|drops|goes|comes)\w+s by Person"
    r"|^PersonX (?:gives|gave|hands|shows|offers|lends|sends) Person[XYZ]'s \S+$"
)


def _needs_object(head: Sequence[str]) -> bool:
    """`tells PersonY to make`, `always wears`."""
    last = bare(head[-1])
    if len(head) < 3 or head[-2].endswith("___"):
        return False
    if head[-2] == "to" and mostly_verb(last) and last not in STANDS_ALONE:
        return True
    entry = look_up(last)
    finite = entry.forms & (VERB | THIRD) and not entry.forms & (ANY_NOUN | ADJECTIVE | PARTICIPLE | PAST)
    return bool(finite) and last not in TAGS and entry.verb not in STANDS_ALONE


_WITH_OBJECT = frozenset("bring put give send make hand throw place ensure find keep offer".split())


def _no_infinitive(phrase: Phrase) -> bool:
    """After `wants to`: no verb, or one that says again what `wants` does."""
    words, first = phrase.words, bare(phrase.words[0])
    if words[0].startswith("Person"):
        return False
    if first in _WISHES or (first in ("have", "be") and len(words) > 1 and bare(words[1]) in _WISHES_TOO):
        return True
    if first == "be" and len(words) == 1:
        return True
    if phrase.kind == "noun":
        return not _is_told(phrase) or (len(words) == 1 and bool(look_up(first).forms & VERB))
    if phrase.kind == "verb" and phrase.verb == 0 and len(words) == 1:
        return (look_up(first).verb or first) not in STANDS_ALONE
    return phrase.kind == "past" and len(words) > 1 and first != "been" and bool(look_up(first).forms & PAST)


_WISHES = frozenset("want wants wanting wanted desire need needs".split())
_WISHES_TOO = frozenset("want wanted wanting a-want best".split())


def _is_told(phrase: Phrase) -> bool:
    """Whether a noun phrase that people typed has the articles it needs, and no verb in it."""
    words, tags = phrase.words, phrase.tags
    lower = [bare(word) for word in words]
    if any(tag in ("VBZ", "VBP", "VBD", "MD", "CD") for tag in tags):
        return False
    if any(
        index
        and only_verb(word)
        and word not in COUNTABLE
        and tags[index] not in ("VBN", "VBG")
        and tags[index - 1] != "TO"
        for index, word in enumerate(lower)
    ):
        return False
    if any(
        look_up(word).forms & THIRD and not look_up(word).forms & NOUN and look_up(word).verb in MOSTLY_VERBS
        for word in lower[1:]
    ):
        return False
    determined = tags[0] in ("DT", "PDT", "PRP$", "POS") or words[0].endswith("'s")
    if words[0].endswith("'s") and len(words) < 2:
        return False
    if determined:
        return len(words) > 1
    last = (
        next((index for index, tag in enumerate(tags) if tag in ("IN", "TO", "WP", "CC", "WRB")), len(tags))
        - 1
    )
    if last < 0:
        return False
    head = look_up(lower[last])
    if len(words) == 2 and head.forms & THIRD and head.verb in STANDS_ALONE:
        return False  # `body trembles`
    if head.forms & PLURAL:
        return True
    return head.mass and lower[last] not in COUNTABLE and tags[0] in ("NN", "JJ")


def _no_effect(phrase: Phrase) -> bool:
    """What somebody does, or what comes of it."""
    words, first = phrase.words, bare(phrase.words[0])
    if words[0].startswith("Person"):
        return False
    if phrase.kind == "noun":
        second = bare(words[1]) if len(words) > 1 else ""
        return not _is_told(phrase) or (first in MOSTLY_VERBS and TAGS.get(second) in ("DT", "PRP$", "IN"))
    if phrase.kind in ("verb", "third", "past", "gerund") and phrase.verb == 0 and len(words) > 1:
        verb, second = look_up(first).verb or first, bare(words[1])
        entry = look_up(second)
        if verb in _WITH_OBJECT and (
            TAGS.get(second) in ("IN", "TO")
            or (len(words) == 2 and entry.forms & ADJECTIVE and not entry.noun)
        ):
            return True  # `brings into the house`, `makes big`
        if verb in ("call", "name") and len(words) == 2 and entry.forms & NOUN and not entry.forms & PLURAL:
            return True  # `calls saint`
    if phrase.kind == "clause":
        return phrase.tags[0] in ("NN", "JJ") and not look_up(first).mass and first not in BODY
    if phrase.kind in ("verb", "third", "past") and len(words) == 1:
        return (look_up(first).verb or first) not in STANDS_ALONE
    return phrase.kind in ("prepositional", "adverb")


def _no_feeling(phrase: Phrase) -> bool:
    """What somebody is or feels."""
    words, first = phrase.words, bare(phrase.words[0])
    if words[0].startswith("Person"):
        return True
    if phrase.kind == "noun":
        return not _is_told(phrase) or bare(words[-1]) in ("feel", "feels", "feelings")
    if phrase.kind in ("verb", "third", "past"):
        verb = look_up(first).verb or first
        if len(words) == 1:
            return verb not in STANDS_ALONE
        return verb not in LINKING and verb not in (
            "be",
            "have",
            "like",
            "love",
            "hate",
            "want",
            "need",
            "enjoy",
            "know",
            "think",
        )
    return phrase.kind in ("modal", "clause")
