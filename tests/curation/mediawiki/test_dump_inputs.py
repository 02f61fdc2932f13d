"""Which files a path names."""

from __future__ import annotations

import fsspec
import pytest
from dump_files import dump, page, read, titles

from curation.mediawiki import MediaWikiDump
from curation.mediawiki.inputs import find_files
from schemas.split import InputError


def names(paths):
    return [path.rpartition("/")[2] for path in find_files(paths)]


@pytest.fixture
def folder(tmp_path):
    for name in (
        "b.xml",
        "a.xml.bz2",
        "c.xml-p1p20",
        "d.xml-p1p20.bz2",
        "e.7z",
        "f.xml.gz",
        "g.wiki",
        "h.txt",
        "enwiki-1-pages-articles-multistream-index.txt.bz2",
        "enwiki-1-pages-articles-multistream-index.txt",
        "enwiki-1-md5sums.txt",
        "enwiki-1-page.sql.gz",
        "README.txt",
        ".hidden.xml",
        "notes.md",
        "picture.png",
    ):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "i.xml").write_bytes(b"x")
    return tmp_path


def test_a_folder_is_the_dumps_in_it(folder):
    assert names([str(folder)]) == [
        "a.xml.bz2",
        "b.xml",
        "c.xml-p1p20",
        "d.xml-p1p20.bz2",
        "e.7z",
        "f.xml.gz",
        "g.wiki",
        "h.txt",
    ]


def test_patterns_order_and_repeats(folder):
    assert names([f"{folder}/*.xml"]) == ["b.xml"]
    assert names([f"{folder}/**/i.*"]) == ["i.xml"]
    assert names([f"{folder}/h.txt", f"{folder}/b.xml", f"{folder}/h.txt"]) == ["h.txt", "b.xml"]
    (folder / "x[1].xml").write_bytes(b"x")
    assert names([f"{folder}/x[1].xml"]) == ["x[1].xml"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing.xml", "no file or folder .*missing"),
        ("*.json", r"no file matches .*\*\.json"),
        ("empty", r"empty has nothing to read in it: expected a MediaWiki dump.*\.xml\.bz2"),
        ("nosuchprotocol://x", "nosuchprotocol"),
    ],
)
def test_a_path_that_names_nothing_is_an_error_that_says_so(path, message, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=message):
        MediaWikiDump(path if "://" in path else f"{tmp_path}/{path}").plan()
    with pytest.raises(InputError, match="no input"):
        MediaWikiDump([]).plan()


def test_any_file_system_by_url():
    store = fsspec.filesystem("memory")
    store.pipe("/wikis/a.xml", dump([page("A", 1)]))
    store.pipe("/wikis/b.xml", dump([page("B", 2)]))
    try:
        assert titles(read("memory://wikis/b.xml")) == ["B"]
        assert titles(read("memory://wikis")) == ["A", "B"]
        assert titles(read("memory://wikis/*.xml", split_bytes=300)) == ["A", "B"]
        assert all(split.path.startswith("memory://") for split in MediaWikiDump("memory://wikis").plan())
    finally:
        store.rm("/wikis", recursive=True)
