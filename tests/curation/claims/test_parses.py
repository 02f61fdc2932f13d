from typing import Any

import pytest

from curation.claims.parses import load_cutter, statements_of

spacy = pytest.importorskip("spacy")


def parsed(*rows: tuple[str, str, str, int, str]) -> Any:
    """A parse written by hand: word, part of speech, tag, head and relation of each token."""
    words, pos, tags, heads, relations = (list(column) for column in zip(*rows, strict=True))
    spaces = [not (following in ",." or following == "") for following in [*words[1:], ""]]
    return spacy.tokens.Doc(
        spacy.blank("en").vocab, words=words, spaces=spaces, pos=pos, tags=tags, heads=heads, deps=relations
    )


def test_coordinated_verbs_relative_clauses_and_appositions_of_a_parse() -> None:
    document = parsed(
        ("Ruiz", "PROPN", "NNP", 4, "nsubj"),
        (",", "PUNCT", ",", 0, "punct"),
        ("a", "DET", "DT", 3, "det"),
        ("judge", "NOUN", "NN", 0, "appos"),
        ("joined", "VERB", "VBD", 4, "ROOT"),
        ("the", "DET", "DT", 6, "det"),
        ("Circle", "PROPN", "NNP", 4, "dobj"),
        (",", "PUNCT", ",", 6, "punct"),
        ("which", "PRON", "WDT", 9, "nsubj"),
        ("met", "VERB", "VBD", 6, "relcl"),
        ("in", "ADP", "IN", 9, "prep"),
        ("Bern", "PROPN", "NNP", 10, "pobj"),
        (",", "PUNCT", ",", 4, "punct"),
        ("and", "CCONJ", "CC", 4, "cc"),
        ("wrote", "VERB", "VBD", 4, "conj"),
        ("books", "NOUN", "NNS", 14, "dobj"),
    )
    found = statements_of(document, 100)
    assert [statement.text for statement in found] == [
        "Ruiz, joined the Circle",
        "Ruiz was a judge",
        "the Circle met in Bern",
        "Ruiz wrote books",
    ]
    text = document.text
    assert [text[statement.start - 100 : statement.end - 100] for statement in found][1:] == [
        "a judge",
        "met in Bern",
        "wrote books",
    ]


def test_a_model_without_a_parser_is_refused(tmp_path: Any) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ValueError, match="has no parser"):
        load_cutter(str(tmp_path / "blank"))
