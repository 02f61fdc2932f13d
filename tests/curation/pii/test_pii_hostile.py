"""Any text, and texts made to take long."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.pii.replacing import KINDS, find_pii, replace_pii

PIECES = [
    "me@lamp.org",
    "+44 20 7946 0018",
    "81.174.93.12",
    "(312) 744-8000",
    "4539 5787 6362 1486",
    "@",
    "+",
    "(",
    ")",
    "-",
    ".",
    " ",
    "\n",
    "1",
    "a",
    "<EMAIL>",
    "password: hT7kQ2mZx81LpRw9",
    "tel ",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "DE89 3704 0044 0532 0130 00",
    ":",
    "/",
    "語",
    "\ud800",
    "é",
    "=",
    "eyJ",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("; ".join))
def test_what_was_replaced_is_not_found_again(text):
    clean, counts = replace_pii(text)
    assert find_pii(clean) == []
    assert sum(counts.values()) == len(find_pii(text))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_findings_lie_in_the_text_and_apart(text):
    found = find_pii(text)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert {finding.kind for finding in found} <= set(KINDS)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_text_without_findings_is_as_it_was(text):
    clean, counts = replace_pii(text)
    assert clean == text or counts


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        "1 ",
        "1.",
        "+1",
        "(1",
        "+",
        "(",
        "@",
        "a@",
        "a@a.",
        "@a.",
        "a.",
        "a-",
        ".",
        " ",
        "1-",
        "1.1.1.1",
        "312-",
        "(312) ",
        "4539 ",
        "DE89 ",
        "AB12 ABCD ",
        "eyJ",
        "eyJa.eyJb",
        "ghp_",
        "token=",
        "password:",
        "a=",
        "=a1",
        ":",
        "2001:",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n-----END PRIVATE KEY-----",
        "tel ",
        "tel 1 ",
        "ssn 219-09-",
        "/",
        "–",
        "xoxb-",
        "sk-",
        "A",
        "a_",
        "%",
        "https://",
        "20:",
        "(1)",
    ],
)
def test_time_grows_with_the_text_and_not_with_its_square(piece):
    # Anything quadratic would take hours here.
    text = piece * (1_000_000 // len(piece))
    clean, counts = replace_pii(text)
    assert bool(counts) == (clean != text)
