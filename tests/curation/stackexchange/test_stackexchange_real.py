"""Real dumps of three sites."""

import itertools
from collections import Counter

import pytest

from curation.stackexchange import StackExchangeArchive, ThreadsConfig, ThreadsToDocuments
from schemas.document import Document
from schemas.outcome import Dropped, Rejected
from schemas.stackexchange import ThreadPart

pytestmark = pytest.mark.real

# Questions and answers of each, as PROVENANCE.md counts them.
SITES = {
    "beer.stackexchange.com.7z": (1029, 2277),
    "beer.stackexchange.com-2017": (663, 1572),
    "genai.stackexchange.com": (181, 243),
    "quantumcomputing.stackexchange.com": (612, 1060),
}


def parts(path, **options):
    source = StackExchangeArchive(str(path), **options)
    return [record for split in source.plan() for record in source.read(split)]


@pytest.mark.parametrize("name", SITES)
def test_all_posts_are_read_and_accounted_for(real_data, name):
    found = parts(real_data / "stackexchange" / name)
    assert not [record for record in found if isinstance(record, Rejected)]
    kinds = Counter(record.kind for record in found if isinstance(record, ThreadPart))
    assert (kinds["question"], kinds["answer"]) == SITES[name]

    rows = sorted((r for r in found if isinstance(r, ThreadPart)), key=lambda row: row.thread)
    groups = ((key, list(group)) for key, group in itertools.groupby(rows, lambda row: row.thread))
    records = list(ThreadsToDocuments(ThreadsConfig())(groups))
    documents = [record for record in records if isinstance(record, Document)]
    dropped = [
        r.record for r in records if isinstance(r, Dropped) and r.record.kind in ("question", "answer")
    ]
    in_documents = sum(1 + document.metadata["answers"].count(",") + 1 for document in documents)
    assert in_documents + len(dropped) == sum(SITES[name])
    assert len({document.id for document in documents}) == len(documents)
    assert all(document.text.startswith(f"# {document.title}") for document in documents)


def test_bzip2_archive_splits(real_data):
    path = real_data / "stackexchange" / "beer.stackexchange.com.7z"
    assert parts(path, split_bytes=400_000) == parts(path)


def test_both_snapshots_of_a_site_together(real_data):
    folder = real_data / "stackexchange"
    both = [str(folder / name) for name in ("beer.stackexchange.com-2017", "beer.stackexchange.com.7z")]
    source = StackExchangeArchive(both)
    rows = [r for split in source.plan() for r in source.read(split) if isinstance(r, ThreadPart)]
    rows.sort(key=lambda row: row.thread)
    groups = ((key, list(group)) for key, group in itertools.groupby(rows, lambda row: row.thread))
    records = list(ThreadsToDocuments(ThreadsConfig())(groups))
    ids = [record.id for record in records if isinstance(record, Document)]
    assert len(set(ids)) == len(ids)
    assert sum(isinstance(r, Dropped) and r.reason == "older-copy" for r in records) > 2000
