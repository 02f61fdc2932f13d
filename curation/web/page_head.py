"""What a page says about itself: title, date, language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

from lxml.etree import _Element

# Names of metadata for the date of a page, from the surest on: see `_stated_dates`.
_PUBLISHED_FIRST = ("article:published_time", "og:article:published_time", "datepublished")
_PUBLISHED = (
    "dc.date.issued dcterms.issued dcterms.created dc.date.created citation_publication_date "
    "citation_online_date citation_date parsely-pub-date sailthru.date publishdate publish_date publish-date "
    "pubdate dc.date dcterms.date date"
).split()
_CHANGED = "article:modified_time og:updated_time datemodified dcterms.modified last-modified".split()
_JSON_PUBLISHED, _JSON_CHANGED = (
    re.compile(rf'"{name}"\s*:\s*"([^"]{{8,40}})"') for name in ("datePublished", "dateModified")
)
_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?"
    r"(?:[T ]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?.{0,12}",
    re.I,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.I)
# Between a page's title and the name of its site.
_SITE_SEPARATOR = re.compile(r"\s+(?:[|·•–—»:]|-{1,2}|::)\s+")
_FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class PageHead:
    """`title` in one line, without the site's name where that can be told; `date` ISO 8601, of the day or in
    UTC to the second, empty if the page does not say it; `language` BCP 47, `und` if the page does not.
    """

    title: str
    date: str
    language: str


def read_head(tree: _Element) -> PageHead:
    """See PageHead."""
    named = _named_values(tree)
    return PageHead(_title(tree, named), _date(tree, named), _language(tree, named))


def iso_date(text: str) -> str:
    """A date such as `2010-01-02` or `2010-01-02T03:04:05+02:00` in the form of PageHead; empty if it is
    none, or none that a web page can have.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return ""
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    try:
        moment = datetime(year, month, day, int(match[4] or 0), int(match[5] or 0), int(match[6] or 0))
        if year < _FIRST_YEAR:
            return ""
        if match[3] is None:
            return f"{year:04}-{month:02}"
        if match[4] is None or match[7] is None:
            return moment.date().isoformat()
        zone = "+00:00" if match[7].upper() in ("Z", "UTC") else match[7]
        moment = datetime.strptime(f"{moment.isoformat()}{zone.replace(':', '')}", "%Y-%m-%dT%H:%M:%S%z")
        return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""


def _named_values(tree: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        if content and content.strip():
            for key in ("name", "property", "itemprop", "http-equiv"):
                if name := meta.get(key):
                    found.setdefault(name.lower(), content.strip())
    return found


def _title(tree: _Element, named: dict[str, str]) -> str:
    element = tree.find(".//head/title")
    element = element if element is not None else tree.find(".//title")
    whole = _line("".join(element.itertext())) if element is not None else ""
    headings = [text for text in (_line("".join(heading.itertext())) for heading in tree.iter("h1")) if text]
    site = _line(named.get("og:site_name") or "")
    # The heading that the title begins with: what follows in the title is the site's name.
    for heading in sorted(headings, key=len, reverse=True):
        if heading != site and whole.casefold().startswith(heading.casefold()):
            return heading
    stated = _line(named.get("og:title") or named.get("dc.title") or named.get("citation_title") or "")
    title = _without_site(stated or whole, site)
    return title or (headings[0] if headings else "")


def _without_site(title: str, site: str) -> str:
    parts = _SITE_SEPARATOR.split(title)
    if len(parts) < 2 or not site:
        return title
    last = _SITE_SEPARATOR.split(title)[-1]
    if last.casefold() in site.casefold() or site.casefold() in last.casefold():
        return _line(title[: title.rindex(last)].rstrip(" |·•–—»:-"))
    return title


def _date(tree: _Element, named: dict[str, str]) -> str:
    return next((date for text in _stated_dates(tree, named) if (date := iso_date(text))), "")


def _stated_dates(tree: _Element, named: dict[str, str]) -> Iterator[str]:
    """Dates as the page has them, the best first: when it was published, then when it was changed."""
    scripts = [s.text or "" for s in tree.iter("script") if s.get("type") == "application/ld+json"]
    yield from (named[name] for name in _PUBLISHED_FIRST if name in named)
    yield from (match[1] for text in scripts if (match := _JSON_PUBLISHED.search(text)))
    yield from (named[name] for name in _PUBLISHED if name in named)
    for element in tree.iter("time", "span", "abbr"):
        words = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        if element.get("pubdate") is not None or "datepublished" in words or "dt-published" in words:
            yield element.get("datetime") or element.get("content") or element.get("title") or ""
    times = {element.get("datetime") or "" for element in tree.iter("time")}
    if len(times) == 1:  # several may be those of comments, or of other articles
        yield from times
    yield from (named[name] for name in _CHANGED if name in named)
    yield from (match[1] for text in scripts if (match := _JSON_CHANGED.search(text)))


def _language(tree: _Element, named: dict[str, str]) -> str:
    root = tree.getroottree().getroot()
    body = tree.find(".//body")
    stated = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    stated += [
        body.get("lang") if body is not None else "",
        named.get("content-language"),
        named.get("og:locale"),
    ]
    for text in stated:
        if text and _LANGUAGE.fullmatch(text.strip()):
            language, *rest = text.strip().replace("_", "-").split("-")
            return "-".join([language.lower(), *(_subtag(part) for part in rest)])
    return "und"


def _subtag(part: str) -> str:
    # https://www.rfc-editor.org/rfc/rfc5646#section-2.1.1
    return (
        part.upper()
        if len(part) == 2
        else part.title()
        if len(part) == 4 and part.isalpha()
        else part.lower()
    )


def _line(text: str) -> str:
    return " ".join(text.split())
