"""Megabytes of text per CPU second to MinHash signatures, shingling included: this project, datatrove, rensa
and datasketch.

    python benchmarks/dedup_speed.py [DOCUMENTS.parquet …] [--runs 3]

All on one core, in the same run, on the same texts, with shingles of five words, 14 bands and 8 rows (112
permutations). Ours is the stage's whole function: records in, signatures, digests and keys out. datatrove's
is `MinhashDedupSignature.run`, which writes its buckets to a folder (in memory, if /dev/shm is there); its
word tokenizer is its default for English, and with the plain whitespace one it is shown too. rensa and
datasketch get shingles made by Python's split and join, as their users do. Without files (columns `text`),
documents are generated.

Needs `pip install "datatrove[processing]" rensa datasketch` beside the project.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
RESULTS = ROOT / "benchmarks" / "results" / "dedup_speed.json"
WIDTH, BANDS, ROWS, SEED = 5, 14, 8, 1

from dedup_corpus import Corpus  # noqa: E402

from curation.dedup.config import MinHashConfig  # noqa: E402
from curation.dedup.signatures import SignDocuments  # noqa: E402
from schemas.dedup import TextRow  # noqa: E402


def ours(texts: list[str]) -> None:
    config = MinHashConfig(shingle_words=WIDTH, bands=BANDS, rows=ROWS, seed=SEED)
    rows = (
        TextRow(id=f"d:{n}", source="", title="", revision="", timestamp="", text=text)
        for n, text in enumerate(texts)
    )
    for _ in SignDocuments(config)(rows):
        pass


def datatrove(texts: list[str], tokenizer: object = "eng") -> None:
    from datatrove.data import Document
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature
    from datatrove.utils.hashing import HashConfig

    config = MinhashConfig(
        n_grams=WIDTH, num_buckets=BANDS, hashes_per_bucket=ROWS, hash_config=HashConfig(precision=32)
    )
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        step = MinhashDedupSignature(folder, config, language=tokenizer)
        step.run(Document(text=text, id=str(n)) for n, text in enumerate(texts))


def datatrove_whitespace(texts: list[str]) -> None:
    from datatrove.utils.word_tokenizers import WhitespaceTokenizer

    datatrove(texts, WhitespaceTokenizer())


def shingles(text: str) -> list[str]:
    words = text.lower().split()
    return [" ".join(words[i : i + WIDTH]) for i in range(len(words) - WIDTH + 1)]


def rensa(texts: list[str]) -> None:
    from rensa import RMinHash

    for text in texts:
        made = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
        made.update(shingles(text))
        made.digest()


def datasketch(texts: list[str]) -> None:
    from datasketch import MinHash

    first = MinHash(num_perm=BANDS * ROWS, seed=SEED)
    for text in texts:
        made = first.copy()
        made.update_batch([shingle.encode() for shingle in shingles(text)])
        made.digest()


PEERS: dict[str, tuple[Callable[[list[str]], None], float]] = {
    "ours": (ours, 1.0),
    "rensa": (rensa, 1.0),
    "datasketch": (datasketch, 0.5),
    "datatrove": (datatrove, 0.1),
    "datatrove, whitespace tokenizer": (datatrove_whitespace, 0.1),
}


def read(paths: list[str]) -> list[str]:
    if paths:
        return [t for path in paths for t in pq.read_table(path, columns=["text"]).column("text").to_pylist()]
    corpus = Corpus(8000)
    return [corpus.document(n).text for n in range(len(corpus))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    found = {}
    for name, texts in (
        ("generated", read([])),
        ("documents", read(options.documents) if options.documents else []),
    ):
        if not texts:
            continue
        rates: dict[str, list[float]] = {}
        for function, _ in PEERS.values():
            function(texts[:20])  # what is loaded once is loaded
        for _ in range(options.runs):
            for peer, (function, share) in PEERS.items():
                # The slow ones get the first part of the texts.
                part = texts[: max(20, int(len(texts) * share))]
                started = time.process_time()
                function(part)
                seconds = time.process_time() - started
                rates.setdefault(peer, []).append(sum(len(t.encode()) for t in part) / 1e6 / seconds)
        best = {peer: max(values) for peer, values in rates.items()}
        size = sum(len(t.encode()) for t in texts) / 1e6
        print(f"{name}: {len(texts)} texts, {size:.1f} MB; best of {options.runs}")
        for peer, rate in best.items():
            print(f"  {peer:32} {rate:7.2f} MB/s   ours is {best['ours'] / rate:6.1f} times as fast")
        found[name] = {
            "texts": len(texts),
            "megabytes": round(size, 1),
            "megabytes_per_cpu_second": {peer: round(rate, 3) for peer, rate in best.items()},
            "ours_times_as_fast": {peer: round(best["ours"] / rate, 1) for peer, rate in best.items()},
        }
    packages = ("datatrove", "rensa", "datasketch", "numpy", "pyarrow")
    about = {
        "bands": BANDS,
        "rows": ROWS,
        "shingle_words": WIDTH,
        "runs": options.runs,
        "results": found,
        "versions": {"python": platform.python_version()} | {p: metadata.version(p) for p in packages},
    }
    RESULTS.write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
