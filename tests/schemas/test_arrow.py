from dataclasses import dataclass, field
from typing import Annotated, ClassVar

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.arrow import arrow_schema, batch_to_rows, rows_to_batch

text = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    weight: Annotated[int, pa.int32()]


@dataclass(frozen=True, slots=True)
class Whole:
    VERSION: ClassVar[int] = 7

    id: str
    score: float
    kept: bool
    data: bytes
    tokens: Annotated[list[int], pa.list_(pa.uint16())] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


wholes = st.builds(
    Whole,
    id=text,
    score=st.floats(allow_nan=False),
    kept=st.booleans(),
    data=st.binary(),
    tokens=st.lists(st.integers(0, 2**16 - 1)),
    parts=st.lists(st.builds(Part, name=text, weight=st.integers(-(2**31), 2**31 - 1))),
    counts=st.dictionaries(text, st.integers(-(2**63), 2**63 - 1)),
)


@dataclass(frozen=True, slots=True)
class Nest:
    inner: Whole
    several: list[Whole]


@given(st.lists(st.builds(Nest, inner=wholes, several=st.lists(wholes, max_size=2)), max_size=3))
def test_records_in_records_survive_arrow(rows):
    assert list(batch_to_rows(Nest, rows_to_batch(Nest, rows))) == rows


def test_dictionaries_in_records_have_one_order_too():
    one, other = (
        Whole("a", 0.0, True, b"", counts={"x": 1, "y": 2}),
        Whole("a", 0.0, True, b"", counts={"y": 2, "x": 1}),
    )
    assert (
        rows_to_batch(Nest, [Nest(one, [one])]).serialize()
        == rows_to_batch(Nest, [Nest(other, [other])]).serialize()
    )


@settings(deadline=None)
@given(st.lists(wholes))
def test_records_survive_arrow(rows):
    assert list(batch_to_rows(Whole, rows_to_batch(Whole, rows))) == rows


def test_equal_dictionaries_are_equal_bytes_whatever_their_order():
    one = rows_to_batch(Whole, [Whole("a", 0.0, True, b"", counts={"x": 1, "y": 2})])
    other = rows_to_batch(Whole, [Whole("a", 0.0, True, b"", counts={"y": 2, "x": 1})])
    assert one.serialize() == other.serialize()


def test_the_schema_names_the_record_and_its_version():
    assert arrow_schema(Whole).metadata == {b"record": b"Whole", b"version": b"7"}


@pytest.mark.parametrize(
    "row",
    [
        Whole("\ud800", 0.0, True, b""),
        Whole("a", 0.0, True, b"", tokens=[2**16]),
        Whole(None, 0.0, True, b""),
        Whole("a", 0.0, True, b"", parts=[Part(None, 1)]),
        Whole("a", 0.0, True, b"", counts={"x": "y"}),
        Whole("a", 0.0, True, b"", parts=[Part("x", 2**31)]),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_an_error(row):
    with pytest.raises((TypeError, ValueError)):
        rows_to_batch(Whole, [row])


def test_an_annotation_that_records_may_not_use_is_named():
    @dataclass
    class Odd:
        value: set[str]

    with pytest.raises(TypeError, match="set"):
        arrow_schema(Odd)
