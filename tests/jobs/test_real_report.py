"""`roae report` of a run over real files: two English dumps six years apart, a site and its older copy, web
pages and tuples.
"""

import json
import re

import lxml.html
import pytest

from jobs.report.charts import histogram
from jobs.report.gather import gather
from jobs.report.render import render
from tests.jobs.browser import browser
from tests.jobs.commands import roae
from tests.jobs.report_run import shared_folder

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def run(real_data, tmp_path_factory):
    wiki, dumps = real_data / "wiki", real_data / "stackexchange"
    settings = {
        "wikis.en2016.input": wiki / "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2",
        "wikis.en2022.input": wiki / "enwiki-2022-first251-truncated.xml.bz2",
        "wikis.japanese.input": wiki / "jawiki-2006-schema0.3-truncated.xml.bz2",
        "stackexchange.beer.input": dumps / "beer.stackexchange.com.7z",
        "stackexchange.older.input": dumps / "beer.stackexchange.com-2017",
        "web.input": real_data / "web",
        "web.pages.all_pages": "true",
        "tuples.input": real_data / "tuples" / "conceptnet" / "cn100k*.txt",
        "quality": "{}",
        "duplicates": "{near: {bands: 50, rows: 3}, min_similarity: 0.2}",
        "boilerplate": "{}",
        "exclusions": "true",
        "rejected_limit": "0.1",
    }
    with shared_folder(tmp_path_factory, "real-report") as folder:
        given = [f"output={folder / 'run'}", *(f"{key}={value}" for key, value in settings.items())]
        for command in (["run", "corpus", *given, "--quiet"], ["report", folder / "run"]):
            done = roae(*command)
            assert done.returncode == 0, done.stderr
        return folder / "run"


@pytest.fixture(scope="module")
def report(run):
    return gather(str(run), samples=3)


def test_figures_agree_with_each_other(run, report):
    tokens = json.loads((run / "90-sequences" / "tokens.json").read_text())
    left = report.funnel.levels[-1]
    assert left.documents == tokens["totals"]["documents"]
    assert {source.source: source.left.documents for source in report.funnel.sources if source.tokens} == {
        source: count["documents"] for source, count in tokens["sources"].items()
    }
    for found in report.lengths:
        assert not found.extent.is_sample
        assert found.all.count == found.extent.rows == sum(source.lengths.count for source in found.sources)
    dropped = sum(level.lost_documents for level in report.funnel.levels)
    assert report.funnel.levels[0].documents - left.documents == dropped
    assert report.duplicates.documents - report.duplicates.clusters == sum(
        n for _, n in report.duplicates.because
    )


def test_what_is_known_of_the_files_is_found(report):
    pairs = dict(report.duplicates.pairs)
    assert pairs["enwiki", "enwiki"] > 50
    assert pairs["beer.stackexchange", "beer.stackexchange"] > 400
    reasons = {(r.stage, r.reason): r for r in report.losses.dropped}
    redirects = reasons["en2016", "redirect"]
    assert redirects.rows == 99
    assert all(re.match("#redirect", sample.text, re.IGNORECASE) for sample in redirects.samples)
    assert {r.reason for r in report.losses.rejected if r.stage == "en2022"} == {"truncated"}
    assert report.markup.lost_total > 100
    words = next(measure for measure in report.quality.ruled if measure.name == "words")
    assert {threshold.value for threshold in words.thresholds} == {20, 50, 100_000}
    assert len(histogram(words.values, "", marks=words.edges).marks) == 3
    assert max(stage.timing.peak_rss_bytes for stage in report.stages) > 1e8


def test_the_page_is_whole_and_says_the_same_again(run, report):
    page = (run / "report.html").read_bytes()
    assert page == render(report)
    assert len(page) < 2_000_000
    document = lxml.html.document_fromstring(page.decode())
    assert len(document.xpath("//section")) >= 11
    assert not document.xpath("//script | //img")
    # Japanese titles and samples of markup came through.
    assert re.search("[\u3040-\u30ff]", page.decode())


@pytest.mark.parametrize("width", [400, 1400])
def test_the_page_fits_in_a_browser(run, width):
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 900})
        said, asked = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((run / "report.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [(run / "report.html").as_uri()]
