"""Whatever a row holds, its reader gives statements or says that the row is broken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.tuples import ascent, atomic, conceptnet, quasimodo
from curation.tuples.detect import Layout
from curation.tuples.filter import FilterTuples
from curation.tuples.row import RowError
from curation.tuples.text import normalise
from schemas.arrow import rows_to_batch
from schemas.knowledge import KnowledgeTuple

ASCENTPP = ("head", "relation", "tail", "subject", "predicate", "object", "typicality", "facets")
LAYOUTS = [
    Layout("atomic2020"),
    Layout("atomic2019", ("event", *atomic.DIMENSIONS, "prefix", "split")),
    Layout("conceptnet"),
    Layout("cn100k"),
    Layout("quasimodo", quasimodo.COLUMNS),
    Layout("quasimodo", quasimodo.JUDGED_COLUMNS),
    Layout("ascent"),
    Layout("ascentpp", ASCENTPP),
]

WORDS = [
    "cat",
    "PersonX eats",
    "none",
    "",
    " ",
    "0",
    "1",
    "0.5",
    "nan",
    "1e999",
    "-3",
    "9" * 5000,
    '"',
    '[""a""]',
]
WORDS += [
    "IsA",
    "/r/IsA",
    "xWant",
    "/c/en/cat",
    "/c/en",
    "/c//x",
    "{}",
    '{"weight": 1e400}',
    "[" * 9000,
    "\ud800",
]
WORDS += [
    "sometimes x#x3 // TBC[a] x#x",
    "some[subj/] x#x1",
    "some[",
    " // ",
    "null",
    "[]",
    '{"weight": [1]}',
]
cells = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))


def outcome(layout: Layout, row: str) -> str:
    reader = layout.reader("en")
    (line,) = [reader.prepare(normalise(row.replace("\n", " ")))]
    try:
        found = reader.read(line)
    except RowError as error:
        return error.reason
    said = [item for item in found if isinstance(item, KnowledgeTuple)]
    assert rows_to_batch(KnowledgeTuple, said).num_rows == len(said), "what is read can be written"
    assert all(item.head and item.relation for item in said)
    assert len(list(FilterTuples()(said))) == len(said)
    return "read"


@given(st.sampled_from(LAYOUTS), st.lists(cells, min_size=1, max_size=12), st.sampled_from("\t,"))
def test_any_cells(layout: Layout, row: list[str], separator: str) -> None:
    outcome(layout, separator.join(row))


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), cells),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["type", "value"]), inner)
    ),
    max_leaves=6,
)
KEYS = ("arg1", "rel", "arg2", *ascent.NEEDED_KEYS, "support", "facets")


@given(st.dictionaries(st.sampled_from(KEYS), values))
def test_any_json(row: dict[str, object]) -> None:
    outcome(Layout("ascent"), json.dumps(row))


@given(st.text(max_size=30))
def test_any_fifth_column(about: str) -> None:
    row = f"/a/x\t/r/IsA\t/c/en/cat\t/c/en/pet\t{about}"
    assert outcome(Layout("conceptnet"), row) in ("malformed-json", "wrong-columns", "read")


@pytest.mark.parametrize("weight", ["NaN", "1e999", "Infinity", "9" * 5000, "true", '"1"', "-Infinity"])
def test_weights_that_are_no_numbers(weight: str) -> None:
    row = f'/a/x\t/r/IsA\t/c/en/cat\t/c/en/pet\t{{"weight": {weight}}}'
    assert outcome(Layout("conceptnet"), row) in ("bad-number", "malformed-json")


@pytest.mark.parametrize(
    ("layout", "row", "reason"),
    [
        (Layout("conceptnet"), '/a/x\t/r/IsA\t/c/en/_\t/c/en/pet\t{"weight": 1.0}', "no-head"),
        (Layout("quasimodo", quasimodo.JUDGED_COLUMNS), "cat\t\tpet\t0\t1", "unknown-relation"),
        (Layout("ascent"), '{"subject": "cat", "predicate": "", "object": "pet"}', "unknown-relation"),
        (Layout("cn100k"), "\tcat\tpet", "unknown-relation"),
    ],
)
def test_a_statement_needs_a_head_and_a_relation(layout: Layout, row: str, reason: str) -> None:
    assert outcome(layout, row) == reason


def test_only_the_readers_of_csv_are_quoted() -> None:
    quoted = {layout.format for layout in LAYOUTS if layout.reader("en").quoted}
    assert quoted == {"atomic2019", "ascentpp"}
    assert not conceptnet.CN100K().quoted
