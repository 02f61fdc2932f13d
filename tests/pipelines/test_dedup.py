import dataclasses
import itertools
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from curation.dedup.boilerplate import BoilerplateConfig
from curation.dedup.config import DuplicatesConfig, MinHashConfig
from curation.dedup.largest import largest_clusters
from curation.dedup.shingles import jaccard, shingle_set
from curation.mediawiki import MediaWikiDump
from curation.web.documents import CapturesToDocuments, PagesConfig
from curation.web.source import WebArchives
from curation.wiki_documents import DocumentsConfig, PagesToDocuments
from pipelines.boilerplate import WITHOUT_BOILERPLATE, boilerplate_stages
from pipelines.component_rounds import components_by_rounds, run_with_rounds
from pipelines.dedup import SURVIVORS, dedup_stages
from pipelines.engine import Map, RunOptions, read_manifest, run_stages
from schemas.dedup import Link
from schemas.document import Document
from schemas.split import InputError
from tests.curation.dedup.made import document, edited, text
from tests.pipelines import dedup_run
from tests.pipelines.engine.folders import leftovers, rows, shard_digests, stories

ROOT = Path(__file__).parents[2]


def survivors(run):
    return sorted(row["id"] for name in SURVIVORS for row in rows(next(run.glob(f"*-{name}"))))


def table(run):
    return rows(next(run.glob("*-clusters")))


def dropped(run):
    manifests = [read_manifest(str(next(run.glob(f"*-{name}")))) for name in SURVIVORS]
    return dict(sum((Counter(manifest.dropped) for manifest in manifests), Counter()))


@pytest.fixture
def deduplicate(tmp_path):
    """Runs over lists of documents, each of them a file; gives the run folder."""

    def run(*files, **config):
        for number, documents in enumerate(files):
            inner = tmp_path / "in" / "docs"
            inner.mkdir(parents=True, exist_ok=True)
            dedup_run.write(inner / f"{number}.jsonl", documents)
        output = tmp_path / "run"
        run_stages(dedup_run.stages(tmp_path / "in", DuplicatesConfig(**config), output), str(output))
        return output

    return run


def run_of(folder, documents, **config):
    """A run over one file of documents, in a folder of its own."""
    (folder / "in" / "docs").mkdir(parents=True)
    dedup_run.write(folder / "in" / "docs" / "0.jsonl", documents)
    output = folder / "run"
    run_stages(dedup_run.stages(folder / "in", DuplicatesConfig(**config), output), str(output))
    return output


def test_what_an_earlier_run_has_is_dropped_and_that_run_is_left_alone(tmp_path):
    base, other = text(1, 300), text(2, 300)
    earlier = run_of(tmp_path / "old", [document("a", base), document("b", other)])
    before = stories(earlier)
    later = run_of(
        tmp_path / "new",
        [
            document("0", edited(base, 2) + " and much more of it"),  # longer, and of a smaller id
            document("b", other),  # the same row again
            document("c", text(3, 300)),
            document("d", text(3, 300) + " too"),
        ],
        against=(str(earlier),),
    )
    assert survivors(later) == ["d"]
    assert dropped(later) == {"exact-duplicate": 1, "near-duplicate": 2}
    assert stories(earlier) == before
    kept = {row["id"]: (row["run"], row["kept_because"]) for row in table(later) if not row["reason"]}
    assert kept == {
        "a": (str(earlier), "existing"),
        "b": (str(earlier), "existing"),
        "d": ("", "longest"),
    }
    third = run_of(
        tmp_path / "third", [document("x", text(3, 300) + " three")], against=(str(earlier), str(later))
    )
    assert survivors(third) == []


