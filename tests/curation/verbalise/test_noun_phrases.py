import pytest

from curation.verbalise.phrases import analyse
from curation.verbalise.tagging import RuleTagger

TAGGER = RuleTagger()


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("climb up tree", "climb up a tree"),
        ("eat apple", "eat an apple"),
        ("go to zoo", "go to the zoo"),
        ("go to school", "go to school"),
        ("go to movie theater", "go to a movie theater"),
        ("have six leg", "have six legs"),
        ("brush your tooth", "brush your teeth"),
        ("play piano", "play the piano"),
        ("play chess", "play chess"),
        ("drink water", "drink water"),
        ("look at sky", "look at the sky"),
        ("eat dinner", "eat dinner"),
        ("wait for the reply", "wait for the reply"),
        ("have lot of coin", "have a lot of coins"),
        ("see kind of animal", "see a kind of animal"),
        ("buy honest newspaper", "buy an honest newspaper"),
        ("be same as before", "be the same as before"),
        ("live in united states", "live in the United States"),
        ("eat very big cake", "eat a very big cake"),
        ("ride very long train", "ride a very long train"),
    ],
)
def test_telegraphic_phrases_get_their_articles(stored: str, said: str) -> None:
    phrase = analyse(stored, "verb", TAGGER)
    assert phrase is not None
    assert phrase.base() == said


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("social insect", "a social insect"),
        ("unicorn", "a unicorn"),
        ("art of arrangement", "the art of arrangement"),
        ("first home computer", "the first home computer"),
        ("water", "water"),
        ("planet in solar system", "a planet in the solar system"),
        ("past tense of build", "the past tense of a build"),
        ("salt and pepper", "salt and pepper"),
        ("sand and wave", "sand and waves"),
        ("linus torvalds", "Linus torvalds"),
        ("magnifying glass", "a magnifying glass"),
        ("some time", "some time"),
    ],
)
def test_noun_phrases_get_their_articles(stored: str, said: str) -> None:
    phrase = analyse(stored, "noun", TAGGER)
    assert phrase is not None
    assert phrase.text() == said


def test_a_plural_subject_makes_its_predicate_plural() -> None:
    phrase = analyse("social insect", "noun", TAGGER)
    assert phrase is not None
    assert phrase.text("plural") == "social insects"


NATURAL = frozenset({"dog", "walks"})


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("get phone", "get a phone"),
        ("pet dog", "pet the dog"),
        ("sleep well", "sleep well"),
        ("go cold turkey", "go cold turkey"),
        ("keep PersonY safe", "keep PersonY safe"),
        ("rent an house", "rent a house"),
        ("go by car", "go by car"),
        ("find her sister", "find her sister"),
        ("look up the birds they saw", "look up the birds they saw"),
    ],
)
def test_text_that_people_wrote_is_changed_only_where_it_slips(stored: str, said: str) -> None:
    phrase = analyse(stored, "verb", TAGGER, NATURAL)
    assert phrase is not None
    assert phrase.base() == said
