"""Megabytes of text per CPU second to token ids: this project, sentencepiece, and Hugging Face tokenizers.

    python benchmarks/tokenize_speed.py [INPUT …] [--runs 3]

All three use Mixtral's vocabulary on one core, on the same texts in the same run, one document after the
other; the ids of ours are compared with sentencepiece's, document by document. Our encoder is timed on
its first pass, when it has seen no text before (the headline), and on a second pass over the same texts,
which is what it comes near to after some hundred megabytes. Loading takes place before the clock starts, and
is reported. An INPUT is a MediaWiki dump (`*.xml*`), whose documents are made first, a Parquet file with a
column `text`, or plain text. Without one, text is generated in which, as in natural text, the frequent
words come again and new ones never cease.
"""

from __future__ import annotations

import argparse
import bisect
import importlib.resources
import itertools
import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "tokenize_speed.json"

from curation.tokens.encode import load_encoder  # noqa: E402

MODEL = (importlib.resources.files("mistral_common") / "data" / "tokenizer.model.v1").read_bytes()


def read(path: Path) -> list[str]:
    """The texts of the documents in a file."""
    if ".xml" in path.name:
        from curation.mediawiki import MediaWikiDump
        from curation.wiki_documents import DocumentsConfig, PagesToDocuments
        from schemas.document import Document, Page

        source = MediaWikiDump(str(path))
        rows = itertools.chain.from_iterable(source.read(split) for split in source.plan())
        documents = PagesToDocuments(DocumentsConfig())(row for row in rows if isinstance(row, Page))
        return [document.text for document in documents if isinstance(document, Document)]
    if path.suffix == ".parquet":
        import pyarrow.parquet

        return pyarrow.parquet.read_table(path, columns=["text"]).column("text").to_pylist()
    return [path.read_text(encoding="utf-8")]


def generated(megabytes: float = 8) -> list[str]:
    """Paragraphs of made-up words. How fast the frequency of words falls is chosen such that new ones turn up
    as fast as in English Wikipedia (28,000 different units in the first 1.2 MB, 57,000 in 4.1 MB).
    """
    chance = random.Random(0)
    syllables = [a + b + c for a in "bcdfghlmnprst" for b in "aeiou" for c in ("", "n", "r", "st")]
    words: dict[str, float] = {}
    while len(words) < 200_000:
        length = 1 + min(3, len(words).bit_length() // 6)
        words.setdefault("".join(chance.choices(syllables, k=length)), (len(words) + 3) ** -1.2)
    spelt, weights = list(words), list(itertools.accumulate(words.values()))
    texts, size = [], 0
    while size < megabytes * 1e6:
        paragraphs = []
        for _ in range(20):
            chosen = [spelt[bisect.bisect(weights, chance.random() * weights[-1])] for _ in range(80)]
            chosen[::12] = [f"{word.capitalize()}," for word in chosen[::12]]
            chosen[40] = f"({chance.randrange(1000, 2030)})"
            paragraphs.append(" ".join(chosen) + ".")
        texts.append("\n\n".join(paragraphs))
        size += len(texts[-1])
    return texts


def hugging_face() -> Callable[[str], list[int]]:
    """The same vocabulary for `tokenizers`, converted as transformers does it for Llama and Mixtral.

    Two neighbours may merge where their concatenation is a piece; SentencePiece merges by score, and scores
    fall with the ids.
    """
    from tokenizers import Tokenizer, decoders, models, normalizers

    processor = sentencepiece.SentencePieceProcessor(model_proto=MODEL)
    vocabulary = {processor.id_to_piece(i): i for i in range(processor.vocab_size())}
    merges = []
    for piece, index in vocabulary.items():
        if processor.is_control(index) or processor.is_byte(index) or processor.is_unknown(index):
            continue
        halves = [(piece[:i], piece[i:]) for i in range(1, len(piece))]
        known = [(a, b) for a, b in halves if a in vocabulary and b in vocabulary]
        known.sort(key=lambda pair: (vocabulary[pair[0]], vocabulary[pair[1]]))
        merges += [(-processor.get_score(index), order, pair) for order, pair in enumerate(known)]
    merges.sort(key=lambda merge: merge[0])
    model = models.BPE(
        vocabulary, [pair for *_, pair in merges], unk_token="<unk>", fuse_unk=True, byte_fallback=True
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.ByteFallback()
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def timed(encode: Callable[[str], Any], texts: list[str]) -> tuple[float, list[Any]]:
    """CPU seconds of the process, all its threads included, and the ids."""
    start = time.process_time()
    ids = [encode(text) for text in texts]
    return time.process_time() - start, ids


def measure(texts: list[str], runs: int) -> dict[str, Any]:
    """Median rates over `runs` runs, the methods taking turns. Raises SystemExit unless our ids are
    sentencepiece's.
    """
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    processor = sentencepiece.SentencePieceProcessor(model_proto=MODEL)
    tokenizers = hugging_face()
    seconds: dict[str, list[float]] = {}
    equal = 0
    for _ in range(runs):
        taken, expected = timed(processor.encode, texts)
        seconds.setdefault("sentencepiece", []).append(taken)
        start = time.process_time()
        encoder = load_encoder()
        seconds.setdefault("loading", []).append(time.process_time() - start)
        for name in ("roae, first pass", "roae, second pass"):
            taken, ids = timed(encoder.encode, texts)
            seconds.setdefault(name, []).append(taken)
            for number, (ours, theirs) in enumerate(zip(ids, expected, strict=True)):
                if not np.array_equal(ours, theirs):
                    raise SystemExit(f"the ids of document {number} are not sentencepiece's")
        taken, ids = timed(tokenizers, texts)
        seconds.setdefault("tokenizers", []).append(taken)
        equal = sum(theirs == ids_ for theirs, ids_ in zip(expected, ids, strict=True))
    median = {name: statistics.median(values) for name, values in seconds.items()}
    methods = [name for name in median if name != "loading"]
    return {
        "documents": len(texts),
        "megabytes": round(megabytes, 2),
        "tokens": sum(map(len, expected)),
        "megabytes_per_cpu_second": {name: round(megabytes / median[name], 2) for name in methods},
        "times_sentencepiece": {name: round(median["sentencepiece"] / median[name], 2) for name in methods},
        "loading_seconds": round(median["loading"], 2),
        "documents_with_sentencepieces_ids": {"roae": len(texts), "tokenizers": equal},
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    if missing := [str(path) for path in arguments.input if not path.is_file()]:
        parser.error(f"no such file: {', '.join(missing)}")
    texts = [text for path in arguments.input for text in read(path)] or generated()
    random.Random(0).shuffle(texts)
    result = measure(texts, arguments.runs)
    names = [path.name for path in arguments.input] or ["generated text"]
    print(f"{', '.join(names)}: {result['documents']:,} documents, {result['megabytes']} MB")
    for name, rate in result["megabytes_per_cpu_second"].items():
        print(f"{name:20}{rate:8.1f} MB/s{result['times_sentencepiece'][name]:8.2f} x sentencepiece")
    packages = ("sentencepiece", "tokenizers", "mistral-common", "numpy")
    versions = {name: metadata.version(name) for name in packages}
    report = {
        "inputs": names,
        "runs": arguments.runs,
        "versions": versions | {"python": platform.python_version()},
        **result,
    }
    RESULTS.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
