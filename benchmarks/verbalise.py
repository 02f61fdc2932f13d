"""Tuples per CPU second to paragraphs, and a check of the paragraphs' grammar, by source.

    python benchmarks/verbalise.py --data FOLDER [--runs 3]

FOLDER holds the publishers' files as `FILES` names them. A source's tuples are read, filtered with the
default rules and grouped by subject before the clock starts; then the group function writes all paragraphs,
on one core. The first run of a process also looks up each word for the first time, as a worker does on its
first shard; `tuples_per_second` is the median of the runs after it, `first_run` that one's own. Rows count
as they go in: merging, choosing and writing are all part of it. `one_big_subject` are subjects with so many
tuples.

`without_subject` counts the filtered tuples that get no subject, by reason: of a lemmatised source, those
whose lost endings could not be restored.

`suspicious` counts, per pattern of `curation/verbalise/suspicious.py`, the places in all paragraphs that look
like bad grammar. Many of them are the publishers' own (`the the`), and Latin names repeat words.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "verbalise.json"

from curation.tuples.filter import FilterTuples, TupleFilterConfig  # noqa: E402
from curation.tuples.row import statement  # noqa: E402
from curation.tuples.source import TupleFiles  # noqa: E402
from curation.verbalise import SubjectKeys, SubjectParagraphs, VerbaliseConfig  # noqa: E402
from curation.verbalise.suspicious import suspicious  # noqa: E402
from schemas.document import Document  # noqa: E402
from schemas.knowledge import KnowledgeTuple  # noqa: E402
from schemas.outcome import Dropped  # noqa: E402
from schemas.subject_tuple import SubjectTuple  # noqa: E402

FILES = {
    "atomic2020": (
        "atomic2020/triples_from_system_eval.part_a.tsv",
        "atomic2020/sample_train.tsv",
        "atomic2020/sample_test.tsv",
    ),
    "atomic2019": ("atomic2019/v4_atomic_dev.csv",),
    "conceptnet": ("conceptnet/assertions_cn5_testdata.part_a.csv",),
    "cn100k": ("conceptnet/cn100k_train.txt",),
    "quasimodo": (
        "quasimodo/training_active_learning.part_a.tsv",
        "quasimodo/quasimodo_sample.rows_1_12.tsv",
    ),
    "ascent": ("ascent/ascent-v1.0.0.rows_1_3.json",),
}

Groups = list[tuple[str, list[SubjectTuple]]]


def read_groups(
    folder: Path, source: str, config: TupleFilterConfig, dropped: Counter[str] | None = None
) -> Groups:
    """A source's filtered tuples by subject, sorted; what has no subject is counted in `dropped`."""
    files = TupleFiles([str(folder / name) for name in FILES[source]])
    rows = (row for split in files.plan() for row in files.read(split) if isinstance(row, KnowledgeTuple))
    kept = (row for row in FilterTuples(config)(rows) if isinstance(row, KnowledgeTuple))
    return grouped(kept, dropped)


def grouped(rows: Any, dropped: Counter[str] | None = None) -> Groups:
    groups: dict[str, list[SubjectTuple]] = defaultdict(list)
    for row in SubjectKeys()(rows):
        if isinstance(row, SubjectTuple):
            groups[row.subject].append(row)
        elif dropped is not None:
            dropped[row.reason] += 1
    return sorted(groups.items())


def timed(groups: Groups, config: VerbaliseConfig) -> tuple[list[Document | Dropped], float]:
    """The paragraphs, and the CPU seconds they took."""
    function = SubjectParagraphs(config)
    start = time.process_time()
    found = list(function(groups))
    return found, time.process_time() - start


def measure(groups: Groups, runs: int) -> dict[str, Any]:
    count = sum(len(rows) for _, rows in groups)
    seconds = []
    found: list[Document | Dropped] = []
    for _ in range(runs + 1):
        found, took = timed(groups, VerbaliseConfig())
        seconds.append(took)
    documents = [one for one in found if isinstance(one, Document)]
    places: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for document in documents:
        places.update(suspicious(document.text))
        left_out.update(json.loads(document.metadata["left_out"]))
    sentences = sum(len(re.findall(r"[.!?](?: |$)", document.text)) for document in documents)
    return {
        "tuples": count,
        "subjects": len(groups),
        "paragraphs": len(documents),
        "sentences": sentences,
        "said": sum(document.constructs["tuple"] for document in documents),
        "left_out": dict(sorted(left_out.items())),
        "dropped": dict(sorted(Counter(one.reason for one in found if isinstance(one, Dropped)).items())),
        "tuples_per_second": round(count / statistics.median(seconds[1:])),
        "first_run": round(count / seconds[0]),
        "suspicious": dict(sorted(places.items())),
        "suspicious_per_1000_sentences": round(1000 * sum(places.values()) / max(1, sentences), 2),
    }


def big_subject(count: int) -> dict[str, Any]:
    """One subject with so many different tuples."""
    rows = [
        statement("ascent", "thing", "AtLocation", f"place {number} of {number % 977}", weight=number)
        for number in range(count)
    ]
    found, seconds = timed(grouped(rows), VerbaliseConfig())
    assert len(found) == 1
    return {"tuples": count, "tuples_per_second": round(count / seconds)}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of tuple files")
    parser.add_argument("--runs", type=int, default=3, help="timed runs after the first")
    options = parser.parse_args(arguments)
    report: dict[str, Any] = {
        "python": platform.python_version(),
        "lemminflect": metadata.version("lemminflect"),
        "morphology": "rules",
        "sources": {},
    }
    for source in FILES:
        without_subject: Counter[str] = Counter()
        groups = read_groups(options.data, source, TupleFilterConfig(), without_subject)
        if groups:
            report["sources"][source] = figures = measure(groups, options.runs)
            figures["without_subject"] = dict(sorted(without_subject.items()))
            print(
                f"{source:12} {figures['tuples']:7} tuples {figures['tuples_per_second']:7}/s (first "
                f"{figures['first_run']}/s) {figures['paragraphs']:6} paragraphs, suspicious per 1000 "
                f"sentences: {figures['suspicious_per_1000_sentences']} {figures['suspicious']}"
            )
    report["one_big_subject"] = [big_subject(count) for count in (20_000, 200_000)]
    print(report["one_big_subject"])
    RESULTS.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
