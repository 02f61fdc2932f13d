"""With a model where one is installed: `en_core_web_sm`, or what ROAE_SPACY_MODEL names."""

import importlib.util
import os

import pytest
from through_stages import said, verbalise

from curation.verbalise import SubjectParagraphs, VerbaliseConfig
from curation.verbalise.phrases import analyse
from curation.verbalise.suspicious import suspicious
from curation.verbalise.taggers import load_tagger
from schemas.document import Document

MODEL = os.environ.get("ROAE_SPACY_MODEL", "en_core_web_sm")
CONFIG = VerbaliseConfig(morphology="spacy", spacy_model=MODEL)
needs_model = pytest.mark.skipif(
    importlib.util.find_spec("spacy") is None or importlib.util.find_spec(MODEL) is None,
    reason=f"spaCy and its model {MODEL} are not installed",
)


@needs_model
@pytest.mark.parametrize(
    ("text", "expected", "kind", "said_so"),
    [
        ("climb up tree", "verb", "verb", "climb up a tree"),
        ("social insect", "noun", "noun", "a social insect"),
        ("necessary for health", "property", "adjective", "necessary for health"),
        ("gets yelled at", "predicate", "third", "gets yelled at"),
    ],
)
def test_the_model_tags_phrases(text: str, expected: str, kind: str, said_so: str) -> None:
    phrase = analyse(text, expected, load_tagger(CONFIG))  # type: ignore[arg-type]
    assert phrase is not None
    assert (phrase.kind, phrase.text()) == (kind, said_so)


@needs_model
def test_paragraphs_by_the_model_are_english_and_the_same_again() -> None:
    rows = [said("cat", "CapableOf", "climb tree"), said("PersonX eats", "xEffect", "gets full")]
    one, other = verbalise(rows, CONFIG).rows, verbalise(rows, CONFIG).rows
    assert one == other and len(one) == 2
    assert not any(suspicious(document.text) for document in one)


def test_a_missing_model_is_an_error_that_says_what_to_do() -> None:
    function = SubjectParagraphs(VerbaliseConfig(morphology="spacy", spacy_model="no_such_model"))
    with pytest.raises(ValueError, match="morphology: rules"):
        assert [d for d in function([("cat", [said("cat", "HasA", "tail")])]) if isinstance(d, Document)]
