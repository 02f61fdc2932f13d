"""HTML tags in wikitext: block tags become the wikitext that means the same, inline tags become markers or
go.
"""

from __future__ import annotations

import re

from curation.wikitext.extensions import attributes
from curation.wikitext.markers import (
    BREAK,
    PIPE,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SUB_CLOSE,
    SUB_OPEN,
    SUP_CLOSE,
    SUP_OPEN,
)

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s|/)[^<>]*)?>")
_HIDDEN = re.compile(
    r"<(span|div|sup|small)\b[^<>]*(?:display\s*:\s*none|class\s*=\s*[\"']?[^\"'<>]*\bsortkey\b)[^<>]*>[^<]*</\1\s*>",
    re.IGNORECASE,
)
_SIMPLE = {
    ("", "sub"): SUB_OPEN,
    ("/", "sub"): SUB_CLOSE,
    ("", "sup"): SUP_OPEN,
    ("/", "sup"): SUP_CLOSE,
    ("", "br"): BREAK,
    ("/", "br"): BREAK,
    ("", "hr"): "\n----\n",
    ("", "q"): "“",
    ("/", "q"): "”",
    ("", "rt"): " (",
    ("/", "rt"): ")",
    ("", "blockquote"): f"\n{QUOTE_OPEN}\n",
    ("/", "blockquote"): f"\n{QUOTE_CLOSE}\n",
    ("", "p"): BREAK,
    ("/", "p"): BREAK,
    ("", "div"): BREAK,
    ("/", "div"): BREAK,
    ("", "center"): BREAK,
    ("/", "center"): BREAK,
    ("/", "table"): "\n|}\n",
    ("", "dt"): "\n; ",
    ("", "dd"): "\n: ",
    ("", "dl"): "\n",
    ("/", "dl"): "\n",
    **{("", f"h{level}"): f"\n{'=' * level} " for level in range(1, 7)},
    **{("/", f"h{level}"): f" {'=' * level}\n" for level in range(1, 7)},
}
_INLINE_CODE = {"code", "tt", "kbd", "samp"}
# Tags that mean nothing to a text: https://www.mediawiki.org/wiki/Help:HTML_in_wikitext
_REMOVED = frozenset(
    """
    abbr b bdi bdo big cite data del dfn em font i ins mark nobr rb rbc rp rtc ruby s small span strike
    strong time u var wbr noinclude onlyinclude includeonly nowiki ref references tbody thead tfoot
    colgroup col caption li dt dd ul ol td th tr translate tvar section poem syntaxhighlight source pre
    math gallery html body img a figure figcaption link meta button input label header footer article
    aside main nav summary details iframe object param embed area map applet thumb
    """.split()
)


def resolve_tags(text: str) -> str:
    """Wikitext with its HTML tags resolved. Text in angle brackets that is no known tag stays."""
    if "<" not in text:
        return text
    if "isplay" in text or "sortkey" in text:
        text = _HIDDEN.sub("", text)
    lists: list[str] = []

    def replace(match: re.Match[str]) -> str:
        slash, name, rest = match.group(1), match.group(2).lower(), match.group(3) or ""
        simple = _SIMPLE.get((slash, name))
        if simple is not None:
            return simple
        if name in _INLINE_CODE:
            return "`"
        if name in ("ul", "ol"):
            if slash:
                if lists:
                    lists.pop()
                return BREAK if lists else "\n"
            lists.append("*" if name == "ul" else "#")
            return "" if len(lists) > 1 else "\n"
        if name == "li":
            return "" if slash else f"\n{''.join(lists[:10]) or '*'} "
        if not slash and name in ("table", "tr", "td", "th", "caption"):
            return _table_tag(name, rest)
        if name in _REMOVED:
            return ""
        return match.group()

    return _TAG.sub(replace, text).replace("``", "")


def _table_tag(name: str, rest: str) -> str:
    """The wikitext of an HTML table's opening tag, with the attributes that matter."""
    kept = " ".join(
        f'{k}="{v}"' for k, v in attributes(rest).items() if k in ("rowspan", "colspan", "class", "role")
    )
    kept = kept.replace("|", PIPE)
    if name == "table":
        return f"\n{{| {kept}\n"
    if name == "tr":
        return "\n|-\n"
    if name == "caption":
        return "\n|+ "
    return f"\n{'!' if name == 'th' else '|'} {kept or 'class=cell'} | "
