import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.verbalise.phrases import analyse, tidy
from curation.verbalise.tagging import RuleTagger

TAGGER = RuleTagger()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("To drive home.", "to drive home"),
        ("PersonX ca n’t sleep", "PersonX ca n't sleep"),
        ("mother 's car", "mother's car"),
        ("dont know", "don't know"),
        ("visit new york", "visit New York"),
        ("speak french", "speak French"),
        ("be HAPPY now", "be happy now"),
        ("meet the the boss", "meet the boss"),
        ("get's angry", "gets angry"),
        ("electrical_goods_store", "electrical goods store"),
        ("god", "God"),
        ("meet Grace", "meet Grace"),
    ],
)
def test_words_are_tidied(text: str, words: str) -> None:
    assert " ".join(tidy(text)).replace("ca n't", "can't") == words.replace("ca n't", "can't")


@pytest.mark.parametrize(
    ("text", "expected", "kind", "base", "third"),
    [
        ("to get money", "verb", "verb", "get money", "gets money"),
        ("gets yelled at", "predicate", "third", "get yelled at", "gets yelled at"),
        ("becomes in debt", "predicate", "third", "end up in debt", "ends up in debt"),
        ("getting fired", "predicate", "gerund", "get fired", "gets fired"),
        ("lost the game", "predicate", "past", "lose the game", "loses the game"),
        ("wash and fold clothes", "verb", "verb", "wash and fold clothes", "washes and folds clothes"),
        ("finally meet PersonY", "verb", "verb", "finally meet PersonY", "finally meets PersonY"),
        ("can't sleep", "predicate", "modal", "can't sleep", "can't sleep"),
        ("happy", "property", "adjective", "happy", "happy"),
        ("becomes happy", "predicate", "third", "become happy", "becomes happy"),
        ("has run out of eggs", "predicate", "third", "have run out of eggs", "has run out of eggs"),
        ("friends", "predicate", "noun", "friends", "friends"),
        ("smiles", "predicate", "third", "smile", "smiles"),
        ("afraid of dogs", "property", "adjective", "afraid of dogs", "afraid of dogs"),
    ],
)
def test_tails_are_understood(text: str, expected: str, kind: str, base: str, third: str) -> None:
    phrase = analyse(text, expected, TAGGER, frozenset())  # type: ignore[arg-type]
    assert phrase is not None
    assert (phrase.kind, phrase.base(), phrase.third()) == (kind, base, third)


@pytest.mark.parametrize(
    ("stored", "expected", "said"),
    [
        ("be love", "verb", "be loved"),
        ("be become obsolete", "verb", "be become obsolete"),
        ("useful for carry box", "property", "useful for carrying a box"),
        ("heavy than car", "property", "heavier than a car"),
        ("find you be late", "verb", "find you are late"),
    ],
)
def test_lemmas_are_inflected_again(stored: str, expected: str, said: str) -> None:
    phrase = analyse(stored, expected, TAGGER)  # type: ignore[arg-type]
    assert phrase is not None
    assert phrase.base() == said


def test_negation_is_taken_off() -> None:
    phrase = analyse("to not be hungry", "verb", TAGGER)
    assert phrase is not None
    assert (phrase.negated, phrase.base()) == (True, "be hungry")


@pytest.mark.parametrize(
    "text", ["", "...", "something which", "because of the", "--", "group that travels in a"]
)
def test_fragments_are_no_phrases(text: str) -> None:
    assert analyse(text, "noun", TAGGER) is None


@given(st.text(max_size=60), st.sampled_from(["verb", "noun", "property", "predicate", "clause", "any"]))
def test_any_text_can_be_analysed(text: str, expected: str) -> None:
    phrase = analyse(text, expected, TAGGER)  # type: ignore[arg-type]
    if phrase is not None:
        assert len(phrase.words) == len(phrase.tags)
        for form in (
            phrase.text(),
            phrase.base(),
            phrase.third(),
            phrase.gerund(),
            phrase.participle(),
            phrase.plural(),
        ):
            assert form.strip()
