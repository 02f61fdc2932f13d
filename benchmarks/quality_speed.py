"""Megabytes of text per CPU second through the quality rules, and how often they decide as datatrove's do.

    python benchmarks/quality_speed.py [DUMP …] [--documents 0] [--runs 3]

Ours are all rules of Gopher (quality and repetition), C4 and FineWeb, with and without language
identification; datatrove's are GopherRepetitionFilter, GopherQualityFilter, C4QualityFilter and
FineWebQualityFilter in that order, where a document that one drops is not seen by the next. Both on one core,
on the same texts, in the same run, with the same thresholds (C4's of the paper's last version, FineWeb's of
the paper; lines without punctuation stay, as in FineWeb).

Three corpora are made of the articles of MediaWiki dumps (`*.xml*`; without any, of generated ones):
`plain`, their prose without Markdown, where the rules should decide alike; `damaged`, of which each text has
one of the faults that the rules are for; and `markdown`, the documents as they are, where rules that know no
Markdown take tables and lists for faults. Needs `datatrove[processing]` and spaCy.
"""

from __future__ import annotations

import argparse
import itertools
import json
import platform
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "quality_speed.json"

from benchmarks.tokenize_speed import generated, read  # noqa: E402
from curation.language.identify import LanguageIdentifier  # noqa: E402
from curation.quality.lines import Kind, lines_of, running_text  # noqa: E402
from curation.quality.measure import measure  # noqa: E402
from curation.quality.rules import SETS, RuleSet  # noqa: E402
from schemas.document import Document  # noqa: E402

FAMILIES = ("gopher-repetition", "gopher-quality", "c4", "fineweb")


class NoLanguage(LanguageIdentifier):
    """Says English and takes no time: datatrove's language filter is not part of the comparison."""

    def identify(self, text: str) -> tuple[str, float]:
        """English, for sure."""
        return "en", 1.0


def filters() -> dict[str, Any]:
    """datatrove's filters, by the names of our sets of rules."""
    from datatrove.pipeline import filters as theirs

    return {
        "gopher-repetition": theirs.GopherRepetitionFilter(),
        "gopher-quality": theirs.GopherQualityFilter(),
        "c4": theirs.C4QualityFilter(
            filter_no_terminal_punct=False, min_num_sentences=3, min_words_per_line=5
        ),
        "fineweb": theirs.FineWebQualityFilter(char_duplicates_ratio=0.1),
    }


def document(text: str) -> Document:
    empty: dict[str, Any] = dict.fromkeys(("url", "title", "licence", "revision", "timestamp"), "")
    lists: dict[str, Any] = {"links": [], "infobox": [], "constructs": {}, "lost_templates": {}}
    return Document(id="benchmark:1", source="web", text=text, language="en", **empty, **lists)


def plain(text: str) -> str:
    """The prose of a document, as a text that knows no Markdown."""
    return "\n\n".join(running_text(line) for kind, line in lines_of(text) if kind is Kind.PROSE)


def damaged(text: str, fault: int, chance: random.Random) -> str:
    """The text with one of the faults."""
    words = text.split()[:600]
    lines = [" ".join(words[i : i + 20]) + "." for i in range(0, len(words), 20)]
    faults: list[Callable[[], str]] = [
        lambda: " ".join(words[:30]),
        lambda: "\n\n".join([*lines, *lines[:5] * 8]),
        lambda: "\n".join(["Read more about this"] * 40 + lines),
        lambda: "\n".join(f"- {line}" for line in lines),
        lambda: "\n".join(f"{line.rstrip('.')}..." for line in lines),
        lambda: " ".join(f"#{word}" if n % 5 == 0 else word for n, word in enumerate(words)) + ".",
        lambda: "\n".join("".join(chance.choices("bcdfgh", k=14)) + f" {line}." for line in words[:200]),
        lambda: ". ".join(str(chance.randrange(10**6)) for _ in range(200)) + ".",
        lambda: "\n".join([*lines, "Lorem ipsum dolor sit amet, consectetur adipiscing elit."]),
        lambda: "\n".join([*lines, "function begin() { return the_end; }"]),
        lambda: "\n".join(" ".join(words[i : i + 3]) for i in range(0, len(words), 3)),
        lambda: "\n".join(line.rstrip(".") for line in lines),
        lambda: "\n".join(words),
        lambda: " ".join(words[:12] * 20) + ". It is. It was. It has been so.",
    ]
    return faults[fault % len(faults)]()


def ours(texts: list[str], identifier: LanguageIdentifier, rules: RuleSet) -> list[list[str]]:
    return [rules.reasons(measure(document(text), identifier)) for text in texts]


