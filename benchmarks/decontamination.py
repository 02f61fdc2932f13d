"""CPU time of decontamination with a million n-grams, as a share of what reading and tokenizing takes; and
how many edited copies of items are found.

    python benchmarks/decontamination.py [DOCUMENTS.parquet | DUMP …] [--ngrams 1000000] [--runs 3]
        [--sets LAYOUT=FILE …]

All on one core, in the same run, on the same documents: reading them from a stage's Parquet (zstd) as
records, and `TokenizeDocuments`, against the function that finds overlaps, fed with records too. Our share is
given without and with reading (as a stage of its own reads its input), and against the tokenizer's first
pass and its second one, when it has seen all the words. The index is of made-up questions in the words of
the documents themselves, as many as it takes; one in a hundred begins with eight words in a row of a
document, so that most documents have to be looked at closer. Evaluation files named after their layout
(`--sets truthfulqa=PATH`) are looked up in the same documents, with copies of their items planted in which
words were changed: the share of items that is found.
"""

from __future__ import annotations

import argparse
import functools
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
# A stage's shards are of some 100 MB: opening the index, once for each, counts for that much text.
SHARD = 12
RESULTS = ROOT / "benchmarks" / "results" / "decontamination.json"

from benchmarks.tokenize_speed import generated, read  # noqa: E402
from curation.decontamination.config import DecontaminationConfig  # noqa: E402
from curation.decontamination.index import CountWords, WriteIndex, build_index  # noqa: E402
from curation.decontamination.match import Matcher  # noqa: E402
from curation.decontamination.source import EvaluationFiles  # noqa: E402
from curation.decontamination.stages import FindOverlaps  # noqa: E402
from curation.tokens.tokenize import TokenizeDocuments  # noqa: E402
from schemas.arrow import batch_to_rows, rows_to_batch  # noqa: E402
from schemas.decontamination import CheckedText, EvaluationItem  # noqa: E402
from schemas.document import Document  # noqa: E402
from schemas.manifest import Manifest, ShardFile  # noqa: E402


def document(number: int, text: str) -> Document:
    empty: dict[str, Any] = dict.fromkeys(("url", "title", "licence", "revision", "timestamp"), "")
    lists: dict[str, Any] = {"links": [], "infobox": [], "constructs": {}, "lost_templates": {}}
    return Document(id=f"d:{number}", source="wiki", text=text, language="en", **empty, **lists)


def read_parquet(path: Path, record: type) -> Iterator[Any]:
    """As the engine reads a shard."""
    names = list(record.__dataclass_fields__)
    for batch in pq.ParquetFile(path, pre_buffer=False).iter_batches(64, columns=names, use_threads=False):
        yield from batch_to_rows(record, batch)


def questions(texts: list[str], ngrams: int, chance: random.Random) -> list[EvaluationItem]:
    """Items of 13 to 60 words with so many n-grams in all."""
    words = [text.split() for text in texts]
    flat = [word for some in words for word in some]
    items, made = [], 0
    while made < ngrams:
        length = chance.randrange(13, 61)
        said = chance.choices(flat, k=length)
        if len(items) % 100 == 0:
            start = chance.randrange(len(flat) - 8)
            said[:8] = flat[start : start + 8]
        made += length - 12
        items.append(item(f"q:{len(items)}", " ".join(said)))
    return items


def item(name: str, text: str) -> EvaluationItem:
    return EvaluationItem(item=name, set="made", question=text, choices=[], answers=[], texts=[text])


def write_index(folder: Path, items: list[EvaluationItem], config: DecontaminationConfig) -> int:
    """As the stage of the evaluation items does; the number of n-grams."""
    path = folder / "part-00000.parquet"
    rows = list(CountWords()(items))
    pq.write_table(pa.Table.from_batches([rows_to_batch(EvaluationItem, rows)]), path)
    about = ShardFile(name=path.name, rows=len(rows), bytes=path.stat().st_size, sha256="")
    manifest = Manifest.__new__(Manifest)
    object.__setattr__(manifest, "files", [about])
    WriteIndex(config)(str(folder), manifest)
    from curation.decontamination.index import NgramIndex

    return len(NgramIndex.load(str(folder)).keys)


def seconds(work: Callable[[], Any]) -> float:
    start = time.process_time()
    for _ in work():
        pass
    return time.process_time() - start


def _tokenized(tokenize: TokenizeDocuments, documents: list[Document]) -> Iterator[Any]:
    yield from tokenize(iter(documents))


