import io

import pytest

from curation.decompression.pieces import Piece
from curation.web.gzip_members import decode_members
from curation.web.records import Record, Records, begins_record
from schemas.outcome import Rejected
from tests.curation.web.archives import arc, http, members, warc


def read(data, piece=1 << 20, **options):
    """Records with their content, and Rejected, of bytes that come in pieces."""
    pieces = (Piece(data[at : at + piece], at) for at in range(0, len(data), piece))
    records = Records(pieces, "a.warc", exact=True)
    return [(item, b"" if isinstance(item, Rejected) else records.read(1 << 30)) for item in records]


def read_gzip(data):
    records = Records(decode_members(io.BytesIO(data), len(data), 0, -1, begins_record), "a.warc.gz")
    return [(item, b"" if isinstance(item, Rejected) else records.read(1 << 30)) for item in records]


ONE = warc("response", "http://example.org/1", http(b"<p>one</p>"))
TWO = warc("response", "http://example.org/2", http(b"<p>two</p>"))
THREE = warc("response", "http://example.org/3", http(b"<p>three</p>"))


def urls(found):
    return [item.url if isinstance(item, Record) else item.reason for item, _ in found]


@pytest.mark.parametrize("version", ["0.17", "0.18", "1.0", "1.1"])
def test_warc_of_every_version(version):
    ((record, content),) = read(warc("response", "http://example.org/", b"content", version=version))
    assert (record.kind, record.url, record.date) == (
        "response",
        "http://example.org/",
        "2020-01-02T03:04:05Z",
    )
    assert content == b"content"


def test_what_is_odd_in_headers_is_understood():
    data = (
        b"WARC/1.0\nwarc-type: Response\r\nWARC-Target-URI: <http://example.org/>\nX-Long: a\r\n  b\n"
        b"WARC-Date: 2020-01-02T03:04:05.678901Z\nContent-Length: 2\n\nhi\r\n\r\n"
    )
    ((record, content),) = read(data)
    assert (record.kind, record.url, record.date) == (
        "response",
        "http://example.org/",
        "2020-01-02T03:04:05Z",
    )
    assert (record.headers["x-long"], content) == ("a b", b"hi")


def test_arc_of_both_versions():
    info = arc("filedesc://a.arc", b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n")
    one = arc("http://example.org/a b", http(b"one"))
    two = arc("http://example.org/2", http(b"two"), more="200 checksum - 1234 a.arc ")
    found = read(info + one + two)
    assert [(record.kind, record.url) for record, _ in found] == [
        ("warcinfo", "filedesc://a.arc"),
        ("response", "http://example.org/a b"),
        ("response", "http://example.org/2"),
    ]
    assert found[2][1].endswith(b"two")
    assert found[1][0].date == "2010-01-02T03:04:05Z"


@pytest.mark.parametrize("piece", [1, 7, 64, 1000])
def test_pieces_may_end_anywhere(piece):
    assert read(ONE + TWO, piece) == read(ONE + TWO)


def test_offsets_are_those_of_the_file():
    assert [item.offset for item, _ in read(ONE + TWO)] == [0, len(ONE)]
    compressed = members(ONE, TWO)
    assert [item.offset for item, _ in read_gzip(compressed)] == [0, len(members(ONE))]


def test_what_was_not_read_is_skipped():
    pieces = [Piece(ONE + TWO, 0)]
    records = Records(pieces, "a.warc")
    assert [records.read(4) for _ in records] == [b"HTTP", b"HTTP"]


@pytest.mark.parametrize("cut", [10, 60, 150])
def test_of_a_truncated_file_what_is_whole_is_read(cut):
    found = read(ONE + TWO[:-cut])
    assert urls(found)[0] == "http://example.org/1"
    assert isinstance(found[-1][0], Rejected)
    assert len([item for item, _ in found if isinstance(item, Rejected)]) == 1


def test_a_truncated_gzip_file():
    found = read_gzip(members(ONE, TWO)[:-30])
    assert urls(found)[0] == "http://example.org/1"
    assert found[-1][0].reason == "truncated"
    assert "byte" in found[-1][0].detail


def test_a_damaged_member_costs_its_own_record():
    data = bytearray(members(ONE, TWO, THREE))
    middle = len(members(ONE)) + 40
    data[middle : middle + 20] = bytes(20)
    found = read_gzip(bytes(data))
    assert urls(found)[0], urls(found)[-1] == ("http://example.org/1", "http://example.org/3")
    assert [item.reason for item, _ in found if isinstance(item, Rejected)] == ["corrupt-stream"]


def test_a_wrong_length_costs_the_records_it_covers():
    wrong = TWO.replace(b"Content-Length: ", b"Content-Length: 1")
    found = read(ONE + wrong + THREE + ONE)
    assert urls(found)[0] == "http://example.org/1"
    assert urls(found)[-1] in ("http://example.org/1", "truncated")
    short = TWO.replace(b"two", b"two and more")
    assert urls(read(ONE + short + THREE)) == [
        "http://example.org/1", "http://example.org/2", "malformed-record", "http://example.org/3",
    ]  # fmt: skip


def test_a_record_without_a_length_is_rejected_with_its_place():
    broken = TWO.replace(b"Content-Length", b"Content-Longitude")
    found = read(ONE + broken + THREE)
    assert urls(found) == ["http://example.org/1", "malformed-record", "http://example.org/3"]
    assert found[1][0].where == f"a.warc, byte {len(ONE)}"


def test_all_of_an_archive_in_one_gzip_member():
    assert urls(read_gzip(members(ONE + TWO))) == ["http://example.org/1", "http://example.org/2"]


def test_zeros_after_the_last_member_are_padding():
    assert urls(read_gzip(members(ONE) + bytes(5000))) == ["http://example.org/1"]


def test_what_follows_the_gzip_data_is_rejected():
    assert urls(read_gzip(members(ONE) + b"garbage" + members(TWO))) == [
        "http://example.org/1", "corrupt-stream", "http://example.org/2",
    ]  # fmt: skip


def test_the_library_of_web_archives_reads_the_same():
    warcio = pytest.importorskip("warcio.archiveiterator")
    data = members(ONE, TWO, THREE)
    theirs = [
        (record.rec_headers["WARC-Target-URI"], record.content_stream().read())
        for record in warcio.ArchiveIterator(io.BytesIO(data))
    ]
    assert [(item.url, content.partition(b"\r\n\r\n")[2]) for item, content in read_gzip(data)] == theirs
