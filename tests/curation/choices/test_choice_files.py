"""Every published format as items, and files that are not what they should be."""

import copy
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas.split import InputError
from tests.curation.choices.choice_files import (
    CSQA,
    OBQA,
    PASSAGE,
    PIQA,
    PROTOQA,
    RECORD,
    SIQA,
    read_set,
    span,
    write_rows,
)


def only(layout, path, **fields):
    (item,), rejected = read_set(layout, path, **fields)
    assert rejected == []
    return item


def right(item):
    return [item.choices[place] for place in item.right]


@pytest.mark.parametrize(
    ("layout", "row", "answer"), [("csqa", CSQA, "cupboard"), ("openbookqa", OBQA, "light")]
)
def test_labels_that_are_letters(layout, row, answer, tmp_path):
    item = only(layout, write_rows(tmp_path / "train.jsonl", [row]))
    assert right(item) == [answer]
    assert len(item.choices) in (4, 5)
    assert item.id == f"{layout}:train.jsonl:1"
    assert item.licence


def test_labels_in_a_file_beside_the_rows_from_1_and_from_0(tmp_path):
    social = only("siqa", write_rows(tmp_path / "s" / "dev.jsonl", [SIQA], "3\n"))
    assert right(social) == ["grateful"]
    assert (social.context, social.question) == (SIQA["context"], SIQA["question"])
    physical = only("piqa", write_rows(tmp_path / "p" / "dev.jsonl", [PIQA], "0"))
    assert right(physical) == ["put a lid on it"]


def test_labels_in_a_file_that_is_named_and_in_the_rows(tmp_path):
    path = write_rows(tmp_path / "rows.jsonl", [PIQA, PIQA])
    (tmp_path / "answers.txt").write_text("1\n0\n")
    items, _ = read_set("piqa", path, labels=str(tmp_path / "answers.txt"))
    assert [right(item) for item in items] == [["put ice in it"], ["put a lid on it"]]
    assert right(only("piqa", write_rows(tmp_path / "hub.jsonl", [PIQA | {"label": 1}]))) == ["put ice in it"]


def test_parquet_as_it_is_on_the_hub(tmp_path):
    choices = {"label": ["A", "B"], "text": ["milk", "light"]}
    row = {"id": "1", "question_stem": "A lamp gives", "choices": choices, "answerKey": "B"}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "train.parquet")
    assert right(only("obqa", str(tmp_path / "train.parquet"))) == ["light"]


def test_a_survey_is_its_clusters_with_their_counts(tmp_path):
    item = only("protoqa", write_rows(tmp_path / "dev.jsonl", [PROTOQA]))
    assert item.question == "Name something that people take to the beach."
    # Each by the text that most people gave, the most frequent cluster first.
    assert list(zip(item.choices, item.counts, strict=True)) == [
        ("towel", 53),
        ("book", 20),
        ("ball", 10),
        ("hat", 3),
        ("shovel", 0),
    ]
    assert right(item) == ["towel"]


def test_a_survey_of_the_first_release(tmp_path):
    old = {
        "question": {"question": "Name a pet.", "normalized-question": "name a pet"},
        "answer-clusters": [
            {"count": 2, "clusterid": "a", "answers": ["cat"]},
            {"count": 9, "clusterid": "b", "answers": ["dog"]},
        ],
        "answerstrings": {"cat": 2, "dog": 9},
        "metadata": {"id": "d", "source": "x", "totalcount": 11},
    }
    assert only("protoqa", write_rows(tmp_path / "old.jsonl", [old])).choices == ["dog", "cat"]


@pytest.mark.parametrize("form", ["superglue", "original", "hub"])
def test_a_passage_with_a_gap(form, tmp_path):
    if form == "original":
        path = tmp_path / "train.json"
        path.write_text(json.dumps({"version": "1.0", "data": [RECORD | {"id": "a"}]}))
    elif form == "hub":
        entities = ["Ada Kern", "Otto Blum", "Ulm", "Kern", "Linz"]
        row = {
            "passage": PASSAGE,
            "query": RECORD["qas"][0]["query"],
            "entities": entities,
            "answers": ["Ada Kern", "Kern"],
        }
        path = write_rows(tmp_path / "hub.jsonl", [row])
    else:
        path = write_rows(tmp_path / "train.jsonl", [RECORD])
    item = only("record", str(path))
    assert right(item) == ["Ada Kern"]
    # `Kern` is the same person and no wrong answer.
    assert sorted(item.choices) == ["Ada Kern", "Linz", "Otto Blum", "Ulm"]
    assert item.question == "The bill was paid by ____ in the end."
    assert (
        item.context
        == "Ada Kern met Otto Blum in Ulm. Kern paid.\n\n- Kern was in Ulm\n- Blum came from Linz"
    )


