"""The publishers' own files."""

from collections import Counter
from pathlib import Path

import pytest

from curation.tuples.filter import FilterTuples
from curation.tuples.source import TupleFiles
from schemas.knowledge import KnowledgeTuple
from schemas.outcome import Dropped, Rejected
from schemas.split import InputError
from tests.curation.tuples.reading import read

pytestmark = pytest.mark.real


@pytest.mark.parametrize(
    ("file", "layout", "statements", "false"),
    [
        ("ascent/ascent-v1.0.0.rows_1_3.json", "ascent", 3, 0),
        ("atomic2019/v4_atomic_all_agg.head4.csv", "atomic2019", 124, 0),
        ("atomic2019/v4_atomic_dev.csv", "atomic2019", 79_600, 0),
        ("atomic2020/sample_train.tsv", "atomic2020", 64, 0),
        ("atomic2020/system_eval_test.part_a.tsv", "atomic2020-prompts", 14_594, 0),
        ("atomic2020/triples_from_system_eval.part_a.tsv", "atomic2020", 15_437, 0),
        ("atomic2020/sloatomic_test_manual_10k.part_a.tsv", "atomic2020", 6033, 0),
        ("bad_input/conceptnet-assertions-5.7.0.csv.gz", "conceptnet", 5, 0),
        ("conceptnet/assertions_cn5_testdata.part_a.csv", "conceptnet", 576, 0),
        ("conceptnet/cn100k_dev1.txt", "cn100k", 600, 600),
        ("quasimodo/quasimodo_sample.rows_1_12.tsv", "quasimodo", 12, 0),
        ("quasimodo/quasimodo_sample_older_release.rows_1_7.tsv", "quasimodo", 7, 0),
        ("quasimodo/training_active_learning.part_a.tsv", "quasimodo", 3362, 638),
    ],
)
def test_every_row_is_read(real_data: Path, file: str, layout: str, statements: int, false: int) -> None:
    path = real_data / "tuples" / file
    assert {split.context["format"] for split in TupleFiles(str(path)).plan()} == {layout}
    counts = Counter(type(item) for item in read(path))
    assert (counts[KnowledgeTuple], counts[Dropped], counts[Rejected]) == (statements, false, 0)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("bad_input/atomic2020_train.git-lfs-pointer.tsv", "Git LFS pointer"),
        ("conceptnet/omcs-sentences-free.txt", "in no known format"),
        ("cskb_population/evaluation_set.dev_split.csv", "in no known format"),
        ("verbalization/kelm_quadruples-train.tsv", "in no known format"),
    ],
)
def test_what_is_no_knowledge_base_is_an_error(real_data: Path, file: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        TupleFiles(str(real_data / "tuples" / file)).plan()


def test_none_is_never_kept_and_most_of_the_rest_is(real_data: Path) -> None:
    path = real_data / "tuples" / "atomic2020" / "triples_from_system_eval.part_a.tsv"
    found = list(FilterTuples()(item for item in read(path) if isinstance(item, KnowledgeTuple)))
    reasons = Counter(item.reason for item in found if isinstance(item, Dropped))
    assert reasons["no-tail"] > 1500 and reasons["personality"] > 1400
    others = sum(reasons.values()) - reasons["no-tail"] - reasons["personality"]
    assert others < 0.02 * len(found)
    kept = [item for item in found if isinstance(item, KnowledgeTuple)]
    assert not [item for item in kept if item.tail.lower() == "none" or item.relation == "xAttr"]
    assert not [item for item in kept if "Person X" in item.head + item.tail]
