from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.claims.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_abbreviations_initials_and_decimals_end_no_sentence() -> None:
    text = "Dr. J. K. Rowan met Mr. Lee at 3.5 p.m. on Main St. in the U.S. capital. They left at once."
    assert sentences(text) == [
        "Dr. J. K. Rowan met Mr. Lee at 3.5 p.m. on Main St. in the U.S. capital.",
        "They left at once.",
    ]


def test_marks_end_sentences_with_their_quotes() -> None:
    assert sentences('He said "Go." Then he left! Did he? Yes…') == [
        'He said "Go."',
        "Then he left!",
        "Did he?",
        "Yes…",
    ]


def test_lines_lower_case_texts_and_other_scripts() -> None:
    assert sentences("# Head\n- one\n- two") == ["# Head", "- one", "- two"]
    assert sentences("he was born in lutz. he died there.") == ["he was born in lutz.", "he died there."]
    assert sentences("他出生于北京。他死于上海。") == ["他出生于北京。", "他死于上海。"]


@pytest.mark.parametrize("text", ["He sold Acme Inc.", "It opens at 5 p.m.", "It was made by A."])
@pytest.mark.parametrize("space", ["\r\n", "\u00a0", "\u2003 ", "\r" * 50])
def test_space_of_any_kind_may_follow_the_last_sentence(text: str, space: str) -> None:
    assert sentences(text + space) == [text]


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_nothing_but_space_is_lost_and_spans_are_in_order(text: str) -> None:
    spans = sentence_spans(text)
    outside = text
    for start, end in reversed(spans):
        assert start < end
        outside = outside[:start] + outside[end:]
    assert not outside.strip()
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
