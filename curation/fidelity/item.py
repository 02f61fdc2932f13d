"""What a reader of a page sees, piece by piece: the unit in which fidelity is counted."""

from __future__ import annotations

from dataclasses import dataclass

from curation.fidelity.templates import Alternatives

KINDS = (
    "heading",
    "sentence",
    "list-item",
    "table-cell",
    "infobox-value",
    "listing-value",
    "caption",
    "code-block",
    "formula",
    "maths-template",
    "number-template",
    "text-template",
)


@dataclass(slots=True)
class Item:
    """One thing that a reader of the page sees.

    `kind` is one of `KINDS`, `text` the item for people to read. `segments` are its folded pieces: between
    two of them stands something that the referee does not judge (a template it does not know, a formula,
    which is an item of its own). `numbers` replaces them for numeric templates. `container` is shared by
    items that stand together (one paragraph, list, table, infobox); `copies` is how often a cell is repeated
    when its spans are filled in; `parent` is the index of the item within whose words this one stands (-1:
    it stands alone). `raw` is a formula's or code block's source, `level` a heading's (0: no heading).
    `links` counts the folded characters that are labels of links.
    """

    kind: str
    text: str
    container: int
    segments: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    numbers: tuple[Alternatives, ...] = ()
    parent: int = -1
    copies: int = 1
    raw: str = ""
    level: int = 0
    links: int = 0
