"""Counts in how many sentences each English word stands, for the claim checker's weights.

    python benchmarks/claim_word_counts.py --data FOLDER

FOLDER holds `wiki/enwiki-*.xml*.bz2`, `web/article_html/ground-truth.json` and
`instructions/ultrafeedback*.jsonl`: pages of Wikipedia and of the web, and answers of chat models. None of
the sets that the checker is measured on is read. Writes `curation/checking/frequencies.json`: words by their
weight, -log of the share of sentences that have them, in steps of a tenth.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
OUTPUT = ROOT / "curation" / "checking" / "frequencies.json"

from curation.checking.tokens import WORD, fold  # noqa: E402
from curation.claims.sentences import sentence_spans  # noqa: E402
from curation.mediawiki.source import MediaWikiDump  # noqa: E402
from curation.wiki_documents import to_document  # noqa: E402
from schemas.document import Page  # noqa: E402

LEAST = 5  # sentences; rarer words count as rarest
MOST_PER_TEXT = 60  # sentences, spread over the text: one long page's subject is no common word


def texts(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "wiki").glob("enwiki-*.xml*.bz2")):
        source = MediaWikiDump(str(path))
        for split in source.plan():
            for page in source.read(split):
                if isinstance(page, Page):
                    yield to_document(page).text
    articles = json.loads((folder / "web" / "article_html" / "ground-truth.json").read_text(encoding="utf-8"))
    for _, article in sorted(articles.items()):
        yield article["articleBody"]
    for path in sorted((folder / "instructions").glob("ultrafeedback*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from (row[side] for side in ("chosen", "rejected") if isinstance(row.get(side), str))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    sentences = 0
    for text in texts(options.data):
        spans = sentence_spans(text)
        for start, end in spans[:: max(1, len(spans) // MOST_PER_TEXT)]:
            words = {fold(match.group()).replace("’", "'") for match in WORD.finditer(text, start, end)}
            if len(words) > 2:
                sentences += 1
                counts.update(words)
    by_weight: dict[str, list[str]] = defaultdict(list)
    for word, count in counts.items():
        if count >= LEAST and not word[0].isdigit():
            by_weight[f"{-math.log(count / sentences):.1f}"].append(word)
    content = {
        "sentences": sentences,
        "rarest": round(-math.log(LEAST / 2 / sentences), 1),
        "words": {weight: " ".join(sorted(by_weight[weight])) for weight in sorted(by_weight, key=float)},
    }
    OUTPUT.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{sentences} sentences, {sum(map(len, by_weight.values()))} words -> {OUTPUT}")


if __name__ == "__main__":
    main()
