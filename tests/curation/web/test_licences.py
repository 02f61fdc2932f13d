import pytest
from lxml import html

from curation.web.licences import page_licence, spdx

BY = "https://creativecommons.org/licenses/by/4.0/"
SA = "https://creativecommons.org/licenses/by-sa/3.0/"


@pytest.mark.parametrize(
    ("address", "licence"),
    [
        (BY, "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/2.5/deed.en", "CC-BY-NC-SA-2.5"),
        ("//creativecommons.org/licenses/by/3.0/us/", "CC-BY-3.0-US"),
        ("https://creativecommons.org/licenses/by-sa/3.0/it/", "CC-BY-SA-3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("https://creativecommons.org/licenses/by/", ""),
        ("https://creativecommons.org/", ""),
        ("https://www.gnu.org/licenses/fdl-1.3.html", "GFDL-1.3-or-later"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("https://example.org/licence", ""),
    ],
)
def test_identifiers(address, licence):
    assert spdx(address) == licence


@pytest.mark.parametrize(
    ("markup", "licence"),
    [
        (f'<a rel="license" href="{BY}">x</a>', "CC-BY-4.0"),
        (f'<link rel="license" href="{BY}"><footer><a href="{SA}">x</a></footer>', "CC-BY-4.0"),
        (f'<meta name="DC.rights" content="{SA}">', "CC-BY-SA-3.0"),
        (
            f'<script type="application/ld+json">{{"@graph":[{{"@type":"Page","license":"{BY}"}}]}}</script>',
            "CC-BY-4.0",
        ),
        (f'<footer><p><a href="{BY}">CC</a></p></footer>', "CC-BY-4.0"),
        (f'<div id="copyright-notice"><a href="{BY}">CC</a></div>', "CC-BY-4.0"),
        # of a picture, of something that the text mentions, of several parts:
        (f'<figure><a rel="license" href="{BY}">x</a></figure>', "NOASSERTION"),
        (f'<p>Somebody else uses <a href="{BY}">CC BY</a></p>', "NOASSERTION"),
        (
            f'<script type="application/ld+json">{{"@type":"ImageObject","license":"{BY}"}}</script>',
            "NOASSERTION",
        ),
        (f'<script type="application/ld+json">{{"license": "{BY}" broken</script>', "NOASSERTION"),
        (f'<a rel="license" href="{BY}">x</a><a rel="license" href="{SA}">y</a>', "NOASSERTION"),
        ("<footer>All rights reserved</footer>", "NOASSERTION"),
    ],
)
def test_only_what_the_page_states_for_itself(markup, licence):
    tree = html.document_fromstring(f"<html><body>{markup}</body></html>")
    assert page_licence(tree, markup) == licence
