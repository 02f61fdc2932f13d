"""How well and how fast the main text of web pages is found, against the peers.

    python benchmarks/web_extraction.py DATA/web
    python benchmarks/web_extraction.py DATA/web --worst 5

DATA/web/article_html holds pages and the hand-made text of each (`ground-truth.json`) of the article
extraction benchmark (https://github.com/scrapinghub/article-extraction-benchmark). Quality is that
benchmark's: precision and recall of shingles of four words, each page counting alike, F1 of their means.
Speed is CPU time, the extractors taking turns page by page, from the page as text to the text extracted.

Extractors: `roae` (curation.web, with the title line that a document begins with left out, as the gold text
has none; captions, which it has not either, stay), `roae with title`; `trafilatura` as its `extract` works by
default, and without comments as that benchmark calls it; `readability-lxml`, its HTML read by html-text, as
there.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import importlib.metadata
import json
import logging
import platform
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

Extract = Callable[[str], str]
PACKAGES = ("trafilatura", "readability-lxml", "html-text", "lxml")
SHINGLE = 4
_WORD = re.compile(r"\w+")


# --- extractors


def roae(page: str, *, title: bool) -> str:
    from curation.web.extract import extract

    extracted = extract(page)
    text = extracted.text if extracted else ""
    return text if title or not text.startswith("# ") else text.partition("\n")[2]


def trafilatura(page: str, **options: bool) -> str:
    from trafilatura import extract

    return extract(page, **options) or ""


def readability(page: str) -> str:
    import html_text
    from readability import Document

    found: str = html_text.extract_text(Document(page).summary(html_partial=True))
    return found


EXTRACTORS: dict[str, Extract] = {
    "roae": functools.partial(roae, title=False),
    "roae with title": functools.partial(roae, title=True),
    "trafilatura": trafilatura,
    "trafilatura, no comments": functools.partial(trafilatura, include_comments=False),
    "readability-lxml": readability,
}


# --- quality


@dataclass(frozen=True)
class Match:
    """Shingles of one page that are in both texts, in the extracted one alone, and in the gold one alone."""

    both: int
    extra: int
    missing: int

    @property
    def precision(self) -> float | None:
        """The share of the extracted shingles that is right."""
        return self.both / (self.both + self.extra) if self.both + self.extra else None

    @property
    def recall(self) -> float | None:
        """The share of the gold shingles that is found."""
        return self.both / (self.both + self.missing) if self.both + self.missing else None

    @property
    def share(self) -> float:
        """Of all shingles of both texts, how many are in both."""
        return self.both / max(1, self.both + self.extra + self.missing)


def match(gold: str, extracted: str) -> Match:
    wanted, found = shingles(gold), shingles(extracted)
    both = (wanted & found).total()
    return Match(both, found.total() - both, wanted.total() - both)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    windows = (tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))
    return Counter(window for window in windows if window)


def figures(matches: list[Match]) -> dict[str, float]:
    precision = statistics.mean(m.precision for m in matches if m.precision is not None)
    recall = statistics.mean(m.recall for m in matches if m.recall is not None)
    return {"f1": 2 * precision * recall / (precision + recall), "precision": precision, "recall": recall}


def interval(matches: list[Match], samples: int = 1000) -> float:
    """Half of the 95 % interval of F1, by resampling the pages."""
    chosen = random.Random(0)
    values = [figures(chosen.choices(matches, k=len(matches)))["f1"] for _ in range(samples)]
    return 1.96 * statistics.stdev(values)


# --- speed


@dataclass
class Clock:
    """CPU seconds per round."""

    rounds: list[float] = field(default_factory=list)


def measure(pages: dict[str, str], rounds: int) -> dict[str, Clock]:
    """The extractors take turns on every page, so that whatever slows the machine slows all of them."""
    clocks = {name: Clock() for name in EXTRACTORS}
    for page in pages.values():  # nothing is loaded or compiled inside the measurement
        for extract in EXTRACTORS.values():
            extract(page)
    for number in range(rounds):
        spent = dict.fromkeys(EXTRACTORS, 0.0)
        names = list(EXTRACTORS)
        for at, page in enumerate(pages.values()):
            shift = (at + number) % len(names)
            for name in names[shift:] + names[:shift]:
                begin = time.process_time()
                EXTRACTORS[name](page)
                spent[name] += time.process_time() - begin
        for name, seconds in spent.items():
            clocks[name].rounds.append(seconds)
    return clocks


# --- the whole


def read_pages(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Pages and their gold texts, by key."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {
        key: gzip.decompress((folder / f"{key}.html.gz").read_bytes()).decode("utf-8")
        for key in sorted(truth)
        if (folder / f"{key}.html.gz").exists()
    }
    return pages, {key: truth[key]["articleBody"] for key in pages}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="the folder that holds article_html")
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is timed (default 5)")
    parser.add_argument("--worst", type=int, default=0, help="name so many of the worst pages of roae")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks/results/web_extraction.json")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # peers log every page without text

    pages, gold = read_pages(options.folder / "article_html")
    if not pages:
        parser.error(
            f"no page in {options.folder / 'article_html'}: expected KEY.html.gz and ground-truth.json"
        )
    matches = {
        name: [match(gold[key], extract(page)) for key, page in pages.items()]
        for name, extract in EXTRACTORS.items()
    }
    clocks = measure(pages, options.rounds)
    baseline = clocks["trafilatura"].rounds
    quality: dict[str, dict[str, float]] = {}
    speed: dict[str, dict[str, float]] = {}
    print(f"{len(pages)} pages\n{'extractor':<26}{'F1':>7}{'±':>7}{'precision':>11}{'recall':>8}", end="")
    print(f"{'pages/CPU s':>13}{'of trafilatura':>16}")
    for name, found in matches.items():
        quality[name] = {key: round(value, 4) for key, value in figures(found).items()}
        quality[name]["f1_interval"] = round(interval(found), 4)
        ratios = [theirs / ours for theirs, ours in zip(baseline, clocks[name].rounds, strict=True)]
        rate = len(pages) / statistics.median(clocks[name].rounds)
        speed[name] = {
            "pages_per_cpu_second": round(rate, 1),
            "times_trafilatura": round(statistics.median(ratios), 3),
        }
        row = quality[name]
        print(f"{name:<26}{row['f1']:>7.3f}{row['f1_interval']:>7.3f}{row['precision']:>11.3f}", end="")
        print(f"{row['recall']:>8.3f}{rate:>13.1f}{statistics.median(ratios):>15.2f}x")
    by_page = sorted(zip(matches["roae"], pages, strict=True), key=lambda pair: pair[0].share)
    for found_match, key in by_page[: options.worst]:
        print(f"{key[:12]}: {found_match}")
    record = {
        "versions": {"python": platform.python_version()}
        | {name: importlib.metadata.version(name) for name in PACKAGES},
        "pages": len(pages),
        "rounds": options.rounds,
        "quality": quality,
        "speed": speed,
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"written: {options.output}")


if __name__ == "__main__":
    main()
