"""The addresses that HTML links to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from curation.html.tokens import attributes, decode

_TAG = re.compile(r"<a\s[^<>]*>")
# The beginning of such a tag, and the address, if that comes first.
_BEGIN = re.compile(r'<a\s(?:href="([^"<>]*)")?')


def find_links(html: str, base: str) -> list[str]:
    """The addresses of links (http and https) in order of first appearance, without repeats, of HTML in which
    every angle bracket is one of a tag. Those that begin with `/` are completed with `base`.
    """
    found: list[str] = _BEGIN.findall(html)
    return page_links(found, base) if all(found) else tag_links(_TAG.findall(html), base)


def page_links(addresses: Iterable[str], base: str) -> list[str]:
    """The same for addresses as they are written in a fragment."""
    return _pages([decode(address).strip() if "&" in address else address for address in addresses], base)


def tag_links(tags: Iterable[str], base: str) -> list[str]:
    """The same for a fragment's tags."""
    return _pages([_address(tag) for tag in tags if _TAG.match(tag.lower())], base)


def _address(tag: str) -> str:
    match = _BEGIN.match(tag)
    return match[1] if match and match[1] and "&" not in match[1] else attributes(tag).get("href", "").strip()


def _pages(addresses: Iterable[str], base: str) -> list[str]:
    found: dict[str, None] = {}
    for address in addresses:
        whole = (
            f"{'https:' if address.startswith('//') else base}{address}" if address[:1] == "/" else address
        )
        is_page = whole.startswith(("http://", "https://")) or _is_page(whole)
        if is_page and whole.split() == [whole]:
            found[whole] = None
    return list(found)


def _is_page(address: str) -> bool:
    scheme = address[:8]
    return "://" in scheme and scheme.lower().startswith("http")
