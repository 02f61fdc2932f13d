"""Pages of the demonstration's sister wikis as documents, through the engine's own rules."""

from __future__ import annotations

from collections import Counter

import pytest

from curation.mediawiki import MediaWikiDump
from curation.wiki_documents import DocumentsConfig, PagesToDocuments
from jobs.demo import WIKIBOOKS, WIKIVERSITY, WIKIVOYAGE, DemoWiki, write_dump
from pipelines.engine import Map
from pipelines.engine.testing import apply_map
from schemas.document import Document, Page


def read(wiki: DemoWiki, folder) -> tuple[dict[str, Document], Counter[str]]:
    """A demonstration wiki's documents by title, and why other pages are none."""
    dump = MediaWikiDump(str(write_dump(folder, wiki=wiki).dump), namespaces=None)
    stage = Map(
        name="documents",
        source=dump,
        function=PagesToDocuments(DocumentsConfig()),
        output=Document,
        version=2,
    )
    applied = apply_map(stage, [record for split in dump.plan() for record in dump.read(split)])
    assert not applied.rejected
    return {f"{row.title} [{row.language}]": row for row in applied.rows}, Counter(applied.reasons)


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    return read(WIKIBOOKS, tmp_path_factory.mktemp("books"))


@pytest.fixture(scope="module")
def university(tmp_path_factory):
    return read(WIKIVERSITY, tmp_path_factory.mktemp("university"))


@pytest.fixture(scope="module")
def voyage(tmp_path_factory):
    return read(WIKIVOYAGE, tmp_path_factory.mktemp("voyage"))


class TestBooks:
    def test_chapters_carry_their_book(self, books):
        force = books[0]["First Steps in Mechanics: Force [en]"]
        assert force.metadata == {"book": "First Steps in Mechanics", "chapter": "Force"}
        assert force.text.startswith("# First Steps in Mechanics: Force\n\nWhat changes a motion")
        assert force.url.endswith("/wiki/First_Steps_in_Mechanics/Force")
        assert books[0]["First Steps in Mechanics [en]"].metadata == {"book": "First Steps in Mechanics"}

    def test_nothing_is_read_twice(self, books):
        assert books[1] == {"print-version": 1, "transclusions": 1, "collection": 1}
        first = "To say how something moves, three numbers are enough"
        assert sum(document.text.count(first) for document in books[0].values()) == 1

    def test_a_translation_is_in_its_language_with_the_same_book(self, books):
        german = books[0]["First Steps in Mechanics: Motion [de]"]
        assert german.metadata == {"book": "First Steps in Mechanics", "chapter": "Motion"}
        assert "Geschwindigkeit" in german.text

    def test_cookbook_and_childrens_books(self, books):
        soup = books[0]["Cookbook: Pea Soup [en]"]
        assert soup.metadata == {"book": "Cookbook", "chapter": "Pea Soup"}
        assert {"servings": "4–6", "difficulty": "2 of 5"}.items() <= {
            r.key: r.value for r in soup.infobox
        }.items()
        assert (
            books[0]["Wikijunior: The Night Sky: The Moon [en]"].metadata["book"]
            == "Wikijunior: The Night Sky"
        )

    def test_boxes_formulas_and_code_are_kept(self, books):
        text = "\n".join(document.text for document in books[0].values())
        for kept in (
            "Average speed: the distance covered",
            r"$v = \frac{s}{t}$ (1.1)",
            "Solution: Its acceleration is 3/2",
            "Energy of motion\n: A mass $m$",
            "```python\nfrom math import sqrt",
            "```c\nint carrots = 12;",
        ):
            assert kept in text


class TestUniversity:
    def test_lessons_carry_their_course(self, university):
        clouds = university[0]["Weather for Beginners: Clouds [en]"]
        assert clouds.metadata == {"book": "Weather for Beginners", "chapter": "Clouds"}
        assert university[0]["Weather for Beginners: Clouds [fr]"].text.count("Howard") == 1

    def test_schools_and_topics_are_read_and_collections_not(self, university):
        assert {"School: Earth Sciences [en]", "Topic: Meteorology [en]"} <= university[0].keys()
        assert university[1] == {"namespace": 1}

    def test_the_answers_of_the_quiz_follow_its_questions(self, university):
        quiz = university[0]["Weather for Beginners: Quiz [en]"]
        assert quiz.constructs["quiz-question"] == 4
        assert (
            quiz.text.index("B. On your left")
            < quiz.text.index("Answers:")
            < quiz.text.index("## For teachers")
        )
        assert "____ hPa" in quiz.text
        assert "1013.25 (±1%); half or 1/2 or 50%." in quiz.text


class TestVoyage:
    def test_listings_of_all_kinds_are_sentences(self, voyage):
        town = voyage[0]["Tarnmouth [en]"]
        assert town.constructs["listing"] == 19
        for sentence in (
            "Admission costs 45 crowns.",
            "Rooms cost 980 crowns per night. Check-in is from 15:00 and check-out is by 11:00.",
            "Seal beach is 2 km east of the town, at the end of Shore Lane. Open all year. Admission is",
            "Lantern Night takes place at Old Town on 11 November (annual).",
            "Rope Loft (hostel) is located at Ropewalk 9.",
        ):
            assert sentence in town.text
        assert "https://example.org/bridge" in town.links

    def test_nothing_of_the_markup_is_left(self, voyage):
        for document in voyage[0].values():
            assert not document.lost_templates, document.title
            assert not any(mark in document.text for mark in ("{{", "}}", "[[", "<see", "lastedit", "()"))

    def test_redirects_go(self, voyage):
        assert voyage[1] == {"redirect": 1}


def test_pages_without_text_are_too_short():
    page = Page(site="enwikibooks", language="en", id=1, namespace=0, title="B/A", text="{{BookCat}}")
    [dropped] = PagesToDocuments(DocumentsConfig())(iter([page]))
    assert (dropped.reason, dropped.record.title) == ("too-short", "B: A")
