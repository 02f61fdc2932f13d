"""The recipe `corpus` on real files of every kind of source, in one run."""

import json
import random
import time

import pyarrow.parquet as pq
import pytest
import yaml

from tests.jobs.commands import digests, roae, start

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def recipe(real_data, tmp_path_factory):
    """Every file of the real data that a source can read."""
    wiki, dumps, tuples = (real_data / name for name in ("wiki", "stackexchange", "tuples"))
    wikis = {
        "en2016": "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2",
        "en2022": "enwiki-2022-first251-truncated.xml.bz2",
        "afar": "aawiki-20260101-pages-meta-current.xml.bz2",
        "afar-history": "aawiki-20260101-pages-meta-history.xml.7z",
        "bulgarian": "bgwiki-latest-pages-articles-shortened.xml.bz2",
        "japanese": "jawiki-2006-schema0.3-truncated.xml.bz2",
        "wiktionaries": "*wiktionary*.xml",
        "minidumps": "minidump",
        "fragments": "page_fragment",
        "pages": "wikitext",
    }
    sites = {
        "beer": "beer.stackexchange.com.7z",
        "beer-2017": "beer.stackexchange.com-2017",
        "genai": "genai.stackexchange.com",
        "quantum": "quantumcomputing.stackexchange.com",
    }
    files = [
        "atomic2020/sample_*.tsv",
        "atomic2020/sloatomic*.tsv",
        "atomic2020/triples*.tsv",
        "atomic2019/*.csv",
        "conceptnet/assertions*.csv",
        "conceptnet/cn100k*.txt",
        "quasimodo/*.tsv",
        "ascent",
    ]
    values = {
        "pipeline": "corpus",
        "output": "RUN",
        "rejected_limit": 0.1,
        "wikis": {name: {"input": str(wiki / path)} for name, path in wikis.items()},
        "stackexchange": {
            name: {"input": str(dumps / path), "threads": {"comments": True}} for name, path in sites.items()
        },
        "web": {"input": str(real_data / "web"), "pages": {"all_pages": True}},
        "tuples": {"input": [str(tuples / path) for path in files]},
        "quality": {},
        # Articles six years apart have a third of their shingles in common, or more.
        "duplicates": {"near": {"bands": 50, "rows": 3}, "min_similarity": 0.2},
        "boilerplate": {},
        "decontamination": {
            "sets": {"truthfulqa": {"path": str(real_data / "factuality" / "truthfulqa" / "TruthfulQA.csv")}}
        },
    }
    path = tmp_path_factory.mktemp("recipe") / "everything.yaml"
    path.write_text(yaml.safe_dump(values))
    return path


@pytest.fixture(scope="module")
def run(recipe, tmp_path_factory):
    """An undisturbed run."""
    folder = tmp_path_factory.mktemp("real") / "run"
    done = roae("run", recipe, f"output={folder}", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder


def manifest(run, stage):
    return json.loads((run / stage / "manifest.json").read_text())


def test_every_source_becomes_documents(run):
    rows = {
        path.parent.name: json.loads(path.read_text())["rows_out"] for path in run.glob("*/manifest.json")
    }
    # The Afar Wikipedia is all but empty.
    empty = {"10-afar", "10-afar-history"}
    found = {"51-repeated", "52-cut-paragraphs", "53-boilerplate", "61-overlaps", "62-contaminated-items"}
    # Two of the sites come without their comments.
    comments = {stage for stage in rows if "-comments" in stage or "-placed" in stage}
    assert {stage for stage, count in rows.items() if not count} <= empty | found | comments
    assert rows["10-en2016"] == 106
    assert rows["12-beer"] > 900
    assert rows["24-web"] > 80
    assert rows["11-tuples"] > 15_000
    assert rows["90-sequences"] > 1000


def test_no_row_is_rejected_but_those_that_are_broken(run):
    rejected = {}
    for path in run.glob("*/manifest.json"):
        for reason, count in json.loads(path.read_text())["rejected"].items():
            rejected[reason] = rejected.get(reason, 0) + count
    # Two dumps that are cut off in a page, an archive that is cut off, and the rows that PROVENANCE.md names.
    assert "error" not in rejected
    assert rejected["truncated"] <= 3


def test_snapshots_of_a_site_and_of_articles_are_found_to_be_the_same(run):
    ids = set(column(run / "45-clusters", "id"))
    assert sum(id.startswith("beer.stackexchange:") for id in ids) > 400
    assert sum(id.startswith("enwiki:") for id in ids) > 50
    survivors = column(run / "46-survivors", "id")
    assert len(survivors) > len(ids)


def column(folder, name):
    """A column of all of a stage's files."""
    return [
        v for path in folder.glob("*.parquet") for v in pq.read_table(path, columns=[name])[name].to_pylist()
    ]


def test_questions_of_an_evaluation_set_are_looked_for(run):
    assert manifest(run, "60-evaluation-items")["rows_out"] == 817
    assert manifest(run, "63-decontaminated")["rows_out"] > 15_000


def test_killed_and_run_again_gives_the_same_bytes(recipe, run, tmp_path):
    command = ["run", recipe, f"output={tmp_path / 'run'}", "--quiet"]
    chance = random.Random(3)
    for _ in range(3):
        process = start(*command)
        time.sleep(chance.uniform(4, 12))
        process.kill()
        process.communicate()
    assert roae(*command).returncode == 0
    assert digests(tmp_path / "run") == digests(run)
