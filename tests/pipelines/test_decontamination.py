import json
import random

import pytest

from curation.decontamination.config import DecontaminationConfig
from curation.decontamination.report import contamination_report
from pipelines.decontamination import DECONTAMINATED, decontamination_stages
from pipelines.engine import Map, RunOptions, run_stages
from schemas.document import Document
from schemas.split import InputError
from tests.curation.decontamination.planted import OTHER, QUESTION, jsonl
from tests.curation.dedup.made import document, text
from tests.pipelines.dedup_run import JsonDocuments, same, write
from tests.pipelines.engine.folders import rows, shard_digests


def stages(paths, config):
    source = Map(
        name="documents", source=JsonDocuments(tuple(map(str, paths))), function=same, output=Document
    )
    return [source, *decontamination_stages(("documents",), config, partitions=2)]


@pytest.fixture
def decontaminate(tmp_path):
    """Runs over lists of documents, each of them a file; gives the run folder."""

    def run(*files, sets=None, name="run", options=None, **config):
        if sets is None:
            made = [{"question": QUESTION, "answer": "eight cans"}, {"question": OTHER, "answer": "Jupiter"}]
            sets = {"gsm8k": {"path": jsonl(tmp_path / "gsm8k.jsonl", made)}}
        paths = [tmp_path / f"{number}.jsonl" for number in range(len(files))]
        for path, documents in zip(paths, files, strict=True):
            write(path, documents)
        config = DecontaminationConfig(sets=sets, **config)
        manifests = run_stages(stages(paths, config), str(tmp_path / name), options)
        return tmp_path / name, {manifest.stage: manifest for manifest in manifests}

    return run


def stage(run, name):
    return rows(next(run.glob(f"*-{name}")))


FILES = (
    [document("a", text(1)), document("b", f"{text(2)}\n\n{QUESTION.upper()} She needs eight cans.\n")],
    [document("c", f"{OTHER} It is Saturn.", source="web"), document("d", ""), document("e", "Yes")],
)


def test_contaminated_documents_go_and_the_report_shows_why(decontaminate):
    run, manifests = decontaminate(*FILES)
    assert [row["id"] for row in stage(run, DECONTAMINATED)] == ["a", "d", "e"]
    assert dict(manifests[DECONTAMINATED].dropped) == {"contaminated": 2}
    overlaps = {row["id"]: row for row in stage(run, "overlaps")}
    assert overlaps["b"]["matching"] == QUESTION.upper().rstrip("?")
    assert (overlaps["b"]["share"], overlaps["b"]["answer_found"]) == (1.0, True)
    assert (overlaps["c"]["item"], overlaps["c"]["answer_found"]) == ("gsm8k:gsm8k.jsonl:2", False)
    [report] = contamination_report(str(run))
    assert (report.items, report.contaminated_items, report.documents, report.with_answer) == (2, 2, 2, 1)
    assert [(found.sources, found.examples) for found in report.most_found] == [
        ({"wiki": 1}, ["b"]),
        ({"web": 1}, ["c"]),
    ]


def test_masks_leave_the_rest(decontaminate):
    run, manifests = decontaminate(*FILES, action="mask")
    said = {row["id"]: row["text"] for row in stage(run, DECONTAMINATED)}
    assert said["b"] == f"{text(2)}\n\nShe needs eight cans.\n"
    assert said["c"] == "It is Saturn."
    assert dict(manifests[DECONTAMINATED].dropped) == {}


def test_a_document_of_nothing_but_an_item_is_dropped_by_masks(decontaminate):
    _, manifests = decontaminate([document("a", f"{QUESTION}\n")], action="mask")
    assert dict(manifests[DECONTAMINATED].dropped) == {"contaminated": 1}


def test_overlaps_below_the_threshold_are_reported_and_stay(decontaminate):
    part = " ".join(QUESTION.split()[:14])
    run, _ = decontaminate([document("a", part)])
    [row] = stage(run, "overlaps")
    assert 0 < row["share"] < 0.5
    assert not row["contaminated"]
    assert len(stage(run, DECONTAMINATED)) == 1
    [found] = stage(run, "contaminated-items")
    assert (found["contaminated"], found["overlapping"], found["examples"]) == (0, 1, ["a"])


def test_a_changed_evaluation_file_redoes_what_depends_on_it(decontaminate, tmp_path):
    path = tmp_path / "set.jsonl"
    sets = {"gsm8k": {"path": jsonl(path, [{"question": QUESTION, "answer": "8"}])}}
    run, _ = decontaminate(*FILES, sets=sets)
    assert [row["id"] for row in stage(run, DECONTAMINATED)] == ["a", "c", "d", "e"]
    jsonl(path, [{"question": OTHER, "answer": "Jupiter"}])
    run, _ = decontaminate(*FILES, sets=sets)
    assert [row["id"] for row in stage(run, DECONTAMINATED)] == ["a", "b", "d", "e"]


def test_one_and_two_workers_write_the_same_bytes(decontaminate):
    one, _ = decontaminate(*FILES, action="mask", name="one")
    two, _ = decontaminate(
        *FILES, action="mask", name="two", options=RunOptions(workers=2, in_process_bytes=0)
    )
    assert shard_digests(one) == shard_digests(two)


def test_a_misnamed_set_ends_the_run_before_work_begins(decontaminate, tmp_path):
    sets = {"made": {"path": jsonl(tmp_path / "a.jsonl", [{"q": QUESTION}]), "fields": {"question": "qu"}}}
    with pytest.raises(InputError, match="Found: q"):
        decontaminate(*FILES, sets=sets)
    assert not list(tmp_path.glob("run/*/part-*"))


def test_a_run_without_the_stages_has_no_report(tmp_path):
    with pytest.raises(InputError, match="evaluation-items"):
        contamination_report(str(tmp_path))


@pytest.mark.real
def test_truthfulqa_questions_planted_in_documents_are_found(decontaminate, real_data):
    import csv

    path = real_data / "factuality/truthfulqa/TruthfulQA.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        questions = [row["Question"] for row in csv.DictReader(file)]
    chance = random.Random(5)
    planted = {f"d{n}": question for n, question in enumerate(chance.sample(questions, 200))}
    documents = [document(name, f"{text(name)}. {said} {text(name)}") for name, said in planted.items()]
    run, _ = decontaminate(documents, sets={"truthfulqa": {"path": str(path)}})
    matching = {row["id"]: row["matching"] for row in stage(run, "overlaps") if row["share"] == 1}
    from curation.dedup.words import words_of

    for name, said in planted.items():
        if words_of([said]).counts[0] >= 8:
            assert matching[name].strip('"') in said
            assert len(matching[name]) > len(said) - 5
        else:
            assert name not in matching
    [report] = contamination_report(str(run))
    assert report.too_short == sum(words_of([said]).counts[0] < 8 for said in questions)


@pytest.mark.real
def test_commonsenseqa_against_itself_is_all_contaminated(decontaminate, real_data):
    path = real_data / "qa/commonsenseqa/train_rand_split.jsonl"
    stems = [json.loads(line)["question"]["stem"] for line in path.open(encoding="utf-8")]
    run, manifests = decontaminate(
        [document(f"d{n}", stem) for n, stem in enumerate(stems)], sets={"commonsenseqa": {"path": str(path)}}
    )
    [report] = contamination_report(str(run))
    assert report.items == len(stems) == 9741
    assert report.contaminated_items == report.items - report.too_short - report.too_common
    assert report.too_common == 0
    assert dict(manifests[DECONTAMINATED].dropped)["contaminated"] >= report.contaminated_items
