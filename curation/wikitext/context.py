"""What rendering one page gathers, and the stash for text that no later step may touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from curation.wikitext.markers import BLOCK, INLINE
from schemas.document import InfoboxRow, Page


@dataclass(slots=True)
class Stashed:
    """Finished text set aside. `kind`: `literal`, `math`, `code`, `lines`, `caption` or `infobox`.

    `text` of a caption is still wikitext with its templates and links resolved; every other kind is final.
    `display` is formula set on a line of its own; `rows` are an infobox's rows.
    """

    kind: str
    text: str
    display: bool = False
    rows: list[InfoboxRow] = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """The page being rendered: its metadata, what was set aside, and what was counted.

    `expand` resolves templates and links in a piece of wikitext; it is here so that a template or a gallery
    can use it.
    """

    page: Page
    expand: Callable[[str, Context], str]
    stash: list[Stashed] = field(default_factory=list)
    infobox: list[InfoboxRow] = field(default_factory=list)
    constructs: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    depth: int = 0

    def inline(self, kind: str, text: str, *, display: bool = False) -> str:
        """Sets finished text aside; returns the marker that stands for it inside a line."""
        self.stash.append(Stashed(kind, text, display))
        return f"{INLINE}{len(self.stash) - 1}{INLINE}"

    def block(self, kind: str, text: str, rows: list[InfoboxRow] | None = None) -> str:
        """Sets finished lines aside; returns the marker that stands for them as a block of its own."""
        self.stash.append(Stashed(kind, text, rows=rows or []))
        return f"{BLOCK}{len(self.stash) - 1}{BLOCK}"
