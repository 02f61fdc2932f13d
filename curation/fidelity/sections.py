"""Sections that are left out of the count: empty ones, and those at the end that only hold links."""

from __future__ import annotations

from collections.abc import Sequence

from curation.fidelity.item import Item

_LINK_SECTIONS = {
    "references", "notes", "footnotes", "citations", "external links", "see also", "further reading",
    "sources", "bibliography", "works cited", "notes and references", "references and notes",
    "general references",
    "additional references", "references and further reading", "general bibliography", "primary sources",
    "secondary sources", "explanatory notes", "footnotes and references", "links", "cited sources",
    "references and sources", "specific references", "inline citations", "general sources", "related pages",
    "references and bibliography", "web pages", "general and cited references",
}  # fmt: skip


def start_of_tail(items: Sequence[Item]) -> int:
    """Index of the item from which on the page holds only links, citations and what is dropped anyway."""
    headings = [index for index, item in enumerate(items) if item.level]
    named: list[bool] = []  # a section called so, or within one
    open_: list[tuple[int, bool]] = []
    for index in headings:
        open_ = [(level, links) for level, links in open_ if level < items[index].level]
        title = items[index].text.lower()
        named.append(title in _LINK_SECTIONS or any(links for _, links in open_))
        open_.append((items[index].level, named[-1]))
    end = len(items)
    for start, links in zip(reversed(headings), reversed(named), strict=True):
        body = [item for item in items[start + 1 : end] if item.parent != start]
        if not _only_links(body, named=links):
            break
        end = start
    return end


def _only_links(body: Sequence[Item], *, named: bool) -> bool:
    kinds = {item.kind for item in body}
    if kinds & {"table-cell", "code-block", "infobox-value", "listing-value"}:
        return False
    prose = sum(len(item.words) for item in body if item.kind == "sentence")
    if named:
        # A line that introduces a list is no prose; a paragraph is.
        return prose <= 25
    shown = sum(len(segment) for item in body for segment in item.segments)
    return prose == 0 and "formula" not in kinds and sum(item.links for item in body) >= 0.6 * shown


def without_empty_sections(items: list[Item]) -> list[Item]:
    """The items without headings under which nothing stands."""
    filled = [False] * 8  # by level: an item stands between here and the next heading of that level or above
    empty: set[int] = set()
    for index in range(len(items) - 1, -1, -1):
        level = items[index].level
        if not level:
            parent = items[index].parent
            if parent < 0 or not items[parent].level:
                filled = [True] * 8
            continue
        if not filled[level]:
            empty.add(index)
        filled[level:] = [False] * (8 - level)
    kept = [k for k, item in enumerate(items) if k not in empty and item.parent not in empty]
    place = {old: new for new, old in enumerate(kept)}
    for k in kept:
        items[k].parent = place.get(items[k].parent, -1)
    return [items[k] for k in kept]
