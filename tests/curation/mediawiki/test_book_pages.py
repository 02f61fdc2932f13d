"""Which book a page is a chapter of, and which pages repeat others."""

from __future__ import annotations

import pytest

from curation.mediawiki.books import Place, place_of, repeats_others
from curation.mediawiki.namespaces import content_namespaces
from curation.mediawiki.source import MediaWikiDump
from schemas.document import Page
from schemas.outcome import Dropped
from tests.curation.mediawiki.dump_files import header


def page(title: str, text: str = "Text.", namespace: int = 0, site: str = "enwikibooks") -> Page:
    return Page(site=site, language="en", id=1, namespace=namespace, title=title, text=text)


@pytest.mark.parametrize(
    ("title", "namespace", "place"),
    [
        ("Mechanics", 0, Place("Mechanics", "Mechanics")),
        ("Mechanics/Force", 0, Place("Mechanics: Force", "Mechanics", "Force")),
        ("Mechanics/Force/Units", 0, Place("Mechanics: Force: Units", "Mechanics", "Force: Units")),
        ("Mechanics/", 0, Place("Mechanics", "Mechanics")),
        ("Cookbook:Pea Soup", 102, Place("Cookbook: Pea Soup", "Cookbook", "Pea Soup")),
        ("Wikijunior:Sky", 110, Place("Wikijunior: Sky", "Wikijunior: Sky")),
        ("Wikijunior:Sky/Moon", 110, Place("Wikijunior: Sky: Moon", "Wikijunior: Sky", "Moon")),
        ("School:Physics", 100, Place("School: Physics")),
        ("C: a language/Pointers", 0, Place("C: a language: Pointers", "C: a language", "Pointers")),
        ("/", 0, Place("/", "/")),
    ],
)
def test_a_chapter_is_titled_with_its_book(title, namespace, place):
    assert place_of(page(title, namespace=namespace)) == place
    assert place_of(page(title, namespace=namespace, site="demowikiversity")) == place


@pytest.mark.parametrize("site", ["enwiki", "enwikivoyage", "dewiktionary"])
def test_a_slash_is_part_of_the_title_elsewhere(site):
    assert place_of(page("AC/DC", site=site)) == Place("AC/DC")


def test_translations_are_told_by_their_bar_of_languages():
    place = Place("Mechanics: Force", "Mechanics", "Force", "de")
    assert place_of(page("Mechanics/Force/de", "<languages />\nEine Kraft")) == place
    assert place_of(page("Unix/Commands/cd", "Changes the directory.")).chapter == "Commands: cd"
    assert place_of(page("Help:Links/pt-br", "<languages/>", site="mediawikiwiki")) == Place(
        "Help:Links", language="pt-br"
    )


PRINT_VERSIONS = """
Print version|Print Version|Printable version|PDF version|Full book|Druckversion|Version imprimable
|Versione stampabile|Versión para imprimir|Versão para impressão|Wersja do druku|Версия для печати
""".replace("\n", "")


@pytest.mark.parametrize("title", PRINT_VERSIONS.split("|"))
def test_print_versions_by_their_names(title):
    assert repeats_others(page(f"Mechanics/{title}")) == "print-version"
    assert repeats_others(page(title)) == ""
    assert repeats_others(page(f"Mechanics/{title}", site="enwiki")) == ""


def test_pages_made_of_other_pages():
    parts = "= A =\n{{:B/One}}\n= C =\n{{:B/Two}}\n{{/Three}}\n"
    assert repeats_others(page("B/Print", parts)) == "transclusions"
    assert repeats_others(page("B/Print", parts + "And a\nlot\nmore\ntext\n")) == ""
    assert repeats_others(page("Python/Print", "The function print shows its arguments.")) == ""
    assert repeats_others(page("B/Everything", "{{Print version}}\nCopied text")) == "print-version"
    assert repeats_others(page("B/Bound", "{{saved_book\n|title=B}}\n:[[B/One]]")) == "collection"


def test_namespaces_with_content_by_project():
    assert content_namespaces("enwiki", {"Portal": 100}) == (0,)
    assert content_namespaces("enwikibooks", {}) == (0, 102, 110)
    assert content_namespaces("enwikiversity", {}) == (0, 100, 104)
    assert content_namespaces("dewikivoyage", {}) == (0, 104)
    assert content_namespaces("mywikibooks", {"Cookbook": 120, "Cookbook talk": 121, "Shelf": 122}) == (
        0,
        120,
    )


def test_a_dump_knows_the_namespaces_of_its_wiki(tmp_path):
    pages = "".join(
        f"<page><title>{title}</title><ns>{ns}</ns><id>{ns + 1}</id>"
        f"<revision><id>1</id><text>Text.</text></revision></page>"
        for title, ns in (("A", 0), ("Cookbook:B", 102), ("Help:C", 12))
    )
    names = {0: "", 12: "Help", 102: "Cookbook"}
    base = "https://en.wikibooks.org/wiki/Main_Page"
    path = tmp_path / "dump.xml"
    path.write_text(header(site="enwikibooks", base=base, namespaces=names) + pages + "</mediawiki>")

    def kept(**options: object) -> list[str]:
        dump = MediaWikiDump(str(path), **options)
        records = [record for split in dump.plan() for record in dump.read(split)]
        return [record.title for record in records if not isinstance(record, Dropped)]

    assert kept() == ["A"]
    assert kept(namespaces=None) == ["A", "Cookbook:B"]
    assert kept(namespaces=()) == ["A", "Cookbook:B", "Help:C"]
