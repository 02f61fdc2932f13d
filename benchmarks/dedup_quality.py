"""Which planted duplicates are found, and what is dropped that is none: ours, datatrove and text-dedup.

    python benchmarks/dedup_quality.py [--documents 20000]

Generated documents (`dedup_corpus.py`) with shingles of five words, 14 bands and 8 rows everywhere. A planted
pair is found if one of its two documents is dropped. Recall is shown by the level of the pairs, beside what
the theory of banding says of exact hashes. Precision is the share of the dropped documents that belong to a
pair whose real Jaccard similarity is at least the level. A peer that is not installed is left out, and named.

Needs `pip install "datatrove[processing]" spacy text-dedup` beside the project.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
RESULTS = ROOT / "benchmarks" / "results" / "dedup_quality.json"
WIDTH, BANDS, ROWS = 5, 14, 8
THRESHOLDS = (0.7, 0.8, 0.9)

from dedup_corpus import LEVELS, Corpus, write_description  # noqa: E402

from curation.dedup.config import DuplicatesConfig, MinHashConfig  # noqa: E402
from curation.dedup.shingles import jaccard, shingle_set  # noqa: E402
from pipelines.dedup import SURVIVORS, dedup_stages  # noqa: E402
from pipelines.engine import Map, run_stages  # noqa: E402
from schemas.document import Document  # noqa: E402


def same(records):
    yield from records


def ours(corpus: Corpus, folder: Path, check: str = "estimate") -> set[int]:
    """The documents that are left, as by each of the following."""
    near = MinHashConfig(shingle_words=WIDTH, bands=BANDS, rows=ROWS)
    source = write_description(corpus, folder / f"corpus-{check}.json")
    stages = [Map(name="documents", source=source, function=same, output=Document)]
    stages += dedup_stages(("documents",), DuplicatesConfig(near=near, check=check), partitions=4)
    run = folder / f"run-{check}"
    run_stages(stages, str(run))
    files = [file for name in SURVIVORS for file in next(run.glob(f"*-{name}")).glob("*.parquet")]
    return {
        _number(id) for file in files for id in pq.read_table(file, columns=["id"]).column("id").to_pylist()
    }


def ours_checked(corpus: Corpus, folder: Path) -> set[int]:
    return ours(corpus, folder, "jaccard")


def datatrove(corpus: Corpus, folder: Path) -> set[int]:
    from datatrove.data import Document as TroveDocument
    from datatrove.pipeline.dedup.minhash import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.utils.hashing import HashConfig

    config = MinhashConfig(
        n_grams=WIDTH, num_buckets=BANDS, hashes_per_bucket=ROWS, hash_config=HashConfig(precision=64)
    )
    folder = folder / "datatrove"
    signatures, buckets, clusters = (str(folder / name) for name in ("signatures", "buckets", "clusters"))

    def documents():
        for number in range(len(corpus)):
            made = corpus.document(number)
            yield TroveDocument(text=made.text, id=made.id)

    MinhashDedupSignature(signatures, config).run(documents())
    for rank in range(BANDS):
        MinhashDedupBuckets(signatures, buckets, config=config).run(None, rank, BANDS)
    MinhashDedupCluster(buckets, clusters, config=config).run()
    return {_number(document.id) for document in MinhashDedupFilter(clusters).run(documents())}


def text_dedup(corpus: Corpus, folder: Path) -> set[int]:
    from datasets import load_from_disk

    folder = folder / "text-dedup"
    folder.mkdir()
    with (folder / "corpus.jsonl").open("w") as file:
        for number in range(len(corpus)):
            made = corpus.document(number)
            file.write(json.dumps({"id": made.id, "text": made.text}) + "\n")
    command = [sys.executable, "-m", "text_dedup.minhash", "--path", "json", "--split", "train"]
    command += ["--data_files", str(folder / "corpus.jsonl"), "--cache_dir", str(folder / "cache")]
    command += ["--output", str(folder / "out"), "--column", "text", "--ngram", str(WIDTH), "--num_proc", "1"]
    command += ["--num_perm", str(BANDS * ROWS), "--b", str(BANDS), "--r", str(ROWS), "--min_length", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"text-dedup failed: {done.stderr[-2000:]}")
    return {_number(id) for id in load_from_disk(str(folder / "out"))["id"]}


def _number(id: str) -> int:
    return int(id.partition(":")[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=20_000)
    options = parser.parse_args()
    corpus = Corpus(options.documents)
    pairs = list(corpus.planted())
    truth = {}
    for original, copy, _ in pairs:
        one, other = (shingle_set(corpus.document(number).text, WIDTH) for number in (original, copy))
        truth[original] = truth[copy] = jaccard(one, other)
    theory = {level: 1 - (1 - level**ROWS) ** BANDS for level in LEVELS}
    systems = {"ours": (ours, ""), "ours, checked by Jaccard": (ours_checked, "")}
    systems |= {"datatrove": (datatrove, "datatrove"), "text-dedup": (text_dedup, "text_dedup")}
    found = {}
    print(f"{len(corpus)} documents, {len(pairs)} planted pairs")
    print(f"{'recall at J =':26}" + "".join(f"{level:>8}" for level in LEVELS), end="")
    print("   precision at J >= " + "".join(f"{threshold:>8}" for threshold in THRESHOLDS), " wall seconds")
    print(f"{'theory':26}" + "".join(f"{theory[level]:8.3f}" for level in LEVELS))
    for name, (system, package) in systems.items():
        if package and importlib.util.find_spec(package) is None:
            print(f"{name:26} is not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            started = time.monotonic()
            left = system(corpus, Path(folder))
            seconds = time.monotonic() - started
        dropped = set(range(len(corpus))) - left
        recall = {}
        for level in LEVELS:
            of_level = [pair for pair in pairs if pair[2] == level]
            recall[level] = sum(bool({a, b} & dropped) for a, b, _ in of_level) / len(of_level)
        precision = {t: sum(truth.get(n, 0) >= t for n in dropped) / len(dropped) for t in THRESHOLDS}
        both = sum({a, b} <= dropped for a, b, _ in pairs)
        strangers = len(dropped - truth.keys())
        print(f"{name:26}" + "".join(f"{recall[level]:8.3f}" for level in LEVELS), end="")
        print(" " * 21 + "".join(f"{precision[t]:8.3f}" for t in THRESHOLDS), f"{seconds:13.1f}")
        found[name] = {
            "recall": {str(level): round(recall[level], 4) for level in LEVELS},
            "precision": {str(t): round(precision[t], 4) for t in THRESHOLDS},
            "dropped": len(dropped),
            "both_of_a_pair_dropped": both,
            "unlike_any_other_dropped": strangers,
            "wall_seconds": round(seconds, 1),
        }
    installed = [p for p in ("datatrove", "text-dedup", "datasketch") if _version(p)]
    about = {
        "documents": len(corpus),
        "pairs": len(pairs),
        "bands": BANDS,
        "rows": ROWS,
        "shingle_words": WIDTH,
        "theory": {str(level): round(theory[level], 4) for level in LEVELS},
        "results": found,
        "versions": {"python": platform.python_version()} | {p: _version(p) for p in installed},
    }
    RESULTS.write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


if __name__ == "__main__":
    main()