def test_earlier_runs_that_cannot_be_compared_with(tmp_path):
    earlier = run_of(tmp_path / "old", [document("a", text(1))], near={"bands": 3})
    with pytest.raises(InputError, match=r"cannot be compared.*'bands': 3.*'bands': 14"):
        run_of(tmp_path / "new", [document("b", text(1))], against=(str(earlier),))
    next(earlier.glob("*-signatures/manifest.json")).unlink()
    with pytest.raises(InputError, match="is not finished"):
        run_of(tmp_path / "newer", [document("b", text(1))], against=(str(earlier),))
    with pytest.raises(InputError, match="has no signatures"):
        run_of(tmp_path / "newest", [document("b", text(1))], against=(str(tmp_path),))
    with pytest.raises(ValueError, match="only signatures are read"):
        DuplicatesConfig(against=("x",), check="jaccard")


def test_near_and_exact_duplicates_go_and_the_rest_stays(deduplicate):
    base, other = text(1, 300), text(2, 300)
    run = deduplicate(
        [document("a", base), document("b", other)],
        [
            document("c", edited(base, 2)[:-9]),
            document("d", base.replace(" ", "\n\n")),
            document("e", text(3)),
        ],
    )
    assert survivors(run) == ["a", "b", "e"]
    assert dropped(run) == {"exact-duplicate": 1, "near-duplicate": 1}
    members = {row["id"]: (row["reason"], row["kept_because"]) for row in table(run)}
    assert members == {"a": ("", "smallest-id"), "c": ("near-duplicate", ""), "d": ("exact-duplicate", "")}


def test_equal_ids_are_different_rows(deduplicate):
    old, new = text("old", 200), text("new", 200)
    run = deduplicate(
        [document("enwiki:12", old, revision="1"), document("enwiki:13", text(4), revision="1")],
        [document("enwiki:12", new, revision="2"), document("enwiki:13", text(4) + " more", revision="2")],
    )
    # Article 12 was rewritten, and both of its texts stay; of article 13 the longer does.
    assert survivors(run) == ["enwiki:12", "enwiki:12", "enwiki:13"]
    kept = [row for name in SURVIVORS for row in rows(next(run.glob(f"*-{name}")))]
    assert [row["revision"] for row in kept if row["id"] == "enwiki:13"] == ["2"]


@pytest.mark.parametrize("check", ["none", "estimate", "jaccard"])
def test_of_rows_that_are_the_same_in_all_one_stays(deduplicate, check):
    page, short = document("web:1", text(1)), document("web:2", "Short")
    run = deduplicate([page, short, page], [page, document("web:3", text(3))], [short, page], check=check)
    assert survivors(run) == ["web:1", "web:2", "web:3"]
    assert dropped(run) == {"exact-duplicate": 4}


def test_rows_that_are_the_same_go_where_a_better_copy_stays(deduplicate):
    page = document("web:1", text(1))
    run = deduplicate([page, document("web:2", text(1) + " and more")], [page])
    assert survivors(run) == ["web:2"]
    assert dropped(run) == {"near-duplicate": 2}


def test_the_preferred_source_is_kept(deduplicate):
    said = text(1)
    run = deduplicate(
        [document("a", said + " longer", source="web"), document("b", said, source="wiki")],
        source_priority=("wiki", "web"),
    )
    assert survivors(run) == ["b"]
    assert table(run)[0]["kept_because"] == "source-priority"


def test_blank_and_short_documents_do_not_collapse(deduplicate):
    said = ["", " ", "\n\n", "Yes", "No", "C++", "C#", "C", "$x+1$", "$x-1$", "!", "?", "one two three four"]
    said += ["東京", "大阪", "مرحبا", "שלום", "e\u0301te"]
    run = deduplicate([document(f"d:{n:02}", each) for n, each in enumerate(said)])
    assert survivors(run) == [f"d:{n:02}" for n in range(len(said))]
    assert table(run) == []


def test_texts_without_spaces_and_of_other_scripts_are_compared(deduplicate):
    chance = random.Random(5)
    han = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(400))
    arabic = " ".join("".join(chr(chance.randrange(0x627, 0x64B)) for _ in range(5)) for _ in range(200))
    run = deduplicate(
        [document("han", han), document("arabic", arabic)],
        [
            document("han 2", han[:200] + "新" + han[201:]),
            document("arabic 2", arabic.replace(" ", "\u200f ") + "!"),
        ],
    )
    assert [(r["id"], r["reason"]) for r in table(run) if r["id"].startswith("han")] == [
        ("han", ""),
        ("han 2", "near-duplicate"),
    ]
    assert survivors(run) == ["arabic 2", "han"]


