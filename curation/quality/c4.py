"""The rules of C4 for whole pages: Raffel et al. 2020, "Exploring the Limits of Transfer Learning with a
Unified Text-to-Text Transformer" (arXiv 1910.10683), section 2.2.

Its rules for lines are in `notices.py`. Two are left out. Keeping only lines that end in punctuation cost
FineWeb 30% of all tokens (Penedo et al. 2024, 3.5) and would cost us every table; and the list of bad words
removes texts about minorities, medicine and law (Dodge et al. 2021, arXiv 2104.08758, section 5).
"""

from __future__ import annotations

from curation.quality.rule import Above, Below, Rule, mostly_running_text

RULES: tuple[Rule, ...] = (
    # "Fewer than 3 sentences" (5 in the paper's first version, and in FineWeb's code).
    Below("few-sentences", "sentences", 3, only=mostly_running_text),
    Above("lorem-ipsum", "lorem_ipsum", 0),
    # "The curly bracket appears in many programming languages but not in natural text". In running text, that
    # is: code and formulas are not looked at.
    Above("curly-brackets", "curly_brackets", 0),
)
