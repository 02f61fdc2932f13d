"""Broken input: what can be kept is kept, the rest is told, and nothing takes for ever."""

from __future__ import annotations

import bz2
import gzip
import tracemalloc

import pytest
import zstandard
from dump_files import (
    COMPRESSIONS,
    dump,
    header,
    many_pages,
    multistream,
    page,
    pages_of,
    read_bytes,
    rejected,
    revision,
    seven_zip,
    titles,
)

from curation.mediawiki import MediaWikiDump
from schemas.outcome import Rejected
from schemas.split import InputError


@pytest.mark.parametrize("kept", [0, 1, 4])
def test_truncated_xml_keeps_every_whole_page(kept, tmp_path):
    content = dump(many_pages(6))
    cut = [at for at in range(len(content)) if content.startswith(b"</page>", at)][kept] - 30
    records = read_bytes(tmp_path, content[:cut])
    assert titles(records) == [f"Page {n}" for n in range(1, kept + 1)]
    (problem,) = rejected(records)
    begin = content.index(f"<page>\n    <title>Page {kept + 1}<".encode())
    assert problem.reason == "truncated"
    assert problem.where == f"dump.xml, byte {begin}, page 'Page {kept + 1}'"
    assert problem.excerpt.startswith("<page>")


def test_a_file_cut_between_two_pages_is_told_from_a_whole_one(tmp_path):
    content = dump(many_pages(3))
    assert rejected(read_bytes(tmp_path, content)) == []
    records = read_bytes(tmp_path, content[: content.rindex(b"</page>") + 7])
    assert len(titles(records)) == 3
    assert [(r.reason, "</mediawiki>" in r.detail) for r in rejected(records)] == [("truncated", True)]


@pytest.mark.parametrize("compression", ["bz2", "multistream", "gz", "zst", "7z"])
def test_a_truncated_compressed_file_keeps_the_whole_pages_before(compression, tmp_path):
    content = dump(many_pages(3000))
    stored = COMPRESSIONS[compression](content)
    records = read_bytes(tmp_path, stored[: len(stored) * 2 // 3], "d")
    found = titles(records)
    assert found == [f"Page {n}" for n in range(1, len(found) + 1)]
    assert 3000 > len(found) > 500
    (problem,) = rejected(records)
    assert problem.reason == "truncated"
    assert "ends at byte" in problem.detail


@pytest.mark.parametrize("compression", ["gz", "zst", "7z"])
def test_a_corrupt_stream_keeps_the_pages_before(compression, tmp_path):
    stored = bytearray(COMPRESSIONS[compression](dump(many_pages(3000))))
    middle = len(stored) // 2
    stored[middle : middle + 50] = b"\xff" * 50
    records = read_bytes(tmp_path, bytes(stored), "d")
    found = titles(records)
    assert found[:300] == [f"Page {n}" for n in range(1, 301)]
    assert [r.reason for r in rejected(records)][-1] == "corrupt-stream"


@pytest.mark.parametrize("split_bytes", [1 << 30, 4000])
def test_a_corrupt_bzip2_stream_costs_its_own_pages_only(split_bytes, tmp_path):
    stored = bytearray(multistream(dump(many_pages(40)), 4))
    starts = [at for at in range(len(stored)) if stored.startswith(b"BZh91AY&SY", at)]
    at = starts[4]  # the header is a stream, so this one has pages 13 to 16
    stored[at + 60 : at + 64] = b"\0\0\0\0"
    records = read_bytes(tmp_path, bytes(stored), "d.bz2", split_bytes=split_bytes)
    assert titles(records) == [f"Page {n}" for n in (*range(1, 13), *range(17, 41))]
    (problem,) = rejected(records)
    assert (problem.reason, problem.where) == ("corrupt-stream", f"d.bz2, near byte {at + 4}")


@pytest.mark.parametrize("split_bytes", [1 << 30, 20_000])
def test_a_corrupt_block_of_a_single_bzip2_stream_costs_its_own_pages_only(split_bytes, tmp_path):
    stored = bytearray(bz2.compress(dump(many_pages(3000)), 1))
    stored[len(stored) // 2] ^= 0x40
    records = read_bytes(tmp_path, bytes(stored), "d.bz2", split_bytes=split_bytes)
    found = [int(title.removeprefix("Page ")) for title in titles(records)]
    lost = sorted(set(range(1, 3001)) - set(found))
    assert found == sorted(found)
    assert 0 < len(lost) < 500
    assert lost == list(range(lost[0], lost[-1] + 1))
    # The page that the damage cuts off, and the damage.
    assert [r.reason for r in rejected(records)] == ["corrupt-stream", "corrupt-stream"]
    assert f"'Page {lost[0]}'" in rejected(records)[0].where


def test_what_follows_the_last_stream_is_told(tmp_path):
    content = dump(many_pages(5))
    for stored in (bz2.compress(content) + b"garbage" * 30, gzip.compress(content) + b"garbage" * 30):
        records = read_bytes(tmp_path, stored, "d")
        assert len(titles(records)) == 5
        assert [r.reason for r in rejected(records)] == ["corrupt-stream"]
    padded = (
        bz2.compress(content) + bytes(512),
        bz2.compress(content) + bz2.compress(b""),
        gzip.compress(content) + bytes(512),
    )
    for stored in padded:
        assert rejected(read_bytes(tmp_path, stored, "d")) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"\n<html lang=en>", "web page"),
        (gzip.compress(b"<!doctype html><html>", mtime=0), "web page"),
        (b"PK\x03\x04....", "zip"),
        (b'{"batchcomplete": ""}', "JSON"),
        (b"-- MySQL dump 10.16", "SQL"),
        (b"PAR1....", "Parquet"),
        (b"\x89PNG\r\n\x1a\n\0\0", "expected <mediawiki> or <page>"),
        (b"Just some words.", "expected <mediawiki> or <page>"),
        (bz2.compress(b"words " * 100), "expected <mediawiki> or <page>"),
        (bz2.compress(b"words " * 100)[:40], "byte 40"),
        (gzip.compress(b"", mtime=0)[:5], "ends at byte 5"),
        (b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(10), "ends at byte 18"),
        (b"<rss><channel></channel></rss>", "expected <mediawiki> or <page>"),
    ],
)
def test_what_is_no_dump_is_refused_before_any_work(content, message, tmp_path):
    path = tmp_path / "dump.xml.bz2"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        MediaWikiDump(str(path)).plan()
    assert str(path) in str(caught.value)


