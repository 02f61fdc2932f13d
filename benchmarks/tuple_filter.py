"""The tuple filter against people's judgement: what it removes that is false, and what that is true.

    python benchmarks/tuple_filter.py --data FOLDER [--half choose]

FOLDER holds the judged statements: `cskb_population/evaluation_set.dev_split.csv` (Fang et al. 2021),
`quasimodo/training_active_learning.part_a.tsv` (Romero et al. 2019) and `conceptnet/cn100k_dev1.txt`
(Li et al. 2016). Each is cut in two by a hash of the statement. The rules and their thresholds were chosen by
looking at one half (`--half choose`); the figures that are written are the other's (`report`).

For each rule, on its own: how many statements it removes, `precision` (the share of those that people
judged false), `recall` (the share of all false ones that it removes), `kept` (the share of true ones that it
leaves), and beside them `base`, the share of false ones among all: removing at random has that precision. The
judged sets hold few of the rows that most rules are for (`none`, RelatedTo, other languages), and plausible
is not the same as educational: a person's character from one deed (`personality`) is often judged plausible.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "tuple_filter.json"

from curation.tuples.filter import TupleFilterConfig  # noqa: E402
from curation.tuples.relations import canonical  # noqa: E402
from curation.tuples.row import statement  # noqa: E402
from curation.tuples.rules import Rule  # noqa: E402
from curation.tuples.source import TupleFiles  # noqa: E402
from curation.tuples.words import words_of  # noqa: E402
from schemas.knowledge import KnowledgeTuple  # noqa: E402
from schemas.outcome import Dropped  # noqa: E402

Judged = tuple[KnowledgeTuple, bool]

# Rules about what is wanted, and not about what is true.
POLICY = ("personality", "untyped-relation", "lexical-relation", "language", "sexual", "stereotype")


def cskb(path: Path) -> Iterator[Judged]:
    """CSKB-Population's judged candidates, but those of `general …` relations, which no source here has."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = canonical(row["relation"])
            if found:
                yield (
                    statement("cskb", row["head"], found[0], row["tail"], negated=found[1]),
                    row["label"] == "1",
                )


def labelled(path: Path) -> Iterator[Judged]:
    """A file that the source reads, which drops what is labelled false."""
    source = TupleFiles(str(path))
    for split in source.plan():
        for found in source.read(split):
            if isinstance(found, Dropped):
                yield found.record, False
            elif isinstance(found, KnowledgeTuple):
                yield found, True


def is_chosen_from(said: KnowledgeTuple) -> bool:
    """Whether a statement is in the half that the rules were chosen by."""
    text = f"{said.head}\t{said.relation}\t{said.tail}"
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


def measure(rules: Iterable[Rule], judged: list[Judged]) -> dict[str, Any]:
    """What some rules together remove."""
    rules = list(rules)
    removed = [
        true
        for said, true in judged
        if any(rule.unwanted(said, words_of(said.head), words_of(said.tail)) for rule in rules)
    ]
    true = sum(true for _, true in judged)
    false = len(judged) - true
    hits = len(removed) - sum(removed)
    return {
        "removed": len(removed),
        "false_removed": hits,
        "precision": round(hits / len(removed), 3) if removed else None,
        "recall": round(hits / false, 3),
        "kept": round(1 - sum(removed) / true, 3),
    }


def evaluate(judged: list[Judged]) -> dict[str, Any]:
    """Each rule on its own, all together, and all but those of policy."""
    rules = TupleFilterConfig().rules()
    true = sum(true for _, true in judged)
    result: dict[str, Any] = {
        "statements": len(judged),
        "base": round(1 - true / len(judged), 3),
        "rules": {rule.reason: measure([rule], judged) for rule in rules},
        "all": measure(rules, judged),
        "all_but_policy": measure([rule for rule in rules if rule.reason not in POLICY], judged),
    }
    left = [entry for entry in judged if not _removed(rules, entry[0])]
    result["false_among_kept"] = round(1 - sum(true for _, true in left) / len(left), 3)
    return result


def _removed(rules: list[Rule], said: KnowledgeTuple) -> bool:
    return any(rule.unwanted(said, words_of(said.head), words_of(said.tail)) for rule in rules)


def show(name: str, result: dict[str, Any]) -> None:
    print(f"\n{name}: {result['statements']:,} statements, {result['base']:.0%} false")
    print(f"{'rule':20}{'removed':>9}{'false':>7}{'precision':>11}{'recall':>8}{'kept':>7}")
    for rule, row in [*result["rules"].items(), *((key, result[key]) for key in ("all_but_policy", "all"))]:
        if row["removed"]:
            print(
                f"{rule:20}{row['removed']:>9}{row['false_removed']:>7}{row['precision']:>11.2f}"
                f"{row['recall']:>8.3f}{row['kept']:>7.3f}"
            )
    print(f"false among those kept: {result['false_among_kept']:.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=("choose", "report"), default="report")
    arguments = parser.parse_args()
    folder = arguments.data
    sets = {
        "CSKB-Population": cskb(folder / "cskb_population" / "evaluation_set.dev_split.csv"),
        "Quasimodo": labelled(folder / "quasimodo" / "training_active_learning.part_a.tsv"),
        "CN-100K dev": labelled(folder / "conceptnet" / "cn100k_dev1.txt"),
    }
    results: dict[str, Any] = {}
    for name, judged in sets.items():
        wanted = arguments.half == "choose"
        results[name] = evaluate([entry for entry in judged if is_chosen_from(entry[0]) == wanted])
        show(name, results[name])
    if arguments.half == "report":
        RESULTS.write_text(json.dumps({"half": "report", "sets": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
