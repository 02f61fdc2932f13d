import pytest

from curation.checking.words import Word, tokens_of


def words(text: str) -> list[Word]:
    return [token.word for token in tokens_of(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("twenty-five", "25"),
        ("25 million", "25,000,000"),
        ("three hundred", "300"),
        ("1.5 million", "1500000"),
        ("third", "3rd"),
        ("Sept", "September"),
        ("wrote", "writes"),
        ("Zoë", "Zoe"),
        ("Noe\u0308l", "Noël"),
        ("children", "child's"),
        ("44 BC", "44 B.C.E."),
    ],
)
def test_forms_of_one_word_share_their_lemma(one: str, other: str) -> None:
    assert [word.lemma for word in words(one)] == [word.lemma for word in words(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("44 BC", "44"),
        ("inventor", "invention"),
        ("film", "movie"),
        ("French", "France"),
        ("retired", "retirement"),
    ],
)
def test_related_words_share_their_root_only(one: str, other: str) -> None:
    assert words(one)[0].root == words(other)[0].root
    assert words(one)[0].lemma != words(other)[0].lemma


def test_places_are_those_of_the_text_and_rare_words_weigh_more() -> None:
    text = "  The cellist's 12,500 records"
    tokens = tokens_of(text, 100)
    assert [text[token.start - 100 : token.end - 100] for token in tokens] == [
        "The",
        "cellist's",
        "12,500",
        "records",
    ]
    assert tokens[0].word.stop
    assert tokens[1].word.weight > tokens[3].word.weight > 0


def test_a_word_of_accents_alone_is_a_word() -> None:
    assert [word.lemma for word in words("\uff9e")] == ["\uff9e"]  # NFKD makes a combining mark of it
