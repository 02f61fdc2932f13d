"""The stages: scores once, decisions as often as thresholds change, and the documents that are left."""

import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError
from quality_documents import GOOD, document, scores

from curation.quality.config import QualityConfig, WebConfig
from curation.quality.decide import REASONS, DecideQuality, decide
from pipelines.engine import Map, RunOptions, run_stages
from pipelines.engine.testing import apply_map
from pipelines.quality import CLEAN, quality_stages
from schemas.document import Document, InfoboxRow
from schemas.split import Split

GERMAN = (
    "Der Leuchtturm auf dem nördlichen Felsen wurde im Jahr 1846 gebaut, als drei Schiffe verloren waren. "
    * 6
)
DOCUMENTS = [
    document(GOOD, id="web:good", language="en"),
    document(GOOD.split(".")[0] + ".", id="web:short"),
    document("", id="web:nothing"),
    document(GERMAN, id="web:german"),
    document(GERMAN, id="web:wrong-claim", language="en"),
    document(GOOD + "\n\nWrite to keeper@lighthouse.is or call +44 20 7946 0018.", id="web:private"),
    document(GOOD + "\n\nPlease enable JavaScript.", id="web:notice"),
    document(
        "A disambiguation page of twenty words says " + "which of the towers is meant " * 3,
        id="enwiki:1",
        source="enwiki",
    ),
    document("Short.", id="enwiki:1", source="enwiki"),
    document(
        "Phone: +1 312 744 8000. " + GOOD,
        id="enwikivoyage:2",
        source="enwikivoyage",
        infobox=[InfoboxRow("box", "mail", "me@lamp.org")],
        constructs={"table": 1},
    ),
]


@dataclass(frozen=True)
class GivenDocuments:
    """A source of the documents above, two to a split."""

    path: str

    def plan(self):
        return [Split(path=self.path, kind="list", start=n, end=n + 2) for n in range(0, len(DOCUMENTS), 2)]

    def read(self, split):
        yield from DOCUMENTS[split.start : split.end]


def same(documents):
    yield from documents


def run(folder: Path, config: QualityConfig, workers: int = 1) -> dict[str, dict]:
    folder.mkdir(exist_ok=True)
    given = folder / "given"  # a split is of a file; what is in this one does not matter
    given.touch()
    stages = [
        Map(name="documents", source=GivenDocuments(str(given)), function=same, output=Document),
        *quality_stages(["documents"], config),
    ]
    run_stages(
        stages, str(folder), RunOptions(workers=workers, in_process_bytes=0 if workers > 1 else 1 << 30)
    )
    return {path.parent.name: json.loads(path.read_text()) for path in sorted(folder.glob("*/manifest.json"))}


def rows(folder: Path) -> dict[str, dict]:
    found = [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    return {row["id"]: row for row in found}


def test_documents_that_are_not_wanted_go_and_the_others_are_cleaned(tmp_path):
    manifests = run(tmp_path, QualityConfig(web={"languages": ["en"]}))
    assert manifests["20-scores"]["rows_out"] == manifests["30-decisions"]["rows_out"] == len(DOCUMENTS)
    # Both pages in German, one of which says that it is in English.
    assert manifests["40-clean"]["dropped"] == {"empty": 1, "too-few-words": 2, "unwanted-language": 2}
    assert manifests["40-clean"]["rejected"] == {}
    clean = rows(tmp_path / "40-clean")
    assert sorted(clean) == ["enwiki:1", "enwikivoyage:2", "web:good", "web:notice", "web:private"]
    assert clean["web:good"]["text"] == GOOD
    private = clean["web:private"]
    assert private["text"].endswith("Write to <EMAIL> or call <PHONE>.")
    assert dict(private["constructs"]) == {"pii-email": 1, "pii-phone": 1}
    assert clean["web:notice"]["text"] == GOOD
    assert dict(clean["web:notice"]["constructs"]) == {"notice-line": 1}
    # A document whose language nobody claimed has the one identified.
    assert private["language"] == "en"


def test_two_documents_of_one_id_are_decided_about_apart(tmp_path):
    run(tmp_path, QualityConfig())
    assert "disambiguation" in rows(tmp_path / "40-clean")["enwiki:1"]["text"]


def test_what_is_replaced_is_configured_by_kind(tmp_path):
    run(tmp_path, QualityConfig(wikivoyage={"pii": ["email"]}))
    found = rows(tmp_path / "40-clean")["enwikivoyage:2"]
    assert found["text"].startswith("Phone: +1 312 744 8000.")
    assert found["infobox"][0]["value"] == "<EMAIL>"
    assert dict(found["constructs"]) == {"table": 1}


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): file["sha256"]
        for path in folder.glob("*/part-*.json")
        for file in json.loads(path.read_text())["files"]
    }


def test_other_thresholds_read_no_text_and_measure_nothing_again(tmp_path):
    run(tmp_path, QualityConfig())
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "20-scores").iterdir()}
    manifests = run(
        tmp_path, QualityConfig(web={"rules": {"too-few-words": 10, "few-sentences": 1, "few-stop-words": 1}})
    )
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "20-scores").iterdir()} == before
    assert "web:short" in rows(tmp_path / "40-clean")
    assert manifests["30-decisions"]["config"]["kinds"]["web"]["rules"]["too-few-words"] == 10


