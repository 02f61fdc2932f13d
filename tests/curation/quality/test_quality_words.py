"""Words and repetition as arrays say the same as the plain definitions."""

import re
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.quality import words as module
from curation.quality.repetition import repeated, repeated_ngrams
from curation.quality.sentences import count_sentence_ends, ends_sentence
from curation.quality.words import hash_words, words_of

UNSPACED = re.compile("[\u0e01-\u0eff\u0f00-\u109f\u1780-\u17ff\u3041-\u30ff\u4e00-\u9fff]")
TEXTS = st.text(alphabet="ab Z9.,'-\n\t語のกำé\u0301\u05d0\u0627#—😀", max_size=80)


def plain_words(text):
    """The words by their definition."""
    pieces = []
    for piece in text.split():
        begun = ""
        for char in piece:
            if char.isalpha() and UNSPACED.match(char):
                pieces += [begun, char]
                begun = ""
            elif (
                begun == ""
                and pieces
                and unicodedata.category(char)[0] == "M"
                and UNSPACED.match(pieces[-1][:1])
            ):
                begun = char
            else:
                begun += char
        pieces.append(begun)
    return [
        trimmed
        for piece in pieces
        if (
            trimmed := re.sub(
                r"^[^\w\u0300-\u036f\u0e31-\u0e4e]+|[^\w\u0300-\u036f\u0e31-\u0e4e]+$", "", piece
            )
        )
    ]


@given(st.text(alphabet="ab Z9.,'-\n\t語のé\u05d0\u0627#—😀", max_size=80))
def test_words_are_those_of_the_definition(text):
    expected = plain_words(text)
    found = words_of(text)
    assert found.lengths.tolist() == [len(word) for word in expected]
    assert found.hashes.tolist() == (hash_words(expected).tolist() if expected else [])
    assert found.alphabetic == sum(any(map(str.isalpha, word)) for word in expected)


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=6), min_size=1, max_size=60))
def test_hashes_are_equal_where_words_are(words):
    hashes = words_of(" ".join(words)).hashes
    assert len(set(hashes.tolist())) == len(set(words))
    assert [words[0]] * int((hashes == hashes[0]).sum()) == [word for word in words if word == words[0]]


def test_words_in_many_scripts():
    text = "Hello, “world”! don’t 3.14 日本語。Hi! שלום עולם, مرحبا — नमस्ते ไทย e\u0301a ½ # …"
    words = words_of(text)
    assert words.lengths.tolist() == [5, 5, 5, 4, 1, 1, 1, 2, 4, 4, 5, 6, 1, 1, 1, 3, 1]
    assert (words.unspaced, words.symbols) == (6, 3)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u200b", "\u0301", "\ud800", "a", "語", "\U0010ffff", "."]
)
def test_next_to_nothing(text):
    words = words_of(text)
    assert len(words) == len(words.lengths) <= 1
    assert set(repeated_ngrams(words).values()) == {0.0}


def test_long_texts_are_the_same_in_blocks(monkeypatch):
    text = "The lighthouse, of 1846, stands. 語 " * 500
    whole = words_of(text)
    monkeypatch.setattr(module, "BLOCK", text.index("語") + 2)
    blocks = words_of(text)
    assert np.array_equal(whole.hashes, blocks.hashes) and np.array_equal(whole.lengths, blocks.lengths)
    assert (whole.alphabetic, whole.unspaced, whole.symbols) == (
        blocks.alphabetic,
        blocks.unspaced,
        blocks.symbols,
    )


def plain_ngrams(words):
    """The shares by their definition."""
    total = sum(map(len, words))
    found = {}
    for n in range(2, 11):
        ngrams = [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]
        counts = Counter(ngrams)
        most = max(counts.values(), default=0)
        if n <= 4:
            longest = max((sum(map(len, ngram)) for ngram, c in counts.items() if c == most), default=0)
            found[n] = min(1.0, most * longest / total) if most > 1 else 0.0
        else:
            seen, covered = set(), set()
            for place, ngram in enumerate(ngrams):
                if ngram in seen:
                    covered.update(range(place, place + n))
                seen.add(ngram)
            found[n] = sum(len(words[place]) for place in covered) / total
    return found


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["a", "bb", "ccc", "dd"]), min_size=1, max_size=60))
def test_repeated_ngrams_are_those_of_the_definition(words):
    found = repeated_ngrams(words_of(" ".join(words)))
    assert found == pytest.approx(plain_ngrams(words))


def test_a_text_said_twice_is_half_repeated():
    words = [f"word{chr(97 + n)}" for n in range(20)]
    found = repeated_ngrams(words_of(" ".join(words * 2)))
    assert [found[n] for n in range(5, 11)] == [0.5] * 6
    assert found[2] == pytest.approx(4 / 40)


def test_repeated_lines_do_not_count_where_they_stand_first():
    assert repeated(["aa", "b", "aa", "aa"]) == (0.5, 4 / 7)
    assert repeated(["a", "b"]) == (0.0, 0.0)
    assert repeated([]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("Wait... what?! Well…", 3),
        ('He said "no." Then (he left.) Gone.', 3),
        ("At 3.14 it is a.m", 0),
        ("一。二！三？「四。」", 4),
        ("यह है। वह था॥", 2),
        ("هل هذا؟ نعم.", 2),
        ("", 0),
        ("." * 100_000 + "x", 0),
    ],
)
def test_sentences_are_counted_in_any_script(text, count):
    assert count_sentence_ends(text) == count


@pytest.mark.parametrize(
    "line", ["It is.", "Is it?", '"It is."', "It is. ", "(It is.)", "**It is.**", "“It”", "です。", "It…"]
)
def test_lines_that_end_as_sentences(line):
    assert ends_sentence(line)


@pytest.mark.parametrize("line", ["", " ", "It is", "It is,", "(It is)", "***", "It is:", "12)"])
def test_lines_that_do_not(line):
    assert not ends_sentence(line)
