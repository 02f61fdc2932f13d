"""What sites are called, and what is known of them; languages of tags; licences by date."""

import pytest

from curation.stackexchange.languages import tag_language
from curation.stackexchange.licences import combined_licence, row_licence
from curation.stackexchange.sites import (
    host_in,
    site_code_language,
    site_language,
    site_math,
    site_name,
    with_domain,
)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("beer.stackexchange.com.7z", "beer.stackexchange.com"),
        ("stackoverflow.com-Posts.7z", "stackoverflow.com"),
        ("beer.stackexchange.com-2017", "beer.stackexchange.com"),
        ("Math.Meta.StackExchange.com", "math.meta.stackexchange.com"),
        ("mathoverflow.net.7z", "mathoverflow.net"),
        ("dump_es.stackoverflow.com", "es.stackoverflow.com"),
        ("askubuntu", "askubuntu.com"),
        ("mathoverflow", "mathoverflow.net"),
        ("Posts.xml", ""),
        ("notstackexchange.community", ""),
    ],
)
def test_host_in_a_name(name, host):
    assert host_in(name) == host


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("beer.stackexchange.com", "beer.stackexchange"),
        ("stackoverflow.com", "stackoverflow"),
        ("mathoverflow.net", "mathoverflow"),
        ("math.meta.stackexchange.com", "math.meta.stackexchange"),
        ("forum.example.org", "forum.example.org"),
    ],
)
def test_name_of_a_site(host, name):
    assert site_name(host) == name
    assert with_domain(name) == host


def test_what_is_no_host():
    with pytest.raises(ValueError, match="expected a host"):
        with_domain("../etc")


@pytest.mark.parametrize(
    ("host", "math"),
    [
        ("math.stackexchange.com", "dollar"),
        ("math.meta.stackexchange.com", "dollar"),
        ("mathoverflow.net", "dollar"),
        ("quantumcomputing.stackexchange.com", "dollar"),
        ("electronics.stackexchange.com", "escaped-dollar"),
        ("codereview.stackexchange.com", "escaped-dollar"),
        ("money.stackexchange.com", "brackets"),
        ("stackoverflow.com", "brackets"),
    ],
)
def test_delimiters_of_formulas(host, math):
    assert site_math(host) == math


def test_languages():
    assert site_language("beer.stackexchange.com") == "en"
    assert site_language("es.stackoverflow.com") == "es"
    assert site_language("es.meta.stackoverflow.com") == "es"
    assert site_language("rus.stackexchange.com") == "ru"


def test_languages_of_code():
    assert tag_language(["python-3.x", "pandas", "plotting"]) == "python"
    assert tag_language(["python", "javascript"]) == ""
    assert tag_language(["homework"]) == ""
    assert site_code_language("tex.stackexchange.com") == "tex"
    assert site_code_language("beer.stackexchange.com") == ""


@pytest.mark.parametrize(
    ("stated", "date", "licence"),
    [
        ("CC BY-SA 3.0", "2020-01-01T00:00:00.000", "CC-BY-SA-3.0"),
        ("", "2011-04-07T23:59:59.999", "CC-BY-SA-2.5"),
        ("", "2011-04-08T00:00:00.000", "CC-BY-SA-3.0"),
        ("", "2018-05-01T23:59:59.999", "CC-BY-SA-3.0"),
        ("", "2018-05-02T00:00:00.000", "CC-BY-SA-4.0"),
        ("all rights reserved", "2018-05-02T00:00:00.000", "NOASSERTION"),
        ("", "", "NOASSERTION"),
    ],
)
def test_licence(stated, date, licence):
    assert row_licence(stated, date) == licence


def test_licence_of_several_parts():
    assert (
        combined_licence(["CC-BY-SA-4.0", "CC-BY-SA-2.5", "CC-BY-SA-4.0"]) == "CC-BY-SA-2.5 AND CC-BY-SA-4.0"
    )
