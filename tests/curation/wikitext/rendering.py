"""Rendering a piece of wikitext as the body of a page."""

from curation.wikitext import Rendered, render
from schemas.document import Page

NAMESPACES = {"file": 6, "datei": 6, "category": 14, "kategorie": 14}


def rendered(wikitext: str, **page: object) -> Rendered:
    """The page as a whole, untitled, so that its text is only that of the wikitext."""
    fields = {"site": "enwiki", "language": "en", "id": 1, "namespace": 0, "title": "", "aliases": NAMESPACES}
    return render(Page(text=wikitext, **(fields | page)))


def text(wikitext: str, **page: object) -> str:
    """The page's Markdown."""
    return rendered(wikitext, **page).text
