from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from curation.tokens.pack import PackConfig, PackSequences
from schemas.arrow import rows_to_batch
from schemas.token_shards import TokenizerInfo
from schemas.tokens import TokenizedDocument, sequence_schema

TOKENIZER = TokenizerInfo(name="t", sha256="0" * 64, vocabulary_size=1000, bos_id=1, eos_id=2, pad_id=0)


def table(documents: list[list[int]], chunk: int = 7) -> pa.Table:
    rows = [
        TokenizedDocument(id=f"wiki:{i:05d}", source="wiki", tokens=tokens, text_bytes=len(tokens))
        for i, tokens in enumerate(documents)
    ]
    batches = [rows_to_batch(TokenizedDocument, rows[i : i + chunk]) for i in range(0, len(rows), chunk)]
    empty = rows_to_batch(TokenizedDocument, [])
    return pa.Table.from_batches([empty, *batches])


def rows_of(config: PackConfig, documents: list[list[int]], seed: int = 0) -> list[dict[str, Any]]:
    batches = list(PackSequences(config, TOKENIZER, seed)(table(documents)))
    return [row for batch in batches for row in batch.to_pylist()]


def numbered(lengths: list[int]) -> list[list[int]]:
    """Documents in which every token says where it stands."""
    return [[3 + (17 * i + j) % 997 for j in range(length)] for i, length in enumerate(lengths)]


@settings(deadline=None)
@given(
    lengths=st.lists(st.one_of(st.integers(0, 20), st.integers(0, 200)), max_size=30),
    length=st.sampled_from([16, 17, 64]),
    bos=st.booleans(),
    eos=st.booleans(),
    seed=st.integers(0, 3),
)
def test_every_token_comes_back_in_order(
    lengths: list[int], length: int, bos: bool, eos: bool, seed: int
) -> None:
    documents = numbered(lengths)
    config = PackConfig(sequence_length=length, bos=bos, eos=eos)
    found: dict[str, dict[int, list[int]]] = {}
    for row in rows_of(config, documents, seed):
        position = 0
        for span in row["spans"]:
            assert span["start"] == position, "spans lie one after the other"
            position += span["length"]
            found.setdefault(span["document"], {})[span["offset"]] = row["tokens"][span["start"] : position]
        assert position == row["length"], "spans cover what is used"
        assert row["tokens"][position:] == [0] * (length - position), "the rest is padding"
    for i, tokens in enumerate(documents):
        expected = [1] * bos + tokens + [2] * eos
        pieces = found.pop(f"wiki:{i:05d}", {})
        assert sorted(pieces) == list(np.cumsum([0, *(len(p) for _, p in sorted(pieces.items()))]))[:-1]
        assert [token for _, piece in sorted(pieces.items()) for token in piece] == expected
    assert not found


def test_a_document_stands_between_its_begin_and_end_token() -> None:
    (row,) = rows_of(PackConfig(sequence_length=16), [[10, 11], [20, 21, 22]])
    assert row["tokens"] == [1, 10, 11, 2, 1, 20, 21, 22, 2, 0, 0, 0, 0, 0, 0, 0]
    assert row["length"] == 9
    assert row["spans"] == [
        {"document": "wiki:00000", "start": 0, "length": 4, "offset": 0},
        {"document": "wiki:00001", "start": 4, "length": 5, "offset": 0},
    ]


def test_the_parts_of_a_long_document_are_told_by_their_offset() -> None:
    rows = rows_of(PackConfig(sequence_length=16), numbered([20]))
    spans = sorted((s["offset"], s["length"]) for row in rows for s in row["spans"])
    assert spans == [(0, 16), (16, 6)]


def test_batches_have_256_rows_and_the_schema() -> None:
    batches = list(PackSequences(PackConfig(sequence_length=16), TOKENIZER)(table(numbered([14] * 600))))
    assert [batch.num_rows for batch in batches] == [256, 256, 88]
    assert all(batch.schema.equals(sequence_schema(16), check_metadata=True) for batch in batches)
    for batch in batches:
        batch.validate(full=True)
        assert not any(column.null_count for column in batch.columns)


def test_the_same_documents_give_the_same_bytes_whatever_their_chunks() -> None:
    pack = PackSequences(PackConfig(sequence_length=32), TOKENIZER)
    documents = numbered([5, 90, 33, 12, 31, 8, 64, 1] * 9)
    one, other = (pa.Table.from_batches(pack(table(documents, chunk))) for chunk in (3, 50))
    assert one.equals(other)
    assert pa.Table.from_batches(pickle.loads(pickle.dumps(pack))(table(documents))).equals(one)


def test_the_order_is_shuffled_by_the_seed_alone() -> None:
    documents = numbered([14] * 300)
    orders = [
        [row["spans"][0]["document"] for row in rows_of(PackConfig(sequence_length=16), documents, seed)]
        for seed in (0, 0, 1)
    ]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2]) == [f"wiki:{i:05d}" for i in range(300)]
    assert orders[0] != sorted(orders[0])


def test_uint32_for_large_vocabularies() -> None:
    large = TokenizerInfo(name="t", sha256="", vocabulary_size=65_537, bos_id=65_535, eos_id=65_536, pad_id=0)
    (batch,) = PackSequences(PackConfig(sequence_length=16), large)(table([[65_536, 5]]))
    assert batch.schema.field("tokens").type == pa.list_(pa.uint32(), 16)
    assert batch.column("tokens")[0].as_py()[:4] == [65_535, 65_536, 5, 65_536]


def test_tokens_of_another_tokenizer_are_an_error() -> None:
    pack = PackSequences(PackConfig(), TOKENIZER)
    with pytest.raises(ValueError, match="token 1000 is not one of the 1000 of t"):
        list(pack(table([[5], [999, 1000]])))


def test_an_empty_partition_gives_nothing() -> None:
    assert rows_of(PackConfig(), []) == []


def test_a_sliced_table_gives_the_rows_of_the_slice() -> None:
    documents = numbered([5, 9, 30, 2, 7])
    pack = PackSequences(PackConfig(sequence_length=16), TOKENIZER)
    tokens = [t for b in pack(table(documents).slice(1, 3)) for r in b.to_pylist() for t in r["tokens"]]
    assert sorted(t for t in tokens if t > 2) == sorted(t for d in documents[1:4] for t in d)


@pytest.mark.parametrize("wrong", [{"sequence_length": 8}, {"padding_target": 2}, {"lenght": 5}])
def test_a_wrong_setting_is_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PackConfig(**wrong)
