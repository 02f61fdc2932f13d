"""Which wiki a file is from, and what its namespaces are called."""

from __future__ import annotations

import pytest
from dump_files import header

from curation.mediawiki.header import Header, identify, parse_header
from curation.mediawiki.namespaces import namespace_aliases, namespace_of
from curation.mediawiki.redirects import redirect_target


@pytest.mark.parametrize(
    ("name", "site", "language", "base"),
    [
        ("enwiki-20220101-pages-articles.xml.bz2", "enwiki", "en", "https://en.wikipedia.org/wiki/"),
        ("enwiki-latest-pages-articles1.xml-p10p30302", "enwiki", "en", "https://en.wikipedia.org/wiki/"),
        ("simplewiki-1.xml", "simplewiki", "en", "https://simple.wikipedia.org/wiki/"),
        ("zh_min_nanwiki-1.xml", "zh_min_nanwiki", "nan", "https://zh-min-nan.wikipedia.org/wiki/"),
        ("nowiki-1.xml", "nowiki", "nb", "https://no.wikipedia.org/wiki/"),
        ("frwikibooks-1.xml", "frwikibooks", "fr", "https://fr.wikibooks.org/wiki/"),
        ("my.xml", "wiki", "und", ""),
        ("wikivoyage_Boston.txt", "wiki", "und", ""),
        ("unlikelywiki.xml", "wiki", "und", ""),
    ],
)
def test_identity_by_file_name(name, site, language, base):
    found = identify(Header(), name, "", "")
    assert (found.site, found.language, found.base) == (site, language, base)


def test_identity_by_address_where_the_header_has_no_database_name():
    old = Header(base="http://de.wiktionary.org/wiki/Wiktionary:Hauptseite", language="de")
    found = identify(old, "x.xml", "", "")
    assert (found.site, found.base) == ("dewiktionary", "https://de.wiktionary.org/wiki/")
    assert identify(Header(base="https://www.wikidata.org/wiki/Q1"), "x", "", "").site == "wikidatawiki"
    assert identify(Header(base="https://wikipedia.org.example.com/wiki/A"), "x", "", "").site == "wiki"


def test_the_address_of_a_wiki_of_one_s_own():
    for main_page, base in [
        ("http://localhost/w/index.php/Main_Page", "http://localhost/w/index.php/"),
        ("https://w.example/index.php?title=Home", "https://w.example/index.php?title="),
        ("https://w.example/Home", "https://w.example/"),
        ("https://w.example", ""),
    ]:
        assert identify(Header(base=main_page, site="w"), "x", "", "").base == base


def test_header_fields():
    text = header(
        version="0.11", site="frwiki", language="fr", namespaces={0: "", 6: "Fichier", 14: "Catégorie"}
    )
    found = parse_header(text.encode())
    assert found == Header(
        rooted=True,
        language="fr",
        site="frwiki",
        base="https://en.wikipedia.org/wiki/Main_Page",
        namespaces={"": 0, "Fichier": 6, "Catégorie": 14},
    )
    assert parse_header(b"<html>") is None
    assert parse_header(b"  <page>\n") == Header()


def test_namespaces_by_language_canonical_name_and_header():
    aliases = namespace_aliases("de", "wiki", {"Portal": 100, "Datei_neu": 6, "": 0})
    assert (
        aliases["datei"]
        == aliases["bild"]
        == aliases["file"]
        == aliases["image"]
        == aliases["datei neu"]
        == 6
    )
    assert aliases["benutzer diskussion"] == 3
    assert aliases["wikipedia"] == 4
    assert "" not in aliases
    assert namespace_aliases("fr", "wiki", {})["catégorie"] == 14
    # The header wins: in this wiki, `Help` is something else.
    assert namespace_aliases("en", "", {"Help": 112})["help"] == 112
    assert "wiktionary" not in aliases


def test_namespace_of_a_title():
    aliases = namespace_aliases("ru", "wiki", {})
    assert namespace_of("Категория:Физика", aliases) == 14
    assert namespace_of("user_talk:X", aliases) == 3
    assert namespace_of("Star Trek: Picard", aliases) == 0
    assert namespace_of("Special:Random", aliases) == 0
    assert namespace_of("Help", aliases) == 0


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("#REDIRECT [[Computer accessibility]]", "Computer accessibility"),
        ("#redirect[[a_b#section|label]] {{R from move}}", "a b"),
        ("\n #REDIRECT: [[:Category:X]]", "Category:X"),
        ("#WEITERLEITUNG [[Ä]]", "Ä"),
        ("#REDIRECTION [[É]]", "É"),
        ("#перенаправление [[Физика]]", "Физика"),
        ("#تحويل [[فيزياء]]", "فيزياء"),
        ("#転送 [[記事]]", "記事"),
        ("＃リダイレクト[[記事]]", "記事"),
        ("#重定向 [[数学]]", "数学"),
        ("#넘겨주기 [[수학]]", "수학"),
        ("#yönlendirme [[A]]", "A"),
        ("#OMDIRIGERING [[A]]", "A"),
        ("#PATRZ [[A]]", "A"),
        ("#הפניה [[א]]", "א"),
        ("Text #REDIRECT [[A]]", ""),
        ("#REDIRECT A", ""),
        ("# first\n# [[second]]", ""),
        ("#REDIRECTED [[A]]", ""),
        ("#REDIRECT [[" + "a" * 100_000, ""),
    ],
)
def test_redirects_written_in_the_text(text, target):
    assert redirect_target(text) == target
