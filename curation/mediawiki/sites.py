"""What a wiki's database name says: its family, its language, its address; and the other way round."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# https://meta.wikimedia.org/wiki/Special_language_codes, for codes that are no BCP 47 tag of the language.
_LANGUAGES = {
    "als": "gsw",
    "bat-smg": "sgs",
    "be-x-old": "be-tarask",
    "bh": "bho",
    "cbk-zam": "cbk",
    "eml": "egl",
    "fiu-vro": "vro",
    "map-bms": "jv",
    "mo": "ro",
    "nds-nl": "nds-NL",
    "no": "nb",
    "roa-rup": "rup",
    "roa-tara": "nap",
    "simple": "en",
    "zh-classical": "lzh",
    "zh-min-nan": "nan",
    "zh-yue": "yue",
}
# Wikis that are not one of several languages: their host, and the language most pages are in.
_SINGLE = {
    "commonswiki": ("commons.wikimedia.org", "en"),
    "incubatorwiki": ("incubator.wikimedia.org", "mul"),
    "mediawikiwiki": ("www.mediawiki.org", "en"),
    "metawiki": ("meta.wikimedia.org", "en"),
    "outreachwiki": ("outreach.wikimedia.org", "en"),
    "sourceswiki": ("wikisource.org", "mul"),
    "specieswiki": ("species.wikimedia.org", "en"),
    "wikidatawiki": ("www.wikidata.org", "mul"),
    "wikifunctionswiki": ("www.wikifunctions.org", "mul"),
}
_SINGLE_BY_HOST = {host: site for site, (host, _) in _SINGLE.items()}
_FAMILIES = {
    "wiki": "wikipedia",
    "wiktionary": "wiktionary",
    "wikibooks": "wikibooks",
    "wikinews": "wikinews",
    "wikiquote": "wikiquote",
    "wikisource": "wikisource",
    "wikiversity": "wikiversity",
    "wikivoyage": "wikivoyage",
}
_SITE = re.compile(
    r"((?:[a-z]{2,3}|simple)(?:_[a-z]{1,10}){0,2})(wiki|wiktionary|wiki(?:books|news|quote|source|versity|voyage))"
)


def family_of(site: str) -> str:
    """The family of a Wikimedia wiki: the end of its database name (`wiki` is Wikipedia), or the whole name
    of one that has no languages (`wikidatawiki`). Empty for what is no name of a Wikimedia wiki.
    """
    if site in _SINGLE:
        return site
    match = _SITE.fullmatch(site)
    return match[2] if match else ""


def has_books(site: str) -> bool:
    """Whether a wiki of this database name keeps books, or courses, as pages with pages below them. The name
    decides by its end, so that a wiki that is not Wikimedia's can say so.
    """
    return site.endswith(("wikibooks", "wikiversity"))


def language_of(site: str) -> str:
    """The language of a wiki by its database name, as a BCP 47 tag; empty if the name does not say."""
    if site in _SINGLE:
        return _SINGLE[site][1]
    match = _SITE.fullmatch(site)
    return language_tag(match[1]) if match else ""


def language_tag(code: str) -> str:
    """A Wikimedia language code (`zh_min_nan`, `simple`) as a BCP 47 tag."""
    code = code.replace("_", "-")
    return _LANGUAGES.get(code, code)


def base_of(site: str) -> str:
    """The address that the titles of a Wikimedia wiki are appended to; empty if the name does not say."""
    if site in _SINGLE:
        return f"https://{_SINGLE[site][0]}/wiki/"
    match = _SITE.fullmatch(site)
    return f"https://{match[1].replace('_', '-')}.{_FAMILIES[match[2]]}.org/wiki/" if match else ""


def site_at(address: str) -> str:
    """The database name of the Wikimedia wiki at an address; empty for any other."""
    host = urlsplit(address).hostname or ""
    if host in _SINGLE_BY_HOST:
        return _SINGLE_BY_HOST[host]
    code, _, domain = host.partition(".")
    for ending, family in _FAMILIES.items():
        if domain == f"{family}.org" and code != "www":
            return code.replace("-", "_") + ending
    return ""


def site_in_file_name(name: str) -> str:
    """The database name that a file's name begins with (`enwiki-20220101-pages-articles.xml`), or empty."""
    match = re.match(rf"({_SITE.pattern})(?=[-._]|$)", name)
    return match[1] if match else ""
