"""The table of known templates, put together from the modules of this folder."""

from __future__ import annotations

import functools
from collections.abc import Callable

from curation.wikitext.templates import (
    books,
    dates,
    dropped,
    functions,
    heights,
    language,
    layout,
    listings,
    numbers,
    patterns,
    places,
    quotes,
    science,
    travel,
)
from curation.wikitext.templates.boxes import is_box_name, render_box, render_unknown
from curation.wikitext.templates.convert import CONVERT
from curation.wikitext.templates.other_languages import find_local
from curation.wikitext.templates.patterns import Renderer

TEMPLATES: dict[str, Renderer] = {
    **patterns.TEMPLATES,
    **numbers.TEMPLATES,
    **CONVERT,
    **heights.TEMPLATES,
    **dates.TEMPLATES,
    **language.TEMPLATES,
    **layout.TEMPLATES,
    **listings.TEMPLATES,
    **travel.TEMPLATES,
    **places.TEMPLATES,
    **quotes.TEMPLATES,
    **science.TEMPLATES,
}

# Families: every template whose name begins so.
_PREFIXES: tuple[tuple[str, Renderer], ...] = (
    ("lang-", language.language_name),
    ("langx-", language.language_name),
    ("ipac-", language.pronunciation_parts),
    ("ipa-", language.pronunciation),
    ("script/", language.script),
    ("cite ", dropped.nothing),
    ("navbox", dropped.nothing),
    ("link-", patterns.from_pattern("{1}")),
)

# What names mean on one project only, in any language: by the end of the wiki's database name.
_PROJECTS: tuple[tuple[str, Callable[[str, str], Renderer | None]], ...] = (
    ("wikivoyage", travel.find),
    ("wikibooks", books.find),
    ("wikiversity", books.find),
)


@functools.lru_cache(maxsize=1 << 15)
def find_renderer(written: str, language: str = "en", site: str = "") -> Renderer:
    """What renders the template of this name, as written in a page of the wiki with this language and name.

    A template that nobody knows goes to `render_unknown`, which shows a box of `key = value` lines as rows
    and counts anything else as lost; on a wiki of books, one that holds sentences is read as a box of text.
    """
    name = " ".join(written[:200].replace("_", " ").split()).lower()
    for prefix in ("template:", "msg:", "safesubst:", "subst:"):
        name = name.removeprefix(prefix)
    for ending, find in _PROJECTS:
        if site.endswith(ending) and (renderer := find(name, language.partition("-")[0])):
            return renderer
    if renderer := find_local(name, language, site):
        return renderer
    if name in TEMPLATES:
        return TEMPLATES[name]
    if dropped.is_dropped(name):
        return dropped.nothing
    for prefix, renderer in _PREFIXES:
        if name.startswith(prefix):
            return renderer
    if is_box_name(name):
        return render_box
    unknown = books.unknown if site.endswith(("wikibooks", "wikiversity")) else render_unknown
    return functions.find(name) or unknown
