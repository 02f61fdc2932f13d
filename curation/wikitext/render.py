"""A page's wikitext as Markdown, with what was found on the way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from curation.wikitext.blocks import BlockReader, join_blocks
from curation.wikitext.context import Context
from curation.wikitext.expand import expand
from curation.wikitext.extensions import take_out
from curation.wikitext.inline import unstash
from curation.wikitext.markers import BAR, clean, restore
from curation.wikitext.sections import drop_closing_sections
from curation.wikitext.tags import resolve_tags
from schemas.document import InfoboxRow, Page

_URL = re.compile(r"https?://[^\s\[\]{}|<>\"\x00-\x1f]{4,2000}")
_TRAILING = ".,;:!?)'"
# The way back from a recipe, on a line of its own: `{{recipe}} | [[Cookbook:Soup Recipes|Soups]]`.
_BREADCRUMB = re.compile(
    r"^\{\{[ ]*(?:recipe|ingredient|cookwork|equipment)\b[^{}\n]*\}\}[ ]*\|.*$", re.M | re.I
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as text and data.

    `links` are the web addresses the page refers to; the rest is as in `Document`.
    """

    text: str
    links: list[str]
    infobox: list[InfoboxRow]
    constructs: dict[str, int]
    lost_templates: dict[str, int]


def render(page: Page, title: str = "") -> Rendered:
    """A wikitext page → Markdown. Takes time in proportion to the page's length, and raises on no input.

    `title` is what the text is headed with; empty: the page's title.

    The steps are MediaWiki's: comments and extension tags are taken out, templates and links resolved
    innermost first, HTML tags read, and then lines made into blocks.
    """
    source = clean(page.text)
    context = Context(page, expand)
    text = take_out(source, context)
    if page.site.endswith("wikibooks"):
        text = _BREADCRUMB.sub("", text)
    text = resolve_tags(expand(text, context).replace(BAR, "|"))
    blocks = BlockReader(context).read(text.split("\n"))
    blocks = drop_closing_sections(blocks)
    markdown = restore(unstash(join_blocks(blocks), context))
    title = " ".join(clean(title or page.title).split())
    if title and markdown:
        markdown = f"# {title}\n\n{markdown}"
    return Rendered(
        text=_nfc(markdown),
        links=_links(source),
        infobox=[InfoboxRow(_nfc(row.box), _nfc(row.key), _nfc(row.value)) for row in context.infobox],
        constructs=dict(sorted(context.constructs.items())),
        lost_templates=dict(sorted(context.lost.items())),
    )


def _nfc(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _links(source: str) -> list[str]:
    """Web addresses in the page, hidden comments aside, in order of first appearance."""
    shown: list[str] = []
    position = 0
    while (start := source.find("<!--", position)) >= 0:
        shown.append(source[position:start])
        end = source.find("-->", start)
        position = end + 3 if end >= 0 else len(source)
    shown.append(source[position:])
    return list(dict.fromkeys(url.rstrip(_TRAILING) for part in shown for url in _URL.findall(part)))
