"""Documents → what they measure."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from curation.language.identify import LanguageIdentifier, known
from curation.quality.line_counts import LineCounts
from curation.quality.lines import Kind
from curation.quality.repetition import repeated, repeated_ngrams
from curation.quality.words import Hashes, Words, hash_words, words_of
from schemas.document import Document
from schemas.quality import QualityScores, document_key

# A longer text is measured by its beginning: it bounds memory, at about 60 bytes for each character.
MEASURED_CHARACTERS = 5_000_000

# Rae et al. 2021, A.1.1: a document has two of these words.
STOP_WORDS = ("the", "be", "to", "of", "and", "that", "have", "with")

# Penedo et al. 2024, 3.6: a short line has at most 30 characters.
SHORT_LINE = 30

_ELLIPSES = ("...", "…")


@dataclass
class MeasureDocuments:
    """Function of a map stage: documents → what each measures, in the same order. Nothing is dropped.

    The language model is loaded in the worker, when it is first needed.
    """

    _identifier: LanguageIdentifier = field(default_factory=LanguageIdentifier, init=False, repr=False)

    def __call__(self, documents: Iterable[Document]) -> Iterator[QualityScores]:
        """See the class."""
        for document in documents:
            yield measure(document, self._identifier)


def measure(document: Document, identifier: LanguageIdentifier) -> QualityScores:
    """What the document's text measures."""
    fields = frozenset(f"{row.key}: {row.value}" for row in document.infobox)
    lines = LineCounts(document.text[:MEASURED_CHARACTERS], fields)
    running = "\n".join(lines.running)
    words = words_of(running)
    ngrams = repeated_ngrams(words)
    language, confidence = identifier.identify(running)
    count = max(1, len(words))
    tokens = len(words) + words.symbols
    line_share, line_characters = repeated(lines.text)
    paragraph_share, paragraph_characters = repeated(lines.paragraphs)
    prose = len(lines.prose)
    short = sum(len(line) <= SHORT_LINE for line in lines.prose)
    return QualityScores(
        key=document_key(document),
        id=document.id,
        source=document.source,
        claimed=known(document.language),
        language=language,
        confidence=round(confidence, 4),
        characters=len(document.text),
        prose_share=lines.share(Kind.PROSE),
        list_share=lines.share(Kind.LIST),
        table_share=lines.share(Kind.TABLE),
        code_share=lines.share(Kind.CODE),
        maths_share=lines.share(Kind.MATHS),
        words=len(words) + len(words_of("\n".join(lines.other))),
        unspaced_share=words.unspaced / count,
        mean_word_length=_mean_length(words),
        alphabetic_share=words.alphabetic / tokens if tokens else 1.0,
        hashes_per_word=running.count("#") / count,
        ellipses_per_word=(running.count("...") + running.count("…")) / count,
        stop_words=sum(bool((words.hashes == word).any()) for word in _stop_words()),
        sentences=lines.sentences,
        lines_per_word=len(lines.text) / count,
        bullet_line_share=lines.bullets / max(1, lines.count),
        ellipsis_line_share=sum(line.endswith(_ELLIPSES) for line in lines.text) / max(1, len(lines.text)),
        short_line_share=short / max(1, prose),
        punctuated_line_share=lines.punctuated / prose if prose else 1.0,
        duplicate_line_share=line_share,
        duplicate_line_characters=line_characters,
        duplicate_paragraph_share=paragraph_share,
        duplicate_paragraph_characters=paragraph_characters,
        top_2_gram=ngrams[2],
        top_3_gram=ngrams[3],
        top_4_gram=ngrams[4],
        duplicate_5_gram=ngrams[5],
        duplicate_6_gram=ngrams[6],
        duplicate_7_gram=ngrams[7],
        duplicate_8_gram=ngrams[8],
        duplicate_9_gram=ngrams[9],
        duplicate_10_gram=ngrams[10],
        lorem_ipsum=running.lower().count("lorem ipsum"),
        curly_brackets=running.count("{"),
    )


def _mean_length(words: Words) -> float:
    """In characters; of words that are single letters of a script without spaces there is none."""
    spaced = len(words) - words.unspaced
    return (int(words.lengths.sum()) - words.unspaced) / spaced if spaced else 0.0


@functools.cache
def _stop_words() -> Hashes:
    return hash_words(list(STOP_WORDS))
