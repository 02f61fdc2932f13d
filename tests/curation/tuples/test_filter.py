from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from curation.tuples.filter import RULES, FilterTuples, TupleFilterConfig
from curation.tuples.row import statement
from curation.tuples.source import TupleFiles
from pipelines.engine import Map
from pipelines.engine.testing import apply_map
from schemas.knowledge import KnowledgeTuple
from schemas.outcome import Dropped
from tests.curation.tuples.reading import items, write


def said(head: str, relation: str, tail: str, source: str = "conceptnet", **fields: Any) -> KnowledgeTuple:
    return statement(source, head, relation, tail, **fields)


def verdict(given: KnowledgeTuple, **config: Any) -> str:
    """Why it is dropped; empty if it is kept."""
    (found,) = FilterTuples(TupleFilterConfig(**config))([given])
    if isinstance(found, Dropped):
        assert found.record == given
        return found.reason
    assert found == given
    return ""


def test_the_three_examples_of_the_recipe(tmp_path: Path) -> None:
    rows = "".join(
        f"PersonX borrows money\t{relation}\t{tail}\n"
        for relation, tail in (("oWant", "none"), ("xAttr", "needy"), ("xEffect", "becomes in debt"))
    )
    read = items(TupleFiles(str(write(tmp_path, rows))))
    removed, judged, kept = FilterTuples()(item for item in read if isinstance(item, KnowledgeTuple))
    assert isinstance(removed, Dropped) and removed.reason == "no-tail"
    assert isinstance(judged, Dropped) and judged.reason == "personality"
    assert isinstance(kept, KnowledgeTuple) and kept.tail == "becomes in debt"


@pytest.mark.parametrize(
    ("reason", "unwanted"),
    [
        ("language", said("chat", "IsA", "animal", language="fr")),
        ("language", said("cat", "Synonym", "Katze", language="mul")),
        ("untyped-relation", said("cat", "RelatedTo", "kitten")),
        ("untyped-relation", said("cat", "ExternalURL", "http://example.org/cat")),
        ("lexical-relation", said("hammer", "Synonym", "mallet")),
        ("lexical-relation", said("bread", "EtymologicallyRelatedTo", "brew")),
        ("no-tail", said("PersonX eats", "oWant", "NONE")),
        ("no-tail", said("PersonX eats", "oWant", '"None".')),
        ("no-tail", said("PersonX eats", "oWant", "n/a")),
        ("no-tail", said("PersonX eats", "oWant", "")),
        ("no-tail", said("PersonX eats", "oReact", "nan")),
        ("no-tail", said("PersonX eats", "oReact", "...")),
        ("low-weight", said("cat", "IsA", "liquid", weight=0.5)),
        ("low-weight", said("cat", "eat", "mice", source="quasimodo", weight=0.6)),
        ("script", said("cat", "IsA", "ネコ科")),
        ("too-short", said("cat", "HasA", "b")),
        ("too-long", said("cat", "HasA", "word " * 16)),
        ("too-long", said("cat", "be one of the many that", "sleep")),
        ("blanks", said("PersonX puts ___ on the ___", "xWant", "to rest")),
        ("blanks", said("PersonX puts ___ away", "xWant", "to clean __")),
        ("not-words", said("cat", "HasProperty", "see www.example.org/cats")),
        ("not-words", said("cat", "HasProperty", "<b>soft</b>")),
        ("not-words", said("cat", "HasA", "42")),
        ("self-loop", said("the cat", "IsA", "Cat")),
        ("vague-head", said("people", "eat", "pies", source="quasimodo")),
        ("vague-head", said("something", "AtLocation", "a bowl")),
        ("vague-tail", said("PersonX eats", "xWant", "to do something else")),
        ("vague-tail", said("dog", "CapableOf", "do")),
        ("vague-tail", said("PersonX eats", "xNeed", "to wash their")),
        ("unresolved", said("this bagel", "HasA", "cream cheese")),
        ("unresolved", said("PersonX eats", "xReact", "that they are full")),
        ("opinion", said("cat", "be better than", "dogs")),
        ("vague-predicate", said("date", "be with", "sugar")),
        ("dated", said("dog", "HasProperty", "popular nowadays")),
        ("wrong-form", said("fork", "AtLocation", "eat dinner")),
        ("offensive", said("bee", "HasProperty", "a BITCH")),
    ],
)
def test_what_each_rule_removes(reason: str, unwanted: KnowledgeTuple) -> None:
    assert verdict(unwanted) == reason
    assert verdict(unwanted, skip=[reason]) != reason


