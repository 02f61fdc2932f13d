import io
import random

from hypothesis import given
from hypothesis import strategies as st

from curation.decompression.pieces import Piece
from curation.web.gzip_members import decode_members, next_member
from curation.web.records import begins_record
from tests.curation.web.archives import http, members, warc

RECORDS = [
    warc("response", f"http://example.org/{n}", http(random.Random(n).randbytes(n * 300))) for n in range(40)
]
DATA = members(*RECORDS)


def decode(start, end):
    pieces = decode_members(io.BytesIO(DATA), len(DATA), start, end, begins_record)
    return b"".join(piece.data for piece in pieces if isinstance(piece, Piece))


@given(st.lists(st.integers(1, len(DATA) - 1), max_size=5, unique=True).map(sorted))
def test_ranges_hold_every_record_once_wherever_they_are_cut(cuts):
    ranges = zip([0, *cuts], [*cuts, -1], strict=True)
    assert b"".join(decode(start, end) for start, end in ranges) == b"".join(RECORDS)


def test_magic_bytes_alone_are_no_member():
    data = b"\x1f\x8b\x08 and more" + b"\x1f\x8b\x08\0" * 10 + members(b"no record") + DATA
    assert next_member(io.BytesIO(data), 1, len(data), begins_record) == len(data) - len(DATA)


def test_a_search_ends_at_its_end():
    assert next_member(io.BytesIO(bytes(1000) + DATA), 0, 999, begins_record) == -1
