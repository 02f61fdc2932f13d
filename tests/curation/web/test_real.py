import pytest

from curation.web.documents import CapturesToDocuments, PagesConfig
from curation.web.source import WebArchives
from schemas.document import Document
from schemas.outcome import Rejected
from schemas.web import Capture

pytestmark = pytest.mark.real


def read_all(source):
    return [item for split in source.plan() for item in source.read(split)]


def captures(items):
    return [item for item in items if isinstance(item, Capture)]


def test_archives_are_read_as_a_library_reads_them(real_data):
    warcio = pytest.importorskip("warcio.archiveiterator")
    for name in (
        "dolma-sample-0001.warc.gz",
        "example.warc.gz",
        "example-iana.org-chunked.warc",
        "example.arc.gz",
    ):
        path = real_data / "web" / "warc" / name
        with path.open("rb") as file:
            theirs = [
                (record.rec_headers["WARC-Target-URI"].strip("<>"), record.raw_stream.read())
                for record in warcio.ArchiveIterator(file, arc2warc=True)
                if record.rec_type == "response" and record.http_headers.get_statuscode() == "200"
            ]
        ours = captures(read_all(WebArchives(str(path), split_bytes=30_000)))
        assert [(item.url, item.body) for item in ours] == theirs


def test_damaged_archives_give_what_is_whole(real_data):
    folder = real_data / "web" / "warc"
    broken = read_all(WebArchives(str(folder / "example-trunc.warc")))
    assert [item.url for item in captures(broken)] == ["http://example.com/"]
    assert [item.reason for item in broken if isinstance(item, Rejected)] == ["malformed-record"]
    one_member = read_all(WebArchives(str(folder / "example-bad-non-chunked.warc.gz")))
    assert [item.url for item in captures(one_member)] == ["http://example.com/"]


def test_saved_travel_guides_keep_their_tables_and_lists(real_data):
    function = CapturesToDocuments(PagesConfig(all_pages=True))
    documents = list(function(captures(read_all(WebArchives(str(real_data / "web" / "wikivoyage_html"))))))
    assert len(documents) == 12
    assert all(isinstance(document, Document) for document in documents)
    assert {document.licence for document in documents} == {"CC-BY-SA-3.0"}
    boston = next(document for document in documents if document.title == "Boston")
    assert "| Daily highs (°F) | 36 | 38 | 45 | 56 |" in boston.text
    assert "[edit]" not in boston.text
    assert boston.constructs["list-item"] > 100
