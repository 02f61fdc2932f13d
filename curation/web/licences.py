"""The licence that a page states for itself, as an SPDX identifier (https://spdx.org/licenses/)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.etree import XPath, _Element

from curation.mediawiki.metadata import UNKNOWN_LICENCE

_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(?:licen[sc]es/(?P<kind>by(?:-nc)?(?:-nd|-sa)?)/(?P<version>\d\.\d)(?:/(?P<place>[a-z]{2,5})\b)?"
    r"|publicdomain/(?P<domain>zero|mark)/1\.0)",
    re.I,
)
# The ported licences that have an SPDX identifier of their own.
_PORTED = frozenset(
    "CC-BY-2.5-AU CC-BY-3.0-AT CC-BY-3.0-AU CC-BY-3.0-DE CC-BY-3.0-IGO CC-BY-3.0-NL CC-BY-3.0-US CC- "
    "BY-NC-3.0-DE CC-BY-NC-ND-3.0-DE CC-BY-NC-ND-3.0-IGO CC-BY-NC-SA-2.0-DE CC-BY-NC-SA-2.0-FR CC-BY- "
    "NC-SA-2.0-UK CC-BY-NC-SA-3.0-DE CC-BY-NC-SA-3.0-IGO CC-BY-ND-3.0-DE CC-BY-SA-2.0-UK CC-BY- "
    "SA-2.1-JP CC-BY-SA-3.0-AT CC-BY-SA-3.0-DE CC-BY-SA-3.0-IGO".split()
)
_OTHERS = (
    (
        re.compile(r"nationalarchives\.gov\.uk/doc/open-government-licence/version/([123])\b", re.I),
        "OGL-UK-{}.0",
    ),
    (re.compile(r"gnu\.org/(?:licenses|copyleft)/fdl-(1\.[123])", re.I), "GFDL-{}-or-later"),
    (re.compile(r"apache\.org/licenses/LICENSE-(2\.0)", re.I), "Apache-{}"),
    (re.compile(r"opensource\.org/licenses?/(MIT)\b", re.I), "{}"),
)
_RELATED = XPath("//a[contains(@rel, 'licen')] | //link[contains(@rel, 'licen')]")
_SITES = ("creativecommons.org", "open-government-licence", "gnu.org", "apache.org", "opensource.org")
_LINKED = XPath(f"//a[{' or '.join(f'contains(@href, {site!r})' for site in _SITES)}]")
_NOTICE = re.compile(r"licen[sc]e|copyright|rights|footer|colophon|legal", re.I)
_META = frozenset(
    "dc.rights dc.rights.license dcterms.rights dcterms.license dc.license license rights copyright "
    "dcterms.accessrights og:license cc:license".split()
)
# Things that are part of a page and may have a licence of their own.
_PARTS = frozenset(
    ("ImageObject", "VideoObject", "AudioObject", "SoftwareApplication", "SoftwareSourceCode", "Dataset")
)
_IN_PARTS = frozenset(("figure", "figcaption", "picture"))


def page_licence(tree: _Element, page: str) -> str:
    """The licence of the page whose source is `page`: by `rel=license`, by metadata, or by a link to one in a
    footer or a notice.

    `NOASSERTION` if it states none that is known, or several: then they are those of its parts.
    """
    if not any(site in page for site in _SITES):
        return UNKNOWN_LICENCE
    for find in (_by_relation, _by_metadata, _by_notice):
        if found := {licence for text in find(tree) if (licence := spdx(text))}:
            return found.pop() if len(found) == 1 else UNKNOWN_LICENCE
    return UNKNOWN_LICENCE


def spdx(address: str) -> str:
    """The identifier of the licence at this address; empty if it is not known, or has no version in it."""
    if match := _CREATIVE_COMMONS.search(address):
        if domain := match["domain"]:
            return "CC0-1.0" if domain.lower() == "zero" else "CC-PDM-1.0"
        licence = f"CC-{match['kind']}-{match['version']}".upper()
        ported = f"{licence}-{match['place'] or ''}".upper()
        return ported if ported in _PORTED else licence
    for pattern, name in _OTHERS:
        if match := pattern.search(address):
            return name.format(match[1])
    return ""


def _by_relation(tree: _Element) -> Iterator[str]:
    for element in _RELATED(tree):
        words = (element.get("rel") or "").lower().split()
        if ("license" in words or "licence" in words) and not _is_of_part(element):
            yield element.get("href") or ""


def _by_metadata(tree: _Element) -> Iterator[str]:
    for meta in tree.iter("meta"):
        if (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower() in _META:
            yield meta.get("content") or ""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and '"license"' in (script.text or ""):
            try:
                yield from _stated(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue  # what is no JSON states nothing


def _by_notice(tree: _Element) -> Iterator[str]:
    for link in _LINKED(tree):
        if not _is_of_part(link):
            for around in link.iterancestors():
                name = f"{around.get('id') or ''} {around.get('class') or ''}"
                if around.tag == "footer" or (around.tag != "body" and _NOTICE.search(name)):
                    yield link.get("href") or ""
                    break


def _is_of_part(element: _Element) -> bool:
    return next(element.iterancestors(*_IN_PARTS), None) is not None


def _stated(value: Any, depth: int = 0) -> Iterator[str]:
    """The licences of a JSON-LD node, and of those it lists, that are not those of parts."""
    if isinstance(value, list):
        for item in value:
            yield from _stated(item, depth)
    elif isinstance(value, dict) and depth < 3:
        kinds = value.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        licence = value.get("license")
        if isinstance(licence, dict):
            licence = licence.get("@id") or licence.get("url")
        if isinstance(licence, str) and not any(kind in _PARTS for kind in kinds if isinstance(kind, str)):
            yield licence
        yield from _stated(value.get("@graph"), depth + 1)
