"""The whole recipe on real dumps."""

import json
import random
import time

import pytest

from jobs import recipe
from jobs.cli import main
from pipelines.engine import RunOptions, run_stages
from tests.jobs.commands import digests, roae, start

pytestmark = pytest.mark.real

DUMPS = (
    "enwiki-2022-first251-truncated.xml.bz2",
    "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2",
)


@pytest.fixture(scope="module")
def settings(real_data):
    """Both English dumps, in nine splits."""
    return [f"input={[str(real_data / 'wiki' / name) for name in DUMPS]}", "wiki.split_bytes=500000"]


@pytest.fixture(scope="module")
def run(settings, tmp_path_factory):
    """An undisturbed run of both English dumps, in one process."""
    folder = tmp_path_factory.mktemp("real") / "run"
    done = roae("run", "wikipedia", *settings, f"output={folder}", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder


def test_both_english_dumps_end_in_sequences(run):
    documents = json.loads((run / "10-documents" / "manifest.json").read_text())
    # 250 + 205 articles, 112 + 100 of the pages redirects or outside the main namespace; one dump is cut off.
    assert documents["rows_out"] == 245
    assert documents["dropped"] == {"namespace": 2, "redirect": 210}
    assert documents["rejected"] == {"truncated": 1}
    tokens = json.loads((run / "30-sequences" / "tokens.json").read_text())
    totals = tokens["totals"]
    assert totals["documents"] == 245
    assert totals["padding"] < 0.01 * totals["sequences"] * 4096
    for stage in run.glob("*/manifest.json"):
        assert json.loads(stage.read_text())["timing"]["peak_rss_bytes"] < 10**9


def test_killed_three_times_and_run_again_gives_the_same_bytes(settings, run, tmp_path):
    command = ["run", "wikipedia", *settings, f"output={tmp_path / 'run'}", "--quiet"]
    chance = random.Random(11)
    for _ in range(3):
        process = start(*command)
        time.sleep(chance.uniform(2, 6))
        process.kill()
        process.communicate()
    assert roae(*command).returncode == 0
    assert digests(tmp_path / "run") == digests(run)


def test_two_workers_give_the_same_bytes(settings, run, tmp_path):
    loaded = recipe.load("wikipedia", [*settings, f"output={tmp_path / 'run'}"])
    run_stages(loaded.stages(), loaded.output, RunOptions(workers=2, in_process_bytes=0))
    assert digests(tmp_path / "run") == digests(run)


@pytest.mark.parametrize("stage", ["10-documents", "20-tokens", "30-sequences"])
def test_every_stage_can_be_looked_into(run, stage, capsys):
    assert main(["inspect", str(run / stage), "--head", "2"]) == 0
    assert "enwiki:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "settings", "documents"),
    [
        ("bgwiki-latest-pages-articles-shortened.xml.bz2", [], 1),
        ("jawiki-2006-schema0.3-truncated.xml.bz2", ["wiki.language=ja"], None),
        ("aawiki-20260101-pages-meta-history.xml.7z", ["wiki.namespaces=[0, 2, 4, 10]"], None),
        ("minidump/de.xml.bz2", ["wiki.site=dewiki"], 2),
        ("page_fragment", ["wiki.site=fragments"], None),
        ("wikitext", ["wiki.site=pages"], None),
    ],
)
def test_other_formats_and_languages_run_too(real_data, tmp_path, name, settings, documents):
    path = real_data / "wiki" / name
    done = roae("run", "wikipedia", f"input={path}", f"output={tmp_path}", *settings, "--quiet")
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "10-documents" / "manifest.json").read_text())
    assert manifest["rows_out"] == documents if documents else manifest["rows_out"] > 3