def speed(texts: list[str], ngrams: int, runs: int) -> dict[str, Any]:
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    config = DecontaminationConfig(sets={"made": {"path": "made"}})
    documents = [document(number, text) for number, text in enumerate(texts)]
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shard = folder / "documents.parquet"
        pq.write_table(pa.Table.from_batches([rows_to_batch(Document, documents)]), shard, compression="zstd")
        index = folder / "index"
        index.mkdir()
        start = time.process_time()
        count = write_index(index, questions(texts, ngrams, random.Random(0)), config)
        building = time.process_time() - start
        rows = [CheckedText(id=d.id, source=d.source, title=d.title, text=d.text) for d in documents]
        ours = FindOverlaps(config)
        seconds(lambda: ours(iter(rows[:3]), str(index)))  # tables of Unicode, once per process
        for _ in range(runs):
            tokenize = functools.partial(_tokenized, TokenizeDocuments(), documents)
            seconds(lambda: TokenizeDocuments()(iter(documents[:1])))
            for step, work in (
                ("read", lambda: read_parquet(shard, Document)),
                ("tokenize, first pass", tokenize),
                ("tokenize, second pass", tokenize),
                ("read id, source, title, text", lambda: read_parquet(shard, CheckedText)),
                ("decontaminate, shard of these documents", lambda: ours(iter(rows), str(index))),
                ("decontaminate", lambda: ours(iter(rows * SHARD), str(index))),
            ):
                times = SHARD if step == "decontaminate" else 1
                found.setdefault(step, []).append(seconds(work) / times)
    median = {step: statistics.median(values) for step, values in found.items()}
    own = median["decontaminate"]
    first = median["decontaminate, shard of these documents"]
    reading = median["read id, source, title, text"]
    shares = {}
    for one in ("first", "second"):
        theirs = median["read"] + median[f"tokenize, {one} pass"]
        shares[f"{one} pass"] = {
            "without reading": round(own / theirs, 4),
            "without reading, shard of these documents alone": round(first / theirs, 4),
            "with reading": round((own + reading) / theirs, 4),
        }
    return {
        "documents": len(texts),
        "megabytes": round(megabytes, 2),
        "ngrams": count,
        "index_cpu_seconds": round(building, 2),
        "milliseconds_per_megabyte": {
            step: round(1000 * value / megabytes, 2) for step, value in median.items()
        },
        "share_of_reading_and_tokenizing": shares,
    }


def recall(name: str, path: str, texts: list[str]) -> dict[str, Any]:
    """The share of a set's items that are found in documents when words of them were changed."""
    config = DecontaminationConfig(sets={name: {"path": path}})
    source = EvaluationFiles(config.sets)
    items = [found for split in source.plan() for found in source.read(split)]
    items = list(CountWords()(found for found in items if isinstance(found, EvaluationItem)))
    matcher = Matcher(build_index(items, config))
    long = [number for number, found in enumerate(items) if found.words >= config.min_words]
    chance = random.Random(1)
    result: dict[str, Any] = {"items": len(items), "long_enough": len(long)}
    for edits in (0, 1, 2):
        planted = []
        for number in long:
            words = max(items[number].texts, key=len).split()
            for place in chance.sample(range(len(words)), min(edits, len(words))):
                words[place] = "otherwise"
            planted.append(f"It was asked: {' '.join(words)} That was all.")
        hits = dict(matcher.match(planted))
        ok = sum(
            any(match.item == number and match.share >= config.min_share for match in hits.get(place, []))
            for place, number in enumerate(long)
        )
        result[f"found with {edits} words changed"] = round(ok / len(long), 4)
    false = [row for _, some in matcher.match(texts) for row in some if row.share >= config.min_share]
    result["items found in the documents as they are"] = len(false)
    result["which"] = [items[row.item].question[:200] for row in false[:10]]
    return result


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", nargs="*", type=Path)
    parser.add_argument("--ngrams", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sets", nargs="*", default=[], metavar="LAYOUT=PATH")
    arguments = parser.parse_args()
    texts = [text for path in arguments.input for text in read(path)] or generated(8)
    report: dict[str, Any] = {
        "inputs": [path.name for path in arguments.input] or ["generated text"],
        "runs": arguments.runs,
        "versions": {name: metadata.version(name) for name in ("numpy", "pyarrow")}
        | {"python": platform.python_version()},
        "speed": speed(texts, arguments.ngrams, arguments.runs),
        "recall": {
            name: recall(name, path, texts)
            for name, path in (given.split("=", 1) for given in arguments.sets)
        },
    }
    print(json.dumps(report, indent=1, ensure_ascii=False))
    RESULTS.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
