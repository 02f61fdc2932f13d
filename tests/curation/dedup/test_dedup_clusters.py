import numpy as np
import pytest

from curation.dedup.clusters import EXACT, KEPT, LOOKUP, NEAR, ONE_KEPT, ChooseCopies, write_fates
from curation.dedup.config import DuplicatesConfig, MinHashConfig
from curation.dedup.identity import text_digest
from curation.dedup.largest import largest_clusters
from curation.dedup.shingles import shingle_set
from curation.dedup.signatures import signer
from curation.lookup import Lookup
from pipelines.engine import Group, Map, run_stages
from pipelines.engine.testing import apply_group
from schemas.dedup import Candidate, ClusterMember
from schemas.split import Split
from tests.curation.dedup.made import edited, text

NEAR_CONFIG = MinHashConfig()


def candidate(key, said, *, component=1, id="", **fields):
    """A candidate of this text."""
    signature = signer(NEAR_CONFIG).sign([said])[0]
    given = {"source": "wiki", "title": "", "revision": "", "timestamp": "", "length": len(said)} | fields
    return Candidate(
        component=component,
        key=key,
        id=id or f"d:{key:03}",
        text_digest=text_digest(said),
        minhash=signature.astype("<u4").tobytes(),
        shingles=shingle_set(said, NEAR_CONFIG.shingle_words).tobytes(),
        **given,
    )


def cluster(candidates, **config):
    stage = Group(
        name="clusters",
        input=Candidate,
        key="component",
        partitions=1,
        whole=True,
        function=ChooseCopies(DuplicatesConfig(**config)),
        output=ClusterMember,
    )
    return apply_group(stage, candidates).rows


BASE = text("base", 300)
SHORTER = " ".join(BASE.split()[:280])


def kept_of(rows):
    return [(row.id, row.kept_because) for row in rows if not row.reason]


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ({"source": "wiki", "said": SHORTER}, {"source": "web", "said": BASE}, "source-priority"),
        ({"said": BASE}, {"said": SHORTER}, "longest"),
        ({"said": BASE, "source": "web"}, {"said": SHORTER, "source": "other"}, "longest"),
        ({"said": BASE, "id": "a"}, {"said": BASE, "id": "b"}, "smallest-id"),
        ({"said": BASE, "timestamp": "2022"}, {"said": BASE, "timestamp": "2016"}, "newest"),
        ({"said": BASE, "key": 1}, {"said": BASE, "key": 2}, "smallest-key"),
    ],
)
def test_the_better_copy_is_kept_and_the_table_says_why(one, other, because):
    best = candidate(**({"key": 5, "id": "same"} | one))
    worse = candidate(**({"key": 4, "id": "same"} | other))
    for order in ([best, worse], [worse, best]):
        rows = cluster(order, source_priority=("wiki",))
        assert [(row.key, row.kept_because, bool(row.reason)) for row in rows] == [
            (best.key, because, False),
            (worse.key, "", True),
        ]
        assert {row.cluster for row in rows} == {best.key}


def test_reasons_and_similarities():
    other = edited(BASE, 3)
    rows = cluster(
        [candidate(1, BASE, id="a"), candidate(2, BASE, id="b"), candidate(3, other[: len(BASE) - 9])]
    )
    assert [(row.id, row.reason) for row in rows] == [("a", ""), ("b", EXACT), ("d:003", NEAR)]
    assert [row.similarity for row in rows[:2]] == [1, 1]
    assert 0.75 < rows[2].similarity < 0.97


def test_jaccard_check_gives_the_real_similarity():
    other = edited(BASE, 6)[:-3]
    exact = len(np.intersect1d(shingle_set(BASE, 5), shingle_set(other, 5)))
    union = len(np.union1d(shingle_set(BASE, 5), shingle_set(other, 5)))
    rows = cluster([candidate(1, BASE), candidate(2, other)], check="jaccard")
    assert rows[1].similarity == exact / union


CHAIN = [
    candidate(n, " ".join(text("chain", 2000).split()[150 * n : 150 * n + 600]), length=9000 - n)
    for n in range(8)
]


@pytest.mark.parametrize("check", ["estimate", "jaccard"])
def test_a_chain_is_cut_where_documents_are_no_longer_alike(check):
    # Each has three quarters of its words in common with the next, and nothing with the fourth after.
    rows = cluster(CHAIN, check=check, min_similarity=0.4)
    assert kept_of(rows) == [
        ("d:000", "longest"),
        ("d:002", "longest"),
        ("d:004", "longest"),
        ("d:006", "longest"),
    ]
    assert [row.cluster for row in rows] == [0, 0, 2, 2, 4, 4, 6, 6]
    assert all(row.similarity >= 0.4 for row in rows)


