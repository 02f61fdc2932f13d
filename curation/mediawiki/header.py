"""The beginning of a dump: the root element and `<siteinfo>`, and which wiki they say it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.parsers import expat

from curation.mediawiki.parsing import repair
from curation.mediawiki.sites import (
    base_of,
    family_of,
    language_of,
    language_tag,
    site_at,
    site_in_file_name,
)

UNKNOWN_SITE = "wiki"
UNKNOWN_LANGUAGE = "und"

_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?(mediawiki|page)(\s[^<>]*)?>")
_XML_LANGUAGE = re.compile(rb"""\sxml:lang\s*=\s*["']([A-Za-z0-9_-]{1,35})["']""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a dump says about itself. `prefix` is what its elements' names begin with (`ns0:`, mostly empty),
    `rooted` whether there is a `<mediawiki>` element, `language` its `xml:lang`, `base` the main page's
    address, `namespaces` number by name. `flaw` says why the rest is empty if `<siteinfo>` is malformed.
    """

    prefix: str = ""
    rooted: bool = False
    language: str = ""
    site: str = ""
    base: str = ""
    namespaces: dict[str, int] = field(default_factory=dict)
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which wiki a file's pages are from; titles are appended to `base` to make addresses."""

    site: str
    language: str
    base: str


def parse_header(head: bytes) -> Header | None:
    """The header of a dump in UTF-8, of which `head` is the beginning; None if it is no dump: it has neither
    `<mediawiki>` nor `<page>`.
    """
    root = _ROOT.search(head)
    if root is None:
        return None
    prefix = (root[1] or b"").decode("ascii", "replace")
    rooted = root[2] == b"mediawiki"
    language = _XML_LANGUAGE.search(root[3] or b"") if rooted else None
    found = Header(prefix=prefix, rooted=rooted, language=language[1].decode() if language else "")
    begin = head.find(f"<{prefix}siteinfo".encode())
    if begin < 0:
        return found
    closing = f"</{prefix}siteinfo>".encode()
    end = head.find(closing, begin)
    try:
        if end < 0:
            raise ValueError("<siteinfo> does not end")
        return _parse_siteinfo(repair(head[begin : end + len(closing)])[0], found)
    except (expat.ExpatError, ValueError) as error:
        return Header(prefix=prefix, rooted=rooted, language=found.language, flaw=f"<siteinfo>: {error}")


def identify(header: Header, file_name: str, site: str, language: str) -> Identity:
    """Which wiki it is. What the caller says (`site`, `language`) wins over the header, and that over the
    file's name. A header that contradicts the caller is not asked any further: there are dumps with another
    wiki's header.
    """
    header_site = header.site or site_at(header.base)
    header_language = language_tag(header.language)
    base = _title_base(header.base)
    if site_at(base):
        # Old dumps say http, which nobody is answered by any more; the same page has the same address.
        base = f"https://{base.partition('://')[2]}"
    if site and header_site not in ("", site) and family_of(site):
        header_language = base = ""
    elif not site and language and _differ(language, language_of(header_site) or header_language):
        family = family_of(header_site)
        site = f"{language.replace('-', '_').lower()}{family}" if family else ""
        base = ""
        header_site = header_site if not family else ""
    found = site or header_site or site_in_file_name(file_name) or UNKNOWN_SITE
    return Identity(
        site=found,
        language=language or header_language or language_of(found) or UNKNOWN_LANGUAGE,
        base=base or base_of(found),
    )


def _differ(language: str, other: str) -> bool:
    return bool(other) and language.lower().partition("-")[0] != other.lower().partition("-")[0]


def _parse_siteinfo(data: bytes, header: Header) -> Header:
    contents: dict[str, str] = {}
    namespaces: dict[str, int] = {}
    pieces: list[str] = []
    number: int | None = None

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal number
        pieces.clear()
        number = int(attributes["key"]) if "key" in attributes else None

    def end(name: str) -> None:
        nonlocal number
        text = "".join(pieces).strip()
        if number is not None:
            namespaces[text] = number
        else:
            contents.setdefault(name.removeprefix(header.prefix), text)
        pieces.clear()
        number = None

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    parser.Parse(data, True)
    return Header(
        prefix=header.prefix,
        rooted=header.rooted,
        language=header.language,
        site=contents.get("dbname", ""),
        base=contents.get("base", ""),
        namespaces=namespaces,
    )


def _title_base(main_page: str) -> str:
    """The main page's address without its title, which is what follows `/wiki/` or `title=`."""
    for marker in ("/wiki/", "title=", "index.php/"):
        before, found, _ = main_page.partition(marker)
        if found:
            return before + found
    before, slash, title = main_page.rpartition("/")
    return before + slash if unquote(title) and before.count("/") >= 2 else ""
