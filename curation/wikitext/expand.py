"""Templates and internal links resolved, innermost first, in one pass over the text.

MediaWiki's own preprocessor keeps a stack of what is open and falls back to literal text where a bracket
never closes. So does this, but without ever going back: each character is split off once, and an unclosed
bracket costs no more than a closed one. That is what makes the time linear on any input; mwparserfromhell's
tokenizer reads the rest of the page again for every bracket that does not close.
"""

from __future__ import annotations

import re

from curation.wikitext.context import Context
from curation.wikitext.links import render_link
from curation.wikitext.markers import LINK_CLOSE, LINK_OPEN, protect
from curation.wikitext.templates import Arguments, find_renderer

# MediaWiki stops expanding at 40 nested templates ($wgMaxTemplateDepth and the preprocessor's node depth).
MAX_DEPTH = 40

# A link that needs nothing looked up: no namespace, template, subpage or link in it. Its words, the letters
# after it.
_PLAIN_LINK = re.compile(
    r"""(?x) \[\[ (?:[^\[\]{}|:\n]*\|)? [ ]*
    ( [^\[\]{}|:=_\s/.] (?:[^\[\]{}|:=_\n]*[^\[\]{}|:=_\s])? )
    [ ]* \]\] ([^\W\d_]*)"""
)
_SYNTAX = re.compile(r"(\{\{+|\}\}+|\[\[|\]\]|\|)")
_PARAMETER = re.compile(r"\{\{\{[^{}|]*(?:\|([^{}]*))?\}\}\}")
_TRAIL = re.compile(r"[^\W\d_]+|")
_TEMPLATE, _LINK = "{{", "[["


class _Frame:
    """An open `{{` or `[[`: the parts that its `|` separate, each a list of pieces of text."""

    __slots__ = ("opener", "parts")

    def __init__(self, opener: str) -> None:
        self.opener = opener
        self.parts: list[list[str]] = [[]]

    def literal(self) -> list[str]:
        """The pieces as they were written, for a bracket that did not close.

        The braces themselves are left out.
        """
        pieces = [self.opener] if self.opener == _LINK else []
        for number, part in enumerate(self.parts):
            if number:
                pieces.append("|")
            pieces += part
        return pieces


def expand(text: str, context: Context) -> str:
    """Wikitext without comments and extension tags → the same, every template and internal link rendered."""
    if "{{{" in text:
        # A parameter of a template page has no value on a page of its own: its default, or nothing, is shown.
        text = _PARAMETER.sub(lambda m: m.group(1) or "", text)
    if "[[" in text:
        text = _render_plain_links(text)
    top: list[str] = []
    out = top
    stack: list[_Frame] = []
    templates = 0  # how many of the open frames are templates
    pieces = iter(_SYNTAX.split(text))
    out.append(next(pieces))
    for token, following in zip(pieces, pieces, strict=True):
        if token == "|":
            if stack:
                part: list[str] = []
                stack[-1].parts.append(part)
                out = part
            else:
                out.append("|")
        elif token == "[[":
            if len(stack) < MAX_DEPTH:
                stack.append(_Frame(_LINK))
                out = stack[-1].parts[0]
            else:
                out.append(token)
        elif token == "]]":
            if stack and stack[-1].opener == _LINK:
                frame = stack.pop()
                out = stack[-1].parts[-1] if stack else top
                if following[:1].isalpha():  # letters right after it belong to the link's words: [[apple]]s
                    trail = _TRAIL.match(following).group()  # type: ignore[union-attr]
                    out.append(protect(render_link(frame.parts, trail, context)))
                    out.append(following[len(trail) :])
                    continue
                out.append(protect(render_link(frame.parts, "", context)))
            else:
                out.append(token)
        elif token[0] == "{":
            if len(token) % 2:
                out.append("{")
            for _ in range(len(token) // 2):
                if len(stack) >= MAX_DEPTH:
                    out.append(_TEMPLATE)
                    continue
                stack.append(_Frame(_TEMPLATE))
                templates += 1
                out = stack[-1].parts[0]
        else:
            for _ in range(len(token) // 2):
                if not templates:
                    out.append("}}")
                    continue
                while stack[-1].opener == _LINK:  # a link left open inside the template: plain text
                    pieces_of_link = stack.pop().literal()
                    out = stack[-1].parts[-1]
                    out += pieces_of_link
                frame = stack.pop()
                templates -= 1
                out = stack[-1].parts[-1] if stack else top
                rendered = render_template(frame.parts, context)
                if rendered:
                    out.append(rendered)
            if len(token) % 2:
                out.append("}")
        if following:
            out.append(following)
    for frame in stack:
        top += frame.literal()
    return "".join(top)


def _render_plain_links(text: str) -> str:
    """The text with its plain links rendered, in a few operations for all of them."""
    pieces = _PLAIN_LINK.split(text)
    rendered = [""] * (len(pieces) // 3 * 5 + 1)
    rendered[0::5] = pieces[0::3]
    rendered[1::5] = LINK_OPEN * (len(pieces) // 3)
    rendered[2::5] = pieces[1::3]
    rendered[3::5] = pieces[2::3]
    rendered[4::5] = LINK_CLOSE * (len(pieces) // 3)
    return "".join(rendered)


def render_template(parts: list[list[str]], context: Context) -> str:
    """One template, as the pieces between its `|`, rendered."""
    name = "".join(parts[0]).strip()
    page = context.page
    return protect(find_renderer(name, page.language, page.site)(Arguments(name, parts), context))
