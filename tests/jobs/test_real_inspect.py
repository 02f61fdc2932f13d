"""`roae inspect` on a run of real files: what trace says of documents that ended in every way."""

import pytest
import yaml

from tests.jobs.commands import roae
from tests.jobs.inspect_runs import said, shown

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def run(real_data, tmp_path_factory):
    """A dump that is cut off, single pages of it in other revisions, a site, and rows that are kept."""
    wiki = real_data / "wiki"
    folder = tmp_path_factory.mktemp("inspect")
    values = {
        "pipeline": "corpus",
        "output": str(folder / "run"),
        "exclusions": True,
        "rejected_limit": 0.1,
        "wikis": {
            "en2022": {"input": str(wiki / "enwiki-2022-first251-truncated.xml.bz2")},
            "fragments": {"input": str(wiki / "page_fragment")},
        },
        "stackexchange": {
            "beer": {"input": str(real_data / "stackexchange" / "beer.stackexchange.com-2017")},
        },
        "quality": {},
        "duplicates": {"near": {"bands": 50, "rows": 3}, "min_similarity": 0.2},
        "boilerplate": {},
        "decontamination": {
            "sets": {"truthfulqa": {"path": str(real_data / "factuality" / "truthfulqa" / "TruthfulQA.csv")}}
        },
    }
    recipe = folder / "recipe.yaml"
    recipe.write_text(yaml.safe_dump(values))
    done = roae("run", recipe, "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "run"


def outcomes(capsys, run, name):
    return [outcome["outcome"] for outcome in said(capsys, "trace", run, name)[-1]["outcomes"]]


def test_every_kept_document_is_traced_into_the_sequences(run, capsys):
    for row in said(capsys, run, "sample", "12"):
        lines = said(capsys, "trace", run, row["id"])
        kept = [line for line in lines[:-1] if "spans" in line]
        tokens = [line["tokens"] for line in lines[:-1] if line.get("stage") == "80-tokens"]
        assert len(kept) == len(tokens) >= 1
        for sequence, count in zip(kept, tokens, strict=True):
            assert sum(span["length"] for span in sequence["spans"]) == count + 2


def test_every_dropped_document_is_traced_to_the_stage_and_the_reason(run, capsys):
    traced = set()
    for row in said(capsys, run, "head", "4", "--dropped"):
        stage = row["_at"].partition("/")[0]
        name = row["id"] if ":" in row["id"] else f"enwiki:{row['id']}"
        if row["kind"] not in {"Document", "Page"}:
            continue
        assert any(f"dropped by {stage}: {row['reason']}" in told for told in outcomes(capsys, run, name)), (
            name
        )
        traced.add(row["reason"])
    assert {"redirect", "near-duplicate"} <= traced


def test_a_duplicate_is_traced_to_the_one_that_is_kept(run, capsys):
    members = said(capsys, run, "where", "reason == 'near-duplicate'", "--stage", "clusters", "-n", "5")
    assert members
    for member in members:
        kept = said(capsys, run, "where", f"key == {member['cluster']}", "--stage", "clusters", "-n", "1")[0]
        assert any(f"near-duplicate of {kept['id']}" in told for told in outcomes(capsys, run, member["id"]))


def test_a_rejected_page_is_traced_by_where_it_was(run, capsys):
    rejected = said(capsys, run, "head", "9", "--rejected")
    assert rejected
    for row in rejected:
        (told,) = outcomes(capsys, run, row["where"])
        assert f": {row['reason']}" in told
        assert told.startswith("rejected by ")


def test_the_run_is_whole_and_all_verbs_take_it(run, capsys):
    assert said(capsys, run, "verify")[-1]["faults"] == 0
    for stage in sorted(path for path in run.iterdir() if path.is_dir()):
        about = said(capsys, stage)[0]
        if about["rows"]:
            assert said(capsys, stage, "stats")[0]["rows"] == about["rows"]
            assert said(capsys, stage, "head", "1")
        assert "Traceback" not in shown(capsys, stage)
    assert said(capsys, run, "grep", "[Bb]rew", "--count")[0]["matches"] > 100
    assert said(capsys, "diff", run, run)[-1]["changed"] == 0
