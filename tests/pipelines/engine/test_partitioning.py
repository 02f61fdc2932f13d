from collections import defaultdict

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.engine.failures import FunctionError
from pipelines.engine.partitioning import fnv1a, split_by_partition

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


def fnv1a_of(data: bytes) -> int:
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


@pytest.mark.parametrize(
    ("key", "expected"),
    # From the FNV authors' own test vectors.
    [("", 0xCBF29CE484222325), ("a", 0xAF63DC4C8601EC8C), ("foobar", 0x85944171F73967E8)],
)
def test_known_hashes(key, expected):
    assert fnv1a(pa.array([key]))[0] == expected


@settings(deadline=None)
@given(st.lists(texts))
def test_strings_hash_as_their_bytes_one_by_one(keys):
    assert fnv1a(pa.array(keys, pa.string())).tolist() == [fnv1a_of(key.encode()) for key in keys]


@settings(deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_integers_hash_as_eight_bytes(keys):
    expected = [fnv1a_of(key.to_bytes(8, "little", signed=True)) for key in keys]
    assert fnv1a(pa.array(keys, pa.int64())).tolist() == expected


def test_the_hash_of_a_number_does_not_depend_on_its_type():
    kinds = [pa.int8(), pa.uint8(), pa.int32(), pa.uint32(), pa.int64(), pa.uint64()]
    assert len({fnv1a(pa.array([7], kind))[0] for kind in kinds}) == 1


def test_a_slice_hashes_as_a_copy_of_it():
    keys = pa.array(["a", "bc", "", "def", "g"])
    assert fnv1a(keys.slice(1, 3)).tolist() == fnv1a(pa.array(["bc", "", "def"])).tolist()


def test_a_missing_key_is_refused():
    with pytest.raises(FunctionError, match="1 rows have no key"):
        fnv1a(pa.array(["a", None]))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "dd", "eee", "ffff"])), st.integers(1, 5))
def test_rows_stay_in_order_and_equal_keys_together(keys, partitions):
    batch = pa.record_batch({"key": pa.array(keys, pa.string()), "row": np.arange(len(keys))})
    partition_of = defaultdict(set)
    seen = []
    for number, rows in split_by_partition(batch, "key", partitions):
        assert 0 <= number < partitions
        assert rows.num_rows
        positions = rows.column("row").to_pylist()
        assert positions == sorted(positions)
        seen += positions
        for key in rows.column("key").to_pylist():
            partition_of[key].add(number)
    assert sorted(seen) == list(range(len(keys)))
    assert all(len(numbers) == 1 for numbers in partition_of.values())


def test_many_keys_spread_evenly():
    for keys in (pa.array([f"enwiki:{n}" for n in range(8000)]), pa.array(range(8000))):
        batch = pa.record_batch({"key": keys})
        counts = [rows.num_rows for _, rows in split_by_partition(batch, "key", 8)]
        assert len(counts) == 8
        assert 850 < min(counts) <= max(counts) < 1150
