"""What a document's text measures, and what is decided about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import ClassVar

from schemas.document import Document
from schemas.keys import Hash64


def document_key(document: Document) -> int:
    """64 bits that stand for a document with this text. An id alone does not: two dumps may hold the same
    article with different texts, about which different things are decided.
    """
    fields = (document.id, document.source, document.language, document.text)
    digest = hashlib.blake2b(digest_size=8)
    for field in fields:
        digest.update(field.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return int.from_bytes(digest.digest(), "little")


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityScores:
    """What one document measures, before any threshold. Shares are between 0 and 1.

    `key` is `document_key` of the document; `claimed` the language that its source says (empty: unknown),
    `language` the one identified (`und`: no text to tell by) with its `confidence`; `characters` the length
    of the whole text, in code points.

    The text is made of lines of different kinds (curation/quality/lines.py). `prose_share`, `list_share`,
    `table_share`, `code_share` and `maths_share` are shares of its characters; headings, captions and infobox
    rows are the rest. `words` counts the words of all of them. Everything below is of the *running text*
    alone: prose, lists, headings and captions, without their marks and without formulas and code within the
    line. A share of nothing is 0, or 1 where a high one is good (`alphabetic_share`,
    `punctuated_line_share`): no rule fails on what is not there.

    A word is what stands between spaces, less the punctuation around it; where a script puts no spaces
    between words, every letter counts as one (their share is `unspaced_share`). `mean_word_length` is over
    the other words. `alphabetic_share` is the share of words with a letter, among words and lone symbols.
    `stop_words` counts how many of Gopher's eight occur.

    Lines are those of prose and lists, paragraphs what blank lines part. Repeated lines and paragraphs do not
    count where they stand first. `short_line_share` and `punctuated_line_share` are of prose lines.
    `top_n_gram` is the share of characters in the most frequent n-gram that occurs twice or more,
    `duplicate_n_gram` that in n-grams which occurred before.
    """

    VERSION: ClassVar[int] = 1

    key: Hash64
    id: str
    source: str
    claimed: str
    language: str
    confidence: float
    characters: int
    prose_share: float
    list_share: float
    table_share: float
    code_share: float
    maths_share: float
    words: int
    unspaced_share: float
    mean_word_length: float
    alphabetic_share: float
    hashes_per_word: float
    ellipses_per_word: float
    stop_words: int
    sentences: int
    lines_per_word: float
    bullet_line_share: float
    ellipsis_line_share: float
    short_line_share: float
    punctuated_line_share: float
    duplicate_line_share: float
    duplicate_line_characters: float
    duplicate_paragraph_share: float
    duplicate_paragraph_characters: float
    top_2_gram: float
    top_3_gram: float
    top_4_gram: float
    duplicate_5_gram: float
    duplicate_6_gram: float
    duplicate_7_gram: float
    duplicate_8_gram: float
    duplicate_9_gram: float
    duplicate_10_gram: float
    lorem_ipsum: int
    curly_brackets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityDecision:
    """What the thresholds say of a document: it is kept if there are no `reasons`, and otherwise dropped for
    the first of them. `language` is the document's from here on (`und`: nobody knows).
    """

    VERSION: ClassVar[int] = 1

    key: Hash64
    id: str
    source: str
    language: str
    reasons: list[str]
