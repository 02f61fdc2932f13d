"""What is said about a page."""

from __future__ import annotations

import dataclasses

import pytest

from curation.mediawiki.metadata import document_id, page_licence, page_url
from schemas.document import Page

PAGE = Page(site="enwiki", language="en", id=12, namespace=0, title="A b", text="")


def test_ids():
    assert document_id(PAGE) == "enwiki:12"
    assert document_id(dataclasses.replace(PAGE, id=0)) == "enwiki:A_b"


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("A b", "A_b"),
        ("AC/DC: (disambiguation)!", "AC/DC:_(disambiguation)!"),
        ('Who\'s "x"?', "Who%27s_%22x%22%3F"),
        ("C++ & C#", "C%2B%2B_%26_C%23"),
        ("100%", "100%25"),
        ("~ü*$@;,", "~%C3%BC*$@;,"),
    ],
)
def test_addresses_are_encoded_as_mediawiki_does(title, path):
    assert page_url("https://en.wikipedia.org/wiki/", title) == f"https://en.wikipedia.org/wiki/{path}"
    assert page_url("", title) == ""


@pytest.mark.parametrize(
    ("changes", "licence"),
    [
        ({"timestamp": "2023-06-06T23:59:59Z"}, "CC-BY-SA-3.0"),
        ({"timestamp": "2023-06-07T00:00:00Z"}, "CC-BY-SA-4.0"),
        ({}, "CC-BY-SA-4.0"),
        ({"site": "dewikivoyage", "timestamp": "2015-01-01T00:00:00Z"}, "CC-BY-SA-3.0"),
        ({"site": "wikidatawiki", "namespace": 120}, "CC0-1.0"),
        ({"site": "wikidatawiki", "namespace": 4}, "CC-BY-SA-4.0"),
        ({"site": "enwikinews"}, "CC-BY-2.5"),
        ({"site": "acme"}, "NOASSERTION"),
        ({"url": "https://en.wikipedia.org/wiki/A"}, "CC-BY-SA-4.0"),
        ({"url": "https://wiki.example.org/wiki/A"}, "NOASSERTION"),
    ],
)
def test_licence_by_wiki_and_date(changes, licence):
    assert page_licence(dataclasses.replace(PAGE, **changes)) == licence