def test_a_binary_file_is_no_wikitext(tmp_path):
    with pytest.raises(InputError, match=r"page\.txt has a zero at byte 3"):
        read_bytes(tmp_path, b"abc\0def", "page.txt")
    with pytest.raises(InputError, match="web page"):
        read_bytes(tmp_path, b"<!DOCTYPE html><html>", "page.txt")


def test_an_archive_whose_members_could_not_be_unpacked_safely_is_refused(tmp_path):
    stored = seven_zip(aaaaaaa=dump([page("A", 1)]))
    name, evil = "aaaaaaa.xml".encode("utf-16-le"), "../../a.xml".encode("utf-16-le")
    path = tmp_path / "evil.7z"
    import py7zr

    with py7zr.SevenZipFile(path, "w", filters=[{"id": py7zr.FILTER_COPY}]) as archive:
        archive.header.encode_header = False
        archive.encoded_header_mode = False
        archive.writestr(dump([page("A", 1)]), "aaaaaaa.xml")
    stored = path.read_bytes()
    assert name in stored
    import struct
    import zlib

    stored = stored.replace(name, evil)
    offset, length = struct.unpack_from("<QQ", stored, 12)
    table = stored[32 + offset : 32 + offset + length]
    start = struct.pack("<QQL", offset, length, zlib.crc32(table))
    path.write_bytes(stored[:8] + struct.pack("<L", zlib.crc32(start)) + start + stored[32:])
    with pytest.raises(InputError, match=r"evil\.7z: member '\.\./\.\./a\.xml'"):
        MediaWikiDump(str(path)).plan()


