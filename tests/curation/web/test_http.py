import gzip
import zlib

import brotli
import pytest
import zstandard

from curation.web.http import TooLargeError, decode_body, parse_header

PAGE = b"<html><p>Text of a page that is long enough.</p></html>" * 20
LIMIT = 1 << 20


def test_a_header():
    header = parse_header(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=x\r\nVia: a\r\nVIA: b\r\n\r\nbody"
    )
    assert (header.status, header.fields) == (200, {"content-type": "text/html; charset=x", "via": "a, b"})
    assert header.length == len(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=x\r\nVia: a\r\nVIA: b\r\n\r\n"
    )


def test_headers_of_old_servers():
    assert parse_header(b"HTTP/1.0 404\nServer: x\n\nbody").status == 404
    assert parse_header(b"HTTP/1.0 200 OK\r\n\r\nbody").fields == {}


def test_no_header():
    assert parse_header(b"<html>") is None
    assert parse_header(b"HTTP/1.1 200 OK\r\nServer: never ends") is None


def chunked(*pieces):
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


def raw_deflate(data):
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize(
    ("body", "transfer", "content"),
    [
        (PAGE, "", ""),
        (chunked(PAGE[:10], PAGE[10:]) + b"0\r\n\r\n", "chunked", ""),
        (PAGE, "chunked", ""),  # decoded by the crawler
        (gzip.compress(PAGE, mtime=0), "", "gzip"),
        (PAGE, "", "gzip"),
        (zlib.compress(PAGE), "", "deflate"),
        (raw_deflate(PAGE), "", "deflate"),
        (brotli.compress(PAGE), "", "br"),
        (PAGE, "", "br"),
        (zstandard.compress(PAGE), "", "zstd"),
        (gzip.compress(zlib.compress(PAGE), mtime=0), "", "deflate, gzip"),
        (chunked(gzip.compress(PAGE, mtime=0)) + b"0\r\n\r\n", "Chunked", "GZIP"),
        (PAGE, "", "unheard-of"),
    ],
)
def test_encodings_are_undone(body, transfer, content):
    assert decode_body(body, transfer, content, LIMIT) == PAGE


@pytest.mark.parametrize(("encode", "name"), [(gzip.compress, "gzip"), (zlib.compress, "deflate")])
def test_of_a_body_that_is_cut_off_the_whole_part_is_kept(encode, name):
    found = decode_body(encode(PAGE)[:-15], "", name, LIMIT)
    assert found
    assert PAGE.startswith(found)
    assert decode_body(chunked(PAGE)[:-500], "chunked", "", LIMIT) == PAGE[:-498]


@pytest.mark.parametrize(
    ("encode", "name"),
    [
        (gzip.compress, "gzip"),
        (zlib.compress, "deflate"),
        (brotli.compress, "br"),
        (zstandard.compress, "zstd"),
    ],
)
def test_bombs_are_not_unpacked(encode, name):
    with pytest.raises(TooLargeError, match="1048576 bytes"):
        decode_body(encode(bytes(LIMIT * 20)), "", name, LIMIT)
