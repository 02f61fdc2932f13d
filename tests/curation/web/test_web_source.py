import bz2
import gzip
import pickle

import pytest
import zstandard

from curation.web.source import WebArchives
from schemas.outcome import Dropped, Rejected
from schemas.split import InputError
from schemas.web import Capture
from tests.curation.web.archives import arc, http, members, page, warc

PAGE = page("Some text.")


def read_all(source):
    return [item for split in source.plan() for item in source.read(split)]


def captures(items):
    return [item.url for item in items if isinstance(item, Capture)]


def reasons(items):
    return [item.reason for item in items if isinstance(item, (Dropped, Rejected))]


def response(n, **more):
    return warc("response", f"http://example.org/{n}", http(PAGE), **more)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.warc", lambda data: data),
        ("a.warc.gz", gzip.compress),
        ("a.warc.bz2", bz2.compress),
        ("a.warc.zst", zstandard.compress),
        ("a.data", lambda data: data),
    ],
)
def test_archives_however_they_are_compressed(tmp_path, name, pack):
    path = tmp_path / name
    path.write_bytes(pack(b"".join(response(n) for n in range(5))))
    found = read_all(WebArchives(str(path)))
    assert captures(found) == [f"http://example.org/{n}" for n in range(5)]
    assert {item.body for item in found} == {PAGE}


def test_arc(tmp_path):
    (tmp_path / "a.arc.gz").write_bytes(
        members(arc("filedesc://a.arc", b"1 0 x\n"), arc("http://example.org/", http(PAGE)))
    )
    found = read_all(WebArchives(str(tmp_path)))
    assert reasons(found) == ["record-warcinfo"]
    (capture,) = [item for item in found if isinstance(item, Capture)]
    assert (capture.url, capture.captured) == ("http://example.org/", "2010-01-02T03:04:05Z")
    assert capture.content_type == "text/html; charset=utf-8"


def test_only_pages_with_html_are_kept(tmp_path):
    url = "http://example.org/"
    records = [
        warc("warcinfo", "", b"x"),
        warc("request", url, b"GET / HTTP/1.1\r\n\r\n"),
        warc("response", url, http(PAGE)),
        warc("revisit", url, http(b"")),
        warc("metadata", url, b"x"),
        warc("x-own!", url, b"x"),
        warc("response", url, http(b"", status="301 Moved")),
        warc("response", url, http(b"GIF89a", "image/gif")),
        warc("response", url, http(PAGE, "application/xhtml+xml")),
        warc("response", url, http(PAGE, "")),
        warc("response", url, http(b"not a page", "text/plain")),
        warc("response", "dns:example.org", b"x"),
        warc("response", url, http(PAGE), WARC_Truncated="length"),
        warc("resource", url, PAGE, Content_Type="text/html"),
        warc("resource", url, b"x", Content_Type="text/css"),
        warc("response", url, b"no header"),
    ]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members(*records))
    found = read_all(WebArchives(str(path)))
    assert len(captures(found)) == 4
    assert reasons(found) == [
        "record-warcinfo", "record-request", "record-revisit", "record-metadata", "record-other",
        "http-status", "not-html", "not-html", "not-http", "payload-truncated", "not-html", "malformed-http",
    ]  # fmt: skip


def test_a_page_that_is_too_large_is_rejected_unread(tmp_path):
    big = warc("response", "http://example.org/big", http(b"<html>" + bytes(3_000_000)))
    (tmp_path / "a.warc").write_bytes(response(1) + big + response(2))
    found = read_all(WebArchives(str(tmp_path), max_page_bytes=1_000_000))
    assert captures(found) == ["http://example.org/1", "http://example.org/2"]
    (rejected,) = [item for item in found if isinstance(item, Rejected)]
    assert rejected.reason == "page-too-large"
    assert "http://example.org/big" in rejected.where


def test_a_truncated_archive_gives_what_is_whole(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members(response(1), response(2))[:-40])
    found = read_all(WebArchives(str(path)))
    assert captures(found) == ["http://example.org/1"]
    assert [item.reason for item in found if isinstance(item, Rejected)] == ["truncated"]


def test_an_archive_of_single_members_is_split(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members(*(response(n) for n in range(50))))
    source = WebArchives(str(path), split_bytes=2000)
    splits = source.plan()
    assert len(splits) > 3
    assert sum(split.size for split in splits) == path.stat().st_size == source.stored_bytes()
    assert captures(read_all(source)) == [f"http://example.org/{n}" for n in range(50)]
    assert pickle.loads(pickle.dumps(source)) == source


def test_an_archive_in_one_member_is_not_split(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(response(n) for n in range(50)), 0))
    assert len(WebArchives(str(path), split_bytes=2000).plan()) == 1


def test_folders_of_saved_pages(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one.html").write_bytes(PAGE)
    (tmp_path / "a" / "two.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "a" / "b" / "three.htm").write_bytes(
        b"<!-- saved from url=(0019)http://example.org/3 -->" + PAGE
    )
    (tmp_path / "a" / "style.css").write_bytes(b"p {}")
    (tmp_path / "a" / ".hidden.html").write_bytes(PAGE)
    (tmp_path / "x.warc").write_bytes(response(0))
    index = tmp_path / "urls.csv"
    index.write_text("file,url\none.html,http://example.org/1\n")
    source = WebArchives(str(tmp_path), index=str(index))
    found = read_all(source)
    assert sorted(captures(found)) == [
        "",
        "http://example.org/0",
        "http://example.org/1",
        "http://example.org/3",
    ]
    assert len(source.plan()) == 3  # the archive, and a split for each folder


def test_a_changed_page_changes_the_plan(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.html").write_bytes(PAGE)
    before = WebArchives(str(tmp_path)).plan()
    (tmp_path / "b.html").write_bytes(PAGE.replace(b"text", b"TEXT"))
    assert WebArchives(str(tmp_path)).plan() != before


def test_a_broken_saved_page_costs_itself(tmp_path):
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.html.gz").write_bytes(b"\x1f\x8b\x08 no gzip")
    (tmp_path / "c.html").write_bytes(bytes(2000))
    found = read_all(WebArchives(str(tmp_path), max_page_bytes=1000))
    assert len(captures(found)) == 1
    assert reasons(found) == ["unreadable-file", "page-too-large"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.warc.gz", b"", "is empty"),
        ("a.warc.gz", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
        ("a.warc", b"<html><p>no archive</p></html>", "first line of a WARC or ARC record.*<html>"),
        ("a.warc.gz", gzip.compress(b"no archive", mtime=0), "no archive"),
        ("a.warc.gz", b"\x1f\x8b\x08 garbage", "nothing of it can be read"),
        ("a.warc.zst", b"\x5d\x2a\x4d\x18\0\0\0\0", "dictionary"),
    ],
)
def test_what_is_no_archive_is_refused_before_work_begins(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        WebArchives(str(path)).plan()
    assert str(path) in str(caught.value)


def test_paths_that_name_nothing(tmp_path):
    for path, message in [
        ("none.warc", "there is no file"),
        ("*.warc", "no file matches"),
        (".", r"has nothing to read in it: expected .*\*\.warc"),
    ]:
        with pytest.raises(InputError, match=message):
            WebArchives(str(tmp_path / path)).plan()
    with pytest.raises(ValueError, match="split_bytes must be positive"):
        WebArchives("x", split_bytes=0)
