"""What publishers list, as files to fetch: archive.org's items, Common Crawl's paths, Wikimedia's wikis."""

import gzip
import hashlib
import json
import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.fetch.client import _retry_after, shown
from jobs.fetch.names import safe_name
from jobs.fetch.wikimedia import wiki_source
from tests.jobs.commands import roae
from tests.jobs.fetch_server import Served, publisher

ITEM = "/download/stackexchange/stackexchange_files.xml"
WARC = "crawl-data/CC-MAIN-2024-10/segments/17079.0/warc/CC-MAIN-20240220211055-20240221001055-{:05}.warc.gz"


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with publisher() as here:
        yield here


def item(*files: tuple[str, bytes]) -> bytes:
    listed = "".join(
        f'  <file name="{name}" source="original">\n    <size>{len(data)}</size>\n'
        f"    <md5>{hashlib.md5(data).hexdigest()}</md5>\n    <sha1>{hashlib.sha1(data).hexdigest()}</sha1>\n"
        "    <format>7z</format>\n  </file>\n"
        for name, data in files
    )
    return f"<?xml version='1.0'?>\n<files>\n{listed}</files>\n".encode()


def fetch(server, folder, *options):
    return roae("fetch", *options, "--mirror", server.url, "--into", folder)


def test_an_archive_of_one_site(server, tmp_path):
    data = b"7z archive of a site"
    server.files[ITEM] = Served(item(("beer.stackexchange.com.7z", data), ("license.txt", b"CC BY-SA")))
    server.files["/download/stackexchange/beer.stackexchange.com.7z"] = Served(data)
    done = fetch(server, tmp_path, "stackexchange")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "beer.stackexchange.com.7z").read_bytes() == data
    assert not (tmp_path / "license.txt").exists()
    entry = json.loads((tmp_path / "fetched.json").read_text())["files"]["beer.stackexchange.com.7z"]
    assert entry["checked"]["algorithm"] == "sha1"
    assert entry["release"] == "2024-04"
    assert "logged-in users only" in " ".join(done.stdout.split())


def test_an_item_of_the_community_with_folders_and_odd_names(server, tmp_path):
    data = b"7z archive of a site"
    name = "stackexchange_20250331/beer & more.7z"
    listed = item((name.replace("&", "&amp;"), data), (".____padding_file/1", b""), ("../../x.txt", b""))
    server.files["/download/stackexchange_20250331/stackexchange_20250331_files.xml"] = Served(listed)
    path = "/download/stackexchange_20250331/stackexchange_20250331/beer%20%26%20more.7z"
    server.files[path] = Served(data)
    done = fetch(server, tmp_path, "stackexchange", "--date", "20250331", "--only", "*/beer*")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "beer & more.7z").read_bytes() == data
    assert "Not from the publisher" in done.stdout
    assert "train a language model" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b'<!DOCTYPE files [<!ENTITY a "aaaa">]><files>&a;</files>', "declares a document type"),
        (b"<files><file name=", "is not an item's list of files"),
        (b"<files></files>", "lists no .7z archives"),
        (item(("../../.bashrc.7z/..", b""), ("../evil.7z", b"")), "cannot be a file here"),
        (item(("a/x.7z", b"1"), ("b/x.7z", b"2")), "two files are called x.7z"),
    ],
)
def test_a_list_that_is_hostile_or_broken(server, tmp_path, page, said):
    server.files[ITEM] = Served(page)
    failed = fetch(server, tmp_path, "stackexchange")
    assert failed.returncode == 1
    assert said in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not list(tmp_path.iterdir())


def crawl(server, *paths: str) -> None:
    packed = gzip.compress("".join(f"{path}\n" for path in paths).encode())
    server.files["/crawl-data/CC-MAIN-2024-10/warc.paths.gz"] = Served(packed)
    crawls = [{"id": "CC-MAIN-2024-10", "name": "February 2024 Index"}, {"id": "CC-MAIN-2023-50"}]
    server.files["/collinfo.json"] = Served(json.dumps(crawls).encode())


