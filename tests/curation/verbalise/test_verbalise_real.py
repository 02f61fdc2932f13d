"""The publishers' own files, where they are at hand."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from curation.tuples.source import TupleFiles
from curation.verbalise import SubjectKeys, SubjectParagraphs
from curation.verbalise.suspicious import suspicious
from schemas.document import Document
from schemas.knowledge import KnowledgeTuple
from schemas.subject_tuple import SubjectTuple

FILES = {
    "atomic2020": "atomic2020/triples_from_system_eval.part_a.tsv",
    "atomic2019": "atomic2019/v4_atomic_dev.csv",
    "cn100k": "conceptnet/cn100k_train.txt",
    "quasimodo": "quasimodo/training_active_learning.part_a.tsv",
}


@pytest.mark.real
@pytest.mark.parametrize("name", FILES)
def test_paragraphs_of_real_tuples_have_few_suspicious_places(name: str, real_data: Path) -> None:
    source = TupleFiles([str(real_data / "tuples" / FILES[name])])
    tuples = [row for split in source.plan() for row in source.read(split) if isinstance(row, KnowledgeTuple)]
    groups: dict[str, list[SubjectTuple]] = defaultdict(list)
    for row in SubjectKeys()(tuples[:12_000]):
        if isinstance(row, SubjectTuple):
            groups[row.subject].append(row)
    documents = [
        found for found in SubjectParagraphs()(sorted(groups.items())) if isinstance(found, Document)
    ]
    assert len(documents) > 0.7 * len(groups)
    places = sum((suspicious(document.text) for document in documents), Counter())
    sentences = sum(len(re.findall(r"[.!?](?: |$)", document.text)) for document in documents)
    assert sum(places.values()) < sentences / 200, places
    assert places["person-left"] == places["underscore"] == places["two-verbs-to-be"] == 0
