import json
import pickle

import pytest
from through_stages import said, verbalise

from curation.verbalise import SubjectParagraphs, VerbaliseConfig


def test_a_document_says_where_it_comes_from() -> None:
    rows = [
        said("cat", "CapableOf", "purr", "cn100k"),
        said("A cat", "eat", "fish", "quasimodo", weight=0.5),
        said("cats", "CapableOf", "purrs", "ascent"),
        said("cat", "HasProperty", "blue"),
        said("cat", "HasProperty", "blue", negated=True),
    ]
    applied = verbalise(rows)
    document = applied.rows[0]
    assert (document.id, document.source, document.title) == ("tuples:cat", "tuples", "A cat")
    assert document.licence == "CC-BY-2.0 AND CC-BY-SA-4.0"
    metadata = document.metadata
    assert json.loads(metadata["tuples"]) == [rows[0].id, rows[1].id]
    assert json.loads(metadata["statements"]) == [["CapableOf", "purr", False], ["eat", "fish", False]]
    assert json.loads(metadata["sources"]) == ["cn100k", "quasimodo"]
    assert json.loads(metadata["agreeing_sources"]) == {rows[0].id: 2}
    assert json.loads(metadata["left_out"]) == {"contradictory": 2, "paraphrase": 1}
    assert metadata["tuples_read"] == "5"
    assert applied.reasons == ["contradictory", "contradictory"]


def test_every_subject_is_a_document_of_its_own() -> None:
    rows = [said(head, "HasProperty", "useful") for head in ("hammer", "saw", "The hammers", "PersonX")]
    assert sorted(d.id for d in verbalise(rows, partitions=3).rows) == ["tuples:hammer", "tuples:saw"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (said("gato", "HasProperty", "negro", language="es"), "not-english"),
        (said("…", "HasProperty", "odd"), "no-subject"),
        (said("artifact be something which", "CreatedBy", "person"), "subject-fragment"),
        (said("cat", "ExternalURL", "http://example.org/cat", "conceptnet"), "not-sayable"),
    ],
)
def test_what_cannot_be_said_is_dropped_with_the_reason(row: object, reason: str) -> None:
    applied = verbalise([row])  # type: ignore[list-item]
    assert not applied.rows
    assert applied.reasons == [reason]


def test_subjects_with_too_few_tuples_are_dropped() -> None:
    applied = verbalise([said("cat", "HasA", "tail")], VerbaliseConfig(min_tuples=2))
    assert applied.reasons == ["too-few-tuples"]


def test_the_order_of_the_tuples_does_not_matter_for_what_is_chosen() -> None:
    rows = [said("cat", "AtLocation", f"place {n}", weight=n) for n in range(30)]
    config = VerbaliseConfig(max_tuples=6, max_per_relation=6)
    one, other = (verbalise(order, config).rows[0] for order in (rows, rows[::-1]))
    assert sorted(json.loads(one.metadata["tuples"])) == sorted(json.loads(other.metadata["tuples"]))


def test_a_subject_with_very_many_tuples_is_one_bounded_paragraph() -> None:
    rows = [said("thing", "AtLocation", f"place {n} of {n % 97}", weight=n) for n in range(20_000)]
    document = verbalise(rows).rows[0]
    assert document.constructs["tuple"] <= VerbaliseConfig().max_tuples
    assert len(document.text) < 3000


def test_the_function_travels_to_workers_without_its_tagger() -> None:
    function = SubjectParagraphs(VerbaliseConfig(), 3)
    list(function([("cat", [said("cat", "HasA", "tail")])]))
    again = pickle.loads(pickle.dumps(function))
    assert again == function and again._tagger is None


def test_an_unknown_setting_is_an_error() -> None:
    with pytest.raises(ValueError, match="extra"):
        VerbaliseConfig(morfology="rules")  # type: ignore[call-arg]
