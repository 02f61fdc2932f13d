"""Real dumps: what PROVENANCE.md counts in them."""

from __future__ import annotations

import collections

import pytest
from dump_files import pages_of, read, rejected

from curation.mediawiki import MediaWikiDump
from schemas.document import Page

pytestmark = pytest.mark.real

AAWIKI = {0: 2, 1: 2, 2: 174, 3: 162, 4: 7, 8: 107, 10: 24, 14: 29}
# File: pages by namespace, redirects, site, language. The mini dumps' headers all say enwiki.
DUMPS = {
    "aawiki-20260101-pages-meta-current.xml.bz2": (AAWIKI, 19, "aawiki", "aa"),
    "aawiki-20260101-pages-meta-history.xml.7z": (AAWIKI, 19, "aawiki", "aa"),
    "bgwiki-latest-pages-articles-shortened.xml.bz2": ({0: 1, 4: 2}, 0, "bgwiki", "bg"),
    "dewiktionary-20130321-pages-articles.xml": ({0: 2}, 0, "dewiktionary", "de"),
    "enwiki-2022-first251-truncated.xml.bz2": ({0: 250, 4: 1}, 112, "enwiki", "en"),
    "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2": (
        {0: 205, 4: 1},
        100,
        "enwiki",
        "en",
    ),
    "enwiktionary-20130328-pages-articles.xml": ({0: 2}, 0, "enwiktionary", "en"),
    "jawiki-2006-schema0.3-truncated.xml.bz2": ({0: 56, 4: 8, 6: 2}, 11, "jawiki", "ja"),
    "minidump/ar.xml.bz2": ({0: 3}, 0, "enwiki", "en"),
    "minidump/commons.xml.bz2": ({0: 1}, 0, "enwiki", "en"),
    "minidump/de.xml.bz2": ({0: 2}, 0, "enwiki", "en"),
    "minidump/fr.xml.bz2": ({0: 3}, 0, "enwiki", "en"),
    "minidump/ja.xml.bz2": ({0: 1}, 0, "enwiki", "en"),
    "minidump/simple.xml.bz2": ({0: 1}, 0, "enwiki", "en"),
    "minidump/wikidata.xml.bz2": ({0: 13, 120: 5, 146: 29}, 0, "wikidatawiki", "en"),
    "minidump/zh.xml.bz2": ({0: 1}, 0, "enwiki", "en"),
    "page_fragment/dewiki-20130602-id1.xml": ({0: 1}, 0, "dewiki", "de"),
    "page_fragment/dewiki-20130602-id111.xml": ({0: 1}, 0, "dewiki", "de"),
    "page_fragment/enwiki-20120104-id12.xml": ({0: 1}, 0, "enwiki", "en"),
    "page_fragment/enwiki-20120104-id290.xml": ({0: 1}, 0, "enwiki", "en"),
    "page_fragment/enwiki-20120104-id303.xml": ({0: 1}, 0, "enwiki", "en"),
    "page_fragment/enwiki-20120104-id39.xml": ({0: 1}, 0, "enwiki", "en"),
    "page_fragment/enwiki-20120104-id586.xml": ({0: 1}, 0, "enwiki", "en"),
    "page_fragment/enwiki-20120104-id655.xml": ({0: 1}, 0, "enwiki", "en"),
    "page_fragment/frwiki-20121230-id3.xml": ({0: 1}, 0, "frwiki", "fr"),
    "page_fragment/itwiki-test.xml": ({0: 1}, 0, "itwiki", "it"),
    "page_fragment/nlwiki-test.xml": ({0: 1}, 0, "nlwiki", "nl"),
    "page_fragment/simplewiki-20161220-id6.xml": ({0: 1}, 0, "simplewiki", "en"),
    "page_fragment/zhwiki-20150423-id13.xml": ({0: 1}, 0, "zhwiki", "zh"),
}


@pytest.mark.parametrize("name", DUMPS)
def test_pages_of_a_real_file(name, real_data):
    namespaces, redirects, site, language = DUMPS[name]
    records = read(real_data / "wiki" / name, namespaces=())
    pages = pages_of(records)
    assert collections.Counter(page.namespace for page in pages) == namespaces
    assert sum(bool(page.redirect) for page in pages) == redirects
    assert {(page.site, page.language) for page in pages} == {(site, language)}
    assert sum(page.repaired for page in pages) == 0
    assert all(page.id and page.revision and page.timestamp for page in pages)
    # Two files were cut after a page.
    assert [r.reason for r in rejected(records)] == (["truncated"] if "truncated" in name else [])


def test_every_real_file_is_among_those(real_data):
    files = (
        path
        for folder in (".", "minidump", "page_fragment")
        for path in (real_data / "wiki" / folder).iterdir()
    )
    found = {str(path.relative_to(real_data / "wiki")) for path in files if path.is_file()}
    assert found - {"PROVENANCE.md"} == set(DUMPS)


def test_the_history_s_newest_revisions_are_the_current_pages(real_data):
    history = pages_of(read(real_data / "wiki" / "aawiki-20260101-pages-meta-history.xml.7z", namespaces=()))
    current = pages_of(read(real_data / "wiki" / "aawiki-20260101-pages-meta-current.xml.bz2", namespaces=()))
    assert len(history) == 507
    assert history == current


@pytest.mark.parametrize(
    "name", ["enwiki-2022-first251-truncated.xml.bz2", "aawiki-20260101-pages-meta-current.xml.bz2"]
)
def test_splits_of_a_real_bzip2_file(name, real_data):
    path = real_data / "wiki" / name
    whole = read(path, namespaces=())
    source = MediaWikiDump(str(path), namespaces=(), split_bytes=path.stat().st_size // 5)
    splits = source.plan()
    assert len(splits) >= 2
    assert [record for split in splits for record in source.read(split)] == whole


def test_the_text_is_what_an_xml_parser_of_the_whole_file_gives(real_data):
    import bz2

    from lxml import etree

    path = real_data / "wiki" / "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2"
    namespace = "{http://www.mediawiki.org/xml/export-0.10/}"
    root = etree.fromstring(bz2.decompress(path.read_bytes()), etree.XMLParser(huge_tree=True))
    expected = [
        (page.findtext(f"{namespace}title"), page.findtext(f"{namespace}revision/{namespace}text"))
        for page in root.iter(f"{namespace}page")
    ]
    assert [(page.title, page.text) for page in pages_of(read(path, namespaces=()))] == expected


def test_the_language_that_is_given_gives_the_namespaces(real_data):
    for name, site, word in (
        ("ar", "arwiki", "تصنيف"),
        ("de", "dewiki", "Kategorie"),
        ("ja", "jawiki", "カテゴリ"),
        ("zh", "zhwiki", "分类"),
    ):
        pages = pages_of(read(real_data / "wiki" / "minidump" / f"{name}.xml.bz2", site=site, language=name))
        assert {page.aliases[word.lower()] for page in pages} == {14}
        assert all(page.url.startswith(f"https://{name}.wikipedia.org/wiki/") for page in pages)


def test_wikitext_files(real_data):
    records = read(real_data / "wiki" / "wikitext", site="enwiki")
    assert len(records) == 38
    assert sum(isinstance(record, Page) for record in records) == 37
    by_title = {page.title: page for page in pages_of(records)}
    assert by_title["redirect"].redirect == "Toronto"
    assert len(by_title["United-Kingdom"].text.encode()) == 328233
    assert {page.language for page in by_title.values()} == {"en"}
