from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.tokens.best_fit import Piece, pack

capacities = st.sampled_from([1, 2, 16, 64, 100, 512, 4096])


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[int], int]:
    capacity = draw(capacities)
    length = st.one_of(
        st.integers(0, 3 * capacity),
        st.integers(0, max(1, capacity // 8)),
        st.integers(-2, 2).map(lambda d: max(0, capacity + d)),
        st.integers(capacity, 20 * capacity),
    )
    return draw(st.lists(length, max_size=80)), capacity


@given(corpora(), st.sampled_from([0.0, 0.005, 1.0]))
def test_every_token_is_placed_once(corpus: tuple[list[int], int], target: float) -> None:
    lengths, capacity = corpus
    sequences = pack(lengths, capacity, target)
    placed: dict[int, list[Piece]] = {}
    for piece in itertools.chain(*sequences):
        placed.setdefault(piece.document, []).append(piece)
    assert set(placed) == {i for i, length in enumerate(lengths) if length}
    for document, pieces in placed.items():
        pieces.sort()
        ends = [piece.offset + piece.length for piece in pieces]
        assert [piece.offset for piece in pieces] == [0, *ends[:-1]]
        assert ends[-1] == lengths[document]
        assert all(piece.length > 0 for piece in pieces)
    assert all(0 < sum(piece.length for piece in sequence) <= capacity for sequence in sequences)


@given(corpora(), st.sampled_from([0.0, 0.005, 1.0]))
def test_only_documents_longer_than_a_sequence_are_cut(corpus: tuple[list[int], int], target: float) -> None:
    lengths, capacity = corpus
    for piece in itertools.chain(*pack(lengths, capacity, target)):
        if lengths[piece.document] <= capacity:
            assert piece == Piece(piece.document, 0, lengths[piece.document])
        else:
            assert piece.length >= capacity // 64


def check_boundaries(lengths: list[int], sequences: list[list[Piece]]) -> None:
    for sequence in sequences:
        for before, after in itertools.pairwise(sequence):
            end = before.offset + before.length
            assert (before.document, end) != (after.document, after.offset), "one piece, not two"
            assert end == lengths[before.document] or after.offset == 0


@given(corpora(), st.sampled_from([0.0, 0.005, 1.0]))
def test_where_two_documents_meet_one_begins_or_the_other_ends(
    corpus: tuple[list[int], int], target: float
) -> None:
    lengths, capacity = corpus
    check_boundaries(lengths, pack(lengths, capacity, target))


def test_boundaries_where_the_pieces_of_many_documents_fill_the_gaps() -> None:
    # Gaps of 511 and one sequence of 1024 to be taken apart per long document: its last 16 tokens go into a
    # gap that others have begun to fill.
    lengths = [513] * 300 + [1024 + 700] * 300
    sequences = pack(lengths, 1024, 0.0)
    assert len(sequences) < 700
    check_boundaries(lengths, sequences)


@given(corpora())
def test_extra_cuts_never_make_more_sequences(corpus: tuple[list[int], int]) -> None:
    lengths, capacity = corpus
    assert len(pack(lengths, capacity, 0.0)) <= len(pack(lengths, capacity, 1.0))


def share_of_padding(lengths: list[int], capacity: int, sequences: list[list[Piece]]) -> float:
    return 1 - sum(lengths) / (len(sequences) * capacity)


def corpus(name: str, capacity: int) -> list[int]:
    chance = random.Random(name)
    if name == "small":  # About as many as a demo or a test dump has.
        return [int(chance.lognormvariate(8.5, 1.1)) for _ in range(140)]
    if name == "articles":
        return [int(chance.lognormvariate(6.3, 1.3)) + 30 for _ in range(20_000)]
    if name == "posts":
        return [int(chance.lognormvariate(5, 1)) + 1 for _ in range(20_000)]
    if name == "sentences":
        return [chance.randrange(10, 60) for _ in range(20_000)]
    if name == "half a sequence and books":  # Two of the short ones never fit together.
        short = [capacity // 2 + chance.randrange(1, 40) for _ in range(300)]
        return short + [chance.randrange(4 * capacity, 12 * capacity) for _ in range(110)]
    raise AssertionError(name)


@pytest.mark.parametrize("capacity", [512, 2048, 4096])
@pytest.mark.parametrize("name", ["small", "articles", "posts", "sentences", "half a sequence and books"])
def test_less_than_one_percent_is_padding(name: str, capacity: int) -> None:
    lengths = corpus(name, capacity)
    assert share_of_padding(lengths, capacity, pack(lengths, capacity, 0.005)) < 0.01


def test_documents_are_cut_more_often_only_when_needed() -> None:
    lengths = corpus("articles", 4096)
    pieces = sum(map(len, pack(lengths, 4096, 0.005)))
    assert pieces == sum(-(-length // 4096) for length in lengths)


def test_a_document_that_goes_on_in_the_same_sequence_is_one_piece() -> None:
    # 20 documents of 60% leave gaps of 40%, which one long document fills: two fillings that follow each
    # other would be told from one by nothing but a superfluous boundary.
    sequences = pack([60] * 20 + [900], 100, 0.0)
    assert all(len({piece.document for piece in sequence}) == len(sequence) for sequence in sequences)
    assert len(sequences) == 21


def test_an_end_is_never_a_scrap() -> None:
    # 4097 tokens are not 4096 and a lonely end token.
    assert sorted(piece.length for sequence in pack([4097], 4096, 1.0) for piece in sequence) == [64, 4033]


def test_packing_is_deterministic() -> None:
    lengths = corpus("small", 512)
    assert pack(lengths, 512, 0.0) == pack(lengths, 512, 0.0)


def test_nothing_is_packed_into_nothing() -> None:
    assert pack([], 512, 0.005) == []
    assert pack([0, 0], 512, 0.005) == []
