"""What a page's wikitext shows a reader, item by item.

Dropped by intent, and so no items: references, comments, categories, behaviour switches, templates that the
referee does not know (navboxes among them), hidden elements, headings under which nothing stands, and the
sections at the end of a page that only hold links and citations.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import mwparserfromhell

from curation.fidelity.item import Item
from curation.fidelity.reader import Reader
from curation.fidelity.sections import start_of_tail, without_empty_sections

_TYPED = re.compile(
    r"\S*&(?:amp|lt|gt|#39|#91|#93|#12[345]|#x5[bd]|#x7[bcd]|lbrack|rbrack|lbrace|rbrace);\S*", re.I
)

# References and comments, and what they must not be looked for in. They are no items anyway, and a quotation
# mark or brace astray in one of them would keep mwparserfromhell from reading the paragraph around it.
_REMARKS = re.compile(
    r"(<(nowiki|pre|syntaxhighlight|source|math)\b[^<>]*(?<!/)>.*?</\2\s*>)|<!--.*?-->|"
    r"<ref\b[^<>]*/>|<ref\b[^<>]*>.*?</ref\s*>",
    re.I | re.S,
)


@dataclass(slots=True)
class Source:
    """A page's items in the order of its wikitext, and the text that it shows literally (nowiki, code)."""

    items: list[Item]
    literal: str


def source_items(wikitext: str) -> Source:
    """The items of one page. Never raises on any wikitext; what mwparserfromhell cannot read as markup is
    read as text.
    """
    reader = Reader()
    text = _REMARKS.sub(lambda match: match[1] or "", wikitext)
    reader.walk(mwparserfromhell.parse(text).nodes)
    reader.end_block()
    items = without_empty_sections(reader.items[: start_of_tail(reader.items)])
    # Markup characters that were typed as entities are meant to be seen.
    typed = [html.unescape(re.sub(r"<[^<>]*>", "", word)) for word in _TYPED.findall(wikitext)]
    return Source(items, "\n".join(reader.literal + typed))
