from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from curation.tokens.cutting import derive_cutting
from curation.tokens.model_file import BPE, ModelFile, PieceType

# Letters, digits, punctuation, a newline, and characters of neither kind.
ALPHABET = "abé12789.=|\n語の²\u0301"


def model(pieces: list[str]) -> ModelFile:
    return ModelFile(pieces=[(piece, PieceType.NORMAL) for piece in pieces], model_type=BPE)


pieces = st.builds(
    lambda spaces, rest: "▁" * spaces + rest, st.integers(0, 3), st.text(ALPHABET, min_size=1, max_size=4)
)


@given(st.lists(pieces, max_size=8), st.text(ALPHABET + "  ", max_size=40))
def test_no_cut_falls_within_a_piece(vocabulary: list[str], text: str) -> None:
    cutting = derive_cutting(model([*vocabulary, "▁▁"]))
    units = cutting.units.findall(text)
    assert "".join(units) == text
    joined = {pair for piece in [*vocabulary, "▁▁"] for pair in itertools.pairwise(piece.replace("▁", " "))}
    for before, after in itertools.pairwise(units):
        assert (before[-1], after[0]) not in joined
    for unit in units:
        if cutting.isolated.match(unit):
            assert not any(character in piece for piece in vocabulary if len(piece) > 1 for character in unit)


def test_words_punctuation_numbers_and_newlines_are_units() -> None:
    cutting = derive_cutting(model(["▁th", "ing", "),", "▁(", "語", "é"]))
    assert cutting.units.findall(" Things (of 12345), wéll.\n\nNew  語の word") == [
        *[" Things", " (", "of", " ", "1234", "5", "),", " wéll", ".", "\n\n", "New", "  ", "語の", " word"]
    ]


def test_what_a_piece_joins_stays_together() -> None:
    cutting = derive_cutting(model(["x=", "12", "\n\t"]))
    assert cutting.units.findall(" x=y 4121\n\tz") == [" x=y", " ", "4", "121\n\t", "z"]