BROKEN = {
    "mismatched tag": ("<comment>a &amp; b</comment>", "<comment>a"),
    "bare ampersand": ("a &amp; b", "a & b"),
    "unknown entity": ("a &amp; b", "a &nbsp; b"),
    "markup in the text": ("Text.", "Te<b>x</b>t."),
    "no title": ("<title>", "<name>"),
    "number that is none": ("<id>2</id>", "<id>two</id>"),
    "number that is endless": ("<id>2</id>", f"<id>{'9' * 5000}</id>"),
    "nested without end": ("Text.", "<a>" * 100_000),
    "unclosed attribute": ('xml:space="preserve"', 'xml:space="preserve'),
    "DTD in the page": ("<title>", "<!DOCTYPE x><title>"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_page_is_one_rejected_row(kind, tmp_path):
    old, new = BROKEN[kind]
    broken = page("Page 2", 2).replace(old, new)
    assert broken != page("Page 2", 2)
    content = dump([page("Page 1", 1), broken, page("Page 3", 3)])
    records = read_bytes(tmp_path, content)
    assert titles(records) == ["Page 1", "Page 3"]
    problem = records[1]
    assert problem.reason == "malformed-xml"
    assert problem.where.startswith(f"dump.xml, byte {content.index(b'<page>', content.index(b'</page>'))}")
    assert problem.detail


def test_a_page_without_end_does_not_take_the_next_one_with_it(tmp_path):
    content = dump([page("A", 1).replace("</page>", ""), page("B", 2)])
    records = read_bytes(tmp_path, content)
    assert titles(records) == ["B"]
    assert records[0].reason == "malformed-xml"
    assert "'A'" in records[0].where


def test_a_page_whose_beginning_is_damaged_is_not_lost_silently(tmp_path):
    content = dump([page("A", 1), page("B", 2).replace("<page>", "<pag>"), page("C", 3)])
    records = read_bytes(tmp_path, content)
    assert titles(records) == ["A", "C"]
    (problem,) = rejected(records)
    assert (problem.reason, problem.where) == (
        "malformed-xml",
        f"dump.xml, byte {content.index(b'<pag>')}, page 'B'",
    )


def test_two_dumps_in_one_file_are_no_damage(tmp_path):
    twice = dump([page("A", 1)]) + b'<?xml version="1.0"?>\n<!-- second -->' + dump([page("B", 2)])
    records = read_bytes(tmp_path, twice)
    assert titles(records) == ["A", "B"]
    assert rejected(records) == []


def test_entities_are_never_expanded(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY e SYSTEM "file:///etc/passwd">]>\n'
    pages = [
        page("A", 1).replace("Text.", "&b;"),
        page("B", 2).replace("Text.", "&e;"),
        page("C", 3, text="&b;"),
    ]
    records = read_bytes(tmp_path, bomb.encode() + dump(pages))
    assert [r.reason for r in rejected(records)] == ["malformed-xml"] * 2
    assert all("undefined entity" in r.detail for r in rejected(records))
    assert [p.text for p in pages_of(records)] == ["&b;"]


def test_what_is_not_valid_is_repaired_and_counted(tmp_path):
    # Not UTF-8 (twice), NUL, form feed, three references, half a surrogate pair, a noncharacter.
    bad = b"a\xffb\xe2\x82c\x00d\x0ce&#1;f&#x0B;g&#xD800;h\xed\xa0\x80i\xef\xbf\xbej"
    good = b" &#233;&#x1F642;\xef\xbf\xbd"
    content = dump([page("A", 1)]).replace(b"Text.", bad + good)
    (found,) = read_bytes(tmp_path, content)
    assert found.text == "a\ufffdb\ufffdcdefgh\ufffdij é🙂\ufffd"
    assert found.repaired == 9
    (clean,) = read_bytes(tmp_path, dump([page("A", 1, text="\ufffd é")]))
    assert clean.repaired == 0


def test_half_a_surrogate_pair_in_utf_16_is_one_repair(tmp_path):
    text = dump([page("A", 1, text="x@y")]).decode()
    stored = b"\xff\xfe" + text.encode("utf-16-le").replace("@".encode("utf-16-le"), b"\x3d\xd8")
    (found,) = read_bytes(tmp_path, stored)
    assert (found.text, found.repaired) == ("x\ufffdy", 1)


def test_a_broken_siteinfo_is_told_and_the_pages_are_read(tmp_path):
    content = dump([page("A", 1)]).replace(b"</sitename>", b"")
    problem, found = read_bytes(tmp_path, content, "frwiki-1.xml")
    assert (problem.reason, problem.where) == ("malformed-xml", "frwiki-1.xml, byte 0")
    assert (found.site, found.language) == ("frwiki", "en")


@pytest.mark.parametrize("compression", ["xml", "bz2", "gz"])
def test_a_page_over_the_limit_is_rejected_without_being_held(compression, tmp_path):
    huge = "x y " * 3_000_000
    stored = COMPRESSIONS[compression](dump([page("A", 1), page("Huge", 2, text=huge), page("C", 3)]))
    (tmp_path / "d").write_bytes(stored)
    source = MediaWikiDump(str(tmp_path / "d"), max_page_bytes=100_000)
    (split,) = source.plan()
    tracemalloc.start()
    records = list(source.read(split))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert titles(records) == ["A", "C"]
    assert (records[1].reason, "'Huge'" in records[1].where) == ("page-too-large", True)
    assert len(records[1].excerpt) == 500
    assert peak < len(huge)


@pytest.mark.parametrize("split_bytes", [1 << 30, 7_000])
def test_the_limit_holds_for_one_revision_and_not_for_a_history(split_bytes, tmp_path):
    history = [revision("x" * 5_000, n, f"20{n}-01-01T00:00:00Z") for n in range(10, 40)]
    large = [*history[:3], revision("y" * 9_000, 99), *history[3:5]]
    content = dump([page("Long", 1, *history), page("Large", 2, *large), page("C", 3)])
    records = read_bytes(tmp_path, content, max_page_bytes=6_000, split_bytes=split_bytes)
    assert [(p.title, p.timestamp[:4]) for p in pages_of(records)] == [("Long", "2039"), ("C", "2020")]
    (problem,) = rejected(records)
    assert (problem.reason, "'Large'" in problem.where) == ("page-too-large", True)


def test_a_page_of_50_megabytes_is_read(tmp_path):
    text = "0123456789 wörds & " * (50_000_000 // 20)
    found = read_bytes(tmp_path, dump([page("A", 1, text=text), page("B", 2)]))
    assert [p.title for p in found] == ["A", "B"]
    assert found[0].text == text


def test_memory_does_not_grow_with_a_page_s_history(tmp_path):
    path = tmp_path / "history.xml"
    one = revision("words " * 20_000, 5).encode()
    with path.open("wb") as file:
        file.write(header().encode() + b"<page><title>A</title><ns>0</ns><id>1</id>")
        for _ in range(150):
            file.write(one)
        file.write(b"</page></mediawiki>")
    source = MediaWikiDump(str(path))
    (split,) = source.plan()
    tracemalloc.start()
    (found,) = source.read(split)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.text.startswith("words words")
    assert path.stat().st_size > 17_000_000
    assert peak < 8_000_000


@pytest.mark.parametrize(
    "content",
    [
        header().encode() + b"<page>" * 50_000,
        header().encode() + b"</page>" * 50_000,
        header().encode() + b"<page><title>A" + b"<revision>" * 50_000,
        header().encode() + page("A", 1).encode() + b"<?" * 500_000,
        header().encode() + page("A", 1).encode() + b"<!--" * 500_000,
        header().encode() + b"<page><title>" + b"<" * 2_000_000,
        header().encode() + b"<page " + b"x " * 1_000_000,
        b"<mediawiki>" + b"<siteinfo>" * 200_000,
        b"BZh9" + b"1AY&SY" * 30_000,
        bz2.compress(header().encode()) + b"\x17rE8P\x90" * 200_000,
    ],
    ids=[
        "pages",
        "ends",
        "revisions",
        "instructions",
        "comments",
        "angles",
        "attributes",
        "headers",
        "blocks",
        "ends of streams",
    ],
)
def test_absurd_input_ends(content, tmp_path):
    try:
        records = read_bytes(tmp_path, content, "absurd")
    except InputError:
        return
    assert pages_of(records) in ([], pages_of(read_bytes(tmp_path, dump([page("A", 1)]), "d.xml")))
    assert any(isinstance(record, Rejected) for record in records)


def test_a_zstandard_bomb_comes_out_in_bounded_pieces(tmp_path):
    bomb = zstandard.ZstdCompressor(level=19).compress(header().encode() + b" " * 200_000_000)
    (tmp_path / "bomb.zst").write_bytes(bomb)
    source = MediaWikiDump(str(tmp_path / "bomb.zst"))
    tracemalloc.start()
    records = [record for split in source.plan() for record in source.read(split)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [r.reason for r in records] == ["truncated"]
    assert peak < 100_000_000
