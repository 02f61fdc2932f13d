"""The recipe `corpus` on the demonstration data: every kind of source, from files to documents."""

import json

import pyarrow.parquet as pq
import pytest

from jobs import recipe as recipes
from jobs.demo.inputs import write_inputs
from jobs.errors import UsageError
from jobs.funnel import funnel
from jobs.funnel_tables import show
from pipelines.engine import RunError, RunOptions
from schemas.token_shards import TokenShards
from tests.pipelines.engine.folders import changed_at, shard_digests


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return write_inputs(tmp_path_factory.mktemp("inputs"))


def load(inputs, output, *settings, without=()):
    given = [f"{key}={value}" for key, value in inputs.items() if not key.startswith(tuple(without))]
    return recipes.load("corpus", [*given, f"output={output}", "rejected_limit=0.2", *settings])


@pytest.fixture(scope="module")
def run(inputs, tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus") / "run"
    load(inputs, folder, "boilerplate.min_documents=4", "exclusions=true").run(RunOptions())
    return folder


def rows(folder):
    return [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def test_every_source_has_documents_of_its_own(run):
    documents = rows(run / "46-survivors")
    assert {row["source"] for row in documents} == {
        "demowiki",
        "demowikibooks",
        "demowikiversity",
        "demowikivoyage",
        "demo.stackexchange",
        "tuples",
        "web",
    }
    assert all(row["text"].strip() and row["licence"] and row["language"] for row in documents)


def test_only_pages_that_others_reference_come_from_the_web(run):
    pages = rows(run / "24-web")
    assert pages
    assert all(json.loads(dict(page["metadata"])["referenced_by"]) >= 1 for page in pages)
    assert manifest(run / "23-web-captures")["dropped"]["not-wanted"] >= 1


def test_the_articles_own_example_of_tuples(run):
    """`PersonX borrows money`: its tail `none` and its judgement `needy` go, its effect stays."""
    kept = [row for row in rows(run / "10-tuples-kept") if row["head"] == "PersonX borrows money"]
    said = {(row["relation"], row["tail"]) for row in kept}
    assert ("xEffect", "becomes in debt") in said
    assert not {("oWant", "none"), ("xAttr", "needy")} & said
    paragraph = next(row["text"] for row in rows(run / "11-tuples") if "borrows money" in row["title"])
    assert "in debt" in paragraph
    assert "needy" not in paragraph
    assert "none" not in paragraph


def test_near_duplicates_of_all_sources_are_found(run):
    clusters = rows(run / "45-clusters")
    assert clusters
    dropped = manifest(run / "46-survivors")["dropped"]
    assert dropped.get("near-duplicate", 0) + dropped.get("exact-duplicate", 0) >= 1


def test_what_is_left_out_of_the_recipe_is_left_out_of_the_run(inputs, tmp_path):
    settings = ["quality=null", "duplicates=null", "boilerplate=null"]
    without = ("wikis.demowikibooks", "wikis.demowikiversity", "wikis.demowikivoyage", "web", "tuples")
    loaded = load(inputs, tmp_path / "run", *settings, without=without)
    assert [(stage.number, stage.name) for stage in loaded.stages()] == [
        (10, "demowiki"),
        (10, "demosite-posts"),
        (12, "demosite"),
        (80, "tokens"),
        (90, "sequences"),
    ]


def test_web_pages_alone_are_all_wanted(inputs, tmp_path):
    loaded = load(inputs, tmp_path / "run", without=("wikis", "stackexchange", "tuples"))
    stages = {stage.name: stage for stage in loaded.stages()}
    assert "web-links" not in stages
    assert stages["web-captures"].config["pages"].all_pages


def test_comments_are_asked_for(inputs, tmp_path):
    loaded = load(inputs, tmp_path / "run", "stackexchange.demosite.threads.comments=true")
    stages = {stage.name: stage for stage in loaded.stages()}
    assert stages["demosite"].inputs == ("demosite-posts", "demosite-placed")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["wikis.En_Wiki.input=x"], "kebab-case"),
        (["wikis.a.inputs=x"], "did you mean wikis.a.input?"),
        (["wikis.a.input=x", "stackexchange.a.input=y"], "two sources are called 'a'"),
        (["web.pages.all=true", "web.input=x"], "did you mean web.pages.all_pages?"),
        (["tuples.filter.skip=[self-lop]", "tuples.input=x"], "did you mean self-loop"),
        ([], "there is no source"),
    ],
)
def test_mistakes_are_told_with_what_to_write(settings, told):
    with pytest.raises(UsageError) as caught:
        recipes.load("corpus", ["output=x", *settings])
    assert told in str(caught.value)


def test_rewriting_is_a_stage_of_its_own_that_takes_the_sources_name(inputs, tmp_path):
    rewrite = "tuples.rewrite={base_url: 'http://127.0.0.1:9/v1', model: small}"
    loaded = load(inputs, tmp_path / "run", rewrite, without=("wikis", "stackexchange", "web"))
    names = [(stage.number, stage.name, stage.inputs) for stage in loaded.stages()]
    assert names[:3] == [
        (10, "tuples-kept", ()),
        (11, "tuples-told", ("tuples-kept",)),
        (12, "tuples", ("tuples-told",)),
    ]


