"""Pages of two dumps of one wiki or one Stack Exchange site, years apart: which are found again, by title.

    python benchmarks/dedup_dumps.py OLD_DUMP,NEW_DUMP …

Both dumps are run to documents and through the whole near-duplicate pass, with the default bands and with
ones for lower similarity. Printed and kept: for each title that both have, the real Jaccard similarity of its
two texts and whether they were clustered; the recall by similarity and over all titles; and the clusters that
hold different pages, of which there should be none. A page is its id, as some were renamed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "dedup_dumps.json"

from curation.dedup.config import DuplicatesConfig, MinHashConfig  # noqa: E402
from curation.dedup.shingles import jaccard, shingle_set  # noqa: E402
from pipelines.dedup import dedup_stages  # noqa: E402
from pipelines.engine import RunOptions, Stage, run_stages  # noqa: E402
from pipelines.sources.stackexchange import StackExchangeSource  # noqa: E402
from pipelines.sources.wiki import WikiSource  # noqa: E402

CONFIGS = {
    "14 bands x 8 rows": DuplicatesConfig(),
    "32 bands x 4 rows": DuplicatesConfig(near=MinHashConfig(bands=32, rows=4), min_similarity=0.3),
    "50 bands x 3 rows": DuplicatesConfig(near=MinHashConfig(bands=50, rows=3), min_similarity=0.2),
}
# Of more titles than this only sums are printed and kept.
LISTED = 200
LEVELS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def read(folder: Path, *columns: str) -> list[dict]:
    files = sorted(folder.glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file, columns=list(columns) or None).to_pylist()]


def source_stages(name: str, path: str) -> list[Stage]:
    """What makes documents of a dump of either kind; the last has the name."""
    kind = StackExchangeSource if "stackexchange" in path else WikiSource
    return kind(input=path).stages(name, 10)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", nargs="+", metavar="OLD,NEW")
    options = parser.parse_args()
    results = [compare(*pair.split(",")) for pair in options.pairs]
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def compare(old_dump: str, new_dump: str) -> dict[str, Any]:
    """Prints and gives what was found of one pair."""
    sources = [*source_stages("old", old_dump), *source_stages("new", new_dump)]
    clustered: dict[str, set[str]] = {}
    mixed: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name:
        run = Path(name)
        for about, config in CONFIGS.items():
            stages = [*sources, *dedup_stages(("old", "new"), config, partitions=2, number=40)]
            run_stages(stages, str(run), RunOptions(rejected_limit=1.0))
            ids: dict[int, list[str]] = {}
            for row in read(next(run.glob("*-clusters")), "cluster", "id"):
                ids.setdefault(row["cluster"], []).append(row["id"])
            mixed[about] = sum(len(set(of_one)) > 1 for of_one in ids.values())
            clustered[about] = {id for of_one in ids.values() for id in of_one if of_one.count(id) > 1}
        old, new = ({row["id"]: row for row in read(next(run.glob(f"*-{n}")))} for n in ("old", "new"))
    similar = {
        id: jaccard(shingle_set(old[id]["text"], 5), shingle_set(new[id]["text"], 5))
        for id in sorted(old.keys() & new.keys())
    }
    print(f"{old_dump} and {new_dump}")
    if len(similar) <= LISTED:
        print(f"{'similarity':>10}  title (found with: {', '.join(CONFIGS)})")
        for id in sorted(similar, key=lambda id: -similar[id]):
            marks = "".join("x" if id in clustered[about] else "." for about in CONFIGS)
            print(f"{similar[id]:10.2f}  {marks}  {new[id]['title']}")
    results = {}
    for about in CONFIGS:
        by_level = {}
        for low, high in itertools.pairwise(LEVELS):
            of_level = [id for id in similar if low <= similar[id] < high]
            if of_level:
                found = sum(id in clustered[about] for id in of_level)
                by_level[f"{low:.1f}"] = {"titles": len(of_level), "found": found}
        recall = len(clustered[about] & similar.keys()) / len(similar)
        results[about] = {
            "by_similarity": by_level,
            "recall": round(recall, 3),
            "mixed_clusters": mixed[about],
        }
        shares = ", ".join(f">= {low}: {c['found']}/{c['titles']}" for low, c in by_level.items())
        print(
            f"{about}: recall {recall:.3f} of {len(similar)} titles ({shares}); "
            f"clusters of different pages: {mixed[about]}"
        )
    found = {
        "dumps": [Path(old_dump).name, Path(new_dump).name],
        "configurations": results,
    }
    if len(similar) <= LISTED:
        found["titles"] = {
            new[id]["title"]: {"similarity": round(s, 3), "found": [a for a in CONFIGS if id in clustered[a]]}
            for id, s in similar.items()
        }
    return found


if __name__ == "__main__":
    main()
