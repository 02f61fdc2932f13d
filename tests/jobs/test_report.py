"""`roae report`: what the page says, read as HTML but without a browser."""

import dataclasses
import itertools
import json
import re
import shutil
from pathlib import Path

import fsspec
import lxml.html
import pytest

from jobs.cli import USAGE, main
from jobs.report.gather import gather
from jobs.report.render import render
from jobs.report.stages import State
from pipelines.engine import Map, run_stages
from schemas.document import Document
from tests.jobs.report_run import HARM, IMAGE, KEY, PASSWORD, SCRIPT, SOURCES, Made, make_run, shared_run

SECTIONS = [
    "funnel",
    "reading",
    "lengths",
    "quality",
    "dropped",
    "rejected",
    "duplicates",
    "boilerplate",
    "contamination",
    "markup",
    "mixture",
    "packing",
    "factuality",
    "preferences",
    "stages",
    "configuration",
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return shared_run(tmp_path_factory)


@pytest.fixture(scope="module")
def report(run):
    return gather(run, samples=3)


@pytest.fixture(scope="module")
def html(report):
    return render(report).decode()


@pytest.fixture(scope="module")
def page(html):
    return lxml.html.document_fromstring(html)


@pytest.fixture
def copy(run, tmp_path):
    """A copy of the run, to be harmed."""
    return Path(shutil.copytree(run, tmp_path / "copy"))


def words(element) -> str:
    """All its text, with a space between elements."""
    return " ".join(" ".join(element.itertext()).split())


def section(page, name: str) -> str:
    return words(page.get_element_by_id(name))


def manifest(run, stage: str) -> dict:
    (path,) = Path(run).glob(f"*-{stage}/manifest.json")
    return json.loads(path.read_text())


def test_every_section_is_there_and_in_the_list(page):
    assert [found.get("id") for found in page.iter("section")] == SECTIONS
    assert page.xpath("//nav//a/@href") == [f"#{name}" for name in SECTIONS]
    assert "Not in this run" not in words(page)


def test_counts_are_those_of_the_manifests(run, page, report):
    tokens = json.loads(next(Path(run).glob("*-sequences/tokens.json")).read_text())["totals"]
    packing = section(page, "packing")
    assert f"Tokens {tokens['tokens']:,}" in packing
    assert f"Sequences {tokens['sequences']:,}" in packing
    assert f"{tokens['padding']:,} positions" in packing
    dropped = {(r.stage, r.reason): r.rows for r in report.losses.dropped}
    for stage in ("clean", "survivors", "decontaminated", *SOURCES):
        assert {r: n for (s, r), n in dropped.items() if s == stage} == manifest(run, stage)["dropped"]
    rows = [[words(cell) for cell in row] for row in page.xpath("//section[@id='stages']//tbody/tr")]
    assert [row[0].partition("-")[2] for row in rows] == [stage.name for stage in report.stages]
    assert rows[0][4] == str(manifest(run, "books")["rows_out"])
    assert f"{manifest(run, 'pairs')['rows_out']} pairs" in section(page, "preferences")


def test_the_funnel_ends_with_what_the_tokens_are_made_of(run, report):
    levels = report.funnel.levels
    assert [level.stages for level in levels][1:] == [
        "clean",
        "survivors + identical",
        "without-boilerplate",
        "decontaminated",
        "tokens",
    ]
    assert levels[0].documents == 60
    assert levels[-1].documents == manifest(run, "tokens")["rows_out"]
    for level in levels:
        assert level.characters == sum(segment.characters for segment in level.segments)
    for before, after in itertools.pairwise(levels):
        assert before.documents - after.documents == after.lost_documents
        assert before.characters - after.characters == after.lost_characters
        assert after.lost_characters == after.cut + sum(loss.characters for loss in after.losses)


def test_dropped_rows_of_each_reason_are_shown(report):
    by_reason = {reason.reason: reason for reason in report.losses.dropped}
    assert {sample.id for sample in by_reason["too-few-words"].samples} == {
        f"{s}:31" for s in SOURCES.values()
    }
    assert by_reason["contaminated"].samples[0].id == "bookswiki:30"
    assert by_reason["not-a-record"].samples[0].text == HARM[2]
    assert len(by_reason["exact-duplicate"].samples) == 3


def test_duplicates_of_another_source_are_counted_as_such(report):
    assert dict(report.duplicates.pairs)[SOURCES["pages"], SOURCES["books"]] >= 20
    largest = report.duplicates.largest[0]
    assert largest.size == 8
    assert sum(cluster.size for cluster in report.duplicates.largest) <= report.duplicates.documents


def test_an_evaluation_item_that_was_found_is_shown_with_its_answer(page):
    told = section(page, "contamination")
    assert "nineteen ships and four gulls" in told
    assert "answers gulls" in told
    assert "100% of its n-grams stand in bookswiki:30" in told


def test_the_page_loads_nothing_and_runs_nothing(html, page):
    assert not page.xpath(
        "//script | //img | //iframe | //object | //embed | //form | //base | //audio | //video"
    )
    assert not [name for element in page.iter() for name in element.attrib if name.lower().startswith("on")]
    assert {link for link in page.xpath("//@href") if not link.startswith("#")} == {"data:,"}
    assert not page.xpath("//@src | //@srcset | //@style | //@action")
    assert not re.search(r"@import|url\(", page.xpath("//style")[0].text)
    assert len(page.xpath("//style")) == 1
    assert html.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_text_of_the_corpus_stands_there_as_it_is(html, page):
    texts = [text for text in page.itertext() if text]
    for harm in HARM:
        assert any(harm in text for text in texts), harm
    # The odd ones: pictures of controls, and nothing that turns the text around.
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)
    assert "evil ␀ ␇" in html
    assert "\\udc80" in html


