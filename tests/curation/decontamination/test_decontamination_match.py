import random
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.decontamination.index import CHECKED, TOO_COMMON, TOO_SHORT, build_index
from curation.decontamination.match import has_words
from curation.decontamination.scan import coarse_words
from curation.decontamination.spans import Stretch, _words_of_piece, widened, word_stretches
from curation.decontamination.stages import masked
from curation.dedup.words import BLOCK_CHARACTERS, words_of
from tests.curation.decontamination.planted import OTHER, QUESTION, config, item, matcher, share

# Letters, separators, characters that fold to several or none, marks that join, scripts without spaces.
ALPHABET = "ab AB.\n-'éÉｆﬁ½…²\u00ad\u200d\u0301\u0338=東京か가각\u1100\u1161\u11a8กא😀\ud800İßﷺ"
texts = st.lists(st.text(ALPHABET, max_size=30), min_size=1, max_size=5)


@given(texts)
@settings(max_examples=400, deadline=None)
def test_coarse_words_are_the_words(some):
    words, coarse = words_of(some), coarse_words(some)
    assert coarse.counts.tolist() == words.counts.tolist()
    # Equal words have equal keys, so that nothing is missed.
    assert len(np.unique(words.hashes)) == len(
        {*zip(words.hashes.tolist(), coarse.keys.tolist(), strict=True)}
    )


@given(st.text(ALPHABET, max_size=60))
@settings(max_examples=400, deadline=None)
def test_words_stand_where_they_are_said_to(text):
    starts, ends = _words_of_piece(text)
    hashes = words_of([text]).hashes
    assert len(starts) == len(ends) == len(hashes)
    assert (starts < ends).all()
    assert (np.diff(starts) >= 0).all()
    for start, end, word in zip(starts.tolist(), ends.tolist(), hashes.tolist(), strict=True):
        assert word in words_of([text[start:end]]).hashes.tolist()


@pytest.mark.parametrize(
    "say",
    [
        str.upper,
        lambda text: text.replace(" ", "\n\n  "),
        lambda text: text.replace(" ", " — "),
        lambda text: f"“{text}”, he wrote.",
        lambda text: text.replace("a", "ａ").replace("t", "t\u00ad"),
        lambda text: "# Title\n\n" + "Other words stand before it. " * 9 + text + " And after. " * 9,
    ],
)
def test_case_punctuation_and_width_make_no_difference(say):
    assert share(matcher(QUESTION), say(QUESTION)) == 1.0


def test_composed_and_decomposed_letters_are_the_same():
    question = "Où se trouve la célèbre forêt où les élèves étudièrent naguère les chênes centenaires?"
    decomposed = unicodedata.normalize("NFD", question)
    found = matcher(question)
    assert decomposed != question
    assert share(found, f"x {decomposed}") == 1.0
    [(_, [match])] = found.match([f"Avant. {decomposed} Après."])
    [stretch] = word_stretches(f"Avant. {decomposed} Après.", match.begins, match.ends)
    assert f"Avant. {decomposed} Après."[stretch.start : stretch.end] == decomposed.rstrip("?")


def test_chinese_and_japanese_are_compared_by_character():
    question = "日本で一番高い山は何という名前ですか"
    assert share(matcher(question), f"次の問題。{question}?答えは富士山です。") == 1.0
    assert share(matcher(question), "日本で一番高い建物は東京にあります") == 0.0


def test_short_items_are_looked_for_as_a_whole():
    short = "What is the name of this old river?"
    assert share(matcher(short), f"He asked: {short}") == 1.0
    assert share(matcher(short), "What is the name of this old town?") == 0.0


def test_items_that_are_too_short_or_too_common_are_listed():
    stem = "which of the following statements about the text above is not true at all"
    other = [item(f"{stem} {end}") for end in "abcd"]
    index = build_index([item("Who was it?"), item(QUESTION), *other, item(stem)], config(max_texts=3))
    assert index.status.tolist() == [TOO_SHORT, CHECKED, CHECKED, CHECKED, CHECKED, CHECKED, TOO_COMMON]


def test_a_question_that_many_sets_have_is_not_a_common_phrase():
    index = build_index([item(QUESTION) for _ in range(20)], config(max_texts=3))
    assert index.status.tolist() == [CHECKED] * 20


