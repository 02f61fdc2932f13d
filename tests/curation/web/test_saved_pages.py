import gzip

import pytest

from curation.web.http import TooLargeError
from curation.web.saved_pages import indexed_url, read_index, read_page, stated_url
from schemas.split import InputError


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "index.json",
            '{"a.html": "https://example.org/a", "b": {"url": "https://example.org/b", "n": 1}, "c": null}',
        ),
        (
            "index.csv",
            "title,File,URL\r\nx,a.html,https://example.org/a\r\ny,b,https://example.org/b\r\nz,c,\r\n",
        ),
        ("index.tsv", "\ufefffile\turl\na.html\thttps://example.org/a\nb\thttps://example.org/b\n"),
    ],
)
def test_an_index_of_addresses(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert read_index(str(path)) == {"a.html": "https://example.org/a", "b": "https://example.org/b"}


@pytest.mark.parametrize("content", ["", "{", "[1]", "a,b\n1,2\n", '{"a": 5}', "\xff"])
def test_what_is_no_index_is_refused(tmp_path, content):
    path = tmp_path / "index"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match="index"):
        read_index(str(path))


def test_a_file_is_found_by_path_name_or_stem():
    index = {"x/a.html": "1", "a.html": "2", "b": "3"}
    assert indexed_url("/data/x/a.html", index) == "1"
    assert indexed_url("/data/y/a.html", index) == "2"
    assert indexed_url("/data/y/b.html.gz", index) == "3"
    assert indexed_url("/data/y/c.html", index) == ""


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<!-- saved from url=(0024)https://example.org/a?b&amp;c -->\n<html>",
        "<!--\n Page saved with SingleFile \n url: https://example.org/a?b&c \n saved date: today\n--><html>",
        '<link href="https://example.org/a?b&amp;c" rel="canonical"><meta property="og:url" content="x">',
        "<head><meta content='https://example.org/a?b&amp;c' property='og:url'>",
    ],
)
def test_a_page_says_its_address(page):
    assert stated_url(page.encode()) == "https://example.org/a?b&c"


def test_a_page_that_does_not_say_its_address():
    assert stated_url(b'<html><link rel="canonical" href="/relative"><p>https://example.org/</p>') == ""


def test_a_compressed_page_is_read_within_bounds(tmp_path):
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(b"<p>text</p>"))
    assert read_page(str(path), 100) == b"<p>text</p>"
    path.write_bytes(gzip.compress(bytes(10_000_000)))
    with pytest.raises(TooLargeError):
        read_page(str(path), 100_000)
