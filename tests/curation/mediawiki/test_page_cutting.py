"""Cutting pages out of a stream with holes in it: ranges together give what the whole gives."""

from __future__ import annotations

from dump_files import header, page, revision
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.decompression.pieces import Damage, Piece
from curation.mediawiki.cutting import Cut, Cutter, Flaw

CONTENT = (
    header()
    + page("A", 1)
    + page("B", 2, *(revision(f"{n}", n) for n in range(4)))
    + "stray"
    + page("C", 3).replace("</page>", "")
    + page("D", 4, revision("long " * 400))
    + page("E", 5)
    + "</mediawiki>"
).encode()


def cut(stretches, **options):
    settled = {"end": -1, "from_start": True, "rooted": True, "exact": False, "max_bytes": 1500}
    return list(Cutter(**(settled | options)).cut(iter(stretches)))


def test_cuts_hold_one_revision_each():
    events = cut([Piece(CONTENT, 0)], exact=True)
    cuts = [event for event in events if isinstance(event, Cut)]
    assert [(c.first, c.last) for c in cuts] == [
        (True, True),
        (True, False),
        (False, False),
        (False, False),
        (False, True),
        (True, True),
    ]
    assert all(CONTENT[c.offset :].startswith(c.data) for c in cuts)
    assert [c.data.count(b"<revision>") for c in cuts] == [1] * 6
    flaws = [event for event in events if isinstance(event, Flaw)]
    assert [(f.reason, f.page) for f in flaws] == [
        ("malformed-xml", False),
        ("malformed-xml", True),
        ("page-too-large", True),
    ]
    assert flaws[0].head.startswith(b"stray")
    assert CONTENT[flaws[1].offset :].startswith(b"<page>\n    <title>C")


STRETCHES = st.lists(
    st.tuples(st.integers(1, 900), st.sampled_from(["whole", "whole", "whole", "damaged", "empty"])),
    min_size=1,
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(
    plan=STRETCHES,
    boundary=st.integers(0, 29),
    end=st.sampled_from(["whole", "truncated", "corrupt", "short"]),
)
def test_ranges_of_a_damaged_stream_give_what_the_whole_gives(plan, boundary, end):
    """As of a compressed file: a piece is a block, and a range begins with a whole one."""
    stretches = []
    position = 0
    for n, (length, kind) in enumerate(plan):
        data = (
            CONTENT[position : position + length]
            if n < len(plan) - 1 or end == "short"
            else CONTENT[position:]
        )
        position += length
        if kind == "damaged":
            stretches.append(Damage("corrupt-stream", n, "bad block", last=False))
        else:
            stretches.append(Piece(b"" if kind == "empty" else data, n))
    if end in ("truncated", "corrupt"):
        reason = "truncated" if end == "truncated" else "corrupt-stream"
        stretches.append(Damage(reason, len(plan), "bad end"))
    whole = cut(stretches)
    starts = [n for n, s in enumerate(stretches) if isinstance(s, Piece)]
    start = starts[boundary % len(starts)] if starts else 0
    if start == 0:
        return
    left = cut(stretches, end=start)
    right = cut(stretches[start:], from_start=False)
    assert left + right == whole


@settings(max_examples=100, deadline=None)
@given(sizes=st.lists(st.integers(1, 700), min_size=1, max_size=20))
def test_how_a_file_is_read_does_not_matter(sizes):
    pieces, position = [], 0
    while position < len(CONTENT):
        for size in sizes:
            pieces.append(Piece(CONTENT[position : position + size], position))
            position += size
    assert cut([p for p in pieces if p.data], exact=True) == cut([Piece(CONTENT, 0)], exact=True)
