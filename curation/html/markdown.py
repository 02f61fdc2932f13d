"""HTML as Markdown: the quick way where HTML is as usual, else by the renderer."""

from __future__ import annotations

from dataclasses import dataclass

from curation.html import code, inline
from curation.html.formulas import MathDelimiters
from curation.html.links import find_links, page_links, tag_links
from curation.html.render import Renderer
from curation.html.tokens import tokenize
from curation.html.usual import read_usual


@dataclass(frozen=True, slots=True)
class Markdown:
    """HTML as Markdown: the text, the addresses that it links to (http and https, in order of first
    appearance, without repeats), and how many it has of each construct (`code`, `formula`, `table`,
    `table-cell`, `list-item`, `quote`, `caption`).
    """

    text: str
    links: list[str]
    constructs: dict[str, int]


def to_markdown(
    html: str,
    *,
    math: MathDelimiters = "none",
    code_language: str = "",
    heading_shift: int = 0,
    base: str = "",
) -> Markdown:
    """A fragment of HTML, such as the body of a post, as Markdown. Raises on no input, and takes time in
    proportion to its length.

    Code in blocks and formulas, found by their delimiters (`math`), are kept byte for byte; all other text
    is in NFC with its white space collapsed. `code_language` is that of code blocks that do not say theirs.
    Headings are `heading_shift` levels lower than in the HTML. Links that begin with `/` are completed with
    `base` (`https://host`). Emphasis is not marked.
    """
    html = inline.without_control_characters(html)
    if "\r" in html:
        html = html.replace("\r\n", "\n").replace("\r", "\n")
    if usual := read_usual(html, math, code_language, heading_shift):
        links = page_links(usual.addresses, base) if usual.addresses else []
        return Markdown(usual.text, links, usual.constructs)
    parts, is_regular = tokenize(html)
    links = find_links(html, base) if is_regular else tag_links(parts[1::2], base)
    renderer = Renderer(parts, math, code.language_name(code_language), heading_shift)
    renderer.read()
    return Markdown("\n".join(renderer.blocks.lines), links, renderer.constructs)
