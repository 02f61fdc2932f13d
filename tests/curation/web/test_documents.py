import gzip
import pickle

import pytest

from curation.web.documents import CapturesToDocuments, NewestCapture, PagesConfig
from curation.web.source import WebArchives
from curation.web.urls import url_key
from pipelines.engine import Group, Map
from pipelines.engine.testing import apply_group, apply_map
from schemas.document import Document
from schemas.web import Capture
from tests.curation.web.archives import SENTENCES, page
from tests.curation.web.test_lookup import write


def capture(body, url="http://www.example.org/a?utm_source=x", captured="2020-01-02T03:04:05Z", **more):
    values = {
        "content_type": "text/html",
        "transfer_encoding": "",
        "content_encoding": "",
        "where": "a.warc, byte 5",
    }
    return Capture(url=url, captured=captured, body=body, **values | more)


def run(captures, folders=(), **config):
    config = PagesConfig(all_pages=not folders, **config)
    # Captures are never written, so a source stands for the stage's input.
    stage = Map(
        name="captures",
        source=WebArchives("x"),
        function=CapturesToDocuments(config),
        output=Document,
        config=config,
        uses=("wanted",) if folders else (),
    )
    return apply_map(stage, captures, folders)


def newest(documents):
    stage = Group(
        name="pages", input=Document, key="id", partitions=2, function=NewestCapture(), output=Document
    )
    return apply_group(stage, documents)


PAGE = page(SENTENCES * 3, "Dredging")


def test_a_document():
    (document,) = run([capture(PAGE)]).rows
    assert document.id == f"web:{url_key('https://example.org/a'):016x}"
    assert (document.source, document.url) == ("web", "http://www.example.org/a?utm_source=x")
    assert (document.title, document.language, document.licence) == ("Dredging", "und", "NOASSERTION")
    assert document.text == f"# Dredging\n\n{(SENTENCES * 3).strip()}"
    assert document.metadata == {"host": "example.org", "captured": "2020-01-02T03:04:05Z"}


def test_only_wanted_pages_are_read(tmp_path):
    write(str(tmp_path), {url_key("https://example.org/a"): 7})
    applied = run(
        [capture(PAGE), capture(PAGE, url="http://example.org/b"), capture(PAGE, url="")], [str(tmp_path)]
    )
    (document,) = applied.rows
    assert document.metadata["referenced_by"] == "7"
    assert applied.reasons == ["not-wanted", "no-url"]
    assert applied.dropped[0].record.body == b""


def test_a_saved_page_without_address_is_named_by_its_content():
    documents = run([capture(PAGE, url=""), capture(PAGE, url=""), capture(PAGE + b" ", url="")]).rows
    assert documents[0].id == documents[1].id != documents[2].id


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (page("Too short."), "too-short"),
        (b"<html><body><script>x()</script></body></html>", "no-text"),
        (b"", "not-html"),
        (b"just words", "not-html"),
        (b"<html>" + bytes(range(256)) * 50, "not-html"),
        (page(SENTENCES * 3, "404 Not Found"), "soft-404"),
        (page(SENTENCES * 3, "Seite nicht gefunden | X"), "soft-404"),
        (page("Page not found. " + SENTENCES * 2), "soft-404"),
        (page("Please enable JavaScript to go on. " + SENTENCES * 2), "gate"),
        (page(SENTENCES * 2, "Just a moment..."), "gate"),
    ],
)
def test_pages_that_are_none(body, reason):
    assert run([capture(body)]).reasons == [reason]


def test_a_long_text_about_errors_is_a_text():
    (document,) = run([capture(page(SENTENCES * 20, "Why a page is not found: error 404"))]).rows
    assert document.title.startswith("Why")


def test_encodings_and_charsets_are_undone():
    body = "<html><title>Été</title><p>Où sont les élèves? ".encode("latin-1") + SENTENCES.encode() * 3
    (document,) = run(
        [capture(gzip.compress(body), content_type="text/html; charset=iso-8859-1", content_encoding="gzip")]
    ).rows
    assert (document.title, "Où sont les élèves?" in document.text) == ("Été", True)
    (document,) = run([capture(PAGE.replace(b"Nobody", b"No\0bo\xff\xfedy"))]).rows
    assert document.constructs["repaired-character"] >= 1


@pytest.mark.parametrize(
    ("body", "more", "reason"),
    [
        (gzip.compress(b"<p>" + bytes(20_000_000)), {"content_encoding": "gzip"}, "page-too-large"),
        (b"<p>" + b"<div>" * 100_000, {}, "too-complex"),
    ],
)
def test_hostile_pages_are_rejected_and_say_where(body, more, reason):
    applied = run([capture(body, **more), capture(PAGE)])
    assert [(rejected.reason, rejected.where) for rejected in applied.rejected] == [
        (reason, "a.warc, byte 5")
    ]
    assert len(applied.rows) == 1


def test_the_newest_capture_is_kept():
    captures = [
        capture(page(f"{SENTENCES * 3} {word}"), url=url, captured=when)
        for word, url, when in [
            ("old", "http://example.org/a", "2019-01-01T00:00:00Z"),
            ("new", "https://www.example.org/a/", "2021-01-01T00:00:00Z"),
            ("undated", "https://example.org/a", ""),
            ("other", "https://example.org/b", "2018-01-01T00:00:00Z"),
        ]
    ]
    applied = newest(run(captures).rows)
    assert sorted(document.text.split()[-1] for document in applied.rows) == ["new", "other"]
    assert applied.reasons == ["older-capture", "older-capture"]
    assert newest(run(captures[::-1]).rows).rows == applied.rows


def test_the_table_is_asked_for_exactly_where_it_is_used(tmp_path):
    function = CapturesToDocuments(PagesConfig())
    with pytest.raises(ValueError, match="use 1 other stages"):
        list(function([]))
    with pytest.raises(ValueError, match="use 0 other stages"):
        list(CapturesToDocuments(PagesConfig(all_pages=True))([], str(tmp_path)))
    write(str(tmp_path), {1: 1})
    list(function([], str(tmp_path)))
    assert pickle.loads(pickle.dumps(function)) == function
