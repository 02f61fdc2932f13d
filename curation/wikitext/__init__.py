"""Wikitext → Markdown that keeps what a page says: tables, infoboxes, formulas, captions, lists, template
numbers.
"""

from __future__ import annotations

from curation.wikitext.render import Rendered, render

__all__ = ["Rendered", "render"]
