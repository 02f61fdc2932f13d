"""Notices are taken out of pages; what is about JavaScript or privacy stays."""

import pytest
from quality_documents import GOOD

from curation.quality.notices import is_notice, without_notices


@pytest.mark.parametrize(
    "line",
    [
        "Please enable JavaScript to view this page.",
        "JavaScript is disabled in your browser.",
        "This site requires Java script",
        "This website uses cookies to improve your experience. Accept",
        "- Privacy Policy",
        "By using this site you agree to our Terms of Use.",
    ],
)
def test_notices(line):
    text, count = without_notices(f"{GOOD}\n\n{line}\n\nThe end.")
    assert (text, count) == (f"{GOOD}\n\nThe end.", 1)


@pytest.mark.parametrize(
    "line",
    [
        "JavaScript was designed by Brendan Eich in 1995.",
        "| JavaScript | enable it |",
        "## Privacy policy",
        "The kitchen bakes cookies every morning.",
        "The law of 2016 says what a privacy policy has to contain. " * 6,
        "```\n# enable javascript\n```",
    ],
)
def test_no_notices(line):
    text = f"{GOOD}\n\n{line}\n\nThe end."
    assert without_notices(text) == (text, 0)


def test_a_page_of_notices_alone_is_empty_then():
    assert without_notices("Privacy Policy\n\nTerms of Use") == ("", 2)


def test_a_long_line_is_no_notice():
    assert is_notice("See our cookie policy.")
    assert not is_notice("See our cookie policy." + " And so on." * 40)
