"""Words that cannot stand together: `to gets`, `be save`, `their breathe`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from curation.verbalise.function_word_tags import bare
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
from curation.verbalise.plain_phrases import only_verb
from curation.verbalise.words.countable import COUNTABLE
from curation.verbalise.words.function_words import TAGS
from curation.verbalise.words.mass import MASS
from curation.verbalise.words.verbs import MOSTLY_VERBS

_BEFORE_CLAUSES = frozenset("because if when that and but so as while".split())
_BEFORE_TO = frozenset("allowed forced supposed able used going willing ready".split())
_BECOME = frozenset("get gets become becomes feel feels look looks seem seems".split())
_MODALS = frozenset("can could will would may might must should cannot can't won't wouldn't couldn't".split())
_DETERMINERS = frozenset("a an the his her their my your its our".split())
_BE = frozenset("is are was were be been being am".split())
_NOT_DONE_BY_BEING = frozenset("having wanting feeling needing knowing liking being".split())
_TWICE = frozenset("that had her very so no really bye knock tsk".split())
_NEVER = frozenset(
    tuple(pair.split("_"))
    for pair in """
    their_is their_are their_will there_own there_house more_better more_happier a_lots rid_off the_a a_the
    an_the the_an of_of want_want is_is are_are he_are she_are they_is they_was they_has you_is it_are i_is
    he_have she_have he_do she_do it_have for_to with_he with_she for_he for_she to_he to_she to_they of_they
    with_they some_one any_one every_one any_thing some_thing every_thing no_where want_they want_he want_she
    want_i let_they see_they help_they tell_they ask_they make_they more_then less_then better_then
    rather_then be_also should_of could_of would_of some_person
    """.split()
)


class _Pair(NamedTuple):
    """A word, what it can be (0 for a function word), and the words around."""

    first: str
    second: str
    forms: int
    before: str
    rest: Sequence[str]  # after `second`


def has_slip(words: Sequence[str]) -> bool:
    """Whether two words that stand together cannot: `to gets`, `be save`, `their breathe`, `a friends`."""
    lower = [bare(word) for word in words]
    if lower[:1] == ["person"]:
        return True
    for index in range(len(lower) - 1):
        if words[index][-1] in ",;:.":
            continue
        first, second = lower[index], lower[index + 1]
        if (first, second) in _NEVER or (first == second and first not in _TWICE):
            return True
        forms = 0 if second in TAGS else look_up(second).forms
        pair = _Pair(first, second, forms, lower[index - 1] if index else "", lower[index + 2 :])
        if _is_nobody(pair) or _is_article_missing(pair):
            return True
        if forms and (test := _AFTER.get(first)) and test(pair):
            return True
    return False


def _is_nobody(pair: _Pair) -> bool:
    """`hugs person`: whom?"""
    if pair.second != "person" or TAGS.get(pair.first) in ("DT", "JJ", "CD", "PRP$"):
        return False
    return pair.first in TAGS or not look_up(pair.first).forms & ADJECTIVE


def _is_article_missing(pair: _Pair) -> bool:
    """`is such big thing`."""
    if pair.first != "such" or pair.second in ("a", "an"):
        return False
    return not any(look_up(w).forms & PLURAL or look_up(w).mass for w in (pair.second, *pair.rest[:2]))


def _after_to(pair: _Pair) -> bool:
    """`to gets`, `talk to loud`."""
    forms = pair.forms
    if forms & (ANY_NOUN | VERB):
        return False
    if forms & ADJECTIVE:
        return not pair.rest
    return bool(forms & THIRD or (forms & (PAST | GERUND) and not pair.before))


def _after_modal(pair: _Pair) -> bool:
    return bool(pair.forms & (THIRD | GERUND) and not pair.forms & (VERB | ANY_NOUN | ADJECTIVE))


def _after_become(pair: _Pair) -> bool:
    """`get relax`."""
    return only_verb(pair.second) and not pair.forms & (PARTICIPLE | GERUND)


def _after_be(pair: _Pair) -> bool:
    """`be save money`, `be dry off`, `be having`."""
    forms = pair.forms
    if pair.first == "be" and pair.second in _NOT_DONE_BY_BEING:
        return True
    if forms & (PARTICIPLE | GERUND):
        return False
    if _is_surely_verb(pair.second):
        return True
    following = pair.rest[0] if pair.rest else ""
    if TAGS.get(following) == "RP" and pair.second in MOSTLY_VERBS:
        return True
    return bool(forms & VERB and not forms & ADJECTIVE and _begins_object(following))


def _after_determiner(pair: _Pair) -> bool:
    """`their breathe`, `a friends`."""
    forms = pair.forms
    if _is_surely_verb(pair.second) and not forms & (PARTICIPLE | GERUND):
        return True
    if pair.first not in ("a", "an") or not forms & PLURAL or forms & (NOUN | ADJECTIVE | VERB):
        return False
    return not pair.rest or TAGS.get(pair.rest[0]) in ("IN", "CC", "TO")


def _after_he(pair: _Pair) -> bool:
    """`because he want`."""
    return only_verb(pair.second) and (not pair.before or pair.before in _BEFORE_CLAUSES)


def _after_they(pair: _Pair) -> bool:
    """`they gives`."""
    return bool(pair.forms & THIRD and not pair.forms & VERB)


def _after_allowed(pair: _Pair) -> bool:
    """`allowed exist`."""
    return bool(pair.forms & VERB and not pair.forms & (ANY_NOUN | ADJECTIVE))


_AFTER: dict[str, Callable[[_Pair], bool]] = {
    "to": _after_to,
    **dict.fromkeys(_MODALS, _after_modal),
    **dict.fromkeys(_BECOME, _after_become),
    **dict.fromkeys(_BE, _after_be),
    **dict.fromkeys(_DETERMINERS, _after_determiner),
    **dict.fromkeys(("he", "she", "it"), _after_he),
    **dict.fromkeys(("they", "we", "you"), _after_they),
    **dict.fromkeys(_BEFORE_TO, _after_allowed),
}


def _is_surely_verb(word: str) -> bool:
    return only_verb(word) and word not in COUNTABLE and word not in MASS


def _begins_object(word: str) -> bool:
    """Whether an object begins with it: `be save money`."""
    tag = TAGS.get(word)
    return tag in ("DT", "PRP$", "PRP") if tag or not word else bool(look_up(word).noun)
