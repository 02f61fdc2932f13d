from dataclasses import dataclass

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.engine import FunctionError, Map
from pipelines.engine.testing import apply_map
from schemas.arrow import rows_to_batch
from schemas.outcome import Dropped, Rejected
from schemas.split import InputError
from tests.pipelines.engine.toy import Line, Mark


def stage(function, output=Line):
    return Map(name="test", input=Line, output=output, function=function)


def lines(*texts):
    return [Line(str(number), text) for number, text in enumerate(texts)]


def in_pairs(records):
    """Output depends on neighbours, as when documents are packed into sequences."""
    waiting = []
    for line in records:
        if "boom" in line.text:
            raise ValueError(line.text)
        waiting.append(line.text)
        if len(waiting) == 2:
            yield Line("pair", "+".join(waiting))
            waiting = []
    if waiting:
        yield Line("single", waiting[0])


def test_a_record_that_raises_costs_itself_only():
    applied = apply_map(stage(Mark("!")), lines("a", "boom b", "c"))
    assert [row.text for row in applied.rows] == ["a !", "c !"]
    (rejected,) = applied.rejected
    assert rejected.reason == "error"
    assert rejected.where == "1 (part-00000, record 1)"
    assert rejected.detail.startswith("ValueError: cannot mark 'boom b' (at tests.pipelines.engine.toy:")
    assert rejected.detail.endswith("in __call__)")
    assert rejected.excerpt == "id='1', text='boom b'"


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "boom", "short", "surrogate"])))
def test_the_others_come_out_as_if_bad_records_had_never_been_there(texts):
    everything = lines(*texts)
    good = [line for line in everything if line.text not in ("boom", "surrogate")]
    applied = apply_map(stage(Mark("!")), everything)
    alone = apply_map(stage(Mark("!")), good)
    assert applied.rows == alone.rows
    assert applied.dropped == alone.dropped
    assert len(applied.rejected) == len(everything) - len(good)
    assert alone.rejected == []


def test_that_holds_for_functions_that_look_at_neighbours():
    applied = apply_map(stage(in_pairs), lines("a", "boom", "b", "c", "boom", "d", "e"))
    assert [row.text for row in applied.rows] == ["a+b", "c+d", "e"]
    assert len(applied.rejected) == 2


def test_a_value_that_cannot_be_stored_is_the_records_fault():
    applied = apply_map(stage(Mark("!")), lines("a", "surrogate", "b"))
    assert [row.id for row in applied.rows] == ["0", "2"]
    assert applied.rejected[0].detail.startswith("UnicodeEncodeError")


def test_what_a_source_dropped_or_rejected_passes_by_the_function():
    dropped, rejected = Dropped("redirect"), Rejected("truncated", "byte 7")
    records = [*lines("a"), dropped, rejected, *lines("boom")]
    applied = apply_map(stage(Mark("!")), records)
    assert applied.dropped == [dropped]
    assert applied.reasons == ["redirect"]
    assert {r.reason for r in applied.rejected} == {"truncated", "error"}
    assert rejected in applied.rejected


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        MemoryError(),
        ImportError("no module named x"),
        InputError("no such thing"),
    ],
)
def test_what_no_record_is_to_blame_for_is_raised(error):
    def fails(records):
        yield from records
        raise error

    with pytest.raises(type(error)):
        apply_map(stage(fails), lines("a"))


def test_an_interruption_is_raised():
    def interrupted(records):
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        apply_map(stage(interrupted), lines("a"))


def test_a_function_that_fails_only_on_the_whole_says_so():
    def fails_on_two(records):
        if len(list(records)) > 1:
            raise ValueError("too many")
        yield from ()

    with pytest.raises(
        FunctionError, match=r"on none of them alone: ValueError: too many \(at .*fails_on_two"
    ):
        apply_map(stage(fails_on_two), lines("a", "b"))


@dataclass(frozen=True)
class Other:
    id: str


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (Other("x"), "yields Other.*but its output is Line"),
        (None, "yields None, but its output is Line"),
        (pa.record_batch({"id": ["a"]}), "yields a batch of"),
    ],
)
def test_yielding_the_wrong_thing_is_a_mistake_in_code(wrong, message):
    with pytest.raises(FunctionError, match=message):
        apply_map(stage(lambda records: [wrong for _ in records]), lines("a"))


def test_batches_and_records_keep_their_order():
    def both(records):
        for line in records:
            yield line
            yield rows_to_batch(Line, [Line("batch", line.text)])

    applied = apply_map(stage(both), lines("a", "b"))
    assert [(row.id, row.text) for row in applied.rows] == [
        ("0", "a"),
        ("batch", "a"),
        ("1", "b"),
        ("batch", "b"),
    ]


def test_a_null_in_a_batch_is_refused():
    def nulls(records):
        for line in records:
            text = None if line.text == "bad" else line.text
            yield pa.record_batch({"id": [line.id], "text": pa.array([text], pa.string())})

    applied = apply_map(stage(nulls), lines("a", "bad"))
    assert [row.text for row in applied.rows] == ["a"]
    assert "1 of 1 values of text are null" in applied.rejected[0].detail


def test_the_excerpt_of_a_huge_record_is_short():
    applied = apply_map(stage(Mark("!")), [Line("0", "boom" * 5_000_000)])
    assert len(applied.rejected[0].excerpt) == 500
