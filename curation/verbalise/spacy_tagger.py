"""Parts of speech by a spaCy model, for those who have one installed and the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from curation.verbalise.function_word_tags import Expected, bare
from curation.verbalise.tagging import RuleTagger

# A phrase of two words is tagged better where it belongs: after `They can`, a verb is expected.
_CARRIERS: dict[Expected, tuple[str, ...]] = {
    "verb": ("They", "can"),
    "noun": ("It", "is", "about"),
    "property": ("They", "are"),
    "predicate": ("She",),
    "clause": (),
    "any": (),
}
_SAME = {"VBP": "VB", "AFX": "JJ", "HYPH": "NN", "ADD": "NN", "XX": "FW", "WDT": "WP", "EX": "PRP"}


class SpacyTagger:
    """Tags with the model's tagger; pronouns, names, numbers and clitics, which depend on how the words were
    split, as `RuleTagger` does.

    Raises ValueError if spaCy or the model is not installed.
    """

    def __init__(self, model: str) -> None:
        try:
            import spacy  # noqa: PLC0415 (takes seconds, and need not be installed)
        except ImportError as error:
            raise ValueError(
                "morphology: spacy needs the package spaCy, which is not installed: install it and the model "
                f"{model}, or set `morphology: rules`"
            ) from error
        try:
            self._nlp: Any = spacy.load(model, exclude=["parser", "ner", "lemmatizer", "senter"])
        except OSError as error:
            raise ValueError(
                f"the spaCy model {model!r} is not installed: install it, name another one as "
                "`spacy_model`, or set `morphology: rules`"
            ) from error
        self._document: Any = spacy.tokens.Doc
        self._rules = RuleTagger()

    def tag(self, words: Sequence[str], expected: Expected) -> list[str]:
        """See `Tagger`."""
        carrier = _CARRIERS[expected]
        # A token without letters cannot be empty; the punctuation around a word would be part of it.
        tokens = [bare(word) if word.islower() else word.strip('.,;:!?"()') or word for word in words]
        found = self._nlp(self._document(self._nlp.vocab, words=[*carrier, *tokens]))
        by_model = [token.tag_ for token in found][len(carrier) :]
        by_rule = self._rules.tag(words, expected)
        return [
            rule if _for_rules(word, rule) else _tag(model, index, expected)
            for index, (word, rule, model) in enumerate(zip(words, by_rule, by_model, strict=True))
        ]


def _for_rules(word: str, rule: str) -> bool:
    return (
        "'" in word
        or word[:1].isupper()
        or rule in ("CD", "PRP", "PRP$", "TO", "DT", "CC", "MD", "POS", "WP", "WRB")
    )


def _tag(model: str, index: int, expected: Expected) -> str:
    if model == "VBP" and expected == "clause":
        return model  # a finite verb, of a clause that has its subject before it
    return _SAME.get(model, model)
