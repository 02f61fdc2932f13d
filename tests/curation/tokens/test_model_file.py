from __future__ import annotations

import dataclasses
import importlib.resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.tokens.cutting import why_whole
from curation.tokens.model_file import BPE, PieceType, read_model_file

MIXTRAL = (importlib.resources.files("mistral_common") / "data" / "tokenizer.model.v1").read_bytes()


def test_mixtrals_model_is_read() -> None:
    model = read_model_file(MIXTRAL)
    assert len(model.pieces) == 32000
    assert model.pieces[:4] == [
        ("<unk>", PieceType.UNKNOWN),
        ("<s>", PieceType.CONTROL),
        ("</s>", PieceType.CONTROL),
        ("<0x00>", PieceType.BYTE),
    ]
    assert (model.model_type, model.byte_fallback, model.charsmap) == (BPE, True, False)
    assert (model.add_dummy_prefix, model.remove_extra_whitespaces) == (True, False)


def test_what_training_chose_is_read(trained: dict[str, bytes]) -> None:
    assert not read_model_file(trained["without dummy prefix"]).add_dummy_prefix
    assert read_model_file(trained["extra spaces removed"]).remove_extra_whitespaces
    assert read_model_file(trained["NFKC"]).charsmap
    assert read_model_file(trained["spaces as suffixes"]).treat_whitespace_as_suffix
    assert not read_model_file(trained["without byte fallback"]).byte_fallback
    assert read_model_file(trained["unigram"]).model_type == 1
    symbols = read_model_file(trained["user-defined symbols"]).texts(PieceType.USER_DEFINED)
    assert symbols == ["[REF]", "<|x|>", "ship"]


@given(place=st.integers(0, 5000), bytes_=st.binary(min_size=1, max_size=6))
def test_damage_is_a_value_error_or_nothing(place: int, bytes_: bytes) -> None:
    damaged = MIXTRAL[:place] + bytes_ + MIXTRAL[place + len(bytes_) : 5000]
    try:
        read_model_file(damaged)
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize("size", [1, 7, 100, 10_001])
def test_a_truncated_file_is_a_value_error(size: int) -> None:
    with pytest.raises(ValueError, match="not a SentencePiece model"):
        read_model_file(MIXTRAL[:-size])


def test_unused_pieces_forbid_cutting() -> None:
    # SentencePiece remembers, for the text as a whole, how it last put an unused piece together.
    model = read_model_file(MIXTRAL)
    pieces = [*model.pieces[:-1], (model.pieces[-1][0], PieceType.UNUSED)]
    assert "unused" in why_whole(dataclasses.replace(model, pieces=pieces))