def test_a_common_phrase_is_not_enough():
    phrase = "at the end of the second world war in the united states of america"
    question = f"Name three of the treaties that were signed {phrase} by governments of countries in Europe."
    found = matcher(question)
    assert 0 < share(found, f"It was built {phrase} by an engineer.") < config().min_share


def test_edits_lower_the_share_and_paraphrases_are_missed():
    words = QUESTION.split()
    found = matcher(QUESTION)
    assert share(found, " ".join([*words[:-2], "he", "use?"])) >= 0.5
    assert share(found, " ".join([*words[:10], "five", *words[11:]])) == 0.0
    paraphrase = "If the tomatoes get four cans of water in the morning and evening, what is used in a day?"
    assert share(found, paraphrase) == 0.0


def test_planted_items_are_found_wherever_they_stand():
    chance = random.Random(3)
    vocabulary = [f"{a}{b}" for a in "bcdfgklmnp" for b in ("ana", "éto", "iru", "ou", "a")]
    questions = [" ".join(chance.choices(vocabulary, k=chance.randrange(8, 40))) for _ in range(200)]
    found = matcher(*questions)
    filler = [" ".join(chance.choices(["x1", "y2", "é3"], k=chance.randrange(50))) for _ in questions]
    documents = [f"{said}. {question}, {said}" for said, question in zip(filler, questions, strict=True)]
    results = dict(found.match(documents))
    for number in range(200):
        assert [match.share for match in results[number] if match.item == number] == [1.0]


def test_a_long_document_is_searched_in_pieces():
    filler = "Nothing of that sort is said here, as nobody was asked. "
    begin = BLOCK_CHARACTERS // len(filler) * len(filler)
    text = filler * (begin // len(filler))
    for shift in range(0, 120, 7):
        # The question stands across the place where the first piece ends.
        long = text[: begin - shift] + " " + QUESTION + " " + text
        [(_, [match])] = matcher(QUESTION).match([long])
        assert match.share == 1.0
        [stretch] = word_stretches(long, match.begins, match.ends)
        assert long[stretch.start : stretch.end] == QUESTION.rstrip("?")


@pytest.mark.parametrize("text", ["", " \n", "Yes", "a " * 7, "?!" * 1000, "\ud800", "\u0301"])
def test_documents_without_words_have_nothing(text):
    assert list(matcher(QUESTION).match([text, "", text])) == []


def test_a_document_of_100_megabytes():
    text = ("lorem ipsum dolor sit amet " * 40 + "\n") * 92_600
    text = text[:90_000_000] + "\n" + QUESTION + "\n" + text[90_000_000:]
    assert len(text) > 99e6
    [(number, [match])] = matcher(QUESTION, OTHER).match([text])
    assert (number, match.share) == (0, 1.0)
    cut = masked(text, [match], config(mask="line"))
    assert cut == text.replace(QUESTION + "\n", "")


def test_masks_cut_whole_sentences_and_keep_the_rest():
    before, after = "# Água\n\n  Some say  so. ", 'He "wept". (The end)\n\n| a | b |\n'
    text = f"{before}They asked: {QUESTION} {after}"
    [(_, matches)] = matcher(QUESTION).match([text])
    assert masked(text, matches, config()) == before + after
    assert masked(text, matches, config(mask="line")) == "# Água\n\n\n| a | b |\n"


def test_masks_take_a_line_that_is_one_sentence_with_its_break():
    text = f"One.\n- {QUESTION}\n- Two.\n"
    [(_, matches)] = matcher(QUESTION).match([text])
    assert masked(text, matches, config()) == "One.\n- Two.\n"


@given(st.text("a .!?。\n”)", max_size=60), st.integers(0, 59), st.integers(1, 10))
@settings(max_examples=300, deadline=None)
def test_widened_stretches_hold_what_they_were(text, start, length):
    end = min(start + length, len(text))
    if start >= end:
        return
    for unit in ("sentence", "line"):
        [found] = widened(text, [Stretch(start, end)], unit)
        assert found.start <= start
        assert found.end >= end


def test_words_in_a_row():
    words = words_of(["the cat sat on the mat"]).hashes
    assert has_words(words, words_of(["ON the"]).hashes)
    assert not has_words(words, words_of(["the on"]).hashes)
    assert not has_words(words, words_of([""]).hashes)
