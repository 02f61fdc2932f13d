import pytest

from curation.web.links import CapPerHost, DocumentsToLinks, LinksConfig, LinksToWantedPages, WantedConfig
from pipelines.engine import Group, Map
from pipelines.engine.testing import apply_group, apply_map
from schemas.document import Document
from schemas.web import Link, WantedPage


def document(name, *links):
    return Document(
        id=f"demowiki:{name}",
        source="demowiki",
        url="",
        title=name,
        text="",
        language="en",
        licence="",
        revision="",
        timestamp="",
        links=list(links),
        infobox=[],
        constructs={},
        lost_templates={},
    )


def links_stage(**config):
    config = LinksConfig(**config)
    return Map(name="links", input=Document, function=DocumentsToLinks(config), output=Link, config=config)


def wanted_stage(**config):
    config = WantedConfig(**config)
    return Group(
        name="wanted",
        input=Link,
        key="url",
        partitions=3,
        function=LinksToWantedPages(config),
        output=WantedPage,
        config=config,
    )


def test_links_are_canonical_and_once_per_document():
    applied = apply_map(
        links_stage(),
        [document("a", "http://www.example.org/x", "https://example.org/x#top", " https://example.com/y ")],
    )
    assert applied.rows == [
        Link(
            url="https://example.org/x",
            written="http://www.example.org/x",
            host="example.org",
            document="demowiki:a",
        ),
        Link(
            url="https://example.com/y",
            written="https://example.com/y",
            host="example.com",
            document="demowiki:a",
        ),
    ]
    assert applied.reasons == ["repeated-link"]


def test_links_that_do_not_count_are_dropped_by_reason():
    applied = apply_map(
        links_stage(),
        [
            document(
                "a",
                "mailto:a@example.org",
                "https://en.wikipedia.org/wiki/X",
                "https://example.org/paper.PDF?download=1",
                "https://example.org/photo.jpg",
                "https://example.org/v1.2/notes",
                "http://192.168.0.1/",
            )
        ],
    )
    assert applied.reasons == ["url-scheme", "host-blocked", "file-type", "file-type", "url-private-host"]
    assert [link.url for link in applied.rows] == ["https://example.org/v1.2/notes"]


def test_only_allowed_hosts_count():
    applied = apply_map(
        links_stage(allow_hosts=["Example.ORG"], block_hosts=["bad.example.org"], exclude_types=[]),
        [document("a", "https://sub.example.org/a.pdf", "https://bad.example.org/", "https://example.com/")],
    )
    assert [link.host for link in applied.rows] == ["sub.example.org"]
    assert applied.reasons == ["host-blocked", "host-not-allowed"]


def test_a_wanted_page_counts_documents_not_links():
    found = apply_map(
        links_stage(),
        [document(name, "http://example.org/x") for name in ("c", "a", "b", "a")]
        + [document("d", "https://example.org/x/")],
    ).rows
    (page,) = apply_group(wanted_stage(first_ids=2), found).rows
    assert (page.documents, page.first) == (4, ["demowiki:a", "demowiki:b"])
    assert (page.url, page.written, page.host) == (
        "https://example.org/x",
        "http://example.org/x",
        "example.org",
    )


def test_pages_that_few_documents_reference_are_dropped():
    found = apply_map(
        links_stage(),
        [
            document("a", "https://example.org/1", "https://example.org/2"),
            document("b", "https://example.org/2"),
        ],
    ).rows
    applied = apply_group(wanted_stage(min_documents=2), found)
    assert [page.url for page in applied.rows] == ["https://example.org/2"]
    assert applied.reasons == ["too-few-documents"]


def test_of_a_host_the_most_referenced_pages_are_kept():
    found = apply_map(
        links_stage(),
        [
            document(f"{n}", *(f"https://example.org/{m}" for m in range(n, 4)), "https://example.com/")
            for n in range(4)
        ],
    ).rows
    pages = apply_group(wanted_stage(), found).rows
    config = WantedConfig(max_per_host=2)
    stage = Group(
        name="capped",
        input=WantedPage,
        key="host",
        partitions=1,
        function=CapPerHost(config),
        output=WantedPage,
        config=config,
    )
    applied = apply_group(stage, pages)
    assert {page.url for page in applied.rows} == {
        "https://example.com/",
        "https://example.org/3",
        "https://example.org/2",
    }
    assert applied.reasons == ["host-cap", "host-cap"]


def test_configuration_is_folded_and_checked():
    assert LinksConfig(block_hosts=("B.org", "a.org.")).block_hosts == ("a.org", "b.org")
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        WantedConfig(min_documents=0)