def test_identifiers_are_unique_and_references_lead_somewhere(page):
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    named = " ".join(page.xpath("//@aria-labelledby")).split()
    assert set(named) <= set(identifiers)
    assert {link[1:] for link in page.xpath("//@href") if link.startswith("#")} <= set(identifiers)


def test_configuration_is_there_without_secrets(html, page):
    told = section(page, "configuration")
    assert "endpoint.base_url https://(hidden)@models.example/v1" in told
    assert "endpoint.api_key_variable HARBOUR_KEY" in told
    assert "X-Amz-Signature=(hidden)&part=2" in told
    assert "tokens.bos_token <s>" in told
    assert PASSWORD not in html
    assert KEY not in html


def test_the_same_run_gives_the_same_bytes(run, html):
    assert render(gather(f"{run}/", samples=3)).decode() == html


def test_no_samples_means_no_text_of_any_dropped_row(run):
    without = gather(run, samples=0)
    assert not any(reason.samples for reason in without.losses.dropped)
    assert not any(reason.samples for reason in without.losses.rejected)
    assert not without.preferences.samples
    assert render(without)


def test_half_a_run_says_how_far_it_is(copy):
    for stage in ("survivors", "identical"):
        (folder,) = copy.glob(f"*-{stage}")
        (folder / "manifest.json").unlink()
    for stage in ("decontaminated", "tokens", "sequences", "pairs"):
        (folder,) = copy.glob(f"*-{stage}")
        shutil.rmtree(folder)
    found = gather(str(copy), samples=1)
    states = {stage.name: stage.state for stage in found.stages}
    assert states["clean"] is State.DONE
    assert states["survivors"] is State.UNFINISHED
    assert states["tokens"] is State.WAITING
    assert [level.stages for level in found.funnel.levels if not level.pending] == ["", "clean"]
    assert len(found.funnel.levels) > 3
    page = lxml.html.document_fromstring(render(found))
    told = words(page)
    assert f"{len(states) - 6} of {len(states)} stages are done" in told
    assert "Not in this run: tokens and packing, preference pairs." in told
    assert "not finished yet" in section(page, "funnel")
    assert "Documents left 58" in told


def test_a_stage_of_other_settings_is_told(copy):
    about = json.loads((copy / "run.json").read_text())
    about["stages"][2]["digest"] = "0" * 64
    (copy / "run.json").write_text(json.dumps(about))
    stages = gather(str(copy), samples=0).stages
    assert [stage.state for stage in stages[1:4]] == [State.DONE, State.CHANGED, State.DONE]


def test_rows_of_another_version_are_told(copy):
    (path,) = copy.glob("*-clusters/manifest.json")
    about = json.loads(path.read_text())
    path.write_text(json.dumps({**about, "record_version": 1}))
    found = gather(str(copy), samples=1)
    assert found.duplicates is None
    assert len([told for told in found.unread if "holds version 1 of ClusterMember" in told]) == 1


