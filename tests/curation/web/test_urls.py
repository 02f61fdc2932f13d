import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.web.urls import CanonicalUrl, canonicalise, in_hosts, url_key


def canonical(address):
    found = canonicalise(address)
    return found if isinstance(found, str) else found.url


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://Example.COM:80/a/../b", "https://example.com/b"),
        ("https://example.com:443", "https://example.com/"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        ("//example.org/x", "https://example.org/x"),
        ("http://www.example.org/x/", "https://example.org/x"),
        ("http://www2.example.org", "https://example.org/"),
        ("http://www.com/x", "https://www.com/x"),
        ("http://user:secret@example.org./x#part", "https://example.org/x"),
        ("http://example.org/~a/%7eb%2f%c3%a9é", "https://example.org/~a/~b%2F%C3%A9%C3%A9"),
        ("http://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://example.org/index.html", "https://example.org/"),
        ("http://example.org/a/index.php?id=2", "https://example.org/a?id=2"),
        ("http://example.org/a;jsessionid=0A1B?PHPSESSID=3&x=1", "https://example.org/a?x=1"),
        ("http://example.org/?b=2&utm_source=wiki&a=1&fbclid=xyz", "https://example.org/?a=1&b=2"),
        ("http://example.org/?id=5&ref=7&source=x", "https://example.org/?id=5&ref=7&source=x"),
        ("http://example.org/Wiki/A_(b)", "https://example.org/Wiki/A_(b)"),
        ("http://8.8.8.8/x", "https://8.8.8.8/x"),
    ],
)
def test_one_form(address, expected):
    assert canonical(address) == expected


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://web.archive.org/web/20100203040506/http://www.example.org/a?b=1",
        "http://web.archive.org/web/2010id_/example.org/a?b=1",
        "https://web.archive.org/web/2010*/http:/example.org/a?b=1",
        "https://archive.today/20120304/http://example.org/a?b=1",
        "http://www.webcitation.org/5abcdef?url=http%3A%2F%2Fexample.org%2Fa%3Fb%3D1",
        "https://webcache.googleusercontent.com/search?q=cache:abcdefghijkl:http://example.org/a%3Fb%3D1+words",
        "https://wayback.archive-it.org/123/20100203040506/https://example.org/a?b=1",
        "https://web.archive.org/web/2011/https://web.archive.org/web/2010/http://example.org/a?b=1",
    ],
)
def test_an_archives_page_is_about_what_it_is_of(wrapped):
    assert canonical(wrapped) == "https://example.org/a?b=1"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mailto:someone@example.org", "url-scheme"),
        ("javascript:void(0)", "url-scheme"),
        ("ftp://example.org/x", "url-scheme"),
        ("http://", "url-no-host"),
        ("https:///", "url-no-host"),
        ("no address", "url-malformed"),
        ("http://exa mple.org/", "url-malformed"),
        ("http://[1:2", "url-malformed"),
        ("http://localhost/x", "url-private-host"),
        ("http://10.1.2.3/x", "url-private-host"),
        ("http://0x7f000001/x", "url-private-host"),
        ("http://[::1]/", "url-private-host"),
        ("http://printer.local/", "url-private-host"),
        ("http://example.org/" + "x" * 2000, "url-too-long"),
    ],
)
def test_a_broken_address_is_said_to_be_so(address, reason):
    assert canonical(address) == reason


PIECES = (
    "http:// web.archive.org/web/2010/ archive.is/20120101/ www. x.org /index.html %2e %2F %25 jsessionid=1 "
    "utm_source=1 ;sid= /../ (S(a)) + a b . : / ? & = % ; # ~ ü ( ) @ [ ] \\"
).split()


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_canonical_form_is_its_own(rest):
    found = canonicalise("http://x.org/" + rest)
    if isinstance(found, CanonicalUrl):
        assert canonicalise(found.url) == found


def test_keys_do_not_change():
    # A table of wanted pages that was written once must find its pages for ever.
    assert url_key("https://example.org/") == 0xB8BF56761CE9C76E


def test_a_host_belongs_to_its_domains():
    assert in_hosts("en.m.wikipedia.org", frozenset({"wikipedia.org"}))
    assert not in_hosts("notwikipedia.org", frozenset({"wikipedia.org"}))
