"""The rules that FineWeb adds to Gopher's and C4's: Penedo et al. 2024, "The FineWeb Datasets: Decanting the
Web for the Finest Text Data at Scale" (arXiv 2406.17557), section 3.6.
"""

from __future__ import annotations

from curation.quality.rule import Above, Below, Rule

RULES: tuple[Rule, ...] = (
    # At least 12% of lines end with punctuation. Here of prose lines: a heading or a table's row does not.
    Below("unpunctuated-lines", "punctuated_line_share", 0.12),
    # At most 10% of characters in lines that occurred before (the code published with the paper has 1%).
    Above("repeated-line-characters", "duplicate_line_characters", 0.10),
    # At most 67% of lines with 30 characters or fewer. Here of prose lines.
    Above("short-lines", "short_line_share", 0.67),
    # At most 3 lines to 10 words: in the code published with the paper, which calls it the list ratio.
    Above("lines-of-few-words", "lines_per_word", 0.3),
)
