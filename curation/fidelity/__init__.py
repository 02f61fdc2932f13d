"""How much of a page's wikitext is in a text made from it, and how much markup leaked into that text.

The referee shares nothing with the converter it judges: it reads the source through mwparserfromhell's tree
(`source`, `reader`, and the templates it knows in `templates`), folds both sides to letters and digits
(`fold`), looks for every item in the output (`match`), and counts the markup that an output should not show
(`leaks`).
"""

from curation.fidelity.fold import fold
from curation.fidelity.item import KINDS, Item
from curation.fidelity.leaks import count_leaks
from curation.fidelity.match import find_items
from curation.fidelity.source import source_items

__all__ = ["KINDS", "Item", "count_leaks", "find_items", "fold", "source_items"]
