"""The demonstration wiki and its web archive, from references to documents, through the engine."""

import pyarrow.parquet as pq
import pytest

from curation.mediawiki import MediaWikiDump
from curation.web.documents import CapturesToDocuments, NewestCapture, PagesConfig
from curation.web.links import DocumentsToLinks, LinksConfig, LinksToWantedPages, WantedConfig
from curation.web.lookup import write_wanted
from curation.web.source import WebArchives
from curation.wiki_documents import DocumentsConfig, PagesToDocuments
from jobs.demo import write_dump
from jobs.demo.web import CAPTURES, write_warc
from pipelines.engine import Group, Map, run_stages
from schemas.arrow import batch_to_rows
from schemas.document import Document
from schemas.web import Link, WantedPage


def stages(dump, archive):
    links, wanted, pages = LinksConfig(), WantedConfig(), PagesConfig()
    return [
        Map(
            name="documents",
            source=MediaWikiDump(str(dump)),
            function=PagesToDocuments(DocumentsConfig()),
            output=Document,
        ),
        Map(name="links", input=Document, function=DocumentsToLinks(links), output=Link, config=links),
        Group(
            name="wanted",
            input=Link,
            key="url",
            partitions=2,
            function=LinksToWantedPages(wanted),
            output=WantedPage,
            config=wanted,
            finish=write_wanted,
        ),
        Map(
            name="captures",
            source=WebArchives(str(archive), split_bytes=8000),
            uses=("wanted",),
            function=CapturesToDocuments(pages),
            output=Document,
            config=pages,
        ),
        Group(
            name="pages", input=Document, key="id", partitions=2, function=NewestCapture(), output=Document
        ),
    ]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    manifests = run_stages(stages(write_dump(folder).dump, write_warc(folder)), str(folder / "run"))
    return folder / "run", {manifest.stage: manifest for manifest in manifests}


@pytest.fixture(scope="module")
def documents(run):
    folder, manifests = run
    found = [
        document
        for file in manifests["pages"].files
        for document in batch_to_rows(Document, pq.read_table(folder / "50-pages" / file.name))
    ]
    return {document.url: document for document in found}


def test_every_record_is_accounted_for(run):
    _, manifests = run
    captured = manifests["captures"]
    assert captured.dropped == {
        "http-status": 2, "not-html": 1, "not-wanted": 1, "record-metadata": 1, "record-revisit": 1,
        "record-request": len(CAPTURES), "record-warcinfo": 1, "soft-404": 1, "too-short": 1,
    }  # fmt: skip
    assert captured.rejected == {}
    assert captured.rows_out == len(CAPTURES) - 3
    assert manifests["pages"].dropped == {"older-capture": 1}


def test_the_wanted_pages_are_those_of_the_wiki(documents):
    assert (
        sorted(document.metadata["host"] for document in documents.values())
        == ["example.com"] * 3 + ["example.org"] * 7
    )
    assert all(document.metadata["referenced_by"] == "1" for document in documents.values())
    assert "120 crowns" in documents["http://example.org/skarrow"].text


def test_what_the_pages_hold_is_in_the_documents(documents):
    hydrogen = documents["https://example.org/elements/hydrogen"]
    assert (hydrogen.licence, hydrogen.language, hydrogen.timestamp) == (
        "CC-BY-4.0",
        "en-GB",
        "2019-03-14T08:30:00Z",
    )
    assert "$$E_n = -\\frac{13.6\\,\\mathrm{eV}}{n^2} .$$" in hydrogen.text
    assert "| H-alpha | 3 | 656.3 | red |" in hydrogen.text
    lights = documents["https://example.org/lighthouses/"].text
    assert "```python\nimport re\n\nLIGHT = " in lights
    assert "\n    match = LIGHT.fullmatch(character)\n" in lights
    assert "- Lights to be kept on the left when coming from sea are\n  - red in region A" in lights
    tides = documents["https://example.org/tides"].text
    assert "the amplitude $A_i$ and the speed $\\omega_i$, the height" in tides
    assert "$$T=\\frac{1}{\\frac{1}{12.00}-\\frac{1}{12.42}}\\approx 354.8\\text{hours},$$" in tides
    mercury = documents["https://example.com/mercury/1931-05-27"].text
    assert "Jón Hallgrím" in mercury
    assert "- Harbour Party 9\n- Labour Union 4" in mercury
    assert documents["https://example.org/outline"].licence == "CC-BY-SA-3.0"
    assert "    - coasts and neighbours" in documents["https://example.org/outline"].text
    assert "flights a day in summer" in documents["https://example.org/abk"].text


def test_what_is_around_the_pages_is_not(documents):
    for document in documents.values():
        for words in ("Privacy", "Share on", "Sign in", "Subscribe", "cookies", "Great article", "Skip to"):
            assert words not in document.text


def test_the_archive_is_the_same_every_time(tmp_path):
    assert write_warc(tmp_path).read_bytes() == write_warc(tmp_path).read_bytes()


def test_the_library_of_web_archives_reads_the_demonstration(tmp_path):
    warcio = pytest.importorskip("warcio.archiveiterator")
    with write_warc(tmp_path).open("rb") as file:
        responses = [
            record.rec_headers["WARC-Target-URI"]
            for record in warcio.ArchiveIterator(file, check_digests="raise")
            if record.rec_type == "response"
        ]
    assert responses[: len(CAPTURES)] == [capture.url for capture in CAPTURES]