@pytest.mark.parametrize(
    "wanted",
    [
        said("cat", "IsA", "mammal"),
        said("tin can", "AtLocation", "kitchen"),
        said("can", "UsedFor", "storing oil"),
        said("cat", "land on", "its feet", source="quasimodo", weight=1.0),
        said("cortisol", "be released", "when stressed", source="quasimodo", weight=0.95),
        said("PersonX sails", "HinderedBy", "it is raining", source="atomic2020"),
        said("PersonX washes ___ today", "isFilledBy", "dishes", source="atomic2020"),
        said("watch", "ObjectUse", "know what time it is", source="atomic2020"),
        said("PersonX eats at the café", "xReact", "full", source="atomic2020"),
        said("whale", "feed on", "krill", source="ascent", weight=2.0),
        said("cat", "CapableOf", "fly", negated=True),
        said("cat", "IsA", "pet", language="en-GB"),
    ],
)
def test_what_is_worth_learning_is_kept(wanted: KnowledgeTuple) -> None:
    assert verdict(wanted) == ""


def test_thresholds_are_configuration() -> None:
    weak = said("cat", "IsA", "liquid", weight=0.5)
    assert verdict(weak, min_weight={"conceptnet": 0.5}) == ""
    assert verdict(weak, min_weight={}) == ""
    assert verdict(said("chat", "IsA", "animal", language="fr"), languages=["fr"]) == ""
    assert (
        verdict(said("PersonX lends money", "xReact", "kind"), personality_relations=["xReact"])
        == "personality"
    )
    assert verdict(said("hammer", "Synonym", "mallet"), skip=["lexical-relation"]) == ""


def test_a_list_of_words_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("\ufeff# ours\nDarn\n\n")
    assert verdict(said("sock", "HasProperty", "darn ugly"), offensive_words=str(path)) == "offensive"
    assert verdict(said("bee", "HasProperty", "a bitch"), offensive_words=str(path)) == ""
    path.write_text("two words\n")
    with pytest.raises(ValueError, match="one word in each line"):
        verdict(said("cat", "IsA", "pet"), offensive_words=str(path))
    with pytest.raises(ValueError, match="cannot be read"):
        verdict(said("cat", "IsA", "pet"), offensive_words=str(tmp_path / "missing.txt"))


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"skip": ["selfloop"]}, "did you mean self-loop"),
        ({"max_tail_words": 0}, "greater than or equal"),
        ({"rules": []}, "Extra inputs"),
    ],
)
def test_mistakes_in_the_configuration_are_errors(config: Mapping[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        TupleFilterConfig(**config)


def test_every_rule_has_its_name() -> None:
    assert tuple(rule.reason for rule in TupleFilterConfig().rules()) == RULES


def test_as_a_stage() -> None:
    stage = Map(name="tuples", input=KnowledgeTuple, function=FilterTuples(), output=KnowledgeTuple)
    good, bad = said("cat", "IsA", "mammal"), said("cat", "RelatedTo", "kitten")
    applied = apply_map(stage, [good, bad, Dropped("labelled-false", bad)])
    assert applied.rows == [good]
    assert sorted(applied.reasons) == ["labelled-false", "untyped-relation"]


def test_odd_texts_are_no_reason_to_stop() -> None:
    odd = [said(head, "IsA", tail) for head in ("'", "_", "…", "a") for tail in ("", "'", "the", "💡")]
    skip = ["no-tail", "too-short", "not-words"]
    assert len(list(FilterTuples(TupleFilterConfig(skip=skip))(odd))) == len(odd)
