"""The demonstration site through the engine, as a pipeline runs it."""

from pathlib import Path

import pyarrow.parquet as pq

from curation.stackexchange import PlaceComments, StackExchangeArchive, ThreadsConfig, ThreadsToDocuments
from jobs.demo import __file__ as demo
from pipelines.engine import Group, Map, run_stages
from schemas.document import Document
from schemas.stackexchange import PostComment, ThreadPart

SITE = Path(demo).parent / "stackexchange" / "demo.stackexchange.com"


def passed(rows):
    return rows


def run(folder: Path, **options: object) -> dict[str, object]:
    config = ThreadsConfig(math="dollar", comments=True, drop_linked_duplicates=True)
    posts = StackExchangeArchive(str(SITE), **options)
    comments = StackExchangeArchive(str(SITE), tables=("comments",), **options)
    stages = [
        Map(name="posts", source=posts, function=passed, output=ThreadPart),
        Map(name="comments", source=comments, function=passed, output=ThreadPart),
        Group(
            name="placed",
            inputs=("posts", "comments"),
            input=PostComment,
            key="post",
            partitions=2,
            function=PlaceComments(),
            output=ThreadPart,
        ),
        Group(
            name="threads",
            inputs=("posts", "placed"),
            input=ThreadPart,
            key="thread",
            partitions=2,
            function=ThreadsToDocuments(config),
            output=Document,
            config=config,
        ),
    ]
    return {manifest.stage: manifest for manifest in run_stages(stages, str(folder))}


def documents(folder: Path) -> dict[str, dict[str, object]]:
    files = sorted(folder.glob("*-threads/*.parquet"))
    return {row["title"]: row for file in files for row in pq.read_table(file).to_pylist()}


def test_what_is_planted(tmp_path):
    manifests = run(tmp_path)
    assert manifests["posts"].dropped == {"post-type": 1}
    assert manifests["posts"].rejected == {"malformed-row": 1}
    assert manifests["comments"].rejected == {"malformed-xml": 1}
    assert manifests["placed"].dropped == {"orphan-comment": 1}
    assert manifests["threads"].dropped == {
        "answer-score": 1,
        "empty-body": 2,
        "linked-duplicate": 1,
        "orphan-answer": 1,
        "orphan-comment": 1,
        "question-dropped": 4,
        "question-score": 1,
        "too-few-answers": 1,
    }
    found = documents(tmp_path)
    assert len(found) == 26
    blood = dict(found["Which blood group can everybody receive?"]["metadata"])
    assert "accepted" not in blood
    proof = found["Why is the sum of the first n odd numbers a perfect square?"]
    assert proof["licence"] == "CC-BY-SA-2.5 AND CC-BY-SA-3.0"
    assert "&= \\underbrace{2n + 2n + \\dots + 2n}_{n\\ \\text{times}}\n" in proof["text"]
    assert "- The corner dot is the part that everybody forgets." in proof["text"]
    search = found["How does binary search find an item so quickly?"]["text"]
    assert "```python\ndef find(items, wanted):\n" in search
    assert "| 1,000,000 | 1,000,000 | 20 |" in search
    assert "````\n" in found["Why do backticks matter in Markdown?"]["text"]
    assert ">! Open to see" in found["What is recursion?"]["text"]


def test_splits_change_nothing(tmp_path):
    run(tmp_path / "a")
    run(tmp_path / "b", split_bytes=3000)
    assert documents(tmp_path / "a") == documents(tmp_path / "b")