def test_a_corpus_of_one_text_keeps_one(deduplicate):
    run = deduplicate(*[[document(f"d:{n}:{i}", text(1)) for i in range(500)] for n in range(3)])
    assert survivors(run) == ["d:0:0"]
    assert dropped(run) == {"exact-duplicate": 1499}
    (cluster,) = largest_clusters(str(next(run.glob("*-clusters"))), 5)
    assert (cluster.size, cluster.kept.kept_because) == (1500, "smallest-id")


def test_a_large_document_is_found_again(deduplicate):
    large = text("large", 300_000)
    run = deduplicate(
        [document("a", large)], [document("b", large[:-10_000]), document("c", "x" * 2_000_000)]
    )
    assert survivors(run) == ["a", "c"]


def test_without_minhash_only_exact_duplicates_go(deduplicate):
    base = text(1)
    run = deduplicate([document("a", base), document("b", base + " more"), document("c", base)], near=None)
    assert survivors(run) == ["a", "b"]
    assert dropped(run) == {"exact-duplicate": 1}


def test_real_similarity_is_checked_on_request(deduplicate):
    base = text(1, 300)
    other = edited(base, 6)
    truth = jaccard(shingle_set(base, 5), shingle_set(other, 5))
    near = MinHashConfig(bands=50, rows=3)
    run = deduplicate(
        [document("a", base), document("b", other)], near=near, check="jaccard", min_similarity=truth + 0.01
    )
    assert survivors(run) == ["a", "b"]
    run_stages(
        dedup_run.stages(
            run.parent / "in", DuplicatesConfig(near=near, check="jaccard", min_similarity=truth - 0.01), run
        ),
        str(run),
    )
    assert len(survivors(run)) == 1
    assert {row["similarity"] for row in table(run)} == {1, truth}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A folder of documents, and a run over them in one process and in memory, with its digests."""
    folder = tmp_path_factory.mktemp("corpus")
    dedup_run.write_corpus(folder / "in")
    run_stages(dedup_run.stages(folder / "in", DuplicatesConfig(), folder / "run"), str(folder / "run"))
    return folder


def results(run):
    """The digests of the shards of the cluster table and of the survivors, and their receipts."""
    names = ("components", "clusters", *SURVIVORS)
    wanted = [next(run.glob(f"*-{name}")).name for name in names]
    assert all(list((run / name).glob("part-*.parquet")) for name in wanted)
    return {path: digest for path, digest in shard_digests(run).items() if path.split("/")[0] in wanted}, [
        (run / f"{name}/{file}").read_bytes()
        for name in wanted
        for file in sorted(p.name for p in (run / name).glob("*s.*"))
    ]


def test_the_corpus_has_something_of_everything(corpus):
    assert set(dropped(corpus / "run")) == {"exact-duplicate", "near-duplicate"}
    ids = survivors(corpus / "run")
    assert len(ids) == len(set(ids))
    assert {row["kept_because"] for row in table(corpus / "run") if not row["reason"]} >= {
        "longest",
        "identical",
    }


def test_two_workers_write_the_same_bytes_as_one(corpus, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(corpus / "run", run)
    # Worker processes take long to start: the stages with something to spread are made again.
    for name in ("signatures", "links", "clusters", "survivors"):
        shutil.rmtree(next(run.glob(f"*-{name}")))
    two = RunOptions(workers=2, in_process_bytes=0)
    run_stages(dedup_run.stages(corpus / "in", DuplicatesConfig(), run), str(run), two)
    assert (run / "workers.log").exists(), "this ran in one process"
    assert shard_digests(run) == shard_digests(corpus / "run")
    assert stories(run) == stories(corpus / "run")
    assert results(run) == results(corpus / "run")


@pytest.mark.parametrize("components", ["memory", "rounds"])
def test_killed_runs_end_with_the_same_bytes(corpus, tmp_path, components):
    run = tmp_path / "run"
    moments = random.Random(3)
    command = [sys.executable, "-m", "tests.pipelines.dedup_run", str(corpus / "in"), str(run), components]
    for name in ("signatures", "links", "clusters"):
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        end = time.monotonic() + 120
        while not list(run.glob(f"*-{name}/part-*")):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.01)
        time.sleep(moments.uniform(0, 0.1))
        process.kill()
        process.communicate()
    assert not list(run.glob("*-identical/manifest.json")), "killed too late to prove anything"
    config = DuplicatesConfig(components=components)
    run_with_rounds(dedup_run.stages(corpus / "in", config, run), str(run), partitions=dedup_run.PARTITIONS)
    assert table(run) == table(corpus / "run")
    assert survivors(run) == survivors(corpus / "run")
    if components == "memory":
        assert results(run) == results(corpus / "run")
        assert leftovers(run) == []


def test_rounds_drop_the_same_as_one_pass_in_memory(corpus, tmp_path):
    run = tmp_path / "run"
    stages = dedup_run.stages(corpus / "in", DuplicatesConfig(components="rounds"), run)
    run_with_rounds(stages, str(run), partitions=dedup_run.PARTITIONS)
    found, expected = (results(folder)[0] for folder in (run, corpus / "run"))
    later = [path for path in expected if "components" not in path]
    assert later
    assert {path: found.get(path) for path in later} == {path: expected[path] for path in later}
    again = run_with_rounds(stages, str(run), partitions=dedup_run.PARTITIONS)
    assert [manifest.stage for manifest in again] == [stage.name for stage in stages]


@dataclasses.dataclass(frozen=True)
class Links:
    """A source of links."""

    path: str
    links: tuple[tuple[int, int], ...]

    def plan(self):
        return [dedup_run.Split(path=self.path, kind="links", start=n) for n in range(3)]

    def read(self, split):
        return (Link(*sorted(pair)) for pair in self.links[split.start :: 3])


def shapes():
    chance = random.Random(6)
    keys = [chance.getrandbits(64) for _ in range(600)]
    yield "nothing", []
    yield (
        "self",
        [(keys[0], keys[0]), (keys[1], keys[1]), (keys[1], keys[2]), (keys[3], keys[4]), (keys[4], keys[4])],
    )
    yield "ring", [*itertools.pairwise(keys[:100]), (keys[99], keys[0])]
    yield "ascending chain", list(itertools.pairwise(sorted(keys[:100])))
    yield "star", [(keys[7], key) for key in keys]
    yield "random", [(chance.choice(keys), chance.choice(keys)) for _ in range(350)]


@pytest.mark.parametrize(("name", "pairs"), list(shapes()))
def test_rounds_find_the_components_that_memory_finds(tmp_path, name, pairs):
    (tmp_path / "anchor").write_text("")
    run = str(tmp_path / "run")
    source = Map(
        name="links",
        source=Links(str(tmp_path / "anchor"), tuple(pairs)),
        function=dedup_run.same,
        output=Link,
    )
    in_memory = dataclasses.replace(
        next(s for s in dedup_stages(("x",), DuplicatesConfig(), partitions=1) if s.name == "components"),
        number=20,
    )
    run_stages([source, in_memory], run)
    components_by_rounds(f"{run}/10-links", run, RunOptions(), partitions=3)

    def components(folder):
        return {row["key"]: row["component"] for row in rows(Path(folder))}

    expected = components(f"{run}/20-components")
    assert components(f"{run}/component-rounds/20-components") == expected
    assert sorted(expected) == sorted({key for pair in pairs for key in pair})


def test_changing_who_is_kept_does_not_sign_again(corpus, tmp_path):
    run = tmp_path / "run"
    run_stages(dedup_run.stages(corpus / "in", DuplicatesConfig(), run), str(run))
    seen = []
    stages = dedup_run.stages(corpus / "in", DuplicatesConfig(source_priority=("web",)), run)
    run_stages(stages, str(run), progress=lambda p: seen.append((p.stage, p.state)))
    assert {stage for stage, state in seen if state == "done"} == {"clusters", "survivors", "set-aside"}
    assert survivors(run) != survivors(corpus / "run")


def test_boilerplate_is_cut_after_duplicates_are_dropped(tmp_path):
    notice = "Subscribe to our newsletter and never miss a story."
    pages = [document(f"web:{n}", f"{text(n, 60)}\n\n{notice}", source="web") for n in range(12)]
    copies = [document(f"copy:{n}", pages[0].text, source="web") for n in range(20)]
    (tmp_path / "in" / "web").mkdir(parents=True)
    dedup_run.write(tmp_path / "in" / "web" / "0.jsonl", pages + copies)
    run = tmp_path / "run"
    stages = dedup_run.stages(tmp_path / "in", DuplicatesConfig(), run)
    stages += boilerplate_stages(SURVIVORS, BoilerplateConfig(min_documents=12), partitions=2, number=50)
    run_stages(stages, str(run))
    kept = {row["id"]: row["text"] for row in rows(next(run.glob(f"*-{WITHOUT_BOILERPLATE}")))}
    # What only the copies of one page have in common is not boilerplate: they are gone.
    assert kept == {("copy:0" if n == 0 else f"web:{n}"): text(n, 60) for n in range(12)}
    (report,) = rows(next(run.glob("*-boilerplate")))
    assert (report["excerpt"], report["documents"], dict(report["sources"])) == (notice, 12, {"web": 12})


@pytest.mark.real
def test_articles_six_years_apart_are_found(real_data, tmp_path):
    dumps = {
        "old": "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2",
        "new": "enwiki-2022-first251-truncated.xml.bz2",
    }
    stages = [
        Map(
            name=name,
            source=MediaWikiDump(str(real_data / "wiki" / file)),
            function=PagesToDocuments(DocumentsConfig()),
            output=Document,
        )
        for name, file in dumps.items()
    ]
    # Most articles were half rewritten: bands of three values find those at 0.4 and above nearly always.
    config = DuplicatesConfig(near=MinHashConfig(bands=50, rows=3), min_similarity=0.25)
    stages += dedup_stages(tuple(dumps), config, partitions=2)
    run_stages(stages, str(tmp_path))
    old, new = ({row["id"]: row["text"] for row in rows(next(tmp_path.glob(f"*-{name}")))} for name in dumps)
    clusters = {}
    for row in table(tmp_path):
        clusters.setdefault(row["cluster"], set()).add(row["id"])
    assert all(len(ids) == 1 for ids in clusters.values()), "different articles in a cluster"
    found = {id for ids in clusters.values() for id in ids}
    similar = [
        id
        for id in old.keys() & new.keys()
        if jaccard(shingle_set(old[id], 5), shingle_set(new[id], 5)) >= 0.4
    ]
    assert len(similar) > 50
    assert len(found.intersection(similar)) / len(similar) >= 0.95
    assert len(found) / len(old.keys() & new.keys()) > 0.7


@pytest.mark.real
def test_a_page_that_a_web_archive_holds_three_times_is_kept_once(real_data, tmp_path):
    archive = real_data / "web" / "warc" / "dolma-sample-0001.warc.gz"
    pages = Map(
        name="pages",
        source=WebArchives(str(archive)),
        function=CapturesToDocuments(PagesConfig(all_pages=True)),
        output=Document,
    )
    run_stages([pages, *dedup_stages(("pages",), DuplicatesConfig(), partitions=2)], str(tmp_path))
    before = Counter(row["url"] for row in rows(tmp_path / "10-pages"))
    assert before["https://allenai.org/"] == 3
    kept = Counter(row["url"] for name in SURVIVORS for row in rows(next(tmp_path.glob(f"*-{name}"))))
    assert kept == dict.fromkeys(before, 1)
