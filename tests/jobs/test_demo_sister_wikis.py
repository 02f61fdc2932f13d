"""The demonstration's sister wikis: small dumps with what books, courses and travel guides are written in."""

import bz2
import re
import xml.etree.ElementTree as ET

import pytest

from jobs.demo import DEMOWIKI, WIKIBOOKS, WIKIS, WIKIVERSITY, WIKIVOYAGE, dump_streams, pages, write_dump

EXPORT = "{http://www.mediawiki.org/xml/export-0.11/}"
SISTERS = [WIKIBOOKS, WIKIVERSITY, WIKIVOYAGE]


@pytest.mark.parametrize("wiki", SISTERS, ids=lambda wiki: wiki.site)
def test_each_is_a_dump_of_its_own(wiki, tmp_path):
    every = pages(wiki)
    written = write_dump(tmp_path, wiki=wiki, plain=True)
    assert written.dump.name.startswith(f"{wiki.site}-")
    root = ET.fromstring(written.xml.read_bytes())
    assert root.findtext(f"{EXPORT}siteinfo/{EXPORT}dbname") == wiki.site
    assert [page.findtext(f"{EXPORT}title") for page in root.iterfind(f"{EXPORT}page")] == [
        p.title for p in every
    ]
    assert bz2.decompress(written.dump.read_bytes()) == b"".join(dump_streams(wiki))
    assert 8 <= len(every) <= 14


@pytest.mark.parametrize("wiki", SISTERS, ids=lambda wiki: wiki.site)
def test_titles_stand_in_the_namespaces_of_the_header(wiki):
    names = wiki.namespaces
    for page in pages(wiki):
        if page.namespace:
            assert page.title.startswith(f"{names[page.namespace]}:")


def test_no_two_wikis_are_confused():
    assert WIKIS[0] == DEMOWIKI
    assert len({wiki.site for wiki in WIKIS}) == len({wiki.host for wiki in WIKIS}) == len(WIKIS) == 4


CONSTRUCTS = [
    (WIKIBOOKS, r"\{\{(?:TextBox|side box|Warning|Note|Exercise|Theorem)\|", 6),
    (WIKIBOOKS, r"\{\{:", 5),
    (WIKIBOOKS, r"^\{\{(?:BookCat|First Steps in Mechanics/Navigation)", 8),
    (WIKIVERSITY, r"<quiz|^\|type=", 4),
    (WIKIVERSITY, r"\{\{(?:robelbox|Learning project|center top)", 3),
    *(
        (WIKIVOYAGE, rf"\{{\{{(?:{kind} |listing \| type={kind})", 1)
        for kind in "see do buy eat drink sleep go".split()
    ),
    (WIKIVOYAGE, r"<see name=", 1),
    (
        WIKIVOYAGE,
        r"\{\{(?:climate|regionlist|quickbar|routebox|warningbox|cautionbox|infobox|event|marker)",
        8,
    ),
]


@pytest.mark.parametrize(("wiki", "pattern", "at_least"), CONSTRUCTS)
def test_every_construct_occurs(wiki, pattern, at_least):
    assert sum(len(re.findall(pattern, page.text, re.M | re.I)) for page in pages(wiki)) >= at_least
