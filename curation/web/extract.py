"""An HTML page → its main text as Markdown, and what it says about itself.

What is main text and what is around it is decided by trafilatura (https://trafilatura.readthedocs.io), asked
to prefer precision; formulas, code and tables are kept whole around that (see protect.py).
"""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass

from lxml import etree, html
from lxml.etree import Element, _Element, strip_elements
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from curation.web.bounds import MAX_DEPTH, MAX_ELEMENTS_COMPARED, TooComplexError, count_elements
from curation.web.licences import page_licence
from curation.web.markdown import to_markdown
from curation.web.page_head import PageHead, read_head
from curation.web.protect import protect
from curation.web.tables import prepare_tables

# It logs a warning for each page that has no text.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Below this, another try is made for a page on which preferring precision found next to nothing.
_SCANTY_CHARACTERS = 250
# The extractor drops them too, but only after it has copied and searched them a few times.
_NO_TEXT = ("style", "svg", "iframe", "noscript", "link", "meta")
_STRUCTURE = ("head", "list")
_TELLING_CHARACTERS = 40
_NEARLY_ALL = 0.8
_FORMATTING = re.compile(
    r"</?(?:font|b|i|u|em|strong|span|small|big|center|tt|blink|a|s|strike|ins)\b[^<>]*>", re.I
)
# `<html … />` would be a page without content.
_CLOSED_ROOT = re.compile(r"(<html\b[^<>]*?)\s*/>", re.I)
# References to characters that no text has, which the parser would put into the tree.
_FORBIDDEN = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|7f|d[89a-f][0-9a-f]{2}|fff[ef])"
    r"|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127|6553[45]))(?![0-9a-f]);?",
    re.I,
)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^<>]*\?>", re.I)


@dataclass(frozen=True, slots=True)
class Extracted:
    """`text` is NFC Markdown that begins with the title as a heading, empty if there is no main text.
    `constructs` counts what is in it by kind.
    """

    head: PageHead
    licence: str
    text: str
    constructs: dict[str, int]


def extract(page: str) -> Extracted | None:
    """The page's main text; None if the page has no elements.

    Raises TooComplexError.
    """
    tree = parse(page)
    if tree is None:
        return None
    fast = count_elements(tree) > MAX_ELEMENTS_COMPARED
    head, licence = read_head(tree), page_licence(tree, page)
    stash = protect(tree, page)
    prepare_tables(tree)
    strip_elements(tree, *_NO_TEXT, with_tail=False)
    if "DiscussionForumPosting" not in page:  # by which the extractor tells posts from comments
        strip_elements(tree, "script", with_tail=False)
    body = _main_text(tree, fast)
    text, constructs = to_markdown(body, stash, head.title) if body is not None else ("", {})
    return Extracted(head, licence, unicodedata.normalize("NFC", text), dict(sorted(constructs.items())))


def parse(page: str) -> html.HtmlElement | None:
    """The page's tree, without comments; None if it has no elements. One that is nested too deeply because
    its formatting is never closed is read without formatting.

    Raises TooComplexError if it is all the same.
    """
    if "&#" in page:
        page = _FORBIDDEN.sub("", page)
    page = _DECLARATION.sub("", page, count=1)
    page = _CLOSED_ROOT.sub(r"\1>", page[:2000], count=1) + page[2000:]
    tree, complete = _parse(page)
    if not complete:
        tree, complete = _parse(_FORMATTING.sub("", page))
        if not complete:
            raise TooComplexError(f"elements are nested more than {MAX_DEPTH} deep")
    return tree


def _parse(page: str) -> tuple[html.HtmlElement | None, bool]:
    parser = html.HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        tree = html.document_fromstring(page.encode(), parser=parser)
    except etree.ParserError:
        return None, True  # a document without elements
    complete = not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return tree, complete


def _main_text(tree: _Element, fast: bool) -> _Element | None:
    body = _extracted(tree, fast, precision=True)
    if body is None or _length(body) < _SCANTY_CHARACTERS:
        balanced = _extracted(tree, fast, precision=False)
        body = balanced if balanced is not None else body
    if body is None or next(body.iter(*_STRUCTURE), None) is not None:
        return body
    # Of a page whose main part it does not recognise, the extractor gathers the paragraphs, and leaves the
    # headings and lists between them behind. What it found tells which part that is.
    part = _main_part(tree, body)
    if part is None:
        return body
    part.tag = "article"
    again = _extracted(tree, fast, precision=True)
    return again if again is not None and _length(again) >= _length(body) else body


def _main_part(tree: _Element, body: _Element) -> _Element | None:
    """The innermost element that holds nearly all the paragraphs of the extracted body; None if there are no
    headings or lists between them.
    """
    wanted = {text for paragraph in body.iter("p") if len(text := _folded(paragraph)) >= _TELLING_CHARACTERS}
    weights: dict[_Element, int] = {}
    total = 0
    last: _Element | None = None
    for paragraph in tree.iter("p"):
        text = _folded(paragraph)
        if text in wanted:
            last = paragraph
            total += len(text)
            for around in paragraph.iterancestors():
                weights[around] = weights.get(around, 0) + len(text)
    part = tree.find("body")
    if not total or part is None:
        return None
    inner: _Element | None = part
    while inner is not None:
        part = inner
        inner = next((child for child in part if weights.get(child, 0) >= _NEARLY_ALL * total), None)
    if not _has_structure(part, wanted, last):
        return None
    if part.tag != "body":
        return part
    article = Element("article")
    article.text, part.text = part.text, None
    article.extend(list(part))
    part.append(article)
    return article


def _has_structure(part: _Element, wanted: set[str], last: _Element | None) -> bool:
    """Whether a heading, or a list that is no list of links, stands after a paragraph that is wanted, and, a
    heading, before the last of them.
    """
    begun = ended = False
    for element in part.iter("p", "h2", "h3", "h4", "ul", "ol", "dl"):
        if element.tag == "p":
            begun = begun or _folded(element) in wanted
            ended = ended or element is last
        elif begun and element.tag[0] == "h":
            if not ended:
                return True
        elif begun:
            linked = sum(len(_folded(link)) for link in element.iter("a"))
            if linked * 2 < len(_folded(element)):
                return True
    return False


def _folded(element: _Element) -> str:
    return "".join("".join(element.itertext()).split())


def _length(body: _Element) -> int:
    return sum(len(text) for text in body.itertext())


def _extracted(tree: _Element, fast: bool, *, precision: bool) -> _Element | None:
    options = Extractor(output_format="xml", comments=False, formatting=False, fast=fast, precision=precision)
    document = bare_extraction(tree, options=options)
    assert not isinstance(document, dict)  # it would be one only if it had been asked for
    return document.body if document is not None else None
