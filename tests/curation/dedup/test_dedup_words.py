import random
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.dedup.folding import ALONE, IRREGULAR, SEPARATOR, WORD, folding_table
from curation.dedup.words import BLOCK_CHARACTERS, pieces, words_of


def hashes(text):
    return words_of([text]).hashes.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hello, World!", "hello world"),
        ("Café", "Cafe\u0301"),  # composed and decomposed
        ("ﬁne ﬂow", "fine flow"),
        ("STRASSE", "straße"),
        ("x² + ½", "x2 1⁄2"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("ΟΔΟΣ", "οδος"),  # final sigma
        ("İstanbul", "i\u0307stanbul"),
        ("co\u00adoperate", "cooperate"),  # soft hyphen
        ("שלום\u200e עולם\u200f", "שלום עולם"),  # marks of direction
        ("a\u00a0b\u2003c\td", "a b c d"),
        ("한국어 문서", unicodedata.normalize("NFD", "한국어 문서")),
        ("don’t", "don't"),
        ("| a | b |\n|---|---|", "a b"),
    ],
)
def test_wording_that_is_the_same_gives_the_same_words(one, other):
    assert hashes(one) == hashes(other)
    assert hashes(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("in form", "inform"),
        ("ab", "ba"),
        ("cafe", "café"),
        ("कमल", "कमाल"),  # a vowel sign is a mark, and part of the word
        ("5", "6"),
        ("a", "aa"),
    ],
)
def test_wording_that_differs_gives_other_words(one, other):
    assert hashes(one) != hashes(other)


def test_scripts_without_spaces_give_a_word_per_character():
    assert len(hashes("東京は日本の首都です。")) == 10
    assert len(hashes("ภาษาไทย")) == 7
    assert len(hashes("Tokyo 東京 2020")) == 4
    assert len(hashes("한국어 문서")) == 2  # Korean has spaces


def test_the_same_word_has_the_same_hash_wherever_it_stands():
    found = hashes("duck " * 3 + "goose ½ duck")
    assert found[0] == found[1] == found[2] == found[-1]
    assert len(set(found)) == 4


def test_words_of_many_texts_are_those_of_each():
    texts = ["", "one", "...", "two three", "ﬁ \ufdfa x", "", "東京 b", "\ud800 lone"]
    together = words_of(texts)
    alone = [words_of([text]) for text in texts]
    assert together.counts.tolist() == [len(words.hashes) for words in alone]
    assert together.counts.tolist()[:4] == [0, 1, 0, 2]
    assert together.hashes.tolist() == [h for words in alone for h in words.hashes.tolist()]
    assert words_of([]).hashes.tolist() == []


def split_slowly(text):
    """Words the slow way: folded by Python's own functions, and split character by character."""
    folded = "".join(
        unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", c).casefold())
        for c in unicodedata.normalize("NFC", text)
        if unicodedata.category(c) != "Cf"
    )
    spaced = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return spaced.split()


def is_of_a_script_with_spaces(character):
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", character).casefold())
    return not any(folding_table().kinds[ord(c)] == ALONE for c in character + folded)


characters = st.characters(exclude_categories=("Cs",)) | st.characters(max_codepoint=0x5FF)


@settings(deadline=None)  # tables are made when they are first needed
@given(st.text(characters.filter(is_of_a_script_with_spaces), max_size=60))
def test_there_are_as_many_words_as_the_slow_way_finds(text):
    expected = split_slowly(text)
    found = hashes(text)
    assert len(found) == len(expected)
    # Equal words have equal hashes, and different ones different.
    assert len(set(zip(found, expected, strict=True))) == len(set(found)) == len(set(expected))


def test_what_an_irregular_character_stands_for_is_regular():
    table = folding_table()
    assert {int(table.kinds[ord(c)]) for c in " .|\n"} == {SEPARATOR}
    assert {int(table.kinds[ord(c)]) for c in "aÉ7²ए"} == {WORD}
    assert {int(table.kinds[ord(c)]) for c in "東ก"} == {ALONE}
    irregular = np.flatnonzero(table.kinds == IRREGULAR)
    inside = np.concatenate(
        [table.expansions[table.offsets[c] : table.offsets[c] + table.counts[c]] for c in irregular]
    )
    assert (table.kinds[inside] != IRREGULAR).all()


def test_pieces_are_cut_at_spaces_and_are_the_text():
    chance = random.Random(1)
    text = "".join(chance.choice(["word", " ", "\n", "長い", "x" * 50]) for _ in range(3000))
    found = list(pieces(text, 100))
    assert "".join(found) == text
    assert all(len(piece) <= 100 for piece in found)
    assert all(piece[-1] in " \n" or len(piece) == 100 for piece in found[:-1])
    assert list(pieces("", 100)) == [""]
    assert max(map(len, pieces("y" * (2 * BLOCK_CHARACTERS + 5)))) == BLOCK_CHARACTERS
