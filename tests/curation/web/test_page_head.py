import pytest
from lxml import html

from curation.web.page_head import iso_date, read_head


def head(markup, body="<p>x</p>", attributes=""):
    return read_head(
        html.document_fromstring(f"<html {attributes}><head>{markup}</head><body>{body}</body></html>")
    )


@pytest.mark.parametrize(
    ("markup", "body", "title"),
    [
        ("<title>Tea - The Site</title>", "<h1>Tea</h1>", "Tea"),
        ("<title>Tea | The Site</title><meta property='og:site_name' content='The Site'>", "", "Tea"),
        ("<title>Tea: a history</title>", "<h1>Welcome</h1>", "Tea: a history"),
        ("<title>Tea - The Site</title>", "<h1>The Site</h1>", "Tea - The Site"),
        ("<title>x</title><meta property='og:title' content=' How  to\n brew '>", "", "How to brew"),
        ("", "<h1>Only a <i>heading</i></h1>", "Only a heading"),
        ("", "", ""),
    ],
)
def test_titles(markup, body, title):
    assert head(markup, body).title == title


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020-02-03", "2020-02-03"),
        ("2020-02-03T04:05:06Z", "2020-02-03T04:05:06Z"),
        ("2020-02-03T23:05:06.123-02:30", "2020-02-04T01:35:06Z"),
        ("2020-02-03 04:05", "2020-02-03"),
        ("2020/2/3", "2020-02-03"),
        ("2020-02", "2020-02"),
        ("2020-02-30", ""),
        ("1867-11-07", ""),
        ("3 February 2020", ""),
        ("9999-12-31T23:59:59-23:00", ""),
    ],
)
def test_dates_are_iso(written, date):
    assert iso_date(written) == date


@pytest.mark.parametrize(
    ("markup", "body", "date"),
    [
        (
            '<meta property="article:published_time" content="2020-02-03"><meta name="date" content="2019">',
            "",
            "2020-02-03",
        ),
        (
            '<script type="application/ld+json">{"datePublished":"2020-02-03","x":"2021"}</script>',
            "",
            "2020-02-03",
        ),
        (
            '<meta name="last-modified" content="2021-01-01">',
            '<time pubdate datetime="2020-02-03">x</time>',
            "2020-02-03",
        ),
        ("", '<time datetime="2020-02-03">x</time>', "2020-02-03"),
        ("", '<time datetime="2020-02-03">x</time><time datetime="2020-02-04">y</time>', ""),
        ('<meta name="date" content="soon">', "", ""),
    ],
)
def test_the_date_is_the_one_that_the_page_states(markup, body, date):
    assert head(markup, body).date == date


@pytest.mark.parametrize(
    ("markup", "attributes", "language"),
    [
        ("", 'lang="en"', "en"),
        ("", 'lang="EN_gb"', "en-GB"),
        ("", 'lang="zh-hans-cn"', "zh-Hans-CN"),
        ('<meta property="og:locale" content="de_AT">', "", "de-AT"),
        ("", 'lang="{{ lang }}"', "und"),
        ("", "", "und"),
    ],
)
def test_languages(markup, attributes, language):
    assert head(markup, attributes=attributes).language == language
