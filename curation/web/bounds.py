"""What keeps the time for a page in bounds, whatever is in it.

The parser and the extractor take time quadratic in some things: how deep elements are nested, how many cells
a row has, how many cells spans make, how many blocks the extractor's second opinions look at.
"""

from __future__ import annotations

from lxml.etree import XPath, _Element

# libxml2 stops there unless told not to, and so do other browsers' parsers (Chromium at 512).
MAX_DEPTH = 256
MAX_ELEMENTS = 250_000
_COUNT = XPath("count(//*)")
# A page with more is extracted without second opinions, which compare each block with its neighbours.
MAX_ELEMENTS_COMPARED = 15_000


class TooComplexError(ValueError):
    """A page that cannot be read in reasonable time: the message says what there is too much of."""


def count_elements(tree: _Element) -> int:
    """How many elements there are. Raises TooComplexError above 250,000."""
    count = int(_COUNT(tree))
    if count > MAX_ELEMENTS:
        raise TooComplexError(f"the page has {count} elements, and at most {MAX_ELEMENTS} are read")
    return count
