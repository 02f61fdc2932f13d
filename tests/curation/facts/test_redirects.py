"""Redirects become other names of answers."""

import bz2

import pyarrow.parquet as pq
import pytest

from curation.facts.redirects import Redirects, redirect_of
from curation.questions.config import QuestionsConfig
from pipelines.engine import run_stages
from pipelines.questions import question_stages
from pipelines.sources.redirects import RedirectsOfDumps
from pipelines.sources.wiki import WikiSource
from schemas.document import Page
from tests.curation.mediawiki.dump_files import dump, page


@pytest.mark.parametrize(
    ("title", "text", "target", "is_name"),
    [
        ("Honest Abe", "#REDIRECT [[Abraham Lincoln]]", "Abraham Lincoln", True),
        ("Lincoln", "#REDIRECT [[Abraham Lincoln]] {{R from surname}}", "Abraham Lincoln", True),
        ("AmericA", "#REDIRECT [[United States]]", "United States", False),
        ("Abraham lincoln", "#REDIRECT [[Abraham Lincoln]]", "Abraham Lincoln", False),
        ("Death of Abraham Lincoln", "#REDIRECT [[Abraham Lincoln]]", "Abraham Lincoln", False),
        ("Log cabin years", "#REDIRECT [[Abraham Lincoln#Early life]]", "Abraham Lincoln", False),
        ("Abe (president)", "#REDIRECT [[Abraham Lincoln]]", "Abraham Lincoln", False),
        ("Abraham Lincoln", "An article.", "", False),
    ],
)
def test_which_redirects_are_names(title, text, target, is_name):
    found = redirect_of(
        Page(site="enwiki", language="en", id=1, namespace=0, title=title, text=text, redirect=target)
    )
    assert (found is not None) == is_name
    if found is not None:
        assert (found.target, found.title) == (target, title)


def person(number, town):
    name = f"Person {'ABCDEFG'[number]} Smith"
    text = f"{{{{Infobox person\n| birth_place = {town}\n}}}}\n'''{name}''' was an engineer of many bridges."
    return page(name, number + 1, text=text)


@pytest.mark.parametrize("partitions", [1, 3])
def test_an_answer_has_the_names_that_lead_to_its_page(tmp_path, partitions):
    redirects = {"Siam": "Thailand", "Persia": "Iran", "Bytown": "Ottawa", "City of Light": "Paris"}
    pages = [person(number, town) for number, town in enumerate(("Thailand", "Iran", "Ottawa", "Oslo"))]
    pages += [
        page(title, 10 + number, text=f"#REDIRECT [[{target}]]")
        for number, (title, target) in enumerate(redirects.items())
    ]
    path = tmp_path / "dump.xml.bz2"
    path.write_bytes(bz2.compress(dump(pages)))
    wiki = WikiSource(input=str(path))
    stages = [
        *wiki.stages("enwiki", 10),
        *question_stages(
            ("enwiki",),
            QuestionsConfig(),
            seed=0,
            partitions=partitions,
            number=20,
            redirects=RedirectsOfDumps({"enwiki": wiki.source()}),
        ),
    ]
    run = tmp_path / "run"
    run_stages(stages, str(run))
    facts = [row for file in run.glob("22-facts/*.parquet") for row in pq.read_table(file).to_pylist()]
    places = {row["value"]: row["aliases"] for row in facts if row["relation"] == "birth-place"}
    assert places == {"Thailand": ["Siam"], "Iran": ["Persia"], "Ottawa": ["Bytown"], "Oslo": []}
    names = Redirects(str(run / "28-other-names"))
    assert names.names("Paris") == ["City of Light"]
    assert names.names("Rome") == []
    assert len(list((run / "28-other-names").glob("*.arrow"))) == min(partitions, 3)
