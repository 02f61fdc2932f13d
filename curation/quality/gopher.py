"""The rules of MassiveText: Rae et al. 2021, "Scaling Language Models: Methods, Analysis & Insights from
Training Gopher" (arXiv 2112.11446), appendix A.1.1.
"""

from __future__ import annotations

from curation.quality.rule import Above, Below, Rule, in_english, in_spaced_script

# "Quality Filtering".
QUALITY: tuple[Rule, ...] = (
    # Between 50 and 100,000 words. Here those of tables and code count too: a page of them has content.
    Below("too-few-words", "words", 50),
    Above("too-many-words", "words", 100_000),
    # A mean word length between 3 and 10 characters. Single letters of Han or Thai are no words to measure.
    Below("short-words", "mean_word_length", 3, only=in_spaced_script),
    Above("long-words", "mean_word_length", 10, only=in_spaced_script),
    # At most one hash, and at most one ellipsis, to ten words.
    Above("hashes", "hashes_per_word", 0.1),
    Above("ellipses", "ellipses_per_word", 0.1),
    # At most 90% of lines begin with a bullet, at most 30% end with an ellipsis.
    Above("bullet-lines", "bullet_line_share", 0.9),
    Above("ellipsis-lines", "ellipsis_line_share", 0.3),
    # 80% of words have a letter.
    Below("few-alphabetic-words", "alphabetic_share", 0.8),
    # At least two of the, be, to, of, and, that, have, with.
    Below("few-stop-words", "stop_words", 2, only=in_english),
)

# "Repetition Removal", table A1.
REPETITION: tuple[Rule, ...] = (
    Above("duplicate-lines", "duplicate_line_share", 0.30),
    Above("duplicate-paragraphs", "duplicate_paragraph_share", 0.30),
    Above("duplicate-line-characters", "duplicate_line_characters", 0.20),
    Above("duplicate-paragraph-characters", "duplicate_paragraph_characters", 0.20),
    # n-grams are of words: five letters of Han are two words, and come again on any page about something.
    Above("top-2-gram", "top_2_gram", 0.20, only=in_spaced_script),
    Above("top-3-gram", "top_3_gram", 0.18, only=in_spaced_script),
    Above("top-4-gram", "top_4_gram", 0.16, only=in_spaced_script),
    Above("duplicate-5-grams", "duplicate_5_gram", 0.15, only=in_spaced_script),
    Above("duplicate-6-grams", "duplicate_6_gram", 0.14, only=in_spaced_script),
    Above("duplicate-7-grams", "duplicate_7_gram", 0.13, only=in_spaced_script),
    Above("duplicate-8-grams", "duplicate_8_gram", 0.12, only=in_spaced_script),
    Above("duplicate-9-grams", "duplicate_9_gram", 0.11, only=in_spaced_script),
    Above("duplicate-10-grams", "duplicate_10_gram", 0.10, only=in_spaced_script),
)