def test_a_component_of_too_many_clusters_loses_its_exact_duplicates(monkeypatch):
    monkeypatch.setattr("curation.dedup.clusters._MOST_COMPARISONS", 20)
    strangers = [candidate(n, text(n), length=9000 - n) for n in range(10)]
    copies = [candidate(100 + n, text(n), length=9000 - n) for n in (1, 8, 9)]
    rows = cluster(strangers + copies)
    assert [(row.cluster, row.key, row.reason) for row in rows] == [
        (n, key, reason) for n in (1, 8, 9) for key, reason in ((n, ""), (100 + n, EXACT))
    ]


def test_without_a_check_a_chain_is_one_cluster():
    rows = cluster(CHAIN, check="none")
    assert {row.cluster for row in rows} == {0}
    assert min(row.similarity for row in rows) < 0.1


def test_who_is_like_nobody_is_in_no_cluster():
    rows = cluster([candidate(1, BASE), candidate(2, text(2)), candidate(3, BASE[:-20])])
    assert [row.id for row in rows] == ["d:001", "d:003"]
    assert cluster([candidate(1, BASE), candidate(2, text(2))]) == []


def test_components_are_kept_apart():
    said = [text(n) for n in range(4)]
    rows = cluster([candidate(10 * n + i, said[n], component=n) for n in range(4) for i in range(3)])
    assert [(row.cluster, row.key) for row in rows] == [
        (10 * n, 10 * n + i) for n in range(4) for i in range(3)
    ]


def test_fifty_thousand_copies_are_one_cluster():
    one = candidate(0, BASE)
    fields = {name: getattr(one, name) for name in Candidate.__slots__}
    rows = cluster([Candidate(**fields | {"key": n}) for n in range(50_000)])
    assert len(rows) == 50_000
    assert {row.cluster for row in rows} == {0}


class Candidates:
    """A source of candidates: a split for each list of them."""

    def __init__(self, path, *lists):
        self.path, self.lists = path, lists

    def plan(self):
        return [Split(path=self.path, kind="candidates", start=n) for n in range(len(self.lists))]

    def read(self, split):
        return iter(self.lists[split.start])


def same(records):
    yield from records


@pytest.fixture
def clusters(tmp_path):
    """The folder of the clusters of some candidates."""
    anchor = tmp_path / "anchor"
    anchor.write_text("")

    def run(*lists):
        stages = [
            Map(name="candidates", source=Candidates(str(anchor), *lists), function=same, output=Candidate),
            Group(
                name="clusters",
                input=Candidate,
                key="component",
                partitions=2,
                whole=True,
                function=ChooseCopies(DuplicatesConfig()),
                output=ClusterMember,
                finish=write_fates,
            ),
        ]
        run_stages(stages, str(tmp_path / "run"))
        return str(tmp_path / "run" / "20-clusters")

    return run


def test_the_lookup_says_what_becomes_of_each_row(clusters):
    folder = clusters(
        [candidate(1, BASE, id="a"), candidate(2, BASE, id="b"), candidate(3, BASE[:-30])],
        [candidate(7, BASE, component=7), candidate(7, BASE, component=7)],
        [candidate(8, text(8), component=8, id="x"), candidate(9, text(8), component=8, id="y")],
        [candidate(9, text(8), component=8, id="y")],
    )
    fates = Lookup(folder, LOOKUP)
    assert {key: fates.get(key) for key in range(1, 11)} == {
        1: KEPT,
        2: 1,
        3: 2,
        4: None,
        5: None,
        6: None,
        7: ONE_KEPT,
        8: KEPT,
        9: 1,
        10: None,
    }


def test_the_largest_clusters_come_first_with_some_of_their_members(clusters):
    groups = [
        [candidate(100 * n + i, text(n), component=n) for i in range(size)]
        for n, size in enumerate((2, 5, 3, 5))
    ]
    found = largest_clusters(clusters(*groups), 3, members=2)
    assert [(c.size, c.kept.key, [row.key for row in c.others]) for c in found] == [
        (5, 100, [101, 102]),
        (5, 300, [301, 302]),
        (3, 200, [201, 202]),
    ]
    assert found[0].kept.kept_because == "smallest-id"
    assert found[0].others[0].reason == EXACT


def test_there_may_be_no_clusters(clusters):
    folder = clusters([candidate(1, BASE), candidate(2, text(2))])
    assert largest_clusters(folder) == []
    assert Lookup(folder, LOOKUP).get(1) is None