def test_one_and_two_workers_write_the_same_bytes(tmp_path):
    run(tmp_path / "one", QualityConfig())
    run(tmp_path / "two", QualityConfig(), workers=2)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert len(digests(tmp_path / "one")) > 10


def test_a_document_without_scores_is_rejected_and_not_kept(tmp_path):
    run(tmp_path, QualityConfig())
    clean = quality_stages(["documents"], QualityConfig())[2]
    applied = apply_map(
        clean, [DOCUMENTS[0], document("Unknown.", id="web:new")], [str(tmp_path / "30-decisions")]
    )
    assert [row.id for row in applied.rows] == ["web:good"]
    assert [(row.reason, row.where) for row in applied.rejected] == [("undecided", "web:new")]
    assert clean.name == CLEAN


def test_a_decision_has_every_reason(tmp_path):
    stage = quality_stages(["documents"], QualityConfig())[1]
    (decision,) = apply_map(stage, [scores("It is. " * 30 + "{" * 9)]).rows
    assert {"top-2-gram", "curly-brackets"} <= set(decision.reasons)
    assert set(decision.reasons) <= set(REASONS)


@pytest.mark.parametrize(
    ("text", "claimed", "config", "language", "reasons"),
    [
        (GERMAN, "", {}, "de", []),
        (GERMAN, "", {"languages": ["en"]}, "de", ["unwanted-language"]),
        (GERMAN, "", {"languages": ["en", "de"]}, "de", []),
        (GERMAN, "de-AT", {"languages": ["de"]}, "de-AT", []),
        (GERMAN, "en", {"correct_language": 0.9}, "de", []),
        (GERMAN, "en", {"correct_language": 0}, "en", []),
        ("", "", {"languages": ["en"]}, "und", ["empty"]),
        (GERMAN, "", {"languages": ["de"], "min_confidence": 1.0}, "de", ["uncertain-language"]),
        (GERMAN, "de", {"languages": ["de"], "min_confidence": 1.0}, "de", []),
    ],
)
def test_languages(text, claimed, config, language, reasons):
    kind = WebConfig(sets=(), rules={}, **config)
    measured = scores(text, language=claimed)
    if 0 < measured.confidence == kind.min_confidence:
        pytest.skip("the model is quite sure")
    decision = decide(measured, kind, kind.rule_set())
    assert (decision.language, decision.reasons) == (language, reasons)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("enwiki", "wiki"),
        ("dewikivoyage", "wikivoyage"),
        ("beer.stackexchange.com", "stackexchange"),
        ("stackoverflow.com", "stackexchange"),
        ("web", "web"),
        ("example.org", "web"),
        ("", "web"),
    ],
)
def test_the_kind_of_a_source(source, kind):
    config = QualityConfig()
    assert config.kind_of(source) is getattr(config, kind)


def test_the_first_kind_whose_sources_fit_counts():
    assert QualityConfig(wiki={"sources": ["mine*"]}).kind_of("enwiki").__class__ is WebConfig


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"web": {"rules": {"to-few-words": 3}}}, "did you mean too-few-words"),
        ({"web": {"sets": ["gopher"]}}, "gopher-quality"),
        ({"web": {"pii": ["name"]}}, "email"),
        ({"web": {"min_confidence": 2}}, "less than or equal to 1"),
        ({"wki": {}}, "Extra inputs"),
    ],
)
def test_a_mistake_in_the_configuration_is_an_error(config, message):
    with pytest.raises(ValidationError, match=message):
        QualityConfig(**config)


def test_a_number_in_a_recipe_is_a_threshold_and_no_switch():
    config = QualityConfig.model_validate(
        {"web": {"rules": {"curly-brackets": 0, "lorem-ipsum": 1, "hashes": False}}}
    )
    thresholds = {rule.reason: rule.threshold for rule in config.web.rule_set().rules}
    assert (thresholds["curly-brackets"], thresholds["lorem-ipsum"]) == (0, 1)
    assert "hashes" not in thresholds


def test_rules_in_a_recipe_change_the_kinds_own_and_do_not_replace_them():
    config = QualityConfig(web={"rules": {"too-few-words": 30}}, wiki={"rules": {"too-few-words": False}})
    thresholds = {rule.reason: rule.threshold for rule in config.web.rule_set().rules}
    assert (thresholds["too-few-words"], thresholds["curly-brackets"]) == (30, 5)
    assert [rule.reason for rule in config.wiki.rule_set().rules] == [
        "duplicate-line-characters",
        "duplicate-paragraph-characters",
    ]


def test_decisions_come_in_the_order_of_the_scores():
    measured = [scores(each.text, id=each.id) for each in DOCUMENTS]
    assert [row.id for row in DecideQuality(QualityConfig())(measured)] == [each.id for each in DOCUMENTS]