def test_files_that_are_gone_or_damaged_are_told_and_cost_only_themselves(copy):
    (scores,) = copy.glob("*-scores/part-books-*.parquet")
    scores.unlink()
    (dropped,) = copy.glob("*-survivors/dropped/part-*pages*.parquet")
    dropped.write_bytes(b"PAR1 and nothing")
    found = gather(str(copy), samples=3)
    assert found.quality.extent.rows == 30
    assert found.quality.extent.unread == (f"{scores.name} is not there any more",)
    assert any(f"-survivors/{dropped.parent.name}/{dropped.name}: " in told for told in found.unread)
    page = lxml.html.document_fromstring(render(found))
    assert "is not there any more" in section(page, "quality")
    assert "30 of 60 documents (50.0%)" in section(page, "quality")


def test_a_damaged_index_or_cluster_table_is_told(copy):
    (index,) = copy.glob("*-evaluation-items/index")
    shutil.rmtree(index)
    for path in copy.glob("*-clusters/*.parquet"):
        path.write_bytes(path.read_bytes()[:-9])
    found = gather(str(copy), samples=1)
    assert found.duplicates is None
    assert found.contamination is None
    told = words(lxml.html.document_fromstring(render(found)))
    assert "leaves out what could not be read" in told
    assert "-clusters/part-00000.parquet: " in told
    assert "evaluation-items, contaminated-items: " in told


def test_without_kept_rows_dropped_documents_are_found_again(tmp_path):
    found = gather(make_run(tmp_path, exclusions=False), samples=2)
    by_stage = {(r.stage, r.reason): r for r in found.losses.dropped}
    short = by_stage["clean", "too-few-words"]
    assert not short.kept
    assert sorted(sample.id for sample in short.samples) == sorted(f"{s}:31" for s in SOURCES.values())
    assert short.samples[0].text == f"Short. {SCRIPT}"
    near = by_stage["survivors", "near-duplicate"].samples
    assert len(near) == 2
    assert all(":32" in sample.id for sample in near)
    assert by_stage["decontaminated", "contaminated"].samples[0].id == "bookswiki:30"
    assert not by_stage["books", IMAGE].samples


def test_a_run_behind_a_url(tmp_path):
    url = "memory://reports/run"
    try:
        stage = Map(name="books", source=Made("documents", "books"), function=iter, output=Document)
        run_stages([stage], url, recipe={"pipeline": "books"})
        assert main(["report", url, "--samples", "1"]) == 0
        page = lxml.html.document_fromstring(fsspec.filesystem("memory").cat_file("/reports/run/report.html"))
    finally:
        fsspec.filesystem("memory").rm("/reports", recursive=True)
    assert "All 1 stages are done" in words(page)
    # There are no scores: lengths are those of the texts.
    assert "Characters per document, of the last documents" in section(page, "lengths")


def test_the_command_writes_one_file_and_says_where(run, tmp_path, capsys):
    target = tmp_path / "new" / "page.html"
    assert main(["report", run, "--output", str(target)]) == 0
    assert [path.name for path in target.parent.iterdir()] == ["page.html"]
    assert capsys.readouterr().out.startswith(f"{target}: ")
    assert gather(run, samples=3) == gather(run, samples=3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["FOLDER"], "is no run folder: there is no run.json"),
        (["FOLDER/none"], "is no run folder"),
        (["nowhere://run"], "cannot be opened"),
        (["RUN", "--samples", "-1"], "--samples is 0 or more"),
        (["RUN", "--output", "FOLDER/file/page.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(run, tmp_path, capsys, arguments, message):
    (tmp_path / "file").write_text("")
    given = [word.replace("FOLDER", str(tmp_path)).replace("RUN", run) for word in arguments]
    assert main(["report", *given]) == USAGE
    assert message in capsys.readouterr().err


def test_a_run_of_nothing_but_pairs_has_no_funnel(tmp_path):
    from schemas.preferences import PreferencePair

    stage = Map(name="pairs", source=Made("pairs", ""), function=iter, output=PreferencePair)
    run_stages([stage], str(tmp_path / "run"), recipe={"pipeline": "answers"})
    found = gather(str(tmp_path / "run"), samples=2)
    assert found.funnel is None
    page = lxml.html.document_fromstring(render(found))
    assert [part.get("id") for part in page.iter("section")] == ["preferences", "stages", "configuration"]
    assert "user: <script>" in section(page, "preferences")
    assert dataclasses.astuple(found.preferences.kinds[0])[1] == 10
