"""Markup that shows in a text where none should: counted outside fenced code, code spans and maths."""

from __future__ import annotations

import html.entities
import re
from collections import Counter

_TAGS = (
    "abbr|b|bdi|bdo|big|blockquote|br|caption|center|ce|chem|cite|code|dd|del|dfn|div|dl|dt|em|font|gallery|"
    "graph|h[1-6]|hiero|hr|i|imagemap|img|includeonly|indicator|inputbox|ins|kbd|li|maplink|mapframe|mark|"
    "math|noinclude|nowiki|ol|onlyinclude|p|poem|pre|q|ref|references|rp|rt|ruby|s|samp|score|section|small|"
    "source|span|strike|strong|sub|sup|syntaxhighlight|table|tbody|td|templatestyles|th|thead|timeline|tr|tt|"
    "u|ul|var|wbr"
)
_ATTRIBUTES = "align|bgcolor|border|cellpadding|cellspacing|class|colspan|rowspan|scope|style|valign|width"

LEAKS: dict[str, re.Pattern[str]] = {
    "{{": re.compile(r"\{\{"),
    "}}": re.compile(r"\}\}"),
    "[[": re.compile(r"\[\["),
    "]]": re.compile(r"\]\]"),
    "{|": re.compile(r"\{\|"),
    "|}": re.compile(r"\|\}"),
    "|-": re.compile(r"^\|-(?!(?:[\s:|-]*-+[\s:|-]*)\|[\s:|-]*$).*", re.M),
    "''": re.compile(r"''+"),
    "tag": re.compile(rf"</?(?:{_TAGS})(?:\s[^<>\n]*)?/?>|<!--|-->|<ref\b|</\w", re.I),
    "entity": re.compile(r"&(?:([A-Za-z]\w*)|#\d+|#[xX][0-9A-Fa-f]+);"),
    "magic word": re.compile(r"__[A-Z]{3,}__"),
    "attribute": re.compile(rf"\b(?:{_ATTRIBUTES})\s*=\s*[\"'\d#]", re.I),
    "namespace link": re.compile(r"\b(?:File|Image|Category):(?=\S)"),
    "thumb|": re.compile(r"\bthumb(?:nail)?\s*\||\|\s*thumb(?:nail)?\b"),
}

_FENCE = re.compile(r"^([ >]*)(`{3,}|~{3,}).*?(?:^[ >]*\2`*~*\s*$|\Z)", re.M | re.S)
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)([^\n]+?)(?<!`)\1(?!`)")
DISPLAY_MATHS = re.compile(r"(?<![\\$])\$\$(?!\$)(.+?)(?<!\\)\$\$", re.S)
# Pandoc's rule: the opening $ has a non-space to its right, the closing one a non-space to its left and no
# digit to its right, so that two prices in a sentence are not a formula.
INLINE_MATHS = re.compile(r"(?<![\\$])\$(?![\s$])((?:[^$\\\n]|\\.)+?)(?<!\s)\$(?![\d$])")


def without_code(text: str) -> str:
    """The text without its fenced blocks and code spans."""
    return _CODE_SPAN.sub(" ", _FENCE.sub("\n", text))


def count_leaks(text: str, literal: str = "", *, maths: bool = True) -> Counter[str]:
    """Markup tokens in a converted text, by kind (a key of `LEAKS`).

    `literal` is the source's `nowiki` and code content: what it shows on purpose may show again, as often
    as it stood there. `maths` says whether the text writes formulas between `$` signs, which are then
    passed over.
    """
    text = without_code(text)
    if maths:
        text = INLINE_MATHS.sub(" ", DISPLAY_MATHS.sub(" ", text))
    return _count(text) - _count(literal)


def _count(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name, pattern in LEAKS.items():
        found = pattern.finditer(text)
        if name == "entity":
            known = [m for m in found if m[1] is None or f"{m[1]};" in html.entities.html5]
            counts[name] = len(known)
        else:
            counts[name] = sum(1 for _ in found)
    return +counts