def test_several_queries_of_a_passage_share_a_group(tmp_path):
    row = copy.deepcopy(RECORD)
    row["qas"].append(row["qas"][0] | {"query": "@placeholder had no money."})
    items, _ = read_set("record", write_rows(tmp_path / "train.jsonl", [row]))
    assert len(items) == 2
    assert items[0].group == items[1].group
    assert items[0].id != items[1].id


def changed(row, **fields):
    return copy.deepcopy(row) | fields


def with_choices(*texts, answer="A"):
    choices = [{"label": label, "text": text} for label, text in zip("ABCDE", texts, strict=False)]
    return changed(CSQA, question={"stem": "Where?", "choices": choices}, answerKey=answer)


def with_answer(**wrong):
    row = copy.deepcopy(RECORD)
    row["qas"][0]["answers"] = [wrong]
    return row


@pytest.mark.parametrize(
    ("layout", "row", "reason"),
    [
        ("csqa", changed(CSQA, answerKey="F"), "bad-label"),
        ("csqa", changed(CSQA, answerKey=""), "no-answer"),
        ("csqa", changed(CSQA, question={"stem": "Where?"}), "missing-field"),
        ("csqa", changed(CSQA, question={"choices": CSQA["question"]["choices"]}), "missing-field"),
        ("csqa", with_choices("sea", " ", "sky"), "empty-choice"),
        ("csqa", with_choices("sea", "Sea ", "sea."), "one-choice"),
        ("piqa", {"goal": "Warm soup", "sol1": "lid", "label": 0}, "missing-field"),
        ("piqa", PIQA | {"label": 2}, "bad-label"),
        ("piqa", PIQA | {"label": -1}, "no-answer"),
        ("siqa", SIQA | {"label": "0"}, "bad-label"),
        ("protoqa", {"question": PROTOQA["question"]}, "no-answer"),
        ("protoqa", {"question": {"original": " "}, "answers": PROTOQA["answers"]}, "missing-field"),
        ("record", with_answer(start=0, end=8, text="Ada Kern"), "bad-span"),
        ("record", with_answer(start=0, end=900, text="Ada Kern"), "bad-span"),
        ("record", with_answer(start="0", end=7, text="Ada Kern"), "bad-span"),
        ("record", changed(RECORD, qas=[RECORD["qas"][0] | {"answers": []}]), "no-answer"),
        ("record", changed(RECORD, qas=[RECORD["qas"][0] | {"query": "No gap."}]), "missing-field"),
        ("record", changed(RECORD, passage={"text": PASSAGE, "entities": [span("Kern", 30)]}), "one-choice"),
    ],
)
def test_broken_rows_are_rejected_and_the_others_go_on(layout, row, reason, tmp_path):
    good = {
        "csqa": CSQA,
        "piqa": PIQA | {"label": 1},
        "siqa": SIQA | {"label": "2"},
        "protoqa": PROTOQA,
        "record": RECORD,
    }[layout]
    items, rejected = read_set(layout, write_rows(tmp_path / "train.jsonl", [good, row, "{broken", good]))
    assert len(items) == 2
    assert [one.reason for one in rejected] == [reason, "malformed-json"]
    assert rejected[0].detail
    assert "row 2" in rejected[0].where


def test_choices_with_the_same_text_are_one_and_the_right_one_stays_right(tmp_path):
    path = write_rows(
        tmp_path / "train.jsonl", [with_choices("sea", "Cup  board", "cup board", "SEA", answer="C")]
    )
    item = only("csqa", path)
    assert item.choices == ["sea", "Cup board"]
    assert right(item) == ["Cup board"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: write_rows(folder / "test.jsonl", [{**CSQA, "answerKey": ""}]), "without answers"),
        (lambda folder: write_rows(folder / "dev.jsonl", [PIQA, PIQA], "1\n"), "1 lines with answers, and"),
        (lambda folder: write_rows(folder / "dev.jsonl", [PIQA], "7\n"), "none of 0, 1"),
        (lambda folder: write_rows(folder / "train.jsonl", [{"a": "b"}]), "no row has the fields"),
        (lambda folder: write_rows(folder / "empty.jsonl", []), "has no items"),
        (lambda folder: str(folder / "missing.jsonl"), "no file or folder"),
    ],
)
def test_files_that_make_no_items_are_refused_before_work_begins(make, message, tmp_path):
    layout = "csqa" if "test.jsonl" in (path := make(tmp_path)) else "piqa"
    with pytest.raises(InputError, match=message):
        read_set(layout, path)


def test_labels_without_rows_are_refused(tmp_path):
    (tmp_path / "dev-labels.lst").write_text("1\n2\n")
    with pytest.raises(InputError, match="has labels only"):
        read_set("siqa", str(tmp_path / "dev-labels.lst"))


def test_an_unknown_set_names_the_nearest(tmp_path):
    with pytest.raises(InputError, match="Did you mean commonsenseqa"):
        read_set("commonsensqa", write_rows(tmp_path / "a.jsonl", [CSQA]))
