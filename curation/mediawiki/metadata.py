"""What is said about a page: its id, its address, its licence."""

from __future__ import annotations

from urllib.parse import quote

from curation.mediawiki.sites import family_of, site_at
from schemas.document import Page

UNKNOWN_LICENCE = "NOASSERTION"

# The terms of use of 7 June 2023: https://meta.wikimedia.org/wiki/Terms_of_use/Creative_Commons_4.0
_VERSION_4 = "2023-06-07"
# Items, properties and lexemes: https://www.wikidata.org/wiki/Wikidata:Licensing
_DATA_NAMESPACES = frozenset((0, 120, 146))


def document_id(page: Page) -> str:
    """An id that is the same in every dump: `enwiki:12`; for a page without number, by its title."""
    return f"{page.site}:{page.id if page.id > 0 else page.title.replace(' ', '_')}"


def page_url(base: str, title: str) -> str:
    """The address of a page: its title, encoded as MediaWiki does
    (https://www.mediawiki.org/wiki/Manual:PAGENAMEE_encoding), appended to `base`. Empty without a base.
    """
    return base + quote(title.replace(" ", "_"), safe=";@$!*(),/~:") if base else ""


def page_licence(page: Page) -> str:
    """The licence of a page's text as an SPDX expression, by its wiki and the date of its revision.

    Text of the Wikimedia wikis is CC BY-SA, in version 3.0 if it was saved before 7 June 2023; Wikidata's
    data is CC0; Wikinews is CC BY. Most of it may be used under the GFDL instead, which is not said here
    because no expression holds for every page (text imported since 2009 is CC BY-SA only).
    `NOASSERTION` for any other wiki. A page without a date gets the later licence, which is the one that
    text under the earlier may be adapted under.
    """
    family = family_of(page.site)
    # A wiki may be called like one of theirs; its address then says otherwise.
    if not family or (page.url and not site_at(page.url)):
        return UNKNOWN_LICENCE
    if family == "wikidatawiki" and page.namespace in _DATA_NAMESPACES:
        return "CC0-1.0"
    if family == "wikinews":
        return "CC-BY-2.5"
    return "CC-BY-SA-3.0" if page.timestamp and page.timestamp < _VERSION_4 else "CC-BY-SA-4.0"
