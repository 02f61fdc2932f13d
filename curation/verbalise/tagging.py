"""Parts of speech in phrases of a few words, by dictionary and context, as Penn Treebank tags.

Tuples' phrases are short, often without articles, and their relation says what to expect (`UsedFor` an
activity, `AtLocation` a place). That is most of what a tagger needs, and ten microseconds instead of a
millisecond. Besides the Penn tags there is `FW` for a word that the dictionary does not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from curation.verbalise.function_word_tags import NOUNISH, At, Expected, bare, closed, nominal
from curation.verbalise.lexicon import (
    ADJECTIVE,
    ADVERB,
    ANY_NOUN,
    FINITE,
    GERUND,
    NOUN,
    PARTICIPLE,
    PAST,
    PLURAL,
    THIRD,
    VERB,
    Word,
    look_up,
)
from curation.verbalise.words.countable import COUNTABLE
from curation.verbalise.words.function_words import SUBJECT_PRONOUNS, TAGS
from curation.verbalise.words.lemmatised import COMPOUND_FORMS, COMPOUND_PAIRS
from curation.verbalise.words.nouns import COMES_IN_NUMBERS, CONCRETE, HUMAN
from curation.verbalise.words.verbs import FLAT_ADVERBS, HARDLY_VERBS, LINKING, MOSTLY_VERBS, STANDS_ALONE

_VERBS = ("VB", "VBZ", "VBP", "VBD", "VBN", "VBG")
_FORMS_OF_BE = frozenset("is are was were been being".split())
_CAUSATIVE = frozenset("let make help see hear watch lets makes helps keep keeps".split())


class Tagger(Protocol):
    """Anything that can tag the words of a phrase. Its answer depends on the arguments alone."""

    def tag(self, words: Sequence[str], expected: Expected) -> list[str]:
        """One tag per word."""


class RuleTagger:
    """Tags by dictionary and neighbours."""

    def tag(self, words: Sequence[str], expected: Expected) -> list[str]:
        """See `Tagger`."""
        tags: list[str] = []
        previous, previous_word, caused = "", "", False
        bares = [bare(word) for word in words]
        for word, written, following in zip(bares, words, [*bares[1:], ""], strict=True):
            at = At(word, following, previous, previous_word, expected, tags, caused)
            tag = closed(at, written) or _open(at)
            tags.append(tag)
            caused = caused or word in _CAUSATIVE
            # A comma begins a new item.
            previous, previous_word = ("CC", ",") if written[-1] in ",;" else (tag, word)
        return tags


def _open(at: At) -> str:
    """The tag of a word of the open classes, by what it can be and what stands before it."""
    word, following, previous, tags = at.word, at.following, at.previous, at.tags
    entry = look_up(word)
    forms = entry.forms
    if word in COMPOUND_FORMS and following and (word, look_up(following).noun) in COMPOUND_PAIRS:
        return "NN" if forms & NOUN else "JJ"
    opening = not tags or (previous in ("RB", "TO") and all(tag in ("RB", "TO") for tag in tags))
    if not forms:
        return _unknown(at, opening)
    if following == "than" and word.endswith("er") and forms & (ADJECTIVE | NOUN):
        return "JJR"
    if at.previous_word in _PERFECT and forms & PARTICIPLE:
        closed = TAGS.get(following) in ("DT", "IN", "RP", "PRP", "PRP$", "TO", "RB")
        if not following or closed or not forms & ANY_NOUN:
            return "VBN"
    if previous == "TO" or (previous == "MD" and forms & VERB):
        return "VB" if forms & VERB else _noun_first(forms, following)
    begins = len(tags) == 1 or (len(tags) > 1 and tags[-2] in ("CC", "IN", "WRB"))
    if previous == "PRP" and begins and at.previous_word in SUBJECT_PRONOUNS:
        return _finite(forms) or _noun_first(forms, following)
    if opening:
        return _opening(at, entry)
    if previous in _VERBS:
        return _after_verb(at, forms)
    if previous == "IN" and forms & GERUND and (following or not forms & ANY_NOUN):
        return "VBG"
    if previous in NOUNISH:
        return _after_noun(at, forms)
    if previous == "CC":
        return _after_conjunction(at, entry)
    if previous == "RB":
        return _after_adverb(at, forms)
    if previous == "WP":
        return _finite(forms) or _noun_first(forms, following)
    return _noun_first(forms, following)


_PERFECT = frozenset("have has had having been getting got".split())
_TAKES_OF = frozenset("dream smell taste think hear die know get take make speak talk dispose tell".split())
_PASSIVE = frozenset("called named known considered made used".split())
_ADJECTIVE_ENDINGS = ("able", "ible", "ful", "less", "ous", "ish", "ic", "ive")


def _finite(forms: int) -> str:
    if forms & VERB:
        return "VBP"
    if forms & THIRD:
        return "VBZ"
    return "VBD" if forms & PAST else ""


def _after_verb(at: At, forms: int) -> str:
    """Its object, or what a linking verb says."""
    if (
        at.previous_word in ("help", "helps", "let", "lets")
        and forms & VERB
        and at.word in MOSTLY_VERBS
        and not nominal(at.following)
    ):
        return "VB"
    if (look_up(at.previous_word).verb or at.previous_word) in LINKING or at.previous_word in _FORMS_OF_BE:
        return _property_first(forms, at.following)
    if forms & PARTICIPLE and not forms & (ANY_NOUN | ADJECTIVE):
        return "VBN"
    if at.word in FLAT_ADVERBS and not nominal(at.following):
        return "RB"
    return _noun_first(forms, at.following)


def _after_adverb(at: At, forms: int) -> str:
    if forms & ADVERB and not forms & (ADJECTIVE | ANY_NOUN | VERB):
        return "RB"
    has_verb = any(tag in _VERBS for tag in at.tags)
    if at.tags[0] in ("PRP", "NNP", "NN", "NNS") and forms & FINITE and not has_verb:
        return _finite(forms)
    return _property_first(forms, at.following)


def _opening(at: At, entry: Word) -> str:
    """The first word that is no adverb: what the slot asks for, if it can be that."""
    word, following, expected, forms = at.word, at.following, at.expected, entry.forms
    nounlike = forms & (ANY_NOUN | ADJECTIVE)
    if following == "of" and forms & NOUN and word not in _TAKES_OF:
        return "NN"
    surely = word in MOSTLY_VERBS or not nounlike
    lemmatised = forms & VERB and not forms & ADJECTIVE and TAGS.get(following) in ("IN", "TO")
    if expected == "property" and word in _PASSIVE and following:
        return "VBN"
    if expected == "property" and lemmatised and surely:
        return "VB"  # `associate with love` for `associated …`
    if forms & GERUND and (following or not nounlike):
        if nominal(following) and (expected == "noun" or (expected == "property" and nounlike)):
            return "NN" if forms & NOUN else "JJ"  # `swimming pool`, `magnifying glass`
        return "VBG"
    if expected in ("predicate", "clause"):
        tag = _opening_predicate(following, entry)
    elif expected == "verb":
        tag = _opening_verb(word, following, entry)
    else:
        tag = ""
    if tag:
        return tag
    if forms & VERB:
        determined = TAGS.get(following) in ("DT", "PRP$", "PRP")
        if expected == "any" and (surely or determined):
            return "VB"
        if expected == "predicate" and surely and word not in HARDLY_VERBS:
            return "VB"
    if expected == "property" and TAGS.get(following) == "RP" and forms & PARTICIPLE:
        return "VBN"
    if expected in ("property", "predicate"):
        return _property_first(forms, following)
    if forms & PARTICIPLE and not nounlike:
        return "VBN"
    return _noun_first(forms, following)


def _opening_predicate(following: str, entry: Word) -> str:
    """`smiles`, `lost money`, `sad`."""
    forms = entry.forms
    thing = entry.noun in CONCRETE or entry.noun in COMES_IN_NUMBERS or entry.noun in HUMAN
    goes_on = following and TAGS.get(following) not in ("VBP", "VBZ")
    if forms & THIRD and (entry.verb in MOSTLY_VERBS or not thing or goes_on):
        return "VBZ"
    if forms & PAST and _has_object(following, bool(forms & (ADJECTIVE | NOUN))):
        return "VBD"
    return "JJ" if forms & ADJECTIVE and not nominal(following) else ""


def _opening_verb(word: str, following: str, entry: Word) -> str:
    """`go home`, `goes home`."""
    forms = entry.forms
    if forms & THIRD and (entry.verb in MOSTLY_VERBS or TAGS.get(following) in ("IN", "RP", "TO", "DT")):
        return "VBZ"
    if forms & ADJECTIVE and not following and word not in MOSTLY_VERBS:
        return "JJ"
    determined = TAGS.get(following) in ("DT", "PRP$", "PRP")
    return "VB" if forms & VERB and (determined or word not in HARDLY_VERBS) else ""


def _has_object(following: str, surely: bool) -> bool:
    """Whether an object follows, so that `boiled` (all the eggs) is the past tense and no participle.
    `surely` asks for a determiner: `tired legs` may be a noun phrase.
    """
    if not following or following.startswith("person"):
        return bool(following)
    tag = TAGS.get(following, "" if surely else "NN")
    return tag in ("DT", "PRP$", "PRP", "CD", "NN", "JJ", "PDT")


def _after_noun(at: At, forms: int) -> str:
    """The verb of a clause, where one is expected; else more of the noun phrase, or what describes it."""
    previous, expected, tags = at.previous, at.expected, at.tags
    if at.caused and not at.following and forms & ADJECTIVE and tags[0] == "VB" and at.word not in COUNTABLE:
        return "JJ"  # `keep food cold`
    if at.caused and forms & VERB and at.word in MOSTLY_VERBS and "VB" not in tags[1:] and len(tags) > 1:
        return "VB"
    if previous == "NNS" and len(tags) == 1 and expected == "predicate" and forms & VERB and at.following:
        return "VBP"
    owned = expected == "predicate" and tags[0] in ("POS", "PRP$", "DT") and forms & THIRD
    may_be_clause = (expected == "clause" or previous == "NNP" or owned) and forms & FINITE
    if (
        may_be_clause
        and at.word not in HARDLY_VERBS
        and not any(tag in _VERBS or tag == "MD" for tag in tags)
    ):
        wants_verb = previous == "NNP" or at.word in MOSTLY_VERBS or not forms & ANY_NOUN or forms & THIRD
        if wants_verb and expected not in ("noun", "property"):
            return _finite(forms)
    for form, tag in _IN_NOUN_PHRASES:
        if forms & form:
            return tag
    return _finite(forms) or "FW"


_IN_NOUN_PHRASES = (
    (NOUN, "NN"),
    (PLURAL, "NNS"),
    (GERUND, "VBG"),
    (ADJECTIVE, "JJ"),
    (PARTICIPLE, "VBN"),
    (ADVERB, "RB"),
)


def _after_conjunction(at: At, entry: Word) -> str:
    """The same as what the conjunction joins it to, where it can be that."""
    forms = entry.forms
    head = next((tag for tag in at.tags if tag not in ("RB", "TO")), "")
    sure = at.word in MOSTLY_VERBS or entry.verb in MOSTLY_VERBS or not forms & NOUN
    stands = at.word in STANDS_ALONE and not at.following
    takes = at.word in MOSTLY_VERBS and at.expected == "predicate" and at.previous_word != ","
    if head == "VBZ" and forms & VERB and (stands or (takes and bool(at.following))):
        return head  # `goes home and rest`
    if forms & _BY_HEAD.get(head, 0) and (sure or (head == "JJ" and not nominal(at.following))):
        return head
    return _noun_first(forms, at.following)


_BY_HEAD = {"VB": VERB, "VBZ": THIRD, "VBD": PAST, "VBG": GERUND, "VBN": PARTICIPLE, "JJ": ADJECTIVE}


def _noun_first(forms: int, following: str) -> str:
    if forms & ADJECTIVE and nominal(following):
        return "JJ"
    if forms & (PARTICIPLE | GERUND) and not forms & ANY_NOUN:
        return "VBG" if forms & GERUND else "VBN"
    if forms & NOUN:
        return "NN"
    if forms & PLURAL:
        return "NNS"
    if forms & ADJECTIVE:
        return "JJ"
    if forms & ADVERB:
        return "RB"
    if forms & VERB:
        return "VB"
    return "VBZ" if forms & THIRD else "VBD"


def _property_first(forms: int, following: str) -> str:
    if forms & ADVERB and following and not forms & ADJECTIVE and not forms & ANY_NOUN:
        return "RB"
    if forms & ADJECTIVE:
        return "JJ"
    if forms & PARTICIPLE and not forms & ANY_NOUN:
        return "VBN"
    if forms & GERUND:
        return "VBG"
    return _noun_first(forms, following)


def _unknown(at: At, opening: bool) -> str:
    """A word that the dictionary lacks, by its ending."""
    word = at.word
    if opening and at.expected == "predicate" and word.endswith("s") and not word.endswith("ss"):
        return "VBZ"
    if opening and at.expected in ("property", "predicate") and not nominal(at.following):
        return "JJ"
    if word.endswith(_ADJECTIVE_ENDINGS) and len(word) > 6:
        return "JJ"
    if word.endswith("ly") and len(word) > 4:
        return "RB"
    if word.endswith("ing") and len(word) > 5:
        return "VBG"
    return "FW"