def test_the_funnel_accounts_for_every_document_and_character(run):
    found = funnel(str(run))
    assert {step.source for step in found.steps} >= {"demowiki", "tuples", "web"}
    assert found.unfinished == []
    for step in found.steps:
        assert step.documents_in == step.documents_left + sum(loss.rows for loss in step.losses)
        lost = sum(loss.characters for loss in step.losses)
        assert step.characters_in == step.characters_left + step.cut + lost
    by_name = {}
    for step in found.steps:
        by_name.setdefault(step.step, []).append(step)
    assert list(by_name) == ["web", "clean", "survivors + identical", "without-boilerplate", "tokens"]
    survivors = rows(run / "46-survivors") + rows(run / "48-identical")
    left = by_name["survivors + identical"]
    assert sum(step.documents_left for step in left) == len(survivors)
    assert sum(step.characters_left for step in left) == sum(len(row["text"]) for row in survivors)
    tokens = rows(run / "80-tokens")
    assert sum(step.tokens_left for step in by_name["tokens"]) == sum(len(row["tokens"]) for row in tokens)
    reading = {reading.source: reading for reading in found.reading}
    assert reading["demowiki"].rows == manifest(run / "10-demowiki")["rows_in"]
    assert reading["demowiki"].dropped["redirect"] >= 1


def test_the_funnel_of_one_source_as_tables(run, capsys):
    show(str(run), source="demowiki")
    told = capsys.readouterr().out
    assert "near-duplicate" in told
    assert "web" not in [line.split()[0] for line in told.splitlines() if line]
    with pytest.raises(UsageError, match=r"no source 'nope'.*demowiki"):
        show(str(run), source="nope")
    with pytest.raises(UsageError, match="no run folder"):
        funnel(str(run / "80-tokens"))


def test_the_funnel_of_a_run_as_far_as_it_is(inputs, tmp_path):
    recipe = load(inputs, tmp_path / "run", without=("web", "tuples", "stackexchange"))
    recipe.run(RunOptions(until="scores"))
    found = funnel(str(tmp_path / "run"))
    assert found.steps == []
    assert {reading.source: reading.documents for reading in found.reading}["demowiki"] > 90
    (tmp_path / "run" / "10-demowiki" / "manifest.json").unlink()
    assert funnel(str(tmp_path / "run")).unfinished == ["demowiki"]


def test_a_source_more_leaves_the_work_on_the_others_as_it_is(inputs, tmp_path):
    folder = tmp_path / "run"
    load(inputs, folder, without=("wikis.demowikibooks", "web", "tuples")).run(RunOptions())
    written, digests = changed_at(folder), shard_digests(folder)
    load(inputs, folder, without=("web", "tuples")).run(RunOptions())
    again, grown = changed_at(folder), shard_digests(folder)
    per_document = ("10-", "11-", "12-", "30-scores", "31-decisions", "40-signatures", "80-tokens")
    kept = [path for path in written if path.startswith(per_document)]
    assert len(kept) > 20
    assert [path for path in kept if again[path] != written[path]] == []
    # Documents pass through lookups that know more now; what does not change for it has the same bytes.
    documents = [path for path in digests if path.startswith(("32-", "46-", "54-"))]
    assert len(documents) > 6
    assert [path for path in documents if grown[path] != digests[path]] == []
    assert any("demowikibooks" in path for path in set(grown) - set(digests))


def test_a_mixture_and_what_is_held_out(inputs, run, tmp_path):
    folder = tmp_path / "run"
    settings = ["mixture.sources={demowiki: 2, tuples: {max_tokens: 1K}}", "validation.share=0.1"]
    load(inputs, folder, "boilerplate.min_documents=4", *settings).run(RunOptions())
    tokens = rows(folder / "80-tokens")
    assert tokens == rows(run / "80-tokens")
    held_out = {row["id"] for row in rows(folder / "85-validation")}
    taken = rows(folder / "84-mixture")
    assert 5 < len(held_out) < 50
    assert held_out.isdisjoint(row["id"].partition("#")[0] for row in taken)
    wiki = [row["id"] for row in tokens if row["source"] == "demowiki" and row["id"] not in held_out]
    assert sorted(row["id"] for row in taken if row["source"] == "demowiki") == sorted(
        [*wiki, *(f"{i}#2" for i in wiki)]
    )
    assert 500 < sum(len(row["tokens"]) for row in taken if row["source"] == "tuples") <= 1000
    for name, trained_on in (
        ("90-sequences", taken),
        ("91-validation-sequences", rows(folder / "85-validation")),
    ):
        packed = TokenShards(folder / name)
        ids = {span.document for sequence in packed for span in sequence.spans}
        assert ids == {row["id"] for row in trained_on}
    steps = {(step.step, step.source): step for step in funnel(str(folder)).steps}
    mixed = steps["mixture", "demowiki"]
    assert mixed.documents_left == 2 * len(wiki)
    assert {loss.reason for loss in mixed.losses} == {"held-out"}
    with pytest.raises(RunError, match="names wikipedia"):
        load(inputs, folder, "mixture.sources={wikipedia: 1}").run(RunOptions())