def chained(texts: list[str], theirs: dict[str, Any]) -> list[str]:
    """The first reason of datatrove's chain for each text; empty: kept."""
    from datatrove.data import Document as TheirDocument

    reasons = []
    for text in texts:
        row = TheirDocument(text=text, id="1")
        results = (each.filter(row) for each in theirs.values())
        reasons.append(next((result[1] for result in results if result is not True), ""))
    return reasons


def alone(texts: list[str], theirs: dict[str, Any]) -> list[dict[str, str]]:
    """What each of datatrove's filters says of each text by itself."""
    from datatrove.data import Document as TheirDocument

    found = []
    for text in texts:
        results = {name: each.filter(TheirDocument(text=text, id="1")) for name, each in theirs.items()}
        found.append({name: "" if result is True else result[1] for name, result in results.items()})
    return found


def compare(texts: list[str], runs: int) -> dict[str, Any]:
    """Rates, as medians over the runs, and agreement."""
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    rules, theirs = RuleSet.of(tuple(SETS), {}), filters()
    without, model = NoLanguage(), LanguageIdentifier()
    methods: dict[str, Callable[[list[str]], Any]] = {
        "datatrove": lambda some: chained(some, theirs),
        "roae": lambda some: ours(some, without, rules),
        "roae with language": lambda some: ours(some, model, rules),
    }
    seconds: dict[str, list[float]] = {name: [] for name in methods}
    for method in methods.values():
        method(texts[:2])  # models are loaded before the clock starts
    for _ in range(runs):
        for name, method in methods.items():
            start = time.process_time()
            method(texts)
            seconds[name].append(time.process_time() - start)
    median = {name: statistics.median(values) for name, values in seconds.items()}
    return {
        "documents": len(texts),
        "megabytes": round(megabytes, 2),
        "megabytes_per_cpu_second": {name: round(megabytes / median[name], 2) for name in methods},
        "times_datatrove": {name: round(median["datatrove"] / median[name], 1) for name in methods},
        **agreement(ours(texts, NoLanguage(), rules), alone(texts, theirs)),
    }


def agreement(mine: list[list[str]], other: list[dict[str, str]]) -> dict[str, Any]:
    """The share of texts that both keep or both drop, by family of rules and over all."""
    family_of = {rule.reason: family for family in FAMILIES for rule in SETS[family]} | {
        "empty": "gopher-quality"
    }
    alike: Counter[str] = Counter()
    differences: Counter[str] = Counter()
    for reasons, theirs in zip(mine, other, strict=True):
        for family in FAMILIES:
            own = [reason for reason in reasons if family_of[reason] == family]
            alike[family] += bool(own) == bool(theirs[family])
            if bool(own) != bool(theirs[family]):
                differences[f"{family}: {'+'.join(own) or 'kept'}, datatrove {theirs[family] or 'kept'}"] += 1
        alike["all"] += bool(reasons) == any(theirs.values())
    return {
        "dropped": {"roae": sum(map(bool, mine)), "datatrove": sum(any(row.values()) for row in other)},
        "agreement": {name: round(alike[name] / len(mine), 4) for name in (*FAMILIES, "all")},
        "differences": dict(differences.most_common(12)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("input", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=0, help="so many articles alone; 0: all")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    if missing := [str(path) for path in arguments.input if not path.is_file()]:
        parser.error(f"no such file: {', '.join(missing)}")
    texts = [text for path in arguments.input for text in read(path)] or generated(4)
    random.Random(0).shuffle(texts)
    texts = texts[: arguments.documents or None]
    prose = [text for text in map(plain, texts) if len(text) > 1000]
    chance = random.Random(1)
    corpora = {
        "plain": prose,
        "damaged": [damaged(text, n, chance) for n, text in zip(itertools.count(), prose, strict=False)],
        "markdown": texts,
    }
    packages = ("datatrove", "spacy", "numpy", "py3langid")
    report: dict[str, Any] = {
        "inputs": [path.name for path in arguments.input] or ["generated text"],
        "runs": arguments.runs,
        "versions": {name: metadata.version(name) for name in packages}
        | {"python": platform.python_version()},
        "corpora": {},
    }
    for name, corpus in corpora.items():
        result = compare(corpus, arguments.runs)
        report["corpora"][name] = result
        print(f"{name}: {result['documents']:,} documents, {result['megabytes']} MB")
        for method, rate in result["megabytes_per_cpu_second"].items():
            print(f"  {method:20}{rate:8.2f} MB/s{result['times_datatrove'][method]:8.1f} x datatrove")
        print(f"  dropped {result['dropped']}, decided alike {result['agreement']}")
        for difference, count in result["differences"].items():
            print(f"    {count:4}  {difference}")
    RESULTS.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
