import csv
import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError

from curation.decontamination.config import IndexConfig
from curation.decontamination.source import EvaluationFiles
from schemas.outcome import Rejected
from schemas.split import InputError
from tests.curation.decontamination.planted import items, jsonl

LABELLED = {"label": ["A", "B"], "text": ["iron", "wood"]}
STEM = {
    "id": "1",
    "question": {
        "stem": "What rusts?",
        "choices": [{"text": "iron", "label": "A"}, {"text": "wood", "label": "B"}],
    },
    "answerKey": "A",
}

# One row per published layout: what stands in the file, and the question, choices and answers in it.
ROWS = {
    "arc": (STEM, "What rusts?", ["iron", "wood"], ["iron"]),
    "arc on the hub": (
        {
            "id": "1",
            "question": "What rusts?",
            "choices": LABELLED | {"label": ["1", "2"]},
            "answerKey": "2",
        },
        "What rusts?",
        ["iron", "wood"],
        ["wood"],
    ),
    "commonsenseqa": (STEM, "What rusts?", ["iron", "wood"], ["iron"]),
    "obqa": (STEM, "What rusts?", ["iron", "wood"], ["iron"]),
    "obqa on the hub": (
        {"question_stem": "What rusts is", "choices": LABELLED, "answerKey": "A"},
        "What rusts is",
        ["iron", "wood"],
        ["iron"],
    ),
    "mmlu on the hub": (
        {"question": "What rusts?", "subject": "metals", "choices": ["iron", "wood"], "answer": 1},
        "What rusts?",
        ["iron", "wood"],
        ["wood"],
    ),
    "hellaswag": (
        {"ind": 1, "ctx": "The smith heats", "endings": ["the iron.", "the tea."], "label": 0},
        "The smith heats",
        ["the iron.", "the tea."],
        ["the iron."],
    ),
    "winogrande": (
        {"sentence": "The _ rusts.", "option1": "iron", "option2": "wood", "answer": "2"},
        "The _ rusts.",
        ["iron", "wood"],
        ["wood"],
    ),
    "gsm8k": ({"question": "How many?", "answer": "Two.\n#### 2"}, "How many?", [], ["Two.\n#### 2"]),
    "truthfulqa on the hub": (
        {"question": "What rusts?", "best_answer": "Iron", "incorrect_answers": ["Tea"]},
        "What rusts?",
        [],
        ["Iron"],
    ),
    "nq": ({"question": "what rusts", "answer": ["iron", "steel"]}, "what rusts", [], ["iron", "steel"]),
    "nq as first published": (
        {"question_text": "what rusts", "annotations": [{"yes_no_answer": "NONE"}]},
        "what rusts",
        [],
        [],
    ),
    "triviaqa on the hub": (
        {"question": "What rusts?", "answer": {"value": "Iron", "aliases": ["Iron", "Fe"]}},
        "What rusts?",
        [],
        ["Iron", "Fe"],
    ),
    "piqa": (
        {"goal": "To stop rust,", "sol1": "paint it.", "sol2": "wet it."},
        "To stop rust,",
        ["paint it.", "wet it."],
        [],
    ),
    "siqa": (
        {"context": "Ada paints.", "question": "Why?", "answerA": "a", "answerB": "b", "answerC": "c"},
        "Ada paints. Why?",
        ["a", "b", "c"],
        [],
    ),
    "protoqa": (
        {
            "question": {"original": "Name a metal.", "normalized": "name a metal."},
            "answers": {"raw": {"iron": 3}, "clusters": {"q.0": {"count": 3, "answers": ["iron"]}}},
        },
        "Name a metal.",
        [],
        ["iron"],
    ),
    "record": (
        {"passage": {"text": "p"}, "qas": [{"query": "@placeholder rusts", "answers": [{"text": "Iron"}]}]},
        "@placeholder rusts",
        [],
        ["Iron"],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_published_layouts_are_read(tmp_path, name):
    row, question, choices, answers = ROWS[name]
    path = jsonl(tmp_path / "set.jsonl", [row, row])
    layout = name.split()[0]
    found = items(**{layout: {"path": path}})
    assert [(item.question, item.choices, item.answers) for item in found] == [
        (question, choices, answers)
    ] * 2
    assert [item.item for item in found] == [f"{layout}:set.jsonl:1", f"{layout}:set.jsonl:2"]


def test_texts_that_choices_complete_are_looked_for_completed(tmp_path):
    winogrande = jsonl(tmp_path / "w.jsonl", [ROWS["winogrande"][0]])
    piqa = jsonl(tmp_path / "p.jsonl", [ROWS["piqa"][0]])
    found = items(winogrande={"path": winogrande}, piqa={"path": piqa})
    assert found[0].texts == ["To stop rust,", "To stop rust, paint it.", "To stop rust, wet it."]
    assert found[1].texts == ["The iron rusts.", "The wood rusts."]


def test_mmlu_csv_with_and_without_header(tmp_path):
    cells = ["Which, of\nthese?", "a", "b", "c", "d", "C"]
    for name, header in (("bare.csv", []), ("head.csv", [["question", "A", "B", "C", "D", "answer"]])):
        with (tmp_path / name).open("w", newline="") as file:
            csv.writer(file).writerows([*header, cells, cells])
        found = items(mmlu={"path": str(tmp_path / name)})
        assert [(item.question, item.answers) for item in found] == [("Which, of\nthese?", ["c"])] * 2


def test_formats_hold_the_same(tmp_path):
    rows = [{"q": f"What is {n}?", "a": {"right": ["x", "y"]}} for n in range(3)]
    fields = {"question": "q", "answer": "a.right"}
    jsonl(tmp_path / "1.jsonl", rows)
    (tmp_path / "2.jsonl.gz").write_bytes(gzip.compress((tmp_path / "1.jsonl").read_bytes()))
    (tmp_path / "3.json").write_text(json.dumps(rows))
    (tmp_path / "4.json").write_text(json.dumps({"data": rows}))
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "5.parquet")
    expected = [(f"What is {n}?", ["x", "y"]) for n in range(3)]
    for path in sorted(tmp_path.iterdir()):
        wrapped = {"rows": "data"} if path.name == "4.json" else {}
        found = items(made={"path": str(path), "fields": fields | wrapped})
        assert [(item.question, item.answers) for item in found] == expected
    (tmp_path / "6.tsv").write_text("q\ta\nWhat is 0?\tx\n", encoding="utf-8-sig")
    found = items(made={"path": str(tmp_path / "6.tsv"), "fields": {"question": "q", "answer": "a"}})
    assert [(item.question, item.answers) for item in found] == [("What is 0?", ["x"])]


def test_a_misnamed_field_is_an_error_that_says_what_there_is(tmp_path):
    path = jsonl(tmp_path / "a.jsonl", [{"prompt": "What?", "meta": {"gold": "x"}}])
    with pytest.raises(InputError, match=r"a\.jsonl.*Found: prompt, meta\.gold\. Expected: .*`qestion`"):
        items(made={"path": path, "fields": {"question": "qestion"}})
    with pytest.raises(InputError, match=r"answer at `gold`"):
        items(made={"path": path, "fields": {"question": "prompt", "answer": "gold"}})
    with pytest.raises(InputError, match=r"Found: prompt, meta\.gold"):
        items(gsm8k={"path": path})
    with pytest.raises(InputError, match="in the list `rows`"):
        (tmp_path / "a.json").write_text('{"data": [{"q": "What?"}]}')
        items(made={"path": str(tmp_path / "a.json"), "fields": {"question": "q", "rows": "rows"}})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", b"", "no items"),
        ("a.csv", b"Question,Best Answer\n", "no items"),
        ("a.json", b"[]", "no items"),
        ("a.jsonl", b'{"Question": "  "}\n', "no row has the fields"),
        ("a.jsonl", b'{"Question": "W\n', "no items .*line 1"),
        ("a.json", b'{"Question": 1}\n{"Question": 2}', "is no JSON.*jsonl"),
        ("a.parquet", b"PAR1", "cannot be read as parquet"),
        ("a.csv", b"\xff\xfe\x00", "cannot be read as csv"),
        ("a.jsonl.gz", b"no gzip", "cannot be read as jsonl"),
        ("a.txt", b"Question", "is named .jsonl"),
    ],
)
def test_files_that_are_no_evaluation_set_are_errors(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        items(truthfulqa={"path": str(tmp_path / name)})


def test_missing_files_unknown_layouts_and_empty_configuration_are_errors(tmp_path):
    with pytest.raises(InputError, match=r"arc: there is no file .*\*\.jsonl"):
        items(arc={"path": f"{tmp_path}/*.jsonl"})
    with pytest.raises(InputError, match="Did you mean truthfulqa"):
        items(trutfulqa={"path": jsonl(tmp_path / "a.jsonl", [{}])})
    for wrong in ({}, {"a": {"path": []}}, {"a": {"path": "x", "feilds": {}}}):
        with pytest.raises(ValidationError):
            IndexConfig(sets=wrong)


def test_broken_rows_in_the_middle_are_rejected_and_the_rest_is_read(tmp_path):
    lines = ['{"question": "one", "answer": "1"}', '{"question": ', '{"answer": "3"}', '{"question": "four"}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    found = items(gsm8k={"path": str(tmp_path / "a.jsonl")})
    assert [row.item for row in found if not isinstance(row, Rejected)] == [
        "gsm8k:a.jsonl:1",
        "gsm8k:a.jsonl:4",
    ]
    assert [row.reason for row in found if isinstance(row, Rejected)] == ["malformed-json", "missing-field"]


def test_answers_in_a_file_of_their_own(tmp_path):
    path = jsonl(tmp_path / "dev.jsonl", [ROWS["piqa"][0]] * 2)
    labels = tmp_path / "labels.lst"
    labels.write_text("1\n0\n")
    assert [item.answers for item in items(piqa={"path": path, "answers": str(labels)})] == [
        ["wet it."],
        ["paint it."],
    ]
    labels.write_text("1\n0\n1\n")
    with pytest.raises(InputError, match=r"3 lines with answers, and .* has 2 rows"):
        items(piqa={"path": path, "answers": str(labels)})
    labels.write_text("2\n1\n")
    with pytest.raises(InputError, match="the answer is '2', which is none of 0, 1"):
        items(piqa={"path": path, "answers": str(labels)})


def test_a_changed_file_makes_another_split(tmp_path):
    path = jsonl(tmp_path / "a.jsonl", [ROWS["gsm8k"][0]])
    source = EvaluationFiles(IndexConfig(sets={"gsm8k": {"path": path}}).sets)
    before = source.plan()
    assert source.plan() == before
    (tmp_path / "a.jsonl").write_text((tmp_path / "a.jsonl").read_text().replace("Two", "Six"))
    assert source.plan() != before


@pytest.mark.real
def test_real_files_are_read(real_data):
    qa = real_data / "qa"
    sets = {
        "truthfulqa": {"path": str(real_data / "factuality/truthfulqa/TruthfulQA.csv")},
        "commonsenseqa": {"path": str(qa / "commonsenseqa/*.jsonl")},
        "obqa": {"path": str(qa / "openbookqa/Main/train.jsonl")},
        "siqa": {
            "path": str(qa / "socialiqa/socialiqa-train-dev/dev.jsonl"),
            "answers": str(qa / "socialiqa/socialiqa-train-dev/dev-labels.lst"),
        },
        "protoqa": {
            "path": [
                str(qa / "protoqa/dev/dev.scraped.jsonl"),
                str(qa / "protoqa/legacy_first_release/*.jsonl"),
            ]
        },
        "record": {"path": [str(qa / "record/record_original.json"), str(qa / "record/*train*.jsonl")]},
    }
    found = items(**sets)
    assert not [row for row in found if isinstance(row, Rejected)]
    count = {name: sum(item.set == name for item in found) for name in sets}
    assert count["truthfulqa"] == 817
    assert count["commonsenseqa"] == 570 + 9741 + 1500
    assert count["obqa"] == 4957
    assert count["siqa"] == 1300
    assert all(item.answers for item in found if item.set == "siqa")
    with pytest.raises(InputError, match=r"33410 lines with answers, and .* has 1300 rows"):
        items(siqa=sets["siqa"] | {"answers": str(qa / "bad_input/socialiqa_train-labels_without_data.lst")})