def test_the_newest_crawls_list(server, tmp_path):
    crawl(server, WARC.format(0), WARC.format(1))
    done = fetch(server, tmp_path, "commoncrawl")
    assert done.returncode == 0, done.stderr
    assert gzip.decompress((tmp_path / "warc.paths.gz").read_bytes()).count(b"\n") == 2
    assert "CC-MAIN-2024-10" in done.stdout


def test_chosen_files_of_a_crawl(server, tmp_path):
    crawl(server, WARC.format(0), WARC.format(1))
    server.files[f"/{WARC.format(1)}"] = Served(b"WARC/1.0", head=False)
    done = fetch(server, tmp_path, "commoncrawl", "--date", "2024-10", "--only", "*-00001.warc.gz")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.glob("*.warc.gz")] == [WARC.format(1).rpartition("/")[2]]
    assert "size unknown" in done.stdout


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        (b"<html>not gzip", "is not gzip"),
        (gzip.compress(b"x" * 10_000, mtime=0)[:-20], "cut off"),
        (gzip.compress(b"/etc/passwd\n", mtime=0), "no WARC file of a crawl"),
    ],
)
def test_a_list_of_a_crawl_that_is_broken(server, tmp_path, packed, said):
    crawl(server)
    server.files["/crawl-data/CC-MAIN-2024-10/warc.paths.gz"].data = packed
    failed = fetch(server, tmp_path, "commoncrawl", "--only", "*")
    assert failed.returncode == 1
    assert said in failed.stderr


@pytest.mark.parametrize("status", [b"[]", b'{"jobs": []}', b"<html>", b'{"jobs": {}}'])
def test_a_dump_whose_status_is_broken(server, tmp_path, status):
    server.wiki("xxwiki", "20240101", {"xxwiki-20240101-x.xml.bz2": b"BZ"})
    server.files["/xxwiki/20240101/dumpstatus.json"].data = status
    failed = fetch(server, tmp_path, "xxwiki", "--date", "20240101")
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr


def test_a_status_that_names_a_file_outside_the_folder(server, tmp_path):
    server.wiki("xxwiki", "20240101", {"../../evil.xml": b"BZ"})
    failed = fetch(server, tmp_path / "into", "xxwiki")
    assert failed.returncode == 1
    assert "cannot be a file here" in failed.stderr
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("enwiki", "English Wikipedia"),
        ("simplewiki", "Simple English Wikipedia"),
        ("enwikibooks", "English Wikibooks"),
        ("zh_min_nanwikisource", "`zh-min-nan` Wikisource"),
        ("frwiktionary", "`fr` Wiktionary"),
    ],
)
def test_wikis_by_their_database_names(name, title):
    source = wiki_source(name)
    assert source is not None
    assert source.title.startswith(title)


@pytest.mark.parametrize("name", ["wiki", "enwikki", "../enwiki", "ENWIKI", "enwiki/20240101", "", "en wiki"])
def test_names_that_are_no_wikis(name):
    assert wiki_source(name) is None


@given(st.text(max_size=40))
def test_no_name_leads_out_of_the_folder(name):
    safe = safe_name(name)
    assert safe is None or (
        "/" not in safe
        and "\\" not in safe
        and not safe.startswith(".")
        and safe == name.rstrip("/").split("/")[-1]
    )


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/..", "../a", ".hidden", "a\\b", "a\nb", "fetched.json", "a.part", "a" * 300]
)
def test_names_that_are_refused(name):
    assert safe_name(name) is None


def test_retry_after_is_seconds_or_a_date():
    assert _retry_after("120") == 120
    later = _retry_after(formatdate(time.time() + 600, usegmt=True))
    assert later is not None
    assert 500 < later <= 600
    assert _retry_after("Mon, 01 Jan 2001 00:00:00 GMT") == 0
    assert _retry_after("soon") is None
    assert _retry_after(None) is None


def test_passwords_in_addresses_are_not_shown():
    assert shown("https://me:secret@example.org/a?b=c") == "https://example.org/a?b=c"
